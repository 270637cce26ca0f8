// SPDX-License-Identifier: Apache-2.0

package import CensusModel
package import Findings

extension PolicyPack {
  /// Everything `explain` knows by ID: indicators, measures, tasks, checks, derived columns, code lists, finding codes.
  package var explainableIDs: [String] {
    indicators.map(\.id) + measures.map(\.id) + tasks.map(\.id) + tables.map(\.id) + transitions.map(\.id)
      + derivedColumns.map(\.id)
      + vocabulary.codeLists.keys.sorted() + messages.findings.keys.sorted()
  }

  /// The IDs that look most like a mistyped one.
  package func nearest(to id: String) -> [String] { Nearest.names(to: id, among: explainableIDs) }

  /// Meaning, rule, source and examples of `id` as lines of text; nil when the pack has no such ID.
  package func explain(_ id: String, in language: Language) -> String? {
    let writer = Explanation(pack: self, language: language)
    if let indicator = indicator(id) { return writer.text(of: indicator) }
    if let measure = measure(id) { return writer.text(of: measure) }
    if let task = task(id) { return writer.text(of: task) }
    if let text = explainTable(id, in: language) { return text }
    if let check = checks.first(where: { $0.id == id }) { return writer.text(of: check) }
    if let column = derivedColumns.first(where: { $0.id == id }) { return writer.text(of: column) }
    if let list = codeList(id) { return writer.text(of: list) }
    return messages.findings[id].map(writer.text)
  }

  /// One line that names a source: title, issuer, number, date, clause, confidence.
  package func cite(_ source: SourceReference, in language: Language) -> String {
    let facts = [source.issuer, source.number, source.date, source.clause].compactMap(\.self)
    let confidence = messages.text("confidence.\(source.confidence.rawValue)", in: language)
    let details = (facts + [confidence]).joined(separator: language == .chinese ? "，" : ", ")
    return language == .chinese ? "《\(source.document)》（\(details)）" : "“\(source.document)” (\(details))"
  }
}

/// Writes the pages of `explain`.
private struct Explanation {
  let pack: PolicyPack
  let language: Language

  private func word(_ key: String, _ facts: [String: String] = [:]) -> String {
    pack.messages.text("explain." + key, in: language, facts)
  }

  private func page(_ title: String, _ id: String, _ kind: String, _ lines: [String?]) -> String {
    ([title, "\(word(kind))  \(id)", ""] + lines.compactMap(\.self)).joined(separator: "\n")
  }

  private func line(_ key: String, _ text: String?) -> String? {
    text.map { word("field", ["name": word(key), "text": $0]) }
  }

  private func source(_ source: SourceReference?) -> [String?] {
    guard let source else { return [line("source", word("no-source"))] }
    return [line("source", pack.cite(source, in: language)), source.seen.map { "  " + $0 }]
  }

  func text(of indicator: Indicator) -> String {
    let parts = [("numerator", indicator.numerator), ("denominator", indicator.denominator)].flatMap { role, id in
      let measure = pack.measure(id)
      return [
        line(role, measure.map { "\($0.title[language])  [\($0.id)]" }), measure.map { "  " + $0.meaning[language] },
        measure.map { "  \($0.kind.rawValue): \(oneLine($0.condition))" },
      ]
    }
    let examples = indicator.examples.map { example in
      let number = { (value: Int64?) in value.map(String.init) ?? "–" }
      let value = example.value.map { $0 + " %" } ?? ""
      let state = pack.messages.text("state.\(example.state)", in: language)
      return "  \(number(example.numerator)) ÷ \(number(example.denominator)) → \(state) \(value)"
    }
    let tasks = pack.tasks.filter { $0.checks.contains { $0.indicator == indicator.id } }
      .map { "\($0.title[language])  [\($0.id)]" }
    return page(
      indicator.title[language], indicator.id, "indicator",
      [line("meaning", indicator.meaning[language])] + parts
        + [line("direction", word("direction." + indicator.direction.rawValue))]
        + [line("breakdowns", breakdowns(of: indicator))]
        + [tasks.isEmpty ? nil : line("tasks", tasks.joined(separator: "; "))] + source(indicator.source)
        + (examples.isEmpty ? [] : [line("examples", "")] + examples))
  }

