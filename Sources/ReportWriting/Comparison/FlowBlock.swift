// SPDX-License-Identifier: Apache-2.0

import ReportModel

/// Flows between groups: ribbons from the left (earlier) to the right (later), and the whole matrix below.
struct FlowBlock {
  let chart: FlowChart
  let id: String
  private let width = 700.0
  private let labelWidth = 190.0
  private let gap = 6.0
  private let colors = [
    "#33628f", "#4f8f6b", "#b9853b", "#8f4f7d", "#5f6f9f", "#b0605a", "#3f8f8f", "#7f7f3f", "#6b5b95", "#888",
  ]

  private struct Flow {
    var from: Int
    var to: Int
    var count: Int
  }

  /// Flows that leave their group.
  private var flows: [Flow] {
    chart.counts.indices.flatMap { from in
      chart.counts[from].indices.compactMap { to in
        from != to && chart.counts[from][to] > 0 ? Flow(from: from, to: to, count: chart.counts[from][to]) : nil
      }
    }
  }

  func write(to html: inout HTMLText) {
    html.markup("<div class=\"chart\">")
    html.element("h3", "", chart.title)
    let flows = flows
    if !flows.isEmpty {
      html.markup("<figure><div class=\"scroll\">")
      picture(flows, &html)
      html.markup("</div></figure>\n")
    }
    matrix(&html)
    html.markup("</div>\n")
  }

  private func picture(_ flows: [Flow], _ html: inout HTMLText) {
    let total = flows.reduce(0) { $0 + $1.count }
    let sides = [\Flow.from, \Flow.to].map { side in
      chart.groups.indices.map { group in flows.filter { $0[keyPath: side] == group }.reduce(0) { $0 + $1.count } }
    }
    let shown = sides.map { $0.filter { $0 > 0 }.count }.max() ?? 1
    // Every group needs room for its name.
    let height = max(160, Double(shown) * 20)
    let scale = height / Double(total)
    let full = height + Double(shown) * max(gap, 16) + 24
    html.markup("<svg viewBox=\"0 0 \(Int(width)) \(Int(full))\" role=\"img\" aria-labelledby=\"f-\(id) g-\(id)\">")
    html.element("title", "id=\"f-\(id)\"", chart.title)
    let text = flows.map { "\(chart.groups[$0.from]) → \(chart.groups[$0.to]): \($0.count)" }
    html.element("desc", "id=\"g-\(id)\"", text.joined(separator: "; "))
    html.element("text", "x=\"\(Int(labelWidth))\" y=\"12\" text-anchor=\"end\" class=\"small\"", chart.fromTitle)
    html.element("text", "x=\"\(Int(width - labelWidth))\" y=\"12\" class=\"small\"", chart.toTitle)
    var starts = sides.map { self.starts(of: $0, scale) }
    for flow in flows {
      let thickness = Double(flow.count) * scale
      ribbon(from: starts[0][flow.from], to: starts[1][flow.to], thickness, color: flow.from, &html)
      starts[0][flow.from] += thickness
      starts[1][flow.to] += thickness
    }
    labels(sides, scale, &html)
    html.markup("</svg>")
  }

  private func starts(of counts: [Int], _ scale: Double) -> [Double] {
    var top = 22.0
    return counts.map { count in
      defer { if count > 0 { top += max(Double(count) * scale, 4) + max(gap, 16) } }
      return top
    }
  }

  private func ribbon(from: Double, to: Double, _ thickness: Double, color: Int, _ html: inout HTMLText) {
    let (left, right) = (labelWidth + 8, width - labelWidth - 8)
    let middle = SVG.number((left + right) / 2)
    func y(_ value: Double) -> String { SVG.number(value) }
    html.markup(
      "<path class=\"ribbon\" fill=\"\(colors[color % colors.count])\" d=\"M\(SVG.number(left)) \(y(from))"
        + "C\(middle) \(y(from)) \(middle) \(y(to)) \(SVG.number(right)) \(y(to))L\(SVG.number(right)) \(y(to + thickness))"
        + "C\(middle) \(y(to + thickness)) \(middle) \(y(from + thickness)) \(SVG.number(left)) \(y(from + thickness))Z\"/>"
    )
  }

  private func labels(_ sides: [[Int]], _ scale: Double, _ html: inout HTMLText) {
    for (side, counts) in sides.enumerated() {
      let starts = self.starts(of: counts, scale)
      for (group, count) in counts.enumerated() where count > 0 {
        let height = max(Double(count) * scale, 1)
        let x = side == 0 ? labelWidth + 2 : width - labelWidth - 8
        html.markup(
          "<rect x=\"\(SVG.number(x))\" y=\"\(SVG.number(starts[group]))\" width=\"6\" height=\"\(SVG.number(height))\" fill=\"\(colors[group % colors.count])\"/>"
        )
        let anchor = side == 0 ? " text-anchor=\"end\"" : ""
        let place = side == 0 ? labelWidth - 4 : width - labelWidth + 4
        html.element(
          "text",
          "x=\"\(SVG.number(place))\" y=\"\(SVG.number(starts[group] + min(height / 2, 8) + 5))\"\(anchor) class=\"axis\"",
          "\(SVG.shortened(chart.groups[group], to: 12)) \(count)")
      }
    }
  }

  private func matrix(_ html: inout HTMLText) {
    html.markup("<div class=\"scroll\"><table class=\"matrix\">\n<thead><tr>")
    html.element("th", "scope=\"col\"", "\(chart.fromTitle) ↓ / \(chart.toTitle) →")
    for group in chart.groups { html.element("th", "scope=\"col\" class=\"number\"", group) }
    html.markup("</tr></thead>\n<tbody>\n")
    for (from, row) in chart.counts.enumerated() {
      html.markup("<tr>")
      html.element("th", "scope=\"row\"", chart.groups[from])
      for (to, count) in row.enumerated() {
        html.cell(count == 0 ? "·" : String(count), from == to ? "self" : count > 0 ? "some" : "")
      }
      html.markup("</tr>\n")
    }
    html.markup("</tbody></table></div>\n")
  }
}
