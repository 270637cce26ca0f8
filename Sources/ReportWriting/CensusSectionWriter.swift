// SPDX-License-Identifier: Apache-2.0

import ReportModel

/// The census: the first table open, the others folded (and unfolded on paper).
struct CensusSection {
  let tables: [CensusTableView]
  let words: Words

  func write(to html: inout HTMLText) {
    guard let first = tables.first else { return }
    html.markup("<section id=\"census\">\n")
    html.element("h2", "", words["census"])
    html.element("p", "class=\"hint\"", words["census-note"])
    html.markup("\n<article class=\"census\" id=\"t-\(HTMLText.escaped(first.id))\">\n")
    html.element("h3", "", first.title)
    CensusTableMarkup(table: first, words: words).write(to: &html)
    html.markup("</article>\n")
    for table in tables.dropFirst() {
      html.markup("<details class=\"census\" id=\"t-\(HTMLText.escaped(table.id))\">\n<summary>")
      html.text(table.title)
      html.markup("</summary>\n")
      CensusTableMarkup(table: table, words: words).write(to: &html)
      html.markup("</details>\n")
    }
    html.markup("</section>\n")
  }
}

/// One table with its words above and its sources below.
struct CensusTableMarkup {
  let table: CensusTableView
  let words: Words

  func write(to html: inout HTMLText) {
    html.element("p", "class=\"hint\"", table.meaning)
    html.markup("\n<div class=\"scroll\"><table>\n<thead><tr>")
    html.element("th", "scope=\"col\"", table.rowTitle)
    for column in table.columns { heading(column, &html) }
    html.markup("</tr></thead>\n<tbody>\n")
    for row in table.rows { write(row, to: &html) }
    html.markup("</tbody></table></div>\n<p class=\"hint small\">")
    let source = table.source.isEmpty ? "" : words.labelled(words["source"], table.source) + "  "
    html.text(source)
    html.element("span", "class=\"opening\"", table.opening)
    html.markup("</p>\n")
  }

  private func heading(_ column: CensusTableView.Column, _ html: inout HTMLText) {
    html.markup("<th scope=\"col\" class=\"number wrap\">")
    if let evidence = column.evidence {
      html.markup("<a href=\"\(HTMLText.escaped(evidence))\">")
      html.text(column.title)
      html.markup("</a>")
    } else {
      html.text(column.title)
    }
    html.markup("</th>")
  }

  private func write(_ row: CensusTableView.Row, to html: inout HTMLText) {
    html.markup(row.isTotal ? "<tr class=\"total\">" : "<tr>")
    html.element("th", "scope=\"row\" title=\"\(HTMLText.escaped(row.code))\"", row.label)
    for cell in row.cells { html.cell(cell, cell == "0" ? "number zero" : "number") }
    html.markup("</tr>\n")
  }
}
