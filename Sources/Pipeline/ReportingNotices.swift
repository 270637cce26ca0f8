// SPDX-License-Identifier: Apache-2.0

import CensusModel
import CensusStore
import Findings
import Indicators
import Policy

/// What must be said before any figure: who stands in no unit, which root was chosen, whose rosters did not come in.
struct ReportingNotices {
  static let shown = 5

  let census: PeriodCensus
  let tree: OrganisationTree
  private let strays: [ReportingCoverage.Stray]

  init(census: PeriodCensus) throws {
    self.census = census
    tree = try census.database.organisationTree()
    strays = try census.database.coverage().strays
  }

  private var desk: Desk { census.desk }
  private var separator: String { desk.text("list.separator") }

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
      "units": list(own.map { desk.text("notice.stray", ["unit": name($0), "count": String($0.rows[.member] ?? 0)]) }),
    ]
    let first = desk.text(people > 0 ? "notice.outside" : "notice.outside-organisations", facts)
    guard choosesRoot else { return [first] }
    let roots = list(own.map { "\(tree.nodes[$0.root].code) \(tree.nodes[$0.root].name)" })
    let root = "\(tree.nodes[0].code) \(tree.nodes[0].name)"
    return [first, desk.text("notice.roots", ["root": root, "count": String(own.count), "roots": roots])]
  }

  /// Whose people they are: the unit they should belong to, with their own name where nothing tells.
  private func name(_ stray: ReportingCoverage.Stray) -> String {
    let node = tree.nodes[stray.unit ?? stray.root]
    return node.shortName ?? node.name
  }

  private func list(_ names: [String]) -> String {
    let rest = names.count - ReportingNotices.shown
    let more = rest > 0 ? [desk.text("notice.more", ["count": String(rest)])] : []
    return (names.prefix(ReportingNotices.shown) + more).joined(separator: separator)
  }

  /// Kinds of sheets that parts of a unit owe and did not hand in, each with the children that lack it.
  func ofMissingSheets(unit: Int, _ calculator: IndicatorCalculator) -> [String] {
    calculator.kinds.compactMap { kind in
      guard calculator.owes(kind, unit: unit), let share = calculator.reported(kind, unit: unit) else { return nil }
      let children = tree.children(of: unit).filter {
        calculator.owes(kind, unit: $0) && calculator.reported(kind, unit: $0) != nil
      }
      let names = (children.isEmpty ? [unit] : children).map { tree.nodes[$0].shortName ?? tree.nodes[$0].name }
      return desk.text(
        "notice.not-reported",
        [
          "kind": desk.text("kind.\(kind.rawValue)"), "units": list(names), "reported": String(share.reported),
          "of": String(share.owing),
        ])
    }
  }

  func all(unit: Int, choosesRoot: Bool, _ calculator: IndicatorCalculator) -> [String] {
    ofStrays(unit: unit, choosesRoot: choosesRoot) + ofMissingSheets(unit: unit, calculator)
  }
}

extension IndicatorCalculator {
  /// What must be said before the figures of a selection; of many units only what concerns the root.
  func notices(_ selection: UnitSelection, of census: PeriodCensus) throws -> [String] {
    let unit = try selection.nodes(in: tree)[0]
    return try ReportingNotices(census: census).all(unit: unit, choosesRoot: selection == .root, self)
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

extension Desk {
  /// A state with what is known of how much came in: "报送不全（10个应报4个已报）".
  func state(of value: IndicatorValue) -> String {
    let words = text("state.\(value.state.rawValue)")
    guard let share = value.reported else { return words }
    var facts = ["state": words, "reported": String(share.reported), "of": String(share.owing)]
    guard let bounds = value.bounds?.hundredths, bounds.lowerBound < bounds.upperBound else {
      return text("state.with-share", facts)
    }
    facts["least"] = PercentText.spelled(bounds.lowerBound)
    facts["most"] = PercentText.spelled(bounds.upperBound)
    return text("state.with-bounds", facts)
  }
}
