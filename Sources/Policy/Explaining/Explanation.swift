// SPDX-License-Identifier: Apache-2.0

import CensusModel
import Findings

/// Writes the pages of `explain` and of the reference, in one language.
struct Explanation {
  typealias Line = ExplanationPage.Line

  let pack: PolicyPack
  let language: Language

  func word(_ key: String, _ facts: [String: String] = [:]) -> String {
    pack.messages.text("explain." + key, in: language, facts)
  }

  func page(_ title: String, _ id: String, _ kind: String, _ lines: [Line?]) -> ExplanationPage {
    ExplanationPage(
      title: title, kind: kind, id: id, lines: lines.compactMap(\.self),
      separator: word("field", ["name": "", "text": ""]))
  }

  func line(_ key: String, _ text: String?, isCode: Bool = false, depth: Int = 0) -> Line? {
    text.map { Line(name: word(key), text: $0, isCode: isCode, depth: depth) }
  }

  func item(_ text: String, isCode: Bool = false, depth: Int = 1) -> Line {
    Line(text: text, isCode: isCode, depth: depth)
  }

  /// Where a definition comes from; a definition of the pack's own says why.
  func origin(_ source: SourceReference?, _ derivation: LocalizedText?) -> [Line?] {
    if source == nil, derivation == nil { return [line("source", word("no-source"))] }
    return [
      source.flatMap { line("source", pack.cite($0, in: language)) },
      language == .english ? source?.seen.map { item($0) } : nil,
      line("derived", derivation?[language]),
    ]
  }

  func page(of indicator: Indicator) -> ExplanationPage {
    let parts = [("numerator", indicator.numerator), ("denominator", indicator.denominator)].flatMap { role, id in
      let measure = pack.measure(id)
      return [
        line(role, measure.map { "\($0.title[language])  [\($0.id)]" }), measure.map { item($0.meaning[language]) },
        measure.map { item("\($0.kind.rawValue): \($0.condition.onOneLine)", isCode: true) },
      ]
    }
    let examples = indicator.examples.map { example in
      let number = { (value: Int64?) in value.map(String.init) ?? "–" }
      let value = example.value.map { $0 + "%" } ?? ""
      let known = knowledge(of: example)
      let state = pack.messages.text("state.\(example.state)", in: language)
      return item("\(number(example.numerator)) ÷ \(number(example.denominator))\(known) → \(state) \(value)")
    }
    let tasks = pack.tasks.filter { $0.checks.contains { $0.indicator == indicator.id } }
      .map { "\($0.title[language])  [\($0.id)]" }
    return page(
      indicator.title[language], indicator.id, word("indicator"),
      [line("meaning", indicator.meaning[language])] + parts
        + [
          line("exists", indicator.exists.map { "\(pack.measure($0)?.title[language] ?? $0)  [\($0)]" }),
          indicator.eachGives ? item(word("each-gives")) : nil,
          line("direction", word("direction." + indicator.direction.rawValue)),
          line("breakdowns", breakdowns(of: indicator)),
          tasks.isEmpty ? nil : line("tasks", tasks.joined(separator: "; ")),
        ] + origin(indicator.source, indicator.derivation)
        + [line("advice", advice(on: indicator)), examples.isEmpty ? nil : line("examples", "")] + examples)
  }

  /// What an example says of how much there is and how much came in.
  private func knowledge(of example: Indicator.Example) -> String {
    let parts = [
      ("exists", example.existing), ("given", example.given), ("reported", example.reported), ("of", example.owing),
    ]
    let known = parts.compactMap { key, number in number.map { word("example.\(key)", ["count": String($0)]) } }
    return known.isEmpty ? "" : " (" + known.joined(separator: "; ") + ")"
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

  func page(of measure: Measure) -> ExplanationPage {
    var amount = word("amount.rows")
    switch measure.amount {
    case .rows: break
    case .sum(let column): amount = word("amount.sum", ["column": column.onOneLine])
    case .covered: amount = word("amount.covered")
    case .outside: amount = word("amount.outside")
    case .outsideOrganisations: amount = word("amount.outside-organisations")
    }
    let used = pack.indicators.filter { [$0.numerator, $0.denominator, $0.exists].contains(measure.id) }
      .map { "\($0.title[language])  [\($0.id)]" }
    return page(
      measure.title[language], measure.id, word("measure"),
      [
        line("meaning", measure.meaning[language]),
        line("records", pack.messages.text("kind.\(measure.kind.rawValue)", in: language)),
        line("condition", measure.condition.onOneLine, isCode: true), line("amount", amount),
        measure.isReported ? item(word("reported")) : nil, line("fallback", measure.fallback),
        used.isEmpty ? nil : line("indicators", used.joined(separator: "; ")),
      ] + origin(measure.source, measure.derivation) + [line("advice", advice(on: measure))]
        + examples(measure.examples))
  }

  func page(of column: DerivedColumn) -> ExplanationPage {
    let cases = column.cases.flatMap { entry in
      [
        item("\(entry.value)  ← \(entry.when.onOneLine)  \(entry.inForce.spelled)", isCode: true),
        entry.source.map { item(pack.cite($0, in: language), depth: 2) },
      ]
    }
    return page(
      column.id, column.id, "\(word("column"))  \(column.kind.rawValue)",
      [line("meaning", column.meaning[language]), line("cases", "")] + cases
        + [item("\(column.otherwise.map(String.init) ?? "NULL")  ← \(word("otherwise"))")]
        + (column.derivation.map { origin(nil, $0) } ?? [])
        + [line("advice", word("advice.column", ["id": column.id]))] + examples(column.examples))
  }

  func examples(_ examples: [ConditionExample]) -> [Line?] {
    guard !examples.isEmpty else { return [] }
    let lines = examples.map { example in
      let row = example.row.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value.spelled)" }
      let note = example.note.map { "  (\($0))" } ?? ""
      return item("\(row.joined(separator: ", ")) → \(example.expected.spelled)\(note)", isCode: true)
    }
    return [line("examples", "")] + lines
  }
}
