// SPDX-License-Identifier: Apache-2.0

package import ReportModel

/// Spells the index page of a batch in the manner of the reports it leads to.
package struct BatchIndexWriter {
  package init() {}

  package func write(_ index: BatchIndex) -> [UInt8] {
    var html = HTMLText()
    html.markup(
      "<!DOCTYPE html>\n<html lang=\"\(HTMLText.escaped(index.language))\">\n<head>\n<meta charset=\"utf-8\">\n")
    html.markup("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
    html.element("title", "", index.title)
    html.markup("\n<style>\n\(StyleSheet.css)</style>\n</head>\n<body>\n<header>\n")
    html.element("h1", "", index.title)
    html.element("p", "class=\"subtitle\"", index.subtitle)
    html.markup("\n</header>\n<main id=\"main\">\n")
    for part in index.parts { section(part, index.headings, &html) }
    html.markup("</main>\n</body>\n</html>\n")
    return html.bytes
  }

  private func section(_ part: BatchIndex.Part, _ headings: [String], _ html: inout HTMLText) {
    html.markup("<section>\n")
    html.element("h2", "", part.title)
    html.element("p", "class=\"hint\"", part.subtitle)
    html.markup("\n<div class=\"scroll\"><table>\n")
    html.headings(headings)
    html.markup("<tbody>\n")
    for row in part.rows { self.row(row, &html) }
    html.markup("</tbody></table></div>\n</section>\n")
  }

  private func row(_ row: BatchIndex.Row, _ html: inout HTMLText) {
    html.markup("<tr><th scope=\"row\">")
    if row.link.isEmpty {
      html.text(row.name)
    } else {
      html.element("a", "href=\"\(HTMLText.escaped(row.link))\"", row.name)
    }
    if let comparison = row.comparison {
      html.markup("<br>")
      html.element("a", "class=\"small\" href=\"\(HTMLText.escaped(comparison.path))\"", comparison.title)
    }
    html.markup("</th><td>")
    for verdict in row.verdicts {
      html.element(
        "span", "class=\"chip \(verdict.mark.rawValue)\"", "\(verdict.mark.symbol) \(verdict.label) \(verdict.count)")
      html.markup(" ")
    }
    html.markup("</td><td>")
    html.text(row.intake)
    if !row.failure.isEmpty {
      html.markup(" ")
      html.element("span", "class=\"chip error\"", row.failure)
    }
    html.markup("</td></tr>\n")
  }
}
