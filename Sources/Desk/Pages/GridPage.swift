// SPDX-License-Identifier: Apache-2.0

import Findings
import Hummingbird
import Pipeline
import ReportModel
import ReportWriting
import Results

/// Where a page stands among those of one list.
struct Pager: Sendable {
  let path: String
  let page: Int
  let hasMore: Bool
  /// What else stands in the query, encoded.
  var query = ""

  func node(_ visit: Visit) -> HTMLNode {
    func link(_ number: Int) -> String { path + "?page=\(number)" + (query.isEmpty ? "" : "&" + query) }
    return .make(.nav, .class("pager"), .label(visit.text("pager"))) {
      if page > 1 { HTMLNode.link(visit.text("pager.previous"), to: link(page - 1)) }
      if page > 1 || hasMore { HTMLNode.make(.span) { visit.text("pager.page", ["page": String(page)]) } }
      if hasMore { HTMLNode.link(visit.text("pager.next"), to: link(page + 1)) }
    }
  }
}

/// A page with one table.
struct GridPage: Sendable {
  let visit: Visit
  let title: String
  var subtitle = ""
  let grid: Grid
  var pager: Pager?

  func response(note: String = "", @HTMLBuilder above: () -> [HTMLNode] = { [] }) -> Response {
    let words = Dictionary(uniqueKeysWithValues: PageWords.keys.map { ($0, visit.context.text("page." + $0)) })
    let page = Page(
      language: visit.language.rawValue, path: "", title: title, subtitle: "", words: words,
      sections: [PageSection(id: "rows", title: "", note: note, blocks: [.grid(grid)])])
    return DeskPage(visit: visit, title: title, subtitle: subtitle).response {
      above()
      if grid.rows.isEmpty { HTMLNode.make(.p) { visit.text("nothing") } }
      if !grid.rows.isEmpty { PageParts.sections(of: page, linksBelow: "/") }
      if let pager { pager.node(visit) }
    }
  }
}
