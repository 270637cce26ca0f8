// SPDX-License-Identifier: Apache-2.0

import ReportModel

/// Bars over the full width of the page: a table whose middle column is drawn, so that every figure stands in text.
struct BarMarkup {
  let chart: BarChart
  let links: PageLinks
  let words: Words

  private var largest: Int {
    max(1, chart.target ?? 0, chart.bars.map { max($0.value, $0.former ?? 0) }.max() ?? 0)
  }

  var node: HTMLNode {
    .make(.figure, .class("bars")) {
      HTMLNode.make(.figcaption) {
        chart.title
        if chart.target != nil {
          HTMLNode.make(.span, .class("key target")) { "\(words["target"]) \(chart.targetText)" }
        }
        if chart.bars.contains(where: { $0.former != nil }) {
          HTMLNode.make(.span, .class("key former")) { words["former"] }
        }
      }
      HTMLNode.make(.table) {
        HTMLNode.make(.caption, .class("unseen")) { chart.title }
        HTMLNode.element(.tbody, [], chart.bars.map(row))
      }
    }
  }

  private func row(_ bar: BarChart.Bar) -> HTMLNode {
    .make(.tr) {
      HTMLNode.make(.th, .scope(.row)) { HTMLNode.link(bar.label, to: links.path(bar.link)) }
      HTMLNode.make(.td, .class("drawn")) { picture(bar) }
      HTMLNode.make(.td, .class("n")) {
        if let mark = bar.mark { PhraseMarkup.light(mark, bar.text) } else { bar.text }
      }
    }
  }

  private func picture(_ bar: BarChart.Bar) -> HTMLNode {
    func place(_ value: Int) -> Double { Double(value) / Double(largest) * 1_000 }
    return Drawing.row {
      HTMLNode.element(
        .rect,
        [
          .number("x", 0), .number("y", 3), .number("width", max(2, place(bar.value))), .number("height", 14),
          .class("fill " + (bar.mark?.rawValue ?? "plain")),
        ], [])
      if let former = bar.former { Drawing.line(place(former), "ghost") }
      if let target = chart.target { Drawing.line(place(target), "limit") }
    }
  }
}

/// What drawn rows have in common: 1 000 units wide, stretched to the cell.
enum Drawing {
  static func row(@HTMLBuilder content: () -> [HTMLNode]) -> HTMLNode {
    .element(
      .svg, [.other(.viewBox, "0 0 1000 20"), .other(.fit, "none"), .other(.ariaHidden, "true")], content())
  }

  /// An upright line of the same width however the row is stretched.
  static func line(_ x: Double, _ name: String) -> HTMLNode {
    .element(
      .line,
      [
        .number("x1", min(max(x, 1), 999)), .number("x2", min(max(x, 1), 999)), .number("y1", 0), .number("y2", 20),
        .class(name),
      ], [])
  }

  /// A dot that stays round however the row is stretched: a line without length and with round ends.
  static func dot(_ x: Double, _ name: String) -> HTMLNode {
    .element(.path, [.other(.d, "M\(SVG.number(min(max(x, 6), 994))) 10h.01"), .class("dot " + name)], [])
  }
}

/// old ●──● new, one row for each change, coloured by direction.
struct ChangeMarkup {
  let chart: ChangeChart
  let links: PageLinks
  let words: Words

  var node: HTMLNode {
    .make(.figure, .class("bars changes")) {
      HTMLNode.make(.figcaption) { chart.title }
      HTMLNode.make(.table) {
        HTMLNode.make(.caption, .class("unseen")) { chart.title }
        HTMLNode.element(.tbody, [], chart.lines.map(row))
      }
    }
  }

  private func row(_ line: ChangeChart.Line) -> HTMLNode {
    let largest = Double(max(10_000, chart.lines.flatMap { [$0.old, $0.new] }.max() ?? 0))
    let (old, new) = (Double(line.old) / largest * 1_000, Double(line.new) / largest * 1_000)
    return .make(.tr) {
      HTMLNode.make(.th, .scope(.row)) {
        HTMLNode.link(line.label, to: links.path(line.link))
        HTMLNode.make(.small) { line.cause }
      }
      HTMLNode.make(.td, .class("drawn")) {
        Drawing.row {
          HTMLNode.element(
            .line,
            [
              .number("x1", old), .number("x2", new), .number("y1", 10), .number("y2", 10),
              .class("span " + line.change.tone.rawValue),
            ], [])
          Drawing.dot(old, "old")
          Drawing.dot(new, line.change.tone.rawValue)
        }
      }
      HTMLNode.make(.td, .class("n")) {
        "\(line.oldText) → \(line.newText) "
        PhraseMarkup.node(of: line.change)
      }
    }
  }
}

/// 瀑布图: from one value to another, part by part, as rows.
struct WaterfallMarkup {
  let chart: Waterfall
  let links: PageLinks

  var node: HTMLNode {
    .make(.figure, .class("bars waterfall")) {
      HTMLNode.make(.figcaption) {
        chart.title
        if !chart.note.isEmpty { HTMLNode.make(.small) { chart.note } }
      }
      HTMLNode.make(.table) {
        HTMLNode.make(.caption, .class("unseen")) { chart.title }
        HTMLNode.element(.tbody, [], chart.steps.map(row))
      }
    }
  }

  private func row(_ step: Waterfall.Step) -> HTMLNode {
    let ends = chart.steps.flatMap { [$0.from, $0.to] }
    let (low, high) = (min(0, ends.min() ?? 0), max(1, ends.max() ?? 1))
    func place(_ value: Double) -> Double { (value - low) / (high - low) * 1_000 }
    let (left, right) = (place(min(step.from, step.to)), place(max(step.from, step.to)))
    return .make(.tr, .class(step.kind == .total ? "total" : "")) {
      HTMLNode.make(.th, .scope(.row)) {
        HTMLNode.link(step.label, to: links.path(step.rows))
        if !step.count.isEmpty { HTMLNode.make(.small) { step.count } }
      }
      HTMLNode.make(.td, .class("drawn")) {
        Drawing.row {
          HTMLNode.element(
            .rect,
            [
              .number("x", left), .number("y", 3), .number("width", max(2, right - left)), .number("height", 14),
              .class("fill " + step.tone),
            ], [])
        }
      }
      HTMLNode.make(.td, .class("n")) { step.value }
    }
  }
}
