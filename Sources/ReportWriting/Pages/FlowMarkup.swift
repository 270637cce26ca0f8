// SPDX-License-Identifier: Apache-2.0

import ReportModel

/// Flows between groups: ribbons from the left (earlier) to the right (later), and the whole matrix below.
struct FlowMarkup {
  let chart: FlowChart
  let id: String
  private static let width = 760.0
  private static let labelWidth = 210.0
  private static let gap = 16.0
  private static let colors = [
    "#33628f", "#4f8f6b", "#b9853b", "#8f4f7d", "#5f6f9f", "#b0605a", "#3f8f8f", "#7f7f3f", "#6b5b95", "#777777",
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

  var node: HTMLNode {
    .make(.figure) {
      HTMLNode.make(.figcaption) { chart.title }
      if !flows.isEmpty { picture(flows) }
      matrix
    }
  }

  private func picture(_ flows: [Flow]) -> HTMLNode {
    let total = flows.reduce(0) { $0 + $1.count }
    let sides = [\Flow.from, \Flow.to].map { side in
      chart.groups.indices.map { group in flows.filter { $0[keyPath: side] == group }.reduce(0) { $0 + $1.count } }
    }
    // Every group needs room for its name.
    let shown = Double(sides.map { $0.filter { $0 > 0 }.count }.max() ?? 1)
    let height = max(160, shown * 20)
    let scale = height / Double(total)
    var starts = sides.map { self.starts(of: $0, scale) }
    let ribbons = flows.map { flow -> HTMLNode in
      let thickness = Double(flow.count) * scale
      defer {
        starts[0][flow.from] += thickness
        starts[1][flow.to] += thickness
      }
      return ribbon(from: starts[0][flow.from], to: starts[1][flow.to], thickness, color: flow.from)
    }
    let text = flows.map { "\(chart.groups[$0.from]) → \(chart.groups[$0.to]): \($0.count)" }
    let full = Int(height + shown * FlowMarkup.gap + 24)
    return .make(.div, .class("scroll"), .other(.tabindex, "0"), .other(.role, "region"), .label(chart.title)) {
      HTMLNode.element(
        .svg,
        [
          .other(.viewBox, "0 0 \(Int(FlowMarkup.width)) \(full)"), .other(.role, "img"),
          .other(.labelledBy, "f-\(id) g-\(id)"), .style("min-width:36rem;max-width:56rem"),
        ],
        [
          .make(.title, .id("f-" + id)) { chart.title },
          .make(.desc, .id("g-" + id)) { text.joined(separator: "; ") },
          label(chart.fromTitle, FlowMarkup.labelWidth, 12, endsThere: true),
          label(chart.toTitle, FlowMarkup.width - FlowMarkup.labelWidth, 12, endsThere: false),
        ] + ribbons + labels(sides, scale))
    }
  }

  private func starts(of counts: [Int], _ scale: Double) -> [Double] {
    var top = 22.0
    return counts.map { count in
      defer { if count > 0 { top += max(Double(count) * scale, 4) + FlowMarkup.gap } }
      return top
    }
  }

  private func ribbon(from: Double, to: Double, _ thickness: Double, color: Int) -> HTMLNode {
    let (left, right) = (
      SVG.number(FlowMarkup.labelWidth + 8), SVG.number(FlowMarkup.width - FlowMarkup.labelWidth - 8)
    )
    let middle = SVG.number(FlowMarkup.width / 2)
    let path =
      "M\(left) \(SVG.number(from))C\(middle) \(SVG.number(from)) \(middle) \(SVG.number(to)) \(right) \(SVG.number(to))"
      + "L\(right) \(SVG.number(to + thickness))C\(middle) \(SVG.number(to + thickness)) \(middle) "
      + "\(SVG.number(from + thickness)) \(left) \(SVG.number(from + thickness))Z"
    return .element(
      .path,
      [.class("ribbon"), .style("fill:" + FlowMarkup.colors[color % FlowMarkup.colors.count]), .other(.d, path)],
      [])
  }

  private func labels(_ sides: [[Int]], _ scale: Double) -> [HTMLNode] {
    sides.enumerated().flatMap { side, counts -> [HTMLNode] in
      let starts = self.starts(of: counts, scale)
      return counts.enumerated().filter { $0.element > 0 }.map { group, count in
        let top = starts[group] + min(max(Double(count) * scale, 1) / 2, 8) + 5
        let place = side == 0 ? FlowMarkup.labelWidth : FlowMarkup.width - FlowMarkup.labelWidth
        return label("\(SVG.shortened(chart.groups[group], to: 14)) \(count)", place, top, endsThere: side == 0)
      }
    }
  }

  private func label(_ text: String, _ x: Double, _ y: Double, endsThere: Bool) -> HTMLNode {
    .element(
      .text,
      [.number("x", x), .number("y", y), .class("axis")] + (endsThere ? [.other(.anchor, "end")] : []), [.text(text)])
  }

  private var matrix: HTMLNode {
    .make(
      .div, .class("scroll"), .other(.tabindex, "0"), .other(.role, "region"),
      .label("\(chart.title): \(chart.fromTitle) → \(chart.toTitle)")
    ) {
      HTMLNode.make(.table) {
        HTMLNode.make(.caption, .class("unseen")) { chart.title }
        HTMLNode.make(.thead) {
          HTMLNode.make(.tr) {
            HTMLNode.make(.th, .scope(.col)) { "\(chart.fromTitle) ↓ \(chart.toTitle) →" }
            for group in chart.groups { HTMLNode.make(.th, .scope(.col), .class("n")) { group } }
          }
        }
        HTMLNode.element(.tbody, [], chart.counts.indices.map(row))
      }
    }
  }

  private func row(_ from: Int) -> HTMLNode {
    .make(.tr) {
      HTMLNode.make(.th, .scope(.row)) { chart.groups[from] }
      for (to, count) in chart.counts[from].enumerated() {
        HTMLNode.make(.td, .class(from == to || count == 0 ? "n soft" : "n")) { count == 0 ? "·" : String(count) }
      }
    }
  }
}

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
