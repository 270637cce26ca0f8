// SPDX-License-Identifier: Apache-2.0

import ReportModel

/// Units × tasks: who meets what.
struct HeatMapSection {
  let map: HeatMap
  let words: Words

  func write(to html: inout HTMLText) {
    html.markup("<section id=\"heat-map\">\n")
    html.element("h2", "", words["heat-map"])
    html.element("p", "class=\"hint\"", words["heat-map-note"])
    html.markup("\n<div class=\"scroll\"><table class=\"heat\">\n<caption class=\"hidden\">")
    html.text(words["heat-map"])
    html.markup("</caption>\n")
    html.headings([words["unit"]] + map.tasks.map(\.title))
    html.markup("<tbody>\n")
    for row in map.rows { write(row, to: &html) }
    html.markup("</tbody></table></div>\n</section>\n")
  }

  private func write(_ row: HeatMap.Row, to html: inout HTMLText) {
    html.markup("<tr><th scope=\"row\"><a href=\"#\(Anchor.unit(row.unit))\">")
    html.text(row.name)
    html.markup("</a></th>")
    for cell in row.cells {
      html.markup("<td class=\"\(cell.mark.rawValue)\"><span class=\"mark\">")
      html.text("\(cell.mark.symbol) \(words["verdict.\(cell.mark.rawValue)"])")
      html.markup("</span><span class=\"figure\">")
      html.text(cell.figure)
      html.markup("</span>")
      if !cell.note.isEmpty { html.element("span", "class=\"note\"", cell.note) }
      html.markup("</td>")
    }
    html.markup("</tr>\n")
  }
}
