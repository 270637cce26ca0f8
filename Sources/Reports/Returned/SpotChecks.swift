// SPDX-License-Identifier: Apache-2.0

import CensusModel
import CensusStore
import Pipeline
import Policy
import Results

/// One row that was looked at on the spot.
struct SpotCheck {
  var node: Int
  /// Where the row stands that was looked at, in the sender's words.
  var place: String
  /// Nil where nobody has looked yet.
  var agrees: Bool?
  var note: String
  /// Masked unless the workspace keeps full names.
  var person: String
  var day: CalendarDay?
}

/// 抽查名单 of a period: what was seen of the rows that were drawn.
struct SpotChecks {
  private static let columns = ["of_file", "of_sheet", "of_row", "result", "note", "name", "checked_on"]

  /// In order of unit, file and row.
  let checks: [SpotCheck]

  /// None where the period holds no such sheet, or the pack no such kind.
  init(census: PeriodCensus) throws {
    let names = SpotChecks.columns
    guard census.schemas.holds(.spotCheck), try census.database.hasRecords(of: .spotCheck),
      names.allSatisfy({ census.database.has($0, of: .spotCheck) })
    else {
      checks = []
      return
    }
    let last = max(0, try census.database.organisationTree().nodes.count - 1)
    var checks: [SpotCheck] = []
    try census.database.ledger(of: .spotCheck, [], among: [], nodes: 0...last, columns: names) { row, _ in
      checks.append(SpotCheck(row))
    }
    self.checks = checks
  }

  /// Those of a unit and of the units below it.
  func below(_ node: Int, in tree: OrganisationTree) -> [SpotCheck] {
    let nodes = tree.subtree(of: node)
    return checks.filter { nodes.contains($0.node) }
  }
}

extension SpotCheck {
  fileprivate init(_ row: EvidenceRow) {
    let values = row.values
    let parts = [values[0].words, values[1].words, values[2].words].compactMap(\.self)
    self.init(
      node: row.node, place: parts.joined(separator: " ▸ "), agrees: values[3].words.map { $0 == "agrees" },
      note: values[4].words ?? "", person: values[5].words ?? "", day: values[6].day)
  }
}
