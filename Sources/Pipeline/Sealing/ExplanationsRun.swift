// SPDX-License-Identifier: Apache-2.0

package import CensusModel
package import CensusStore
import Findings
import Indicators
package import Policy

/// A measure of a unit that fell, and the explanation it has or owes.
package struct ExplanationItem: Sendable, Hashable {
  /// Organisation ID.
  package var unit: String
  package var name: String
  package var duty: ExplanationDuty
  package var against: Period
  package var before: Int64
  package var after: Int64
  package var given: GivenExplanation?
}

/// `explanations`: what fell and must be explained before the period can be sealed.
package struct ExplanationsRun {
  package let census: PeriodCensus
  private let workspace: Workspace

  package init(census: PeriodCensus) throws {
    self.census = census
    workspace = try census.desk.workspace()
  }

  /// In tree order, units that are gone at the end; under one unit in the order of the pack's duties.
  package func items() throws -> [ExplanationItem] {
    let now = try figures(census)
    let known = try workspace.periods
    var items: [ExplanationItem] = []
    for baseline in ExplanationDuty.Baseline.allCases {
      let period = baseline == .previous ? census.period.previous : census.period.sameQuarterOfYearBefore
      let duties = census.desk.pack.duties.filter { $0.against.contains(baseline) }
      guard known.contains(period), !duties.isEmpty else { continue }
      // Both periods are counted by the definitions of one pack.
      let before = try figures(PeriodCensus(desk: census.desk, database: workspace.period(period)))
      items += self.items(duties, from: before, to: now, against: period)
    }
    return try explained(items)
  }

  private func figures(_ census: PeriodCensus) throws -> IndicatorCalculator {
    let wanted = Set(census.desk.pack.duties.map(\.measure))
    let queries = try census.queries()
    let used = Set(queries.filter { wanted.contains($0.id) }.flatMap(\.uses)).union(wanted)
    return IndicatorCalculator(
      pack: census.desk.pack, tree: try census.database.organisationTree(),
      tallies: try census.database.tallies(queries.filter { used.contains($0.id) }), reporting: try census.reporting())
  }

  private func items(
    _ duties: [ExplanationDuty], from before: IndicatorCalculator, to now: IndicatorCalculator, against period: Period
  ) -> [ExplanationItem] {
    let depth = duties.map(\.depth).max() ?? 0
    func units(_ calculator: IndicatorCalculator) -> [String] {
      // Only what hangs together with the root: a unit without a superior belongs to nobody.
      guard let root = calculator.tree.nodes.first else { return [] }
      return calculator.tree.nodes[...root.last].filter { $0.depth <= depth }.map(\.code)
    }
    let current = units(now)
    let gone = units(before).filter { !current.contains($0) }
    return (current + gone).flatMap { code in
      duties.compactMap { duty in item(duty, code, from: before, to: now, against: period) }
    }
  }

  private func item(
    _ duty: ExplanationDuty, _ code: String, from before: IndicatorCalculator, to now: IndicatorCalculator,
    against period: Period
  ) -> ExplanationItem? {
    guard let old = before.tree.node(named: code), before.tree.nodes[old].depth <= duty.depth,
      let former = before.count(of: duty.measure, unit: old)
    else { return nil }
    let node = now.tree.node(named: code)
    let value = node.flatMap { now.count(of: duty.measure, unit: $0) } ?? 0
    guard duty.isOwed(before: former, after: value) else { return nil }
    return ExplanationItem(
      unit: code, name: node.map { now.tree.nodes[$0].name } ?? before.tree.nodes[old].name, duty: duty,
      against: period, before: former, after: value)
  }

  /// The last explanation wins; one given by command counts like one in a sheet.
  private func explained(_ items: [ExplanationItem]) throws -> [ExplanationItem] {
    let given = try census.database.explanations() + workspace.explanations(of: census.period)
    return items.map { item in
      var item = item
      item.given = given.last { $0.unit == item.unit && names($0.measure, item.duty.measure) }
      return item
    }
  }

  private func names(_ text: String, _ measure: String) -> Bool {
    guard text != measure else { return true }
    let title = census.desk.pack.measure(measure)?.title
    return title?.chinese == text || title?.english == text
  }

  /// Records an explanation of an item that owes one.
  ///
  /// - Throws: `PipelineError("explanation-not-owed")` when nothing of that unit and measure fell.
  package func add(unit: String, measure: String, text: String, by who: String) throws {
    let items = try items()
    guard let item = items.first(where: { [$0.unit, $0.name].contains(unit) && names(measure, $0.duty.measure) }) else {
      let owed = items.map { "\($0.unit) \($0.duty.measure)" }.joined(separator: "；")
      throw PipelineError(
        "explanation-not-owed", facts: ["unit": unit, "measure": measure, "known": owed.isEmpty ? "–" : owed])
    }
    try workspace.add(
      GivenExplanation(unit: item.unit, measure: item.duty.measure, text: text, by: who), to: census.period)
  }
}

extension Period {
  var sameQuarterOfYearBefore: Period { previous.previous.previous.previous }
}

extension ExplanationsRun {
  package func json(_ items: [ExplanationItem]) -> String {
    JSONWriter.array(
      items.map { item in
        JSONWriter.object([
          ("period", JSONWriter.quoted(census.period.description)), ("unit", JSONWriter.quoted(item.unit)),
          ("unitName", JSONWriter.quoted(item.name)), ("measure", JSONWriter.quoted(item.duty.measure)),
          ("against", JSONWriter.quoted(item.against.description)), ("before", String(item.before)),
          ("after", String(item.after)), ("explanation", JSONWriter.quoted(item.given?.text)),
          ("by", JSONWriter.quoted(item.given?.by)),
        ])
      })
  }

  package func csv(_ items: [ExplanationItem]) -> String {
    CSVWriter.byteOrderMark + CSVWriter.line(header) + items.map { CSVWriter.line(cells($0)) }.joined()
  }

  package func text(_ items: [ExplanationItem]) -> String {
    guard !items.isEmpty else { return census.desk.text("explanations.none") }
    var table = TextTable([.left, .left, .left, .left, .right, .right, .right, .left, .left])
    table.add(header)
    for item in items { table.add(cells(item)) }
    return table.text
  }

  private var header: [String] {
    ["unit", "name", "measure", "against", "before", "after", "change", "explanation", "by"].map {
      census.desk.text("explanations.\($0)")
    }
  }

  private func cells(_ item: ExplanationItem) -> [String] {
    let title = census.desk.pack.measure(item.duty.measure)?.title[census.desk.language]
    return [
      item.unit, item.name, title ?? item.duty.measure, item.against.description, String(item.before),
      String(item.after), "−\(item.before - item.after)", item.given?.text ?? census.desk.text("explanations.owed"),
      item.given?.by ?? "",
    ]
  }
}
