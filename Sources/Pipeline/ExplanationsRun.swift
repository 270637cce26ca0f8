// SPDX-License-Identifier: Apache-2.0

package import CensusModel
package import CensusStore
import Findings
import Indicators
package import Policy
package import Results

/// A measure of a unit that fell, and the explanation it has or owes.
package struct ExplanationItem: Sendable, Hashable {
  /// Organisation ID.
  package var unit: String
  /// Full name of the unit, that of the earlier period where it is gone.
  package var name: String
  /// Why the fall must be explained.
  package var duty: ExplanationDuty
  /// The earlier period that it fell against.
  package var against: Period
  /// The figure of that period.
  package var before: Int64
  /// The figure of the period at hand; 0 for a unit that is gone.
  package var after: Int64
  /// The explanation; nil where it is still owed.
  package var given: GivenExplanation?
}

/// `explanations`: what fell and must be explained before the period can be sealed.
package struct ExplanationsRun {
  /// The later period, whose falls must be explained.
  package let census: PeriodCensus
  private let workspace: Workspace

  /// Opens the workspace; nothing is counted yet.
  ///
  /// - Throws: `WorkspaceError` when there is no workspace.
  package init(census: PeriodCensus) throws {
    self.census = census
    workspace = try census.context.workspace()
  }

  /// In tree order, units that are gone at the end; under one unit in the order of the pack's duties.
  ///
  /// - Throws: `WorkspaceError` where a period cannot be read.
  package func items() throws -> [ExplanationItem] {
    let now = try figures(census)
    let known = try workspace.periods
    var items: [ExplanationItem] = []
    for baseline in ExplanationDuty.Baseline.allCases {
      let period = baseline == .previous ? census.period.previous : census.period.sameQuarterOfYearBefore
      let duties = census.context.pack.duties.filter { $0.against.contains(baseline) }
      guard known.contains(period), !duties.isEmpty else { continue }
      // Both periods are counted by the definitions of one pack.
      let before = try figures(PeriodCensus(context: census.context, database: workspace.period(period)))
      items += self.items(duties, from: before, to: now, against: period)
    }
    return try explained(items)
  }

  private func figures(_ census: PeriodCensus) throws -> IndicatorCalculator {
    let wanted = Set(census.context.pack.duties.map(\.measure))
    let queries = try census.queries()
    let used = Set(queries.filter { wanted.contains($0.id) }.flatMap(\.uses)).union(wanted)
    return IndicatorCalculator(
      pack: census.context.pack, tree: try census.database.organisationTree(),
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
    let title = census.context.pack.measure(measure)?.title
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

extension ExplanationsRun {
  /// One row for each fall, in the order of the items.
  package func table(_ items: [ExplanationItem]) -> ResultTable {
    let context = census.context
    func title(_ key: String) -> String { context.text("explanations.\(key)") }
    return ResultTable(
      "explanations",
      columns: [
        ResultColumn("period", for: .programs) { [census] _ in .text(census.period.description) },
        ResultColumn("unit", title("unit")) { .text($0.unit) },
        ResultColumn("unitName", title("name")) { .text($0.name) },
        ResultColumn("measure", title("measure")) { item in
          let word = context.pack.measure(item.duty.measure)?.title[context.language]
          return .code(item.duty.measure, word: word ?? item.duty.measure)
        },
        ResultColumn("against", title("against")) { .text($0.against.description) },
        ResultColumn("before", title("before")) { .number($0.before) },
        ResultColumn("after", title("after")) { .number($0.after) },
        ResultColumn("change", title("change"), for: [.csv, .text, .workbook]) { .number($0.after - $0.before) },
        ResultColumn("explanation", for: .programs) { .text($0.given?.text) },
        ResultColumn("given", title("explanation"), for: [.csv, .text, .workbook]) { item in
          .text(item.given?.text ?? context.text("explanations.owed"))
        },
        ResultColumn("by", title("by")) { .text($0.given?.by) },
      ], titlesInCSV: true, emptyText: context.text("explanations.none"), rows: items)
  }
}
