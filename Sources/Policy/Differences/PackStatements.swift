// SPDX-License-Identifier: Apache-2.0

import Basics
import CensusModel
package import Findings

/// A pack as a list of statements by kind and entry, each with a name, so that two packs can be held side by side.
struct PackStatements {
  struct Entry {
    var id: String
    var title: String
    var statements: [(name: String, text: String)]
  }

  /// In the order a person asks: what is demanded, then how it is worked out, then words.
  static let kinds = [
    "task", "indicator", "measure", "check", "column", "code-list", "sheet-kind", "document", "finding", "text",
  ]

  let pack: PolicyPack
  let language: Language

  var entries: [String: [Entry]] {
    [
      "task": pack.tasks.map(task), "indicator": pack.indicators.map(indicator), "measure": pack.measures.map(measure),
      "check": pack.checks.map(check), "column": pack.derivedColumns.map(column),
      "code-list": pack.vocabulary.codeLists.values.map(codeList), "sheet-kind": pack.vocabulary.sheets.map(sheet),
      "document": pack.documents.map {
        Entry(id: $0.document, title: "", statements: [word("source", pack.cite($0, in: language))])
      },
      "finding": findings.map { Entry(id: $0.code, title: $0.title[language], statements: words(of: $0)) },
      "text": pack.messages.texts.map {
        Entry(id: $0.key, title: "", statements: [word("message", $0.value[language])])
      },
    ]
  }

  /// Words of checks are told with the checks.
  private var findings: [FindingDefinition] {
    pack.messages.findings.values.filter { finding in !pack.checks.contains { $0.id == finding.code } }
  }

  private func word(_ key: String, _ text: String) -> (name: String, text: String) {
    (pack.messages.text("explain." + key, in: language), text)
  }

  private func origin(_ source: SourceReference?, _ derivation: LocalizedText?) -> [(name: String, text: String)] {
    [source.map { word("source", pack.cite($0, in: language)) }, derivation.map { word("derived", $0[language]) }]
      .compactMap(\.self)
  }

  private func advice(_ advice: LocalizedText?) -> [(name: String, text: String)] {
    advice.map { [word("advice", $0[language])] } ?? []
  }

  private func task(_ task: ReformTask) -> Entry {
    let checks = task.checks.flatMap { check in
      let name = word("threshold", "").name + " " + check.indicator
      guard !check.thresholds.isEmpty else { return [(name, word("no-threshold", "").name)] }
      return check.thresholds.map { threshold in
        (
          [name, threshold.inForce.spelled].filter { !$0.isEmpty }.joined(separator: " "),
          "\(pack.bound(of: threshold, in: language))  \(threshold.scope[language])  "
            + pack.cite(threshold, in: language)
        )
      }
    }
    return Entry(
      id: task.id, title: task.title[language],
      statements: [
        word("title", task.title[language]), word("requirement", task.requirement[language]),
        word("clause", "\(task.action) · \(task.clause)"), word("responsible", task.responsible[language]),
      ] + checks + origin(task.source, nil) + advice(task.advice))
  }

  private func indicator(_ indicator: Indicator) -> Entry {
    Entry(
      id: indicator.id, title: indicator.title[language],
      statements: [
        word("title", indicator.title[language]), word("meaning", indicator.meaning[language]),
        word("numerator", indicator.numerator), word("denominator", indicator.denominator),
        word("direction", word("direction." + indicator.direction.rawValue, "").name),
        word("breakdowns", indicator.breakdowns.map(\.rawValue).joined(separator: ", ")),
      ] + (indicator.exists.map { [word("exists", $0 + (indicator.eachGives ? " (each-gives)" : ""))] } ?? [])
        + origin(indicator.source, indicator.derivation) + advice(indicator.advice))
  }

  private func measure(_ measure: Measure) -> Entry {
    var statements = [
      word("title", measure.title[language]), word("meaning", measure.meaning[language]),
      word("records", measure.kind.rawValue), word("condition", measure.condition.onOneLine),
    ]
    switch measure.amount {
    case .rows: break
    case .sum(let column): statements.append(word("amount", column.onOneLine))
    case .covered, .outside, .outsideOrganisations: statements.append(word("amount", "\(measure.amount)"))
    }
    if let fallback = measure.fallback { statements.append(word("fallback", fallback)) }
    return Entry(
      id: measure.id, title: measure.title[language],
      statements: statements + origin(measure.source, measure.derivation))
  }

  private func check(_ check: RecordCheck) -> Entry {
    let finding = pack.messages.findings[check.id]
    return Entry(
      id: check.id, title: finding?.title[language] ?? "",
      statements: [word("records", check.kind.rawValue), word("condition", check.condition.onOneLine)]
        + (finding.map(words) ?? []) + origin(check.source, check.derivation))
  }

  private func words(of finding: FindingDefinition) -> [(name: String, text: String)] {
    [
      word("severity", finding.severity.rawValue), word("message", finding.message[language]),
      word("remedy", finding.remedy[language]),
    ]
  }

  private func column(_ column: DerivedColumn) -> Entry {
    let cases = column.cases.map { entry in
      (
        ["\(entry.when.onOneLine)", entry.inForce.spelled].filter { !$0.isEmpty }.joined(separator: " "),
        ([String(entry.value)] + [entry.source.map { pack.cite($0, in: language) }].compactMap(\.self))
          .joined(separator: "  ")
      )
    }
    return Entry(
      id: column.id, title: column.meaning[language],
      statements: cases + [word("otherwise", column.otherwise.map(String.init) ?? "NULL")]
        + origin(nil, column.derivation))
  }

  private func codeList(_ list: CodeList) -> Entry {
    Entry(
      id: list.id, title: list.title[language],
      statements: list.entries.map { ($0.code, ([$0.label[language]] + $0.synonyms).joined(separator: ", ")) }
        + origin(list.source, nil))
  }

  private func sheet(_ sheet: SheetVocabulary) -> Entry {
    Entry(
      id: sheet.kind.rawValue, title: sheet.title,
      statements: sheet.fields.map { ($0.id, ([$0.heading] + $0.synonyms).joined(separator: ", ")) })
  }
}

extension DateRange {
  /// "[2016-11-14 – 2022-12-31]"; empty for what holds always.
  var spelled: String {
    from == nil && until == nil ? "" : "[\(from?.description ?? "…") – \(until?.description ?? "…")]"
  }
}

extension Threshold {
  /// "30%" or "62.50%".
  static func percent(_ hundredths: Int) -> String {
    (hundredths % 100 == 0 ? Percent.shortest(hundredths) : Percent.text(hundredths)) + "%"
  }
}

extension PolicyPack {
  /// "<= 30%", "每个单位 <= 0%", "不差于上季度".
  package func bound(of threshold: Threshold, in language: Language) -> String {
    let value = "\(threshold.comparison.rawValue) \(Threshold.percent(threshold.hundredths))"
    switch threshold.aim {
    case .fixed:
      guard threshold.isEach else { return value }
      return messages.text(threshold.sparesWaived ? "bound.each-unless" : "bound.each", in: language, ["bound": value])
    case .notWorse: return messages.text("bound.not-worse", in: language)
    case .halfTheGap(let since):
      return messages.text("bound.half", in: language, ["since": since.description, "bound": value])
    }
  }
}

extension String {
  /// The text with every run of white space as one blank.
  var onOneLine: String { split(whereSeparator: \.isWhitespace).joined(separator: " ") }
}
