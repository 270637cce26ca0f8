// SPDX-License-Identifier: Apache-2.0

import ReportModel

/// The first screen: tiles, sentences, and how the units fare on each task.
struct OverviewSection {
  let report: ComplianceReport
  let words: Words

  func write(to html: inout HTMLText) {
    html.markup("<section id=\"overview\">\n")
    html.element("h2", "", words["overview"])
    html.markup("\n<div class=\"tiles\">\n")
    for tile in report.tiles {
      html.markup("<div class=\"tile\">")
      html.element("div", "class=\"label\"", tile.label)
      html.element("div", "class=\"value\"", tile.value)
      html.element("div", "class=\"note\"", tile.note)
      html.markup("</div>\n")
    }
    html.markup("</div>\n<ul class=\"sentences\">\n")
    for sentence in report.keySentences {
      html.element("li", "", sentence)
      html.markup("\n")
    }
    html.markup("</ul>\n")
    VerdictChart(map: report.heatMap, words: words).write(to: &html)
    html.markup("</section>\n")
  }
}

/// A stacked bar for each action: how the verdicts on its tasks fall over all units.
struct VerdictChart {
  let map: HeatMap
  let words: Words
  private let rowHeight = 26
  private let labelWidth = 230
  private let barWidth = 480

  func write(to html: inout HTMLText) {
    guard !map.rows.isEmpty, !map.tasks.isEmpty else { return }
    let height = map.grouped.count * rowHeight + 4
    html.markup("<figure><figcaption>")
    html.text(words["chart.verdicts"])
    html.markup(
      "</figcaption>\n<div class=\"scroll\"><svg viewBox=\"0 0 \(labelWidth + barWidth + 10) \(height)\" role=\"img\" aria-labelledby=\"verdicts-title\">"
    )
    html.element("title", "id=\"verdicts-title\"", words.labelled(words["chart.verdicts"], summary))
    for (row, action) in map.grouped.enumerated() { bar(row, action, &html) }
    html.markup("</svg></div>\n")
    legend(&html)
    html.markup("</figure>\n")
  }

  private func counts(_ action: HeatMap.Group) -> [(Mark, Int)] {
    let cells = map.rows.flatMap { row in action.tasks.map { row.cells[$0] } }
    return Mark.verdicts.compactMap { mark in
      let count = cells.filter { $0.mark == mark }.count
      return count > 0 ? (mark, count) : nil
    }
  }

  private var summary: String {
    map.grouped.map { action in
      let parts = counts(action).map { "\(words["verdict.\($0.0.rawValue)"]) \($0.1)" }
      return "\(action.number) \(action.title) " + parts.joined(separator: words["sign.comma"])
    }.joined(separator: words["sign.semicolon"])
  }

  private func bar(_ row: Int, _ action: HeatMap.Group, _ html: inout HTMLText) {
    let top = row * rowHeight
    html.element(
      "text", "x=\"\(labelWidth - 8)\" y=\"\(top + 18)\" text-anchor=\"end\" class=\"axis\"",
      "\(action.number) \(action.title)")
    let total = max(1, map.rows.count * action.tasks.count)
    var start = 0
    for (mark, count) in counts(action) {
      let from = labelWidth + barWidth * start / total
      start += count
      let to = labelWidth + barWidth * start / total
      html.markup(
        "<rect x=\"\(from)\" y=\"\(top + 3)\" width=\"\(max(0, to - from - 1))\" height=\"20\" class=\"bar \(mark.rawValue)\"/>"
      )
      guard to - from >= 28 else { continue }
      html.element(
        "text", "x=\"\((from + to) / 2)\" y=\"\(top + 18)\" text-anchor=\"middle\" class=\"on \(mark.rawValue)\"",
        "\(mark.symbol) \(count)")
    }
  }

  private func legend(_ html: inout HTMLText) {
    html.markup("<p class=\"legend\">")
    for mark in Mark.allCases where mark != .error {
      html.element("span", "class=\"chip \(mark.rawValue)\"", "\(mark.symbol) \(words["verdict.\(mark.rawValue)"])")
      html.markup(" ")
    }
    html.markup("</p>\n")
  }
}
