// SPDX-License-Identifier: Apache-2.0

import CensusModel
import Findings
import Policy

extension JudgingDocument {
  /// The same as a page of the reference: one row for each bound and each floor, and for each task without any.
  package func markdown() -> String {
    let keys = ["task", "judged", "indicator", "bound", "dates", "scope", "source"]
    let facts = ["count": String(rows.count), "pack": context.pack.title[context.language], "day": day.description]
    let head = [
      "# \(context.text("judged.page"))", "", escaped(context.text("judged.page.intro", facts)), "", "## Overview", "",
    ]
    let table =
      [
        "| " + keys.map { context.text("judged.page.\($0)") }.joined(separator: " | ") + " |",
        "|---|---|---|---|---|---|---|",
      ]
      + rows.flatMap(lines)
    return (head + table + ["", escaped(sum), ""]).joined(separator: "\n")
  }

  private func lines(of row: Row) -> [String] {
    let ways = row.ways.map { context.text("judged.\($0.rawValue)") }.joined(separator: " + ")
    let lead = ["`\(row.task.id)` \(escaped(row.task.title[context.language]))", escaped(ways)]
    let further = row.task.checks.flatMap(lines)
    guard !further.isEmpty else {
      return [line(lead + ["", "", "", "", escaped(context.pack.cite(row.task.source, in: context.language))])]
    }
    return further.enumerated().map { line(($0 == 0 ? lead : ["", ""]) + $1.map(escaped)) }
  }

  /// Indicator, bound, dates, scope and source of what a check is held against.
  private func lines(of check: TaskCheck) -> [[String]] {
    let title = context.pack.indicator(check.indicator)?.title[context.language] ?? check.indicator
    let bounds = check.thresholds.map { threshold -> [String] in
      let cells = cells(of: threshold, in: check)
      let days = [cells.from, cells.until].map { $0.isEmpty ? "…" : $0 }.joined(separator: " – ")
      let notNow = threshold.inForce.contains(day) ? "" : " (\(context.text("judged.page.not-in-force")))"
      return [title, cells.bound, days + notNow, cells.scope, cells.source]
    }
    let shown = bounds.isEmpty ? [[title, context.text("judged.page.no-bound"), "", "", ""]] : bounds
    let floor = check.known.map {
      [[title, spelled($0, of: check), "", "", context.pack.cite($0.source, in: context.language)]]
    }
    return shown + (floor ?? [])
  }

  private func line(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |" }

  /// A cell of a table: no sign of it is markup.
  private func escaped(_ text: String) -> String {
    ReferencePages.escaped(text.replacing("\n", with: " "))
  }
}