  /// "by sector, by children; not by stage: …"
  private func breakdowns(of indicator: Indicator) -> String {
    let meant = indicator.breakdowns.map { word("breakdown.\($0.rawValue)") }
    let reasons = Indicator.Breakdown.allCases.compactMap { way in
      indicator.notBrokenDown[way].map {
        word("not-broken-down", ["way": word("breakdown.\(way.rawValue)"), "reason": $0[language]])
      }
    }
    return (meant + reasons).joined(separator: language == .chinese ? "，" : ", ")
  }

  func text(of measure: Measure) -> String {
    var amount = word("amount.rows")
    if case .sum(let column) = measure.amount { amount = word("amount.sum", ["column": column]) }
    let used = pack.indicators.filter { [$0.numerator, $0.denominator].contains(measure.id) }
      .map { "\($0.title[language])  [\($0.id)]" }
    return page(
      measure.title[language], measure.id, "measure",
      [
        line("meaning", measure.meaning[language]),
        line("records", pack.messages.text("kind.\(measure.kind.rawValue)", in: language)),
        line("condition", oneLine(measure.condition)), line("amount", amount),
        measure.isReported ? "  " + word("reported") : nil, line("fallback", measure.fallback),
        used.isEmpty ? nil : line("indicators", used.joined(separator: "; ")),
      ] + source(measure.source) + examples(measure.examples))
  }

  func text(of task: ReformTask) -> String {
    let checks = task.checks.flatMap { check -> [String?] in
      let title = pack.indicator(check.indicator)?.title[language] ?? ""
      let thresholds = check.thresholds.map { threshold in
        "    \(threshold.comparison.rawValue) \(percent(threshold.hundredths))  \(range(threshold.inForce))"
          + "  \(threshold.scope[language])\n    \(pack.cite(threshold.source, in: language))"
      }
      return ["  \(title)  [\(check.indicator)]"] + (thresholds.isEmpty ? ["    " + word("no-threshold")] : thresholds)
    }
    return page(
      task.title[language], task.id, "task",
      [
        line("requirement", task.requirement[language]), line("clause", "\(task.action) · \(task.clause)"),
        line("responsible", task.responsible[language]),
        line("method", pack.messages.text("method.\(task.method.rawValue)", in: language)),
        line("owed-by", duty(task.duty)), checks.isEmpty ? nil : line("checks", ""),
      ] + checks + attestationRule(of: task) + waivers(of: task) + source(task.source) + examples(of: task))
  }

  private func duty(_ duty: Duty) -> String {
    let levels = duty.levels.map { pack.assessment.level($0)?.title[language] ?? $0 }
    let kinds = duty.kinds.map { pack.codeList("organisation-kind")?.entry($0)?.label[language] ?? $0 }
    let sectors = duty.sectors.map { pack.codeList("sector")?.entry($0)?.label[language] ?? $0 }
    let parts = [levels, kinds, sectors, duty.units].filter { !$0.isEmpty }.map {
      $0.joined(separator: language == .chinese ? "、" : ", ")
    }
    return parts.isEmpty ? word("owed-by-all") : parts.joined(separator: "; ")
  }

  /// What each state of the progress sheet comes to, for tasks that it decides.
  private func attestationRule(of task: ReformTask) -> [String?] {
    guard task.method != .computed, let rule = pack.assessment.attestation else { return [] }
    let states = pack.codeList("progress-state")?.entries ?? []
    return [line("attestation", word("attestation-rule"))]
      + states.compactMap { entry in
        rule.states[entry.code].map { state in
          "  \(entry.label[language])（\(word(state.needsEvidence ? "needs-evidence" : "without-evidence"))） → "
            + pack.messages.text("verdict.\(state.verdict)", in: language)
        }
      }
  }

