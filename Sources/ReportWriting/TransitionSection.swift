// SPDX-License-Identifier: Apache-2.0

import ReportModel

/// Each transition: its funnel, what is late, its tables, and the lists of those who got lost.
struct TransitionSection {
  let transitions: [TransitionView]
  let words: Words

  func write(to html: inout HTMLText) {
    guard !transitions.isEmpty else { return }
    html.markup("<section id=\"transitions\">\n")
    html.element("h2", "", words["transitions"])
    html.element("p", "class=\"hint\"", words["transitions-note"])
    html.markup("\n")
    for transition in transitions { write(transition, to: &html) }
    html.markup("</section>\n")
  }

  private func write(_ transition: TransitionView, to html: inout HTMLText) {
    html.markup("<article class=\"transition\" id=\"w-\(HTMLText.escaped(transition.id))\">\n")
    html.element("h3", "", transition.title)
    html.element("p", "class=\"hint\"", transition.meaning)
    html.element("p", "class=\"hint small\"", words.labelled(words["source"], transition.source))
    html.markup("\n")
    FunnelChart(transition: transition, words: words).write(to: &html)
    html.markup("<div class=\"pair\">\n")
    figures(words["stages"], transition.stages, withShare: true, &html)
    figures(words["beside"], transition.beside, withShare: false, &html)
    html.markup("</div>\n")
    figures(words["clocks"], transition.clocks, withShare: false, &html)
    for table in transition.tables {
      html.element("h4", "", table.title)
      CensusTableMarkup(table: table, words: words).write(to: &html)
    }
    if !transition.gaps.isEmpty { html.element("h4", "", words["gaps"]) }
    for gap in transition.gaps { write(gap, to: &html) }
    html.markup("</article>\n")
  }

  private func figures(
    _ title: String, _ figures: [TransitionView.Figure], withShare: Bool, _ html: inout HTMLText
  ) {
    guard !figures.isEmpty else { return }
    html.markup("<div class=\"scroll\"><table>\n")
    html.headings([title, words["count"]] + (withShare ? [words["share"]] : []), numbers: [1, 2])
    html.markup("<tbody>\n")
    for figure in figures {
      html.markup("<tr><th scope=\"row\">")
      label(figure, &html)
      html.markup("</th>")
      html.cell(figure.count, "number")
      if withShare { html.cell(figure.share.map(FunnelChart.percent) ?? "–", "number") }
      html.markup("</tr>\n")
    }
    html.markup("</tbody></table></div>\n")
  }

  private func label(_ figure: TransitionView.Figure, _ html: inout HTMLText) {
    guard let evidence = figure.evidence else { return html.text(figure.label) }
    html.markup("<a href=\"\(HTMLText.escaped(evidence))\">")
    html.text(figure.label)
    html.markup("</a>")
  }

  private func write(_ gap: TransitionView.Gap, to html: inout HTMLText) {
    html.markup("<details class=\"gap\"><summary>")
    html.text(gap.figure.label)
    html.markup(" ")
    let isNone = gap.figure.count == "0" || gap.figure.count == "–"
    html.element("span", "class=\"chip \(isNone ? "met" : "not-met")\"", gap.figure.count)
    html.markup(" ")
    html.element("small", "", gap.figure.id)
    html.markup("</summary>\n")
    html.element("p", "class=\"hint\"", gap.figure.meaning)
    if gap.rows.isEmpty {
      html.element("p", "class=\"hint\"", words["nobody"])
    } else {
      rows(gap, &html)
    }
    html.markup("</details>\n")
  }

  private func rows(_ gap: TransitionView.Gap, _ html: inout HTMLText) {
    html.markup("<div class=\"scroll\"><table class=\"persons\">\n")
    html.headings(gap.headings)
    html.markup("<tbody>\n")
    for row in gap.rows {
      html.markup("<tr>")
      for cell in row { html.cell(cell) }
      html.markup("</tr>\n")
    }
    html.markup("</tbody></table></div>\n")
    guard gap.more > 0 else { return }
    html.markup("<p class=\"hint\">")
    html.text("\(words["gap-more"]) \(gap.more) ")
    if let evidence = gap.figure.evidence {
      html.markup("<a class=\"evidence\" href=\"\(HTMLText.escaped(evidence))\">")
      html.text(words["evidence-link"])
      html.markup("</a>")
    }
    html.markup("</p>\n")
  }
}

/// A bar for each stage, as long as its share of the first.
struct FunnelChart {
  let transition: TransitionView
  let words: Words
  private let rowHeight = 26
  private let labelWidth = 250
  private let barWidth = 330

  static func percent(_ hundredths: Int) -> String {
    let rest = hundredths % 100
    return "\(hundredths / 100).\(rest < 10 ? "0" : "")\(rest)%"
  }

  func write(to html: inout HTMLText) {
    let stages = transition.stages.filter { $0.share != nil }
    guard !stages.isEmpty else { return }
    let largest = max(stages.compactMap(\.share).max() ?? 0, 1)
    let id = "f-\(HTMLText.escaped(transition.id))"
    html.markup(
      "<div class=\"scroll\"><svg viewBox=\"0 0 \(labelWidth + barWidth + 120) \(stages.count * rowHeight + 4)\" role=\"img\" aria-labelledby=\"\(id)\">"
    )
    let summary = stages.map { "\($0.label) \($0.count)" }.joined(separator: words["sign.semicolon"])
    html.element(
      "title", "id=\"\(id)\"", words.labelled(words.list([transition.title, words["chart.funnel"]]), summary))
    for (row, stage) in stages.enumerated() {
      let top = row * rowHeight
      let width = max(1, (stage.share ?? 0) * barWidth / largest)
      html.element("text", "x=\"\(labelWidth - 8)\" y=\"\(top + 18)\" text-anchor=\"end\" class=\"axis\"", stage.label)
      html.markup("<rect x=\"\(labelWidth)\" y=\"\(top + 4)\" width=\"\(width)\" height=\"18\" class=\"rate\"/>")
      html.element(
        "text", "x=\"\(labelWidth + width + 6)\" y=\"\(top + 18)\" class=\"axis\"",
        "\(stage.count)  \(FunnelChart.percent(stage.share ?? 0))")
    }
    html.markup("</svg></div>\n")
  }
}
