// SPDX-License-Identifier: Apache-2.0

package import ReportModel

/// Spells a report as one self-contained HTML file: no network, no script, readable on a phone and on A4.
///
/// The same report gives the same bytes.
package struct HTMLReportWriter {
  package init() {}

  package func write(_ report: ComplianceReport) -> [UInt8] {
    let words = Words(report.words)
    var html = HTMLText()
    html.markup(
      "<!DOCTYPE html>\n<html lang=\"\(HTMLText.escaped(report.language))\">\n<head>\n<meta charset=\"utf-8\">\n")
    html.markup("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
    html.element("title", "", report.title)
    html.markup("\n<style>\n\(StyleSheet.css)</style>\n</head>\n<body>\n")
    html.markup("<a class=\"skip\" href=\"#main\">")
    html.text(words["skip"])
    html.markup("</a>\n")
    header(report, words, &html)
    html.markup("<main id=\"main\">\n")
    OverviewSection(report: report, words: words).write(to: &html)
    if let coverage = report.coverage {
      TaskListSection(coverage: coverage, waivers: report.waivers, words: words).write(to: &html)
    }
    HeatMapSection(map: report.heatMap, words: words).write(to: &html)
    CensusSection(tables: report.census, words: words).write(to: &html)
    TransitionSection(transitions: report.transitions, words: words).write(to: &html)
    LeagueSection(tables: report.leagues, words: words).write(to: &html)
    UnitSection(units: report.units, words: words, hasEvidence: report.definitions.contains { $0.evidence != nil })
      .write(to: &html)
    FindingSection(
      groups: report.findings, accepted: report.accepted, known: report.knownFindings, words: words
    ).write(to: &html)
    if report.coverage != nil { TrialSection(trials: report.trials, words: words).write(to: &html) }
    DefinitionSection(definitions: report.definitions, words: words).write(to: &html)
    ProvenanceSection(provenance: report.provenance, words: words).write(to: &html)
    html.markup("</main>\n</body>\n</html>\n")
    return html.bytes
  }

  private func header(_ report: ComplianceReport, _ words: Words, _ html: inout HTMLText) {
    html.markup("<header>\n")
    html.element("h1", "", report.title)
    html.element("p", "class=\"subtitle\"", report.subtitle)
    if let comparison = report.comparison {
      html.markup("<p class=\"subtitle\">")
      html.element("a", "href=\"\(HTMLText.escaped(comparison.path))\"", comparison.title)
      html.markup("</p>\n")
    }
    html.markup("\n<nav aria-label=\"\(HTMLText.escaped(words["contents"]))\"><ul>")
    let taskList = report.coverage == nil ? [] : ["tasks"]
    let trials = report.coverage == nil ? [] : ["trials"]
    let further = [("census", report.census.isEmpty), ("transitions", report.transitions.isEmpty)]
    let present = further.filter { !$0.1 }.map(\.0)
    for section in ["overview"] + taskList + ["heat-map"] + present + ["leagues", "units", "findings"] + trials
      + ["definitions", "provenance"]
    {
      html.markup("<li><a href=\"#\(section)\">")
      html.text(words[section])
      html.markup("</a></li>")
    }
    html.markup("</ul></nav>\n</header>\n")
  }
}

/// The labels of a report; a missing one shows its key, so that a gap is seen.
struct Words {
  private let texts: [String: String]

  init(_ texts: [String: String]) { self.texts = texts }

  subscript(_ key: String) -> String { texts[key] ?? "⟨\(key)⟩" }

  /// "label: text" with the language's own colon.
  func labelled(_ label: String, _ text: String) -> String { label + self["sign.colon"] + text }

  func bracketed(_ text: String) -> String { self["sign.open"] + text + self["sign.close"] }

  func list(_ texts: [String]) -> String { texts.joined(separator: self["sign.comma"]) }

  /// A list of parts that may have commas themselves.
  func parts(_ texts: [String]) -> String { texts.joined(separator: self["sign.semicolon"]) }
}

extension Mark {
  /// A sign beside the colour: colour alone says nothing to some readers.
  var symbol: String {
    switch self {
    case .met: "✓"
    case .partlyMet: "◐"
    case .notMet: "✗"
    case .notApplicable: "–"
    case .notEvaluable: "?"
    case .error: "!"
    case .reached: "●"
    case .short: "○"
    }
  }
}