  private func waivers(of task: ReformTask) -> [String?] {
    let waivers = pack.waivers.filter { $0.task == task.id }
    guard !waivers.isEmpty else { return [] }
    return [line("waived-now", "")]
      + waivers.map { "  \($0.unit)  \($0.from) – \($0.until)  \($0.approver)  \($0.reason)" }
  }

  private func examples(of task: ReformTask) -> [String?] {
    guard !task.examples.isEmpty else { return [] }
    return [line("examples", "")]
      + task.examples.map { example in
        var parts = example.values.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value) %" }
        if let row = example.attestation {
          let label = pack.codeList("progress-state")?.entry(row.state)?.label[language] ?? row.state
          let days = [row.reportedOn, row.validUntil].map { $0?.description ?? "…" }.joined(separator: " – ")
          parts.append("\(label), \(row.evidence ?? "–"), \(days)")
        }
        let given = parts.isEmpty ? "–" : parts.joined(separator: "; ")
        return "  \(given) → " + pack.messages.text("verdict.\(example.verdict)", in: language)
      }
  }

  func text(of check: RecordCheck) -> String {
    let words = pack.messages.findings[check.id]
    return page(
      words?.title[language] ?? check.id, check.id, "check",
      [
        line("severity", words.map { pack.messages.text("severity.\($0.severity.rawValue)", in: language) }),
        line("message", words?.message[language]), line("remedy", words?.remedy[language]),
        line("records", pack.messages.text("kind.\(check.kind.rawValue)", in: language)),
        line("condition", oneLine(check.condition)),
        check.trialSince.flatMap { line("trial", word("trial-since", ["since": $0.description])) },
      ] + source(check.source) + examples(check.examples))
  }

  func text(of column: DerivedColumn) -> String {
    let cases = column.cases.map { entry in
      "  \(entry.value)  ← \(oneLine(entry.when))  \(range(entry.inForce))"
        + (entry.source.map { "\n     " + pack.cite($0, in: language) } ?? "")
    }
    return page(
      column.id, column.kind.rawValue, "column",
      [line("meaning", column.meaning[language])] + cases
        + ["  \(column.otherwise.map(String.init) ?? "NULL")  ← \(word("otherwise"))"] + examples(column.examples))
  }

  func text(of list: CodeList) -> String {
    let codes = list.entries.map { entry in
      let synonyms = entry.synonyms.isEmpty ? "" : "  (\(entry.synonyms.joined(separator: ", ")))"
      return "  \(entry.code)  \(entry.label[language])\(synonyms)"
    }
    return page(list.title[language], list.id, "code-list", codes + source(list.source))
  }

  func text(of finding: FindingDefinition) -> String {
    page(
      finding.title[language], finding.code, "finding",
      [
        line("severity", pack.messages.text("severity.\(finding.severity.rawValue)", in: language)),
        line("message", finding.message[language]), line("remedy", finding.remedy[language]),
      ])
  }

  private func examples(_ examples: [ConditionExample]) -> [String?] {
    guard !examples.isEmpty else { return [] }
    let lines = examples.map { example in
      let row = example.row.sorted { $0.key < $1.key }.map { "\($0.key)=\(spelled($0.value))" }
      return "  \(row.joined(separator: ", ")) → \(spelled(example.expected))"
        + (example.note.map { "  (\($0))" } ?? "")
    }
    return [line("examples", "")] + lines
  }

  private func spelled(_ value: RecordValue) -> String {
    switch value {
    case .null: "NULL"
    case .integer(let number): String(number)
    case .text(let text): "'\(text)'"
    }
  }

  private func oneLine(_ text: String) -> String { text.split(whereSeparator: \.isWhitespace).joined(separator: " ") }

  private func percent(_ hundredths: Int) -> String {
    let rest = hundredths % 100
    return rest == 0 ? "\(hundredths / 100) %" : "\(hundredths / 100).\(rest < 10 ? "0" : "")\(rest) %"
  }

  private func range(_ range: DateRange) -> String {
    guard range.from != nil || range.until != nil else { return "" }
    return "[\(range.from?.description ?? "…") – \(range.until?.description ?? "…")]"
  }
}
