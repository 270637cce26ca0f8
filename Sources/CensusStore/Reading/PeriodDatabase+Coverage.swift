// SPDX-License-Identifier: Apache-2.0

package import CensusModel
import GRDB

extension PeriodDatabase {
  /// What settling wrote down; a period that was settled before that says that whatever came in speaks for all.
  ///
  /// - Throws: `WorkspaceError` where the period's file cannot be read: `workspace-busy`, `workspace-damaged` …
  package func coverage() throws -> ReportingCoverage {
    if let knownCoverage { return knownCoverage }
    let count = try organisationTree().nodes.count
    let found = try read { db -> ReportingCoverage in
      guard try db.tableExists("coverage") else { return .everything }
      var sheets: [RecordKind: ReportingCoverage.Sheets] = [:]
      for row in try Row.fetchAll(db, sql: "SELECT kind, first, last FROM coverage ORDER BY kind, first") {
        let kind = RecordKind(rawValue: row[0])
        let (first, last): (Int, Int) = (row[1], row[2])
        // A file that somebody else wrote into may say anything.
        guard 0 <= first, first <= last, last < count else {
          throw WorkspaceError("period-damaged", facts: ["period": period.description])
        }
        sheets[kind, default: .init()].covered.append(first...last)
      }
      let strays = try PeriodDatabase.strays(db)
      guard strays.allSatisfy({ (0..<count).contains($0.root) && $0.unit.map((0..<count).contains) ?? true }) else {
        throw WorkspaceError("period-damaged", facts: ["period": period.description])
      }
      return ReportingCoverage(
        sheets: sheets, strays: strays, kinds: Set(schemas.all.filter(\.coversUnits).map(\.kind))
      )
    }
    knownCoverage = found
    return found
  }

  private static func strays(_ db: Database) throws -> [ReportingCoverage.Stray] {
    var strays: [ReportingCoverage.Stray] = []
    for row in try Row.fetchAll(db, sql: "SELECT root, unit, kind, rows FROM stray ORDER BY root, kind") {
      let kind = RecordKind(rawValue: row[2])
      if strays.last?.root != row[0] {
        strays.append(ReportingCoverage.Stray(root: row[0], unit: row[1], rows: [:]))
      }
      strays[strays.count - 1].rows[kind] = row[3]
    }
    return strays
  }

  /// Measures of what came in and of what stands outside, which no record has to be read for.
  func reportingTally(_ query: MeasureQuery) throws -> Tally? {
    let coverage = try coverage()
    let tree = try organisationTree()
    var entries: [Tally.Entry] = []
    switch query.amount {
    case .rows, .sum: return nil
    case .covered:
      let isThere = try hasRecords(of: query.kind) && !tree.nodes.isEmpty
      let ranges = coverage.covered(by: query.kind) ?? (isThere ? [0...tree.nodes.count - 1] : [])
      entries = ranges.flatMap { $0.map { Tally.Entry(node: $0, count: 1) } }
    case .outside, .outsideOrganisations:
      let rows = coverage.outside(query.amount == .outside ? query.kind : .organisation)
      entries = rows.sorted { $0.key < $1.key }.map {
        Tally.Entry(node: $0.key, count: Int64($0.value))
      }
    }
    return Tally(measure: query.id, entries: entries, hasRecords: true)
  }
}
