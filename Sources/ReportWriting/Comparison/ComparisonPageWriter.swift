// SPDX-License-Identifier: Apache-2.0

package import ReportModel

/// Spells a comparison as one self-contained page: no network, no script, prints on A4.
package struct ComparisonPageWriter {
  package init() {}

  package func write(_ report: ComparisonReport) -> [UInt8] {
    var html = HTMLText()
    html.markup(
      "<!DOCTYPE html>\n<html lang=\"\(HTMLText.escaped(report.language))\">\n<head>\n<meta charset=\"utf-8\">\n")
    html.markup("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
    html.element("title", "", report.title)
    html.markup(
      "\n<style>\n\(StyleSheet.css)\(ComparisonStyle.css)</style>\n</head>\n<body>\n<a class=\"skip\" href=\"#main\">")
    html.text(report.words["skip"] ?? "")
    html.markup("</a>\n<header>\n")
    html.element("h1", "", report.title)
    html.element("p", "class=\"subtitle\"", report.subtitle)
    if let back = report.back {
      html.markup("<p class=\"subtitle\">")
      html.element("a", "href=\"\(HTMLText.escaped(back))\"", report.words["back"] ?? back)
      html.markup("</p>\n")
    }
    contents(report, &html)
    html.markup("</header>\n<main id=\"main\">\n")
    for section in report.sections { write(section, &html) }
    html.markup("</main>\n</body>\n</html>\n")
    return html.bytes
  }

  private func contents(_ report: ComparisonReport, _ html: inout HTMLText) {
    html.markup("<nav aria-label=\"\(HTMLText.escaped(report.words["contents"] ?? ""))\"><ul>")
    for section in report.sections {
      html.markup("<li><a href=\"#\(section.id)\">")
      html.text(section.title)
      html.markup("</a></li>")
    }
    html.markup("</ul></nav>\n")
  }

  private func write(_ section: ComparisonReport.Section, _ html: inout HTMLText) {
    html.markup("<section id=\"\(section.id)\">\n")
    html.element("h2", "", section.title)
    if !section.note.isEmpty { html.element("p", "class=\"hint\"", section.note) }
    for (index, block) in section.blocks.enumerated() {
      switch block {
      case .sentences(let sentences): write(sentences, &html)
      case .table(let table): PlainTableBlock(table: table).write(to: &html)
      case .waterfall(let chart): WaterfallBlock(chart: chart, id: "\(section.id)-\(index)").write(to: &html)
      case .flows(let chart): FlowBlock(chart: chart, id: "\(section.id)-\(index)").write(to: &html)
      case .multiples(let charts): MultiplesBlock(charts: charts, id: "\(section.id)-\(index)").write(to: &html)
      }
    }
    html.markup("</section>\n")
  }

  private func write(_ sentences: [String], _ html: inout HTMLText) {
    html.markup("<ul class=\"sentences\">\n")
    for sentence in sentences { html.element("li", "", sentence) }
    html.markup("</ul>\n")
  }
}

/// A table in its own scrolling box.
struct PlainTableBlock {
  let table: PlainTable

  func write(to html: inout HTMLText) {
    if !table.title.isEmpty { html.element("h3", "", table.title) }
    html.markup("<div class=\"scroll\"><table>\n")
    html.headings(table.headings, numbers: table.numbers)
    html.markup("<tbody>\n")
    for (number, row) in table.rows.enumerated() {
      html.markup("<tr>")
      for (column, cell) in row.enumerated() {
        let classes =
          (table.numbers.contains(column) ? ["number"] : [])
          + (table.marked.contains([number, column]) ? ["marked"] : [])
        html.cell(cell, classes.joined(separator: " "))
      }
      html.markup("</tr>\n")
    }
    html.markup("</tbody></table></div>\n")
  }
}

enum ComparisonStyle {
  static let css = """
    .marked { font-weight: 700; } .plain { fill: #8296ab; } .up { fill: #4f8f6b; } .down { fill: #c0605a; }
    .flat { fill: #b9c5d3; } .link { stroke: #9aa7b5; stroke-width: 1; stroke-dasharray: 2 2; } .grid { stroke: #d8dfe6; }
    .small { font-size: 11px; fill: var(--soft); } .not { color: var(--unmet-ink); font-weight: 500; }
    .ribbon { opacity: .45; } .series { fill: none; stroke: #33628f; stroke-width: 2; } .dot { fill: #33628f; }
    .break { stroke: var(--brand); stroke-width: 1.5; stroke-dasharray: 3 2; }
    .multiples { display: grid; grid-template-columns: repeat(auto-fill, minmax(230px, 1fr)); gap: 10px 18px; }
    .multiples figure { margin: 0; } .multiples figcaption { font-size: 13px; } .multiples svg { min-width: 0; max-width: 320px; }
    .matrix td { text-align: right; } .matrix th { white-space: normal; min-width: 4em; } .matrix .self { background: var(--wash); color: var(--soft); }
    .matrix .some { background: var(--partly); color: var(--partly-ink); font-weight: 600; }
    .chart { border-top: 1px solid var(--line); padding-top: 8px; }
    @media (max-width: 700px) { .scroll tr > :first-child { position: sticky; left: 0; background: var(--paper); }
      .scroll thead tr > :first-child { background: var(--wash); } .matrix td { min-width: 0 !important; }
      .scroll td:last-child:not(.number) { min-width: 13em; } }
    @media print { .chart, .multiples figure { break-inside: avoid; } .multiples { grid-template-columns: repeat(3, 1fr); }
      .scroll td:not(.number) { overflow-wrap: anywhere; min-width: 5em; } .scroll tr > :first-child { min-width: 7em; }
      .matrix td:not(.number), .matrix tr > :first-child { min-width: 0; } .matrix { font-size: 7.5px; } .matrix th, .matrix td { padding: 2px 3px; white-space: normal; } }

    """
}
