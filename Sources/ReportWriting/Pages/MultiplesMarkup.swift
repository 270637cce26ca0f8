// SPDX-License-Identifier: Apache-2.0

import ReportModel

/// One small line chart for each indicator; a dashed line stands where two periods are not comparable.
struct MultiplesMarkup {
  let charts: SmallMultiples
  let id: String
  private static let width = 260.0
  private static let height = 96.0

  var node: HTMLNode {
    .make(.div, .class("multiples")) {
      for (index, chart) in charts.charts.enumerated() { figure(chart, "\(id)-\(index)") }
    }
  }

  private func figure(_ chart: SmallMultiples.Chart, _ id: String) -> HTMLNode {
    .make(.figure) {
      HTMLNode.make(.figcaption) { chart.title }
      HTMLNode.element(
        .svg,
        [
          .other(.viewBox, "0 0 \(Int(MultiplesMarkup.width)) \(Int(MultiplesMarkup.height))"), .other(.role, "img"),
          .other(.labelledBy, "m-" + id),
        ],
        [
          .make(.title, .id("m-" + id)) { description(chart) },
          line(16, 76, MultiplesMarkup.width - 16, 76, "baseline"),
        ] + breaks(chart) + lines(chart) + chart.texts.indices.flatMap { point($0, chart) })
    }
  }

  private func description(_ chart: SmallMultiples.Chart) -> String {
    let points = zip(charts.periods, zip(chart.texts, chart.breaks)).map { period, point in
      "\(period) \(point.0)" + (point.1.isEmpty ? "" : " (\(charts.breakTitle): \(point.1))")
    }
    return chart.title + ": " + points.joined(separator: "; ")
  }

  private func x(_ index: Int) -> Double {
    let count = charts.periods.count
    return count < 2
      ? MultiplesMarkup.width / 2 : 36 + (MultiplesMarkup.width - 72) * Double(index) / Double(count - 1)
  }

  private func y(_ value: Double, _ chart: SmallMultiples.Chart) -> Double {
    let known = chart.values.compactMap { $0 }
    let (low, high) = (known.min() ?? 0, known.max() ?? 1)
    // Less than this many points would make a cliff of a ripple.
    let span = max(high - low, 5)
    return 48 - (value - (low + high) / 2) / span * 36
  }

  private func line(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, _ name: String) -> HTMLNode {
    .element(
      .line, [.number("x1", x1), .number("y1", y1), .number("x2", x2), .number("y2", y2), .class(name)], [])
  }

  /// Segments between neighbours that both have a value and are comparable.
  private func lines(_ chart: SmallMultiples.Chart) -> [HTMLNode] {
    chart.values.indices.dropFirst().compactMap { index in
      guard let from = chart.values[index - 1], let to = chart.values[index], chart.breaks[index].isEmpty else {
        return nil
      }
      return line(x(index - 1), y(from, chart), x(index), y(to, chart), "series")
    }
  }

  private func breaks(_ chart: SmallMultiples.Chart) -> [HTMLNode] {
    chart.breaks.indices.filter { $0 > 0 && !chart.breaks[$0].isEmpty }.map { index in
      let place = (x(index - 1) + x(index)) / 2
      return line(place, 14, place, 76, "break")
    }
  }

  private func point(_ index: Int, _ chart: SmallMultiples.Chart) -> [HTMLNode] {
    func label(_ text: String, _ y: Double) -> HTMLNode {
      .element(
        .text, [.number("x", x(index)), .number("y", y), .other(.anchor, "middle"), .class("axis")], [.text(text)])
    }
    let period = label(charts.periods[index], 90)
    guard let value = chart.values[index] else { return [label(chart.texts[index], 60), period] }
    let height = y(value, chart)
    let dot = HTMLNode.element(
      .circle, [.number("cx", x(index)), .number("cy", height), .number("r", 3), .class("point")], [])
    return [dot, label(chart.texts[index], height - 7), period]
  }
}
