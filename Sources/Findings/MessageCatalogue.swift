// SPDX-License-Identifier: Apache-2.0

/// Every text a user may see, by key, and the definition of every finding code; loaded by `Policy` from the pack's files.
package struct MessageCatalogue: Sendable {
  /// Texts with `{placeholders}`, by key: `place.row`.
  package var texts: [String: LocalizedText]
  /// Definitions of findings by their code.
  package var findings: [String: FindingDefinition]

  package init(texts: [String: LocalizedText] = [:], findings: [String: FindingDefinition] = [:]) {
    self.texts = texts
    self.findings = findings
  }

  /// The text of `key`; an unknown key shows itself as `⟨key⟩`, so that a gap is seen and a test can look for it.
  package func text(_ key: String, in language: Language, _ facts: [String: String] = [:]) -> String {
    texts[key]?.filled(facts, in: language) ?? "⟨\(key)⟩"
  }

  /// Facts that are lists; the signs between their parts are those of the language.
  private static let lists = [
    "nearest", "missing", "rows", "known", "files", "fields", "period", "others", "units", "headings", "places",
    "names",
  ]

  /// The severity of a code; an undefined code counts as an error, so that it cannot pass unseen.
  package func severity(of code: String) -> Severity { findings[code]?.severity ?? .error }

  /// A finding with its words in one language: shapes spelled, hidden signs shown by number, the signs between the
  /// parts of a list those of the language. An undefined code is an error whose message is `⟨code⟩`.
  package func render(_ finding: Finding, in language: Language) -> RenderedFinding {
    guard let definition = findings[finding.code] else {
      return RenderedFinding(
        finding: finding, severity: .error, title: finding.code, message: "⟨\(finding.code)⟩", remedy: "")
    }
    var facts = finding.facts.mapValues { fact in
      ShapeFact.read(fact).map { text($0.key, in: language, ["count": $0.count]) } ?? HiddenSigns.spelled(fact)
    }
    if language == .english {
      for key in MessageCatalogue.lists {
        facts[key] = facts[key]?.replacing("、", with: ", ").replacing("；", with: "; ")
      }
    }
    if let other = finding.related.first, facts["other"] == nil { facts["other"] = spelled(other, in: language) }
    var rendered = RenderedFinding(
      finding: finding, severity: definition.severity, title: definition.title[language],
      message: definition.message.filled(facts, in: language), remedy: definition.remedy.filled(facts, in: language))
    rendered.isTrial = definition.isTrial
    return rendered
  }

  /// A place as a person reads it: file ▸ sheet ▸ C28, or “row 28” where no column is known.
  package func spelled(_ place: Place, in language: Language) -> String {
    guard let row = place.row, place.column == nil else { return place.description }
    let words = text("place.row", in: language, ["row": String(row)])
    return [place.file, place.sheet ?? "", words].filter { !$0.isEmpty }.joined(separator: " ▸ ")
  }
}
