// SPDX-License-Identifier: Apache-2.0

import Basics
package import CensusModel
import CensusStore
import Findings
package import Indicators
import Policy
import Results

/// What must be said before any figure: who stands in no unit, which root was chosen, whose rosters did not come in.
package struct ReportingNotices {
  /// Of units, so many are named; the rest are counted.
  package static let shown = 5

  let census: PeriodCensus
  let tree: OrganisationTree
  private let strays: [ReportingCoverage.Stray]

  /// Reads which organisations and people stand outside the tree.
  ///
  /// - Throws: `WorkspaceError` where the period cannot be read.
  package init(census: PeriodCensus) throws {
    self.census = census
    tree = try census.database.organisationTree()
    strays = try census.database.coverage().strays
  }

  private var context: CommandContext { census.context }
  private var separator: String { context.text("list.separator") }

  /// Of organisations outside the tree: for the root all, for another unit those that should belong to it.
  ///
  /// - Parameter choosesRoot: whether the unit was chosen because none was named.
  func ofStrays(unit: Int, choosesRoot: Bool) -> [String] {
    guard !tree.nodes.isEmpty else { return [] }
    let nodes = tree.subtree(of: unit)
    let own = strays.filter { stray in unit == 0 || stray.unit.map(nodes.contains) == true }
    guard !own.isEmpty else { return [] }
    let people = own.reduce(0) { $0 + ($1.rows[.member] ?? 0) }
    let facts = [
      "members": String(people), "organisations": String(own.reduce(0) { $0 + ($1.rows[.organisation] ?? 0) }),
      "units": list(
        named(own).map { context.text("notice.stray", ["unit": $0.name, "count": String($0.members)]) }),
    ]
    let first = context.text(people > 0 ? "notice.outside" : "notice.outside-organisations", facts)
    guard choosesRoot else { return [first] }
    let roots = list(own.map { "\(tree.nodes[$0.root].code) \(tree.nodes[$0.root].name)" })
    let root = "\(tree.nodes[0].code) \(tree.nodes[0].name)"
    return [first, context.text("notice.roots", ["root": root, "count": String(own.count), "roots": roots])]
  }

  /// Whose people they are, each once: the unit they should belong to, with their own name where nothing tells more than
  /// that they are the root's.
  private func named(_ strays: [ReportingCoverage.Stray]) -> [(name: String, members: Int)] {
    var named: [(name: String, members: Int)] = []
    var places: [Int: Int] = [:]
    for stray in strays {
      let unit = stray.unit.flatMap { $0 == 0 ? nil : $0 } ?? stray.root
      let members = stray.rows[.member] ?? 0
      if let place = places[unit] {
        named[place].members += members
      } else {
        places[unit] = named.count
        named.append((tree.nodes[unit].shortName ?? tree.nodes[unit].name, members))
      }
    }
    return named
  }

  private func list(_ names: [String]) -> String {
    let rest = names.count - ReportingNotices.shown
    let more = rest > 0 ? context.text("notice.more", ["count": String(rest)]) : ""
    return names.prefix(ReportingNotices.shown).joined(separator: separator) + more
  }

  /// Kinds of sheets that parts of a unit owe and did not hand in, each with the children that lack it.
  func ofMissingSheets(unit: Int, _ calculator: IndicatorCalculator) -> [String] {
    // Whose people stand outside the tree has been told, whatever came in.
    calculator.reporting(unit: unit).compactMap { sheet in
      var sheet = sheet
      sheet.missing = sheet.missing.filter { calculator.lacks(sheet.kind, unit: $0) }
      return sheet.missing.isEmpty ? nil : sheet
    }.map { (sheet: ReportedSheet) in
      context.text(
        "notice.not-reported",
        [
          "kind": context.text("kind.\(sheet.kind.rawValue)"),
          "units": list(sheet.missing.map { tree.nodes[$0].shortName ?? tree.nodes[$0].name }),
          "reported": String(sheet.share.reported), "of": String(sheet.share.owing),
        ])
    }
  }

  /// Everything that must be said before the figures of a unit, gravest first.
  package func all(unit: Int, choosesRoot: Bool, _ calculator: IndicatorCalculator) -> [String] {
    ofStrays(unit: unit, choosesRoot: choosesRoot) + ofMissingSheets(unit: unit, calculator)
  }
}

extension ReportedShare {
  /// For how many parts of how many the figures came in.
  package var json: String { JSONWriter.object([("reported", String(reported)), ("of", String(owing))]) }
}

extension IndicatorCalculator {
  /// What must be said before the figures of a selection; of many units only what concerns the root.
  ///
  /// - Throws: `PipelineError("unit-unknown")`, `WorkspaceError`.
  package func notices(_ selection: UnitSelection, of census: PeriodCensus) throws -> [String] {
    let unit = try selection.nodes(in: tree)[0]
    return try ReportingNotices(census: census).all(unit: unit, choosesRoot: selection == .root, self)
  }
}

/// Whether a kind of sheet came in for a unit that owes it, or parts of which do.
package struct ReportedSheet: Sendable, Hashable {
  var kind: RecordKind
  /// Of the unit's children that owe it; of a unit without such children, itself.
  var share: ReportedShare
  /// The children for which it did not come in for all, or the unit itself; empty where it is complete.
  var missing: [Int]

  /// Organisation IDs in the place of `missing`, as JSON.
  package func json(_ tree: OrganisationTree) -> String {
    let state = missing.isEmpty ? "complete" : IndicatorState.incompleteReporting.rawValue
    let units = missing.map { JSONWriter.quoted(tree.nodes[$0].code) }.joined(separator: ", ")
    return JSONWriter.object([
      ("kind", JSONWriter.quoted(kind.rawValue)), ("state", JSONWriter.quoted(state)),
      ("reported", String(share.reported)), ("of", String(share.owing)), ("missing", "[\(units)]"),
    ])
  }
}

extension IndicatorCalculator {
  /// The sheets that a unit or a part of it owes, in order of their kinds.
  package func reporting(unit: Int) -> [ReportedSheet] {
    kinds.filter { owes($0, unit: unit) }.map { kind in
      let children = tree.children(of: unit).filter { owes(kind, unit: $0) }
      guard let share = reported(kind, unit: unit) else {
        let all = max(1, children.count)
        return ReportedSheet(kind: kind, share: ReportedShare(reported: all, owing: all), missing: [])
      }
      let missing = children.filter { reported(kind, unit: $0) != nil }
      return ReportedSheet(kind: kind, share: share, missing: missing.isEmpty ? [unit] : missing)
    }
  }
}

extension IndicatorsRun {
  /// What must be said before the figures.
  ///
  /// - Throws: `PipelineError("unit-unknown")`.
  package func notices(units selection: UnitSelection) throws -> [String] {
    try calculator.notices(selection, of: census)
  }
}

extension AssessRun {
  /// What must be said before the verdicts.
  ///
  /// - Throws: `PipelineError("unit-unknown")`.
  package func notices(units selection: UnitSelection) throws -> [String] {
    try calculator.notices(selection, of: census)
  }
}
