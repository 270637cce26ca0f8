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
    let begun = id.count < 2 ? [] : explainableIDs.filter { $0.hasPrefix(id) }
    if !begun.isEmpty { return Array(Set(begun).sorted().prefix(5)) }
    // Codes are short: of three signs two others make any of them.
    let near = Nearest.names(to: id, among: Set(explainableIDs + headings + codes))
    return near.filter { $0.contains(id) || Nearest.distance(id, $0) <= max(1, id.count / 3) }
  }

  /// What an ID can be the ID of, where only some of them will do.
  package enum IDs: Sendable { case task, indicator, measure }

  /// The IDs of these kinds that begin so; where none does, the IDs and titles that look most like it.
  package func nearest(to id: String, among kinds: [IDs]) -> [String] {
    let known = kinds.flatMap { kind -> [(id: String, title: LocalizedText)] in
      switch kind {
      case .task: tasks.map { ($0.id, $0.title) }
      case .indicator: indicators.map { ($0.id, $0.title) }
      case .measure: measures.map { ($0.id, $0.title) }
      }
    }
    let begun = id.isEmpty ? [] : known.map(\.id).filter { $0.hasPrefix(id) }
    if !begun.isEmpty { return Array(begun.sorted().prefix(5)) }
    let titles = known.flatMap { [$0.title[.chinese], $0.title[.english]] }
    // A far-fetched suggestion is worse than none.
    return Nearest.names(to: id, among: Set(known.map(\.id) + titles)).filter {
      $0.contains(id) || Nearest.distance(id, $0) <= max(1, id.count / 3)
    }
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
    let date = source.date ?? messages.text("cite.undated", in: language)
    let facts = [source.issuer, source.number, date, source.clause].compactMap(\.self)
    let confidence = messages.text("confidence.\(source.confidence.rawValue)", in: language)
    let details = (facts + [confidence]).joined(separator: language == .chinese ? "，" : ", ")
    return language == .chinese ? "《\(source.document)》（\(details)）" : "“\(source.document)” (\(details))"
  }

  /// What a bound is worth and where it comes from: "本级目标：《…》（…），由…设定", "参考值：《…》…", or the source alone.
  package func cite(_ threshold: Threshold, in language: Language) -> String {
    var parts = [cite(threshold.source, in: language)]
    if let setBy = threshold.setBy { parts.append(messages.text("target.set-by", in: language, ["who": setBy])) }
    if let note = threshold.note { parts.append(note) }
    if threshold.isUndated { parts.append(messages.text("threshold.undated", in: language)) }
    let text = parts.joined(separator: language == .chinese ? "，" : ", ")
    guard threshold.standing != .rule else { return text }
    let standing = messages.text("standing.\(threshold.standing.rawValue)", in: language)
    return standing + (language == .chinese ? "：" : ": ") + text
  }

  /// What a floor asks to be known: "教育评议参评率", "在岗状态已知的团干部数 ÷ 团干部数".
  package func title(ofFloor floor: TaskCheck.Floor, of check: TaskCheck, in language: Language) -> String {
    switch floor.share {
    case .indicator(let id): return indicator(id)?.title[language] ?? id
    case .among(let all):
      let known = indicator(check.indicator)?.denominator ?? ""
      return [known, all].map { measure($0)?.title[language] ?? $0 }.joined(separator: " ÷ ")
    }
  }

  /// The tasks that an ID or a title means: case, full-width letters and blanks do not matter.
  package func task(named name: String) -> ReformTask? {
    // Rows of progress sheets nearly always give the ID as it is.
    if let task = tasks.first(where: { $0.id == name }) { return task }
    let wanted = name.foldedName
    return tasks.first { $0.id.foldedName == wanted } ?? tasks.first { $0.names.contains(wanted) }
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
    let found = writer.headings(id) + writer.codes(id)
    return titled(id, in: writer) + found
  }

  /// What the pages print as a title leads to the thing as its ID does.
  private func titled(_ title: String, in writer: Explanation) -> [ExplanationPage] {
    let wanted = title.foldedName
    func isMeant(_ text: LocalizedText) -> Bool { [text.chinese, text.english].map(\.foldedName).contains(wanted) }
    var pages = indicators.filter { isMeant($0.title) }.map { writer.page(of: $0) }
    pages += measures.filter { isMeant($0.title) }.map { writer.page(of: $0) }
    pages += tasks.filter { isMeant($0.title) }.map { writer.page(of: $0) }
    pages += tables.filter { isMeant($0.title) }.map { writer.page(of: $0) }
    pages += transitions.filter { isMeant($0.title) }.map { writer.page(of: $0) }
    let findings = messages.findings.values.filter { isMeant($0.title) }.map(\.code).sorted()
    pages += findings.flatMap { page(of: $0, which: "finding", in: writer.language) }
    let lists = vocabulary.codeLists.values.filter { isMeant($0.title) }.sorted { $0.id < $1.id }
    return pages + lists.map { writer.page(of: $0) }
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

extension ReformTask {
  /// What it may be called: its ID and its titles, as `foldedName`.
  package var names: [String] { [id, title.chinese, title.english].map(\.foldedName) }
}

extension String {
  /// The form in which two spellings of a name are the same: full-width letters, capitals, blanks and quotation marks do not
  /// matter.
  package var foldedName: String {
    // As IDs are.
    if utf8.allSatisfy({ 0x61...0x7A ~= $0 || 0x30...0x39 ~= $0 || $0 == 0x2D }) { return self }
    var result = ""
    for scalar in unicodeScalars where !" \u{3000}\u{201C}\u{201D}\"".unicodeScalars.contains(scalar) {
      let isWide = (0xFF01...0xFF5E).contains(scalar.value)
      result.unicodeScalars.append(isWide ? Unicode.Scalar(scalar.value - 0xFEE0) ?? scalar : scalar)
    }
    return result.lowercased()
  }
}
