// SPDX-License-Identifier: Apache-2.0

package import Assessment
import CensusModel
import Policy

/// How much of the task list was computed, attested and not assessed, unit by unit, with the scores and the waivers.
package struct CoverageDocument {
  package struct Row {
    package var unit: Int
    package var coverage: TaskCoverage
  }

  package let rows: [Row]
  let waivers: WaiverBook
  let tree: OrganisationTree
  let desk: Desk
  let period: Period

  /// `{"period", "day", "list": {…}, "units": [{…}], "waivers": [{…}]}`
  package func json() -> String {
    JSONWriter.object([
      ("period", JSONWriter.quoted(period.description)), ("day", JSONWriter.quoted(period.censusDay.description)),
      ("list", list), ("units", "[\n" + rows.map(object).joined(separator: ",\n") + "\n]"),
      ("waivers", "[" + waivers.waivers.map(WaiversDocument.object).joined(separator: ", ") + "]"),
    ]) + "\n"
  }

  /// The task list itself: how many tasks there are by method, and how many actions they belong to.
  private var list: String {
    let tasks = desk.pack.tasks
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
      ("achievement", PercentText.json(coverage.achievement.hundredths)),
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
      ("value", PercentText.json(score.hundredths)),
    ])
  }

  package func csv() -> String {
    let ranks = ranks
    return CSVWriter.byteOrderMark
      + CSVWriter.line([
        "period", "unit", "unitName", "computed", "shown", "attested", "notAssessed", "notApplicable", "met", "judged",
        "score", "judgedWithWaivers", "scoreWithWaivers", "owed", "achievement", "rank",
      ])
      + rows.map { row in
        let (node, coverage) = (tree.nodes[row.unit], row.coverage)
        return CSVWriter.line(
          [period.description, node.code, node.name] + counts(coverage) + [
            String(coverage.met), String(coverage.judged), coverage.score.hundredths.map(PercentText.spelled) ?? "",
            String(coverage.scoreWithWaivers.denominator),
            coverage.scoreWithWaivers.hundredths.map(PercentText.spelled) ?? "", String(coverage.owed),
            coverage.achievement.hundredths.map(PercentText.spelled) ?? "", ranks[row.unit].map { String($0) } ?? "",
          ])
      }.joined()
  }

  package func text() -> String {
    let keys = [
      "unit", "computed", "shown", "attested", "not-assessed", "not-applicable", "achievement", "score", "with-waivers",
      "rank",
    ]
    let ranks = ranks
    var table = TextTable([.left] + keys.dropFirst().map { _ in .right })
    table.add(keys.map { desk.text("report.coverage.\($0)") })
    for row in rows {
      let coverage = row.coverage
      table.add(
        [tree.nodes[row.unit].name] + counts(coverage)
          + [coverage.achievement, coverage.score, coverage.scoreWithWaivers].map(CoverageDocument.spelled)
          + [ranks[row.unit].map { String($0) } ?? "–"])
    }
    let listed = waivers.waivers.isEmpty ? "" : "\n\n" + WaiversDocument(book: waivers, desk: desk).text()
    return table.text + "\n\n" + desk.text("report.coverage-note") + listed
  }

  private func counts(_ coverage: TaskCoverage) -> [String] {
    [coverage.computed, coverage.shown, coverage.attested, coverage.notAssessed, coverage.notApplicable].map {
      String($0)
    }
  }

  /// "66.67% (4/6)"; a dash where nothing was judged.
  static func spelled(_ score: TaskCoverage.Fraction) -> String {
    score.hundredths.map { "\(PercentText.spelled($0))% (\(score.numerator)/\(score.denominator))" } ?? "–"
  }
}
