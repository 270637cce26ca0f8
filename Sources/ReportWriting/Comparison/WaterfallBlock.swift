// SPDX-License-Identifier: Apache-2.0

import ReportModel

/// A bridge as bars from left to right, and the same as a table below it.
struct WaterfallBlock {
  let chart: Waterfall
  let id: String
  private let labelWidth = 250.0
  private let width = 700.0
  private let rowHeight = 24.0

  func write(to html: inout HTMLText) {
    html.markup("<div class=\"chart\">")
    html.element("h3", "", chart.title)
    html.element("p", chart.isComparable ? "class=\"hint\"" : "class=\"hint not\"", chart.note)
    html.markup("<figure><div class=\"scroll\">")
    picture(&html)
    html.markup("</div></figure>\n")
    table(&html)
    html.markup("</div>\n")
  }

  /// Percent → place on the page; the axis starts near the smallest value, so that small parts can be seen.
  private var scale: (low: Double, high: Double) {
    let ends = chart.steps.filter { $0.kind != .total }.flatMap { [$0.from, $0.to] } + chart.steps.map(\.to)
    let (low, high) = (ends.min() ?? 0, ends.max() ?? 1)
    let margin = max((high - low) * 0.25, 0.05)
    return (max(0, low - margin), high + margin)
  }

  private func picture(_ html: inout HTMLText) {
    let height = rowHeight * Double(chart.steps.count) + 26
    html.markup(
      "<svg viewBox=\"0 0 \(Int(width)) \(Int(height))\" role=\"img\" aria-labelledby=\"w-\(id) d-\(id)\">")
    html.element("title", "id=\"w-\(id)\"", chart.title)
    html.element("desc", "id=\"d-\(id)\"", chart.steps.map { "\($0.label) \($0.value)" }.joined(separator: "; "))
    axis(at: rowHeight * Double(chart.steps.count) + 6, &html)
    for (row, step) in chart.steps.enumerated() { bar(row, step, &html) }
    html.markup("</svg>")
  }

  /// Says where the bars start and end: hardly ever at nought.
  private func axis(at top: Double, _ html: inout HTMLText) {
    let (low, high) = scale
    let y = SVG.number(top)
    html.markup(
      "<line x1=\"\(SVG.number(place(low)))\" x2=\"\(SVG.number(place(high)))\" y1=\"\(y)\" y2=\"\(y)\" class=\"grid\"/>"
    )
    for (value, anchor) in [(low, "start"), (high, "end")] {
      html.element(
        "text",
        "x=\"\(SVG.number(place(value)))\" y=\"\(SVG.number(top + 14))\" text-anchor=\"\(anchor)\" class=\"small\"",
        SVG.number(value) + "%")
    }
  }

  private func place(_ value: Double) -> Double {
    let (low, high) = scale
    let span = width - labelWidth - 90
    return labelWidth + (min(max(value, low), high) - low) / (high - low) * span
  }

  private func bar(_ row: Int, _ step: Waterfall.Step, _ html: inout HTMLText) {
    let top = Double(row) * rowHeight + 4
    let from = place(step.kind == .total ? scale.low : step.from)
    let to = place(step.to)
    html.element(
      "text", "x=\"\(Int(labelWidth) - 8)\" y=\"\(SVG.number(top + 13))\" text-anchor=\"end\" class=\"axis\"",
      SVG.shortened(step.shortLabel ?? step.label, to: 18))
    let style = step.kind == .total ? "plain" : step.kind.rawValue
    html.markup(
      "<rect x=\"\(SVG.number(min(from, to)))\" y=\"\(SVG.number(top))\" width=\"\(SVG.number(max(abs(to - from), 1)))\" height=\"16\" class=\"\(style)\"/>"
    )
    if row + 1 < chart.steps.count {
      html.markup(
        "<line x1=\"\(SVG.number(to))\" x2=\"\(SVG.number(to))\" y1=\"\(SVG.number(top + 16))\" y2=\"\(SVG.number(top + rowHeight))\" class=\"link\"/>"
      )
    }
    html.element(
      "text", "x=\"\(SVG.number(max(from, to) + 6))\" y=\"\(SVG.number(top + 13))\" class=\"axis\"", step.value)
  }

  private func table(_ html: inout HTMLText) {
    html.markup("<div class=\"scroll\"><table>\n")
    html.headings(chart.headings, numbers: [1, 2, 3])
    html.markup("<tbody>\n")
    for step in chart.steps {
      html.markup("<tr><td>")
      if let rows = step.rows {
        html.markup("<a href=\"\(HTMLText.escaped(rows))\">")
        html.text(step.label)
        html.markup("</a>")
      } else {
        html.text(step.label)
      }
      html.markup("</td>")
      for cell in [step.count, step.exact, step.value] { html.cell(cell, "number") }
      html.markup("</tr>\n")
    }
    html.markup("</tbody></table></div>\n")
  }
}

/// Numbers and labels of pictures.
enum SVG {
  /// One decimal place, the same on every machine.
  static func number(_ value: Double) -> String {
    let tenths = Int((value * 10).rounded())
    let (whole, rest) = (abs(tenths) / 10, abs(tenths) % 10)
    return (tenths < 0 ? "-" : "") + (rest == 0 ? "\(whole)" : "\(whole).\(rest)")
  }

  /// A label that fits: `limit` hanzi, or twice as many letters.
  static func shortened(_ text: String, to limit: Int) -> String {
    var width = 0
    for index in text.indices {
      width += text[index].isASCII ? 1 : 2
      if width > limit * 2 { return text[..<index] + "…" }
    }
    return text
  }
}
