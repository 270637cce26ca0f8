// SPDX-License-Identifier: Apache-2.0

import ReportModel

/// What is wrong with the data, by code, the gravest first.
struct FindingSection {
  let groups: [FindingGroup]
  var accepted: [FindingGroup] = []
  /// A sentence on what is not listed again; empty where nothing is to say.
  var known = ""
  let words: Words

  func write(to html: inout HTMLText) {
    html.markup("<section id=\"findings\">\n")
    html.element("h2", "", words["findings"])
    html.markup("\n")
    if groups.isEmpty { html.element("p", "", words["no-findings"]) }
    if !known.isEmpty { html.element("p", "class=\"hint\"", known) }
    for group in groups { FindingArticle(group: group, words: words).write(to: &html) }
    if !accepted.isEmpty {
      html.element("h3", "id=\"accepted\"", words["accepted"])
      html.element("p", "class=\"hint\"", words["accepted-note"])
      html.markup("\n")
      for group in accepted { FindingArticle(group: group, words: words).write(to: &html) }
    }
    html.markup("</section>\n")
  }
}

/// The findings of one code with their places.
struct FindingArticle {
  let group: FindingGroup
  let words: Words

  func write(to html: inout HTMLText) {
    html.markup("<article class=\"finding\" data-code=\"\(HTMLText.escaped(group.code))\">\n<h3>")
    html.element("span", "class=\"chip severity-\(group.severity)\"", group.severityLabel)
    html.text(" \(group.title) ")
    html.element("small", "", "\(group.total) \(words["times"])")
    html.markup("</h3>\n<p class=\"hint\">")
    html.text(words.labelled(words["remedy"], group.remedy))
    html.markup("</p>\n<ul>\n")
    for example in group.examples {
      html.element("li", "", example)
      html.markup("\n")
    }
    if group.total > group.examples.count { html.element("li", "class=\"hint\"", words["more-findings"]) }
    html.markup("</ul>\n</article>\n")
  }
}

/// How each indicator is defined.
struct DefinitionSection {
  let definitions: [Definition]
  let words: Words

  func write(to html: inout HTMLText) {
    html.markup("<section id=\"definitions\">\n")
    html.element("h2", "", words["definitions"])
    html.markup("\n")
    for definition in definitions { write(definition, to: &html) }
    html.markup("</section>\n")
  }

  private func write(_ definition: Definition, to html: inout HTMLText) {
    html.markup("<article class=\"definition\" id=\"d-\(Anchor.indicator(definition.indicator))\">\n<h3>")
    html.text(definition.title)
    html.markup(" <small>")
    html.text(definition.indicator)
    html.markup("</small></h3>\n<dl>\n")
    entry(words["meaning"], definition.meaning, nil, &html)
    entry(words["numerator"], definition.numerator, definition.numeratorCondition, &html)
    entry(words["denominator"], definition.denominator, definition.denominatorCondition, &html)
    entry(words["source"], definition.source, nil, &html)
    html.markup("</dl>\n")
    if let evidence = definition.evidence {
      html.markup("<p><a class=\"evidence\" href=\"\(HTMLText.escaped(evidence))\">")
      html.text(words["evidence-link"])
      html.markup("</a></p>\n")
    }
    html.markup("</article>\n")
  }

  private func entry(_ label: String, _ text: String, _ condition: String?, _ html: inout HTMLText) {
    html.element("dt", "", label)
    html.markup("<dd>")
    html.text(text)
    if let condition, !condition.isEmpty { html.element("code", "", condition) }
    html.markup("</dd>\n")
  }
}

/// Which files the figures come from.
struct ProvenanceSection {
  let provenance: Provenance
  let words: Words

  func write(to html: inout HTMLText) {
    html.markup("<section id=\"provenance\">\n")
    html.element("h2", "", words["provenance"])
    html.markup("\n<dl>\n")
    for fact in provenance.facts where fact.count == 2 {
      html.element("dt", "", fact[0])
      html.element("dd", "class=\"hash\"", fact[1])
      html.markup("\n")
    }
    html.markup("</dl>\n<div class=\"scroll\"><table>\n")
    html.headings(["file", "kind", "records", "set-aside", "sha256"].map { words[$0] }, numbers: [2, 3])
    html.markup("<tbody>\n")
    for file in provenance.files {
      html.markup("<tr>")
      html.element("th", "scope=\"row\"", file.name)
      html.cell(file.kind)
      html.cell(String(file.records), "number")
      html.cell(String(file.setAside), "number")
      html.cell(file.sha256, "hash")
      html.markup("</tr>\n")
    }
    html.markup("</tbody></table></div>\n</section>\n")
  }
}
