// SPDX-License-Identifier: Apache-2.0

import ReportModel

/// One small line chart for each indicator; a dashed line stands where two periods are not comparable.
struct MultiplesBlock {
  let charts: SmallMultiples
  let id: String
  private let width = 260.0
  private let height = 96.0

  func write(to html: inout HTMLText) {
    if !charts.title.isEmpty { html.element("h3", "", charts.title) }
    html.markup("<div class=\"multiples\">\n")
    for (index, chart) in charts.charts.enumerated() { write(chart, "\(id)-\(index)", &html) }
    html.markup("</div>\n")
  }

  private func write(_ chart: SmallMultiples.Chart, _ id: String, _ html: inout HTMLText) {
    html.markup("<figure>")
    html.element("figcaption", "", chart.title)
    html.markup(
      "<svg viewBox=\"0 0 \(Int(width)) \(Int(height))\" role=\"img\" aria-labelledby=\"m-\(id)\">")
    html.element("title", "id=\"m-\(id)\"", description(chart))
    html.markup("<line x1=\"16\" x2=\"\(Int(width) - 16)\" y1=\"76\" y2=\"76\" class=\"grid\"/>")
    breaks(chart, &html)
    lines(chart, &html)
    for (index, text) in chart.texts.enumerated() { point(index, text, chart, &html) }
    html.markup("</svg></figure>\n")
  }

  private func description(_ chart: SmallMultiples.Chart) -> String {
    let points = zip(charts.periods, zip(chart.texts, chart.breaks)).map { period, point in
      "\(period) \(point.0)" + (point.1.isEmpty ? "" : " (\(charts.breakTitle): \(point.1))")
    }
    return chart.title + ": " + points.joined(separator: "; ")
  }

  private func x(_ index: Int) -> Double {
    charts.periods.count < 2 ? width / 2 : 36 + (width - 72) * Double(index) / Double(charts.periods.count - 1)
  }

  private func y(_ value: Double, _ chart: SmallMultiples.Chart) -> Double {
    let known = chart.values.compactMap { $0 }
    let (low, high) = (known.min() ?? 0, known.max() ?? 1)
    // Less than this many points would make a cliff of a ripple.
    let span = max(high - low, 5)
    return 48 - (value - (low + high) / 2) / span * 36
  }

  /// Segments between neighbours that both have a value and are comparable.
  private func lines(_ chart: SmallMultiples.Chart, _ html: inout HTMLText) {
    for index in chart.values.indices.dropFirst() {
      guard let from = chart.values[index - 1], let to = chart.values[index], chart.breaks[index].isEmpty else {
        continue
      }
      html.markup(
        "<line class=\"series\" x1=\"\(SVG.number(x(index - 1)))\" y1=\"\(SVG.number(y(from, chart)))\" x2=\"\(SVG.number(x(index)))\" y2=\"\(SVG.number(y(to, chart)))\"/>"
      )
    }
  }

  private func breaks(_ chart: SmallMultiples.Chart, _ html: inout HTMLText) {
    for (index, reason) in chart.breaks.enumerated() where index > 0 && !reason.isEmpty {
      let place = SVG.number((x(index - 1) + x(index)) / 2)
      html.markup("<line class=\"break\" x1=\"\(place)\" x2=\"\(place)\" y1=\"14\" y2=\"76\"><title>")
      html.text("\(charts.breakTitle): \(reason)")
      html.markup("</title></line>")
    }
  }

  private func point(_ index: Int, _ text: String, _ chart: SmallMultiples.Chart, _ html: inout HTMLText) {
    let place = SVG.number(x(index))
    if let value = chart.values[index] {
      let height = y(value, chart)
      html.markup("<circle class=\"dot\" cx=\"\(place)\" cy=\"\(SVG.number(height))\" r=\"3\"/>")
      html.element(
        "text", "x=\"\(place)\" y=\"\(SVG.number(height - 7))\" text-anchor=\"middle\" class=\"small\"", text)
    } else {
      html.element("text", "x=\"\(place)\" y=\"60\" text-anchor=\"middle\" class=\"small\"", text)
    }
    html.element("text", "x=\"\(place)\" y=\"90\" text-anchor=\"middle\" class=\"small\"", charts.periods[index])
  }
}
