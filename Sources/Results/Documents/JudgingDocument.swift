// SPDX-License-Identifier: Apache-2.0

import Basics
package import CensusModel
import Findings
package import Policy

/// `assess --how`: every task with how it is judged on a day, and every bound with source, dates and scope.
package struct JudgingDocument: ResultDocument {
  /// How a task comes to a verdict; several of the first three may hold at once.
  package enum Way: String, Sendable, CaseIterable { case rule, own, reference, attested, none }

  /// A task and how it is judged.
  package struct Row: Sendable {
    /// The task as the pack has it, the office's own targets among its bounds.
    package var task: ReformTask
    /// How it comes to a verdict on the day; `none` alone where nothing does.
    package var ways: [Way]
  }

  /// In the order of the pack.
  package let rows: [Row]
  let context: CommandContext
  let day: CalendarDay

  /// Looks at every task of the context's pack.
  ///
  /// - Parameter day: the day on which bounds must be in force to judge.
  package init(context: CommandContext, on day: CalendarDay) {
    self.context = context
    self.day = day
    rows = context.pack.tasks.map { task in
      let standings = Set(task.checks.flatMap(\.thresholds).filter { $0.inForce.contains(day) }.map(\.standing))
      let ways = Threshold.Authority.allCases.filter(standings.contains).compactMap { Way(rawValue: $0.rawValue) }
      if task.method != .computed { return Row(task: task, ways: [.attested] + ways) }
      return Row(task: task, ways: ways.isEmpty ? [.none] : ways)
    }
  }

  /// How many tasks are judged in a way.
  package func count(_ way: Way) -> Int { rows.filter { $0.ways.contains(way) }.count }

  /// One object for each task, with its bounds and floors.
  package var ownJSON: String? {
    JSONWriter.array(
      rows.map { row in
        JSONWriter.object([
          ("task", JSONWriter.quoted(row.task.id)), ("title", JSONWriter.quoted(row.task.title[context.language])),
          ("judged", "[" + row.ways.map { JSONWriter.quoted($0.rawValue) }.joined(separator: ", ") + "]"),
          ("thresholds", "[" + bounds(of: row.task).map(object).joined(separator: ", ") + "]"),
          ("floors", "[" + row.task.checks.compactMap(floor).joined(separator: ", ") + "]"),
        ])
      })
  }

  /// One row for each bound, and one for a task or a check without any.
  package var table: ResultTable {
    let keys = [
      "indicator", "standing", "bound", "from", "until", "inForce", "scope", "source", "floor", "floorSource",
    ]
    typealias Line = (head: Row, cells: [String])
    let columns: [ResultColumn<Line>] =
      [
        ResultColumn("task", title("task")) { .text($0.head.task.id) },
        ResultColumn("title", title("title")) { [context] in .text($0.head.task.title[context.language]) },
        ResultColumn("judged", title("judged")) { .text($0.head.ways.map(\.rawValue).joined(separator: " ")) },
      ]
      + keys.enumerated().map { index, key in
        ResultColumn(key, title(key)) { $0.cells.isEmpty ? .nothing : .text($0.cells[index]) }
      }
    let all = rows.flatMap { row -> [Line] in
      let bounds = row.task.checks.flatMap { rows(of: $0) }
      return bounds.isEmpty ? [(row, [])] : bounds.map { (row, $0) }
    }
    return ResultTable("judging", columns: columns, rows: all)
  }

  /// The bounds of a check, each with its floor; one line with the floor alone where there is no bound.
  private func rows(of check: TaskCheck) -> [[String]] {
    let floor = check.known.map { [spelled($0, of: check), context.pack.cite($0.source, in: context.language)] }
    let bounds = check.thresholds.map { cells(BoundOf(indicator: check.indicator, threshold: $0)) }
    let blank = floor == nil ? [] : [[check.indicator] + Array(repeating: "", count: 7)]
    return (bounds.isEmpty ? blank : bounds).map { $0 + (floor ?? ["", ""]) }
  }

  private func title(_ key: String) -> String { context.text("judging.\(key)") }

  /// Each task with its ways, each check and bound below it, and the sum at the end.
  package var ownText: String? {
    var lines: [String] = []
    for row in rows {
      let ways = row.ways.map { context.text("judged.\($0.rawValue)") }.joined(separator: "＋")
      lines.append("\(row.task.id)  \(row.task.title[context.language])  →  \(ways)")
      for check in row.task.checks { lines += self.lines(of: check) }
    }
    return (lines + ["", sum]).joined(separator: "\n")
  }

  /// How many tasks are judged in which way.
  var sum: String {
    let counts = Way.allCases.map { "\(context.text("judged.\($0.rawValue)")) \(count($0))" }
    let facts = [
      "count": String(rows.count), "counts": counts.joined(separator: context.language == .chinese ? "，" : ", "),
    ]
    return context.text("judged.sum", facts)
  }

  private func lines(of check: TaskCheck) -> [String] {
    let title = context.pack.indicator(check.indicator)?.title[context.language] ?? check.indicator
    var lines = check.thresholds.flatMap { threshold -> [String] in
      let cells = cells(BoundOf(indicator: check.indicator, threshold: threshold))
      let days = "[\(cells[3].isEmpty ? "…" : cells[3]) – \(cells[4].isEmpty ? "…" : cells[4])]"
      return ["    \(title)  \(cells[2])  \(days)  \(cells[6])", "      \(cells[7])"]
    }
    if let floor = check.known {
      if lines.isEmpty { lines.append("    \(title)") }
      lines.append("      \(spelled(floor, of: check))")
      lines.append("        \(context.pack.cite(floor.source, in: context.language))")
    }
    return lines
  }

  /// "已知率下限：在岗状态已知的团干部数 ÷ 团干部数 ≥ 66.66%，不足的不评为达标"
  package func spelled(_ floor: TaskCheck.Floor, of check: TaskCheck) -> String {
    context.text(
      "explain.floor",
      [
        "indicator": context.pack.title(ofFloor: floor, of: check, in: context.language),
        "value": Percent.text(floor.hundredths) + "%",
      ])
  }

  private func floor(of check: TaskCheck) -> String? {
    check.known.map { floor in
      JSONWriter.object([
        ("indicator", JSONWriter.quoted(check.indicator)),
        ("known", JSONWriter.quoted(context.pack.title(ofFloor: floor, of: check, in: context.language))),
        ("atLeast", JSONWriter.percent(floor.hundredths)),
        ("source", JSONWriter.quoted(context.pack.cite(floor.source, in: context.language))),
      ])
    }
  }

  private struct BoundOf {
    var indicator: String
    var threshold: Threshold
  }

  private func bounds(of task: ReformTask) -> [BoundOf] {
    task.checks.flatMap { check in check.thresholds.map { BoundOf(indicator: check.indicator, threshold: $0) } }
  }

  /// Indicator, standing, bound, first day, last day, whether in force, scope, source.
  private func cells(_ bound: BoundOf) -> [String] {
    let threshold = bound.threshold
    let levels = threshold.levels.map { context.pack.assessment.level($0)?.title[context.language] ?? $0 }
    let scope = (threshold.standing == .own ? [] : levels) + [threshold.scope[context.language]]
    return [
      bound.indicator, threshold.standing.rawValue, context.pack.bound(of: threshold, in: context.language),
      threshold.inForce.from?.description ?? "", threshold.inForce.until?.description ?? "",
      threshold.inForce.contains(day) ? "true" : "false", scope.filter { !$0.isEmpty }.joined(separator: "; "),
      context.pack.cite(threshold, in: context.language),
    ]
  }

  /// How a task is judged, a cell a column.
  package func cells(
    of threshold: Threshold, in check: TaskCheck
  ) -> (bound: String, from: String, until: String, scope: String, source: String) {
    let cells = cells(BoundOf(indicator: check.indicator, threshold: threshold))
    return (cells[2], cells[3], cells[4], cells[6], cells[7])
  }

  private func object(_ bound: BoundOf) -> String {
    let keys = ["indicator", "standing", "bound", "from", "until", "inForce", "scope", "source"]
    return JSONWriter.object(
      zip(keys, cells(bound)).map { key, cell in
        (key, key == "inForce" ? cell : cell.isEmpty ? "null" : JSONWriter.quoted(cell))
      })
  }
}
