// SPDX-License-Identifier: Apache-2.0

import Findings
import Hummingbird
import Pipeline
import ReportModel
import ReportWriting
import Reports
import Results

/// The audit trail, the latest first, filtered by any words.
struct TrailPage: Sendable {
  private static let shown = 50

  let visit: Visit

  func response() async throws -> Response {
    let number = max(1, min(1_000_000, visit.query["page"].flatMap { Int($0) } ?? 1))
    let (context, words) = (visit.context, visit.query["q"] ?? "")
    let title = visit.text("nav.trail")
    let (grid, count) = try await visit.desk.workers.read {
      let wanted = words.lowercased().split(separator: " ")
      let (found, count) = try TrailDocument(context: context).grid(context, caption: title) { cells in
        let text = cells.joined(separator: " ").lowercased()
        return wanted.allSatisfy(text.contains)
      }
      var grid = found
      grid.rows = Array(grid.rows.reversed().dropFirst((number - 1) * TrailPage.shown).prefix(TrailPage.shown))
      return (grid, count)
    }
    let pager = Pager(
      path: "/trail", page: number, hasMore: count > number * TrailPage.shown,
      query: words.isEmpty ? "" : "q=" + Form.encoded(words))
    return GridPage(
      visit: visit, title: title, subtitle: visit.text("count", ["count": String(count)]), grid: grid, pager: pager
    ).response {
      HTMLNode.element(
        .form, [.other(.method, "get"), .other(.action, "/trail"), .class("stack")],
        [
          FormMarkup.field("q", visit.text("trail.filter"), type: "search", value: words, [.other(.maxlength, "80")]),
          FormMarkup.button(visit.text("trail.show")),
        ])
      TableLinks(visit: visit, tables: [.trail]).node
    }
  }
}
