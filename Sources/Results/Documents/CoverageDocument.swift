// SPDX-License-Identifier: Apache-2.0

package import Assessment
import Basics
package import CensusModel
import Policy

/// How much of the task list was computed, attested and not assessed, unit by unit, with the scores and the waivers.
package struct CoverageDocument: ResultDocument {
  /// How far one unit is judged.
  package struct Row {
    /// Preorder number of the unit.
    package var unit: Int
    /// Its results, counted.
    package var coverage: TaskCoverage

    /// The share of one unit, by its place in the tree.
    package init(unit: Int, coverage: TaskCoverage) {
      self.unit = unit
      self.coverage = coverage
    }
  }

  /// In the order in which the units were given.
  package let rows: [Row]
  let waivers: WaiverBook
  let tree: OrganisationTree
  let context: CommandContext
  let period: Period
  /// What the trail says of a second count of the figures; nil where there was none.
  package var recounted: RecountRecord?

  /// The shares of one period, a row a unit.
  package init(rows: [Row], waivers: WaiverBook, tree: OrganisationTree, context: CommandContext, period: Period) {
    self.rows = rows
    self.waivers = waivers
    self.tree = tree
    self.context = context
    self.period = period
  }

  /// `{"period", "day", "list": {…}, "units": [{…}], "waivers": [{…}]}`, and `"recounted": {…}` where the figures were.
  package var ownJSON: String? {
    JSONWriter.object(
      [
        ("period", JSONWriter.quoted(period.description)), ("day", JSONWriter.quoted(period.censusDay.description)),
        ("list", list), ("units", "[\n" + rows.map(object).joined(separator: ",\n") + "\n]"),
        ("waivers", "[" + waivers.waivers.map(WaiversDocument.object).joined(separator: ", ") + "]"),
      ] + (recounted.map { [("recounted", $0.json)] } ?? [])) + "\n"
  }

  /// The task list itself: how many tasks there are by method, and how many actions they belong to.
  private var list: String {
    let tasks = context.pack.tasks
    let methods = ReformTask.Method.allCases.map { method in
      (method.rawValue, String(tasks.filter { $0.method == method }.count))
    }
    return JSONWriter.object(
      [("tasks", String(tasks.count)), ("actions", String(Set(tasks.map(\.action)).count))] + methods)
  }

  private func object(_ row: Row) -> String {
    let (node, coverage) = (tree.nodes[row.unit], row.coverage)
    return JSONWriter.object([
      ("unit", JSONWriter.quoted(node.code)), ("unitName", JSONWriter.quoted(node.name)),
      ("computed", String(coverage.computed)), ("shown", String(coverage.shown)),
      ("attested", String(coverage.attested)), ("notAssessed", String(coverage.notAssessed)),
      ("notApplicable", String(coverage.notApplicable)), ("score", object(coverage.score)),
      ("scoreWithWaivers", object(coverage.scoreWithWaivers)), ("owed", String(coverage.owed)),
      ("achievement", JSONWriter.percent(coverage.achievement.hundredths)),
      ("rank", ranks[row.unit].map { String($0) } ?? "null"),
    ])
  }

  /// Rank by unit among those with the same superior.
  private var ranks: [Int: Int] {
    var ranks: [Int: Int] = [:]
    for siblings in Dictionary(grouping: rows, by: { tree.nodes[$0.unit].parent }).values where siblings.count > 1 {
      for (row, rank) in zip(siblings, TaskCoverage.ranks(siblings.map(\.coverage))) { ranks[row.unit] = rank }
    }
    return ranks
  }

  private func object(_ score: TaskCoverage.Fraction) -> String {
    JSONWriter.object([
      ("met", String(score.numerator)), ("judged", String(score.denominator)),
      ("value", JSONWriter.percent(score.hundredths)),
    ])
  }

  /// One row for each unit, with scores and rank among the units shown.
  package var table: ResultTable {
    func title(_ key: String) -> String { context.text("report.coverage.\(key)") }
    func score(_ score: TaskCoverage.Fraction) -> ResultCell {
      score.hundredths == nil ? .nothing : .text(CoverageDocument.spelled(score))
    }
    let data: ResultReaders = [.programs, .csv]
    let (ranks, tree, period) = (ranks, tree, period)
    return ResultTable(
      "coverage",
      columns: [
        ResultColumn("period", for: data) { _ in .text(period.description) },
        ResultColumn("unit", for: data) { .text(tree.nodes[$0.unit].code) },
        ResultColumn("unitName", title("unit")) { .text(tree.nodes[$0.unit].name) },
        ResultColumn("computed", title("computed")) { .number($0.coverage.computed) },
        ResultColumn("shown", title("shown")) { .number($0.coverage.shown) },
        ResultColumn("attested", title("attested")) { .number($0.coverage.attested) },
        ResultColumn("notAssessed", title("not-assessed")) { .number($0.coverage.notAssessed) },
        ResultColumn("notApplicable", title("not-applicable")) { .number($0.coverage.notApplicable) },
        ResultColumn("met", for: data) { .number($0.coverage.met) },
        ResultColumn("judged", for: data) { .number($0.coverage.judged) },
        ResultColumn("achievement-text", title("achievement"), for: .people) { score($0.coverage.achievement) },
        ResultColumn("score-text", title("score"), for: .people) { score($0.coverage.score) },
        ResultColumn("waivers-text", title("with-waivers"), for: .people) { score($0.coverage.scoreWithWaivers) },
        ResultColumn("score", for: data) { .hundredths($0.coverage.score.hundredths) },
        ResultColumn("judgedWithWaivers", for: data) { .number($0.coverage.scoreWithWaivers.denominator) },
        ResultColumn("scoreWithWaivers", for: data) { .hundredths($0.coverage.scoreWithWaivers.hundredths) },
        ResultColumn("owed", for: data) { .number($0.coverage.owed) },
        ResultColumn("achievement", for: data) { .hundredths($0.coverage.achievement.hundredths) },
        ResultColumn("rank", title("rank")) { .number(ranks[$0.unit]) },
      ], rows: rows)
  }

  /// The note on how scores are made, and the list of waivers where there are any.
  ///
  /// - Throws: what the list of waivers throws.
  package var remarks: [String] {
    get throws {
      let listed =
        waivers.waivers.isEmpty ? [] : ["", try WaiversDocument(book: waivers, context: context).text(context)]
      return ["", context.text("report.coverage-note")] + listed
    }
  }

  /// "66.67% (4/6)"; a dash where nothing was judged.
  package static func spelled(_ score: TaskCoverage.Fraction) -> String {
    score.hundredths.map { "\(Percent.text($0))% (\(score.numerator)/\(score.denominator))" } ?? "–"
  }
}
