// SPDX-License-Identifier: Apache-2.0

import ReportModel

/// For each indicator a chart, the units by rate, and the units by what remains to be done.
struct LeagueSection {
  let tables: [LeagueTable]
  let words: Words

  func write(to html: inout HTMLText) {
    html.markup("<section id=\"leagues\">\n")
    html.element("h2", "", words["leagues"])
    html.element("p", "class=\"hint\"", words["leagues-note"])
    html.markup("\n")
    for table in tables { write(table, to: &html) }
    html.markup("</section>\n")
  }

  private func write(_ table: LeagueTable, to html: inout HTMLText) {
    html.markup("<article class=\"league\" id=\"\(Anchor.indicator(table.indicator))\">\n")
    html.element("h3", "", table.title)
    html.element("p", "class=\"hint\"", table.meaning)
    html.markup("<p class=\"hint\">")
    html.text(
      words.labelled(words["threshold"], table.threshold.isEmpty ? words["no-threshold"] : table.threshold) + "  ")
    html.markup("<a href=\"#d-\(Anchor.indicator(table.indicator))\">")
    html.text(words["definitions"])
    html.markup("</a></p>\n")
    let rated = table.rows.filter { $0.hundredths != nil }
    // A rank that all share is none.
    let isEven = rated.count > 1 && Set(rated.map(\.figure)).count == 1
    if !isEven { RankingChart(table: table, words: words).write(to: &html) }
    let short = rated.filter { ($0.remaining ?? 0) > 0 }
    if !rated.isEmpty, !isEven || !short.isEmpty {
      html.markup("<div class=\"pair\">\n")
      byRate(rated, &html)
      if !short.isEmpty { byRemaining(short, of: table, &html) }
      html.markup("</div>\n")
    } else {
      alike(rated, &html)
    }
    alike(table.rows.filter { $0.hundredths == nil }, &html)
    for part in table.parts { write(part, to: &html) }
    html.markup("</article>\n")
  }

  /// Units in a line for each figure or state.
  private func alike(_ rows: [LeagueTable.Row], _ html: inout HTMLText) {
    for (state, rows) in Dictionary(grouping: rows, by: \.figure).sorted(by: { $0.key < $1.key }) {
      html.markup("<p class=\"quiet\">")
      html.element("span", "class=\"chip not-evaluable\"", state)
      html.text(" " + words.parts(rows.map(\.name)))
      html.markup("</p>\n")
    }
  }

  private func write(_ part: LeagueTable.Part, to html: inout HTMLText) {
    html.markup("<details><summary>")
    html.text(part.title)
    html.markup("</summary>\n")
    if part.rows.isEmpty {
      html.element("p", "class=\"hint\"", part.reason)
    } else {
      html.markup("<div class=\"scroll\"><table>\n")
      html.headings([part.title, words["rate"], words["numerator"], words["denominator"]], numbers: [1, 2, 3])
      html.markup("<tbody>\n")
      for row in part.rows {
        html.markup("<tr>")
        html.element("th", "scope=\"row\"", row.name)
        for cell in [row.figure, row.numerator, row.denominator] { html.cell(cell, "number") }
        html.markup("</tr>\n")
      }
      html.markup("</tbody></table></div>\n")
    }
    html.markup("</details>\n")
  }

  private func byRate(_ rows: [LeagueTable.Row], _ html: inout HTMLText) {
    let hasChange = rows.contains { !$0.change.isEmpty }
    html.markup("<div class=\"scroll\"><table>\n")
    html.headings(
      [words["rank"], words["unit"], words["rate"], words["numerator"], words["denominator"]]
        + (hasChange ? [words["change"]] : []), numbers: [0, 2, 3, 4, 5])
    html.markup("<tbody>\n")
    for row in rows {
      html.markup("<tr>")
      html.cell(row.rank.map { String($0) } ?? "–", "number")
      unitCell(row, &html)
      html.cell(row.figure, "number")
      html.cell(row.numerator, "number")
      html.cell(row.denominator, "number")
      if hasChange { html.cell(row.change, "number") }
      html.markup("</tr>\n")
    }
    html.markup("</tbody></table></div>\n")
  }

  /// - Parameter rows: those to which something remains.
  private func byRemaining(_ rows: [LeagueTable.Row], of table: LeagueTable, _ html: inout HTMLText) {
    let ordered = rows.enumerated().sorted {
      ($1.element.remaining ?? 0, $0.offset) < ($0.element.remaining ?? 0, $1.offset)
    }
    html.markup("<div class=\"scroll\"><table>\n")
    html.headings([words["by-remaining"], words["unit"], table.remainingLabel], numbers: [0, 2])
    html.markup("<tbody>\n")
    var rank = 0
    for (index, entry) in ordered.enumerated() {
      // Equal numbers share a rank.
      if index == 0 || entry.element.remaining != ordered[index - 1].element.remaining { rank = index + 1 }
      html.markup("<tr>")
      html.cell(String(rank), "number")
      unitCell(entry.element, &html)
      html.cell(entry.element.remaining.map { String($0) } ?? "", "number")
      html.markup("</tr>\n")
    }
    html.markup("</tbody></table></div>\n")
  }

  private func unitCell(_ row: LeagueTable.Row, _ html: inout HTMLText) {
    html.markup("<th scope=\"row\"><a href=\"#\(Anchor.unit(row.unit))\">")
    html.text(row.name)
    html.markup("</a></th>")
  }
}

/// Horizontal bars of the rates, with a line at the threshold.
struct RankingChart {
  let table: LeagueTable
  let words: Words
  /// Sets charts of the same indicator apart.
  var scope = ""
  private let rowHeight = 20
  private let labelWidth = 190
  private let barWidth = 420

  func write(to html: inout HTMLText) {
    let rows = table.rows.filter { $0.hundredths != nil }
    guard !rows.isEmpty else { return }
    let largest = max(rows.compactMap(\.hundredths).max() ?? 0, table.thresholdHundredths ?? 0, 1)
    let id = "c\(scope)-" + Anchor.indicator(table.indicator)
    html.markup(
      "<div class=\"scroll\"><svg class=\"ranking\" viewBox=\"0 0 \(labelWidth + barWidth + 80) \(rows.count * rowHeight + 6)\" role=\"img\" aria-labelledby=\"\(id)\">"
    )
    let summary = rows.map { "\($0.name) \($0.figure)" }.joined(separator: words["sign.semicolon"])
    html.element("title", "id=\"\(id)\"", words.labelled(words.list([table.title, words["chart.ranking"]]), summary))
    for (index, row) in rows.enumerated() {
      let top = index * rowHeight
      let width = max(1, (row.hundredths ?? 0) * barWidth / largest)
      html.element("text", "x=\"\(labelWidth - 8)\" y=\"\(top + 15)\" text-anchor=\"end\" class=\"axis\"", row.name)
      html.markup("<rect x=\"\(labelWidth)\" y=\"\(top + 4)\" width=\"\(width)\" height=\"14\" class=\"rate\"/>")
      html.element("text", "x=\"\(labelWidth + width + 6)\" y=\"\(top + 15)\" class=\"axis\"", row.figure)
    }
    if let threshold = table.thresholdHundredths {
      let x = labelWidth + threshold * barWidth / largest
      html.markup("<line x1=\"\(x)\" x2=\"\(x)\" y1=\"0\" y2=\"\(rows.count * rowHeight + 6)\" class=\"limit\"/>")
    }
    html.markup("</svg></div>\n")
  }
}
