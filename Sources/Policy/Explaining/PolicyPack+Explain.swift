// SPDX-License-Identifier: Apache-2.0

package import CensusModel
package import Findings

extension PolicyPack {
  /// Everything `explain` knows by ID: indicators, measures, tasks, checks, derived columns, code lists, finding codes,
  /// and sheet kinds as "sheet:member".
  package var explainableIDs: [String] {
    indicators.map(\.id) + measures.map(\.id) + tasks.map(\.id) + tables.map(\.id) + transitions.map(\.id)
      + derivedColumns.map(\.id)
      + vocabulary.codeLists.keys.sorted() + messages.findings.keys.sorted()
      + vocabulary.sheets.map { "sheet:" + $0.kind.rawValue }
  }

  /// The IDs and headings that look most like a mistyped one.
  package func nearest(to id: String) -> [String] {
    let headings = vocabulary.sheets.flatMap(\.fields).map(\.heading)
    let codes = vocabulary.codeLists.values.flatMap { list in
      list.entries.map { id.contains(":") ? "\(list.id):\($0.code)" : $0.code }
    }
    return Nearest.names(to: id, among: Set(explainableIDs + headings + codes))
  }

  /// Meaning, rule, source and examples of `id` as lines of text; nil when the pack has no such thing.
  ///
  /// `id` is an ID, a sheet kind (`member`, `团员花名册`), a heading or its synonym (`入团日期`), a code or a spelling of it
  /// (`rural`, `哈呢族`), or one of these with what it is before a colon: `sector:rural`, `sheet:youth`, `measure:youth`.
  package func explain(_ id: String, in language: Language) -> String? {
    let pages = pages(of: id, in: language)
    return pages.isEmpty ? nil : pages.map(\.text).joined(separator: "\n\n")
  }

  /// One line that names a source: title, issuer, number, date, clause, confidence.
  package func cite(_ source: SourceReference, in language: Language) -> String {
    let facts = [source.issuer, source.number, source.date, source.clause].compactMap(\.self)
    let confidence = messages.text("confidence.\(source.confidence.rawValue)", in: language)
    let details = (facts + [confidence]).joined(separator: language == .chinese ? "，" : ", ")
    return language == .chinese ? "《\(source.document)》（\(details)）" : "“\(source.document)” (\(details))"
  }

  private func pages(of id: String, in language: Language) -> [ExplanationPage] {
    let parts = id.split(separator: ":", maxSplits: 1).map(String.init)
    if parts.count == 2 { return page(of: parts[1], which: parts[0], in: language) }
    let kinds = [
      "indicator", "measure", "task", "census", "transition", "check", "column", "codes", "sheet", "finding",
    ]
    for kind in kinds {
      let pages = page(of: id, which: kind, in: language)
      if !pages.isEmpty { return pages }
    }
    let writer = Explanation(pack: self, language: language)
    return writer.headings(id) + writer.codes(id)
  }

  private func page(of id: String, which kind: String, in language: Language) -> [ExplanationPage] {
    let writer = Explanation(pack: self, language: language)
    let page: ExplanationPage? =
      switch kind {
      case "indicator": indicator(id).map(writer.page)
      case "measure": measure(id).map(writer.page)
      case "task": task(id).map(writer.page)
      case "census": table(id).map(writer.page)
      case "transition": transition(id).map(writer.page)
      case "check": checks.first { $0.id == id }.map(writer.page)
      case "column": derivedColumns.first { $0.id == id }.map(writer.page)
      case "codes": codeList(id).map(writer.page)
      case "sheet", "table":
        vocabulary.sheets.first { $0.kind.rawValue == id || $0.title == id || $0.titleWords.contains(id) }
          .map(writer.page)
      // The code of a check is the check.
      case "finding": checks.first { $0.id == id }.map(writer.page) ?? messages.findings[id].map(writer.page)
      default: codeList(kind).flatMap { list in writer.codes(id, in: [list]).first }
      }
    return page.map { [$0] } ?? []
  }
}
