// SPDX-License-Identifier: Apache-2.0

import CensusModel
import Findings

/// What to do about a thing: the advice its author gave, else that of what uses it, else how to get to the rows behind it.
extension Explanation {
  func advice(on indicator: Indicator) -> String {
    if let own = indicator.advice { return own[language] }
    var known: [String] = []
    for task in pack.tasks where task.checks.contains(where: { $0.indicator == indicator.id }) {
      if let advice = task.advice?[language], !known.contains(advice) { known.append(advice) }
    }
    return (known + [word("advice.indicator", ["id": indicator.id])]).joined(separator: gap)
  }

  func advice(on task: ReformTask) -> String {
    task.advice?[language] ?? word("advice.task.\(task.method.rawValue)", ["id": task.id])
  }

  /// How to list what is counted, and what a change of it moves.
  func advice(on measure: Measure) -> String {
    let indicators = pack.indicators.filter { [$0.numerator, $0.denominator].contains(measure.id) }
    let ids = Set(indicators.map(\.id))
    let tasks = pack.tasks.filter { $0.checks.contains { ids.contains($0.indicator) } }
    var parts = [word("advice.measure", ["id": measure.id])]
    if !indicators.isEmpty { parts.append(word("advice.measure.indicators", ["names": list(indicators.map(\.title))])) }
    if !tasks.isEmpty { parts.append(word("advice.measure.tasks", ["names": list(tasks.map(\.title))])) }
    return parts.joined(separator: gap)
  }

  /// What to write in a cell, or whom to tell, where a sheet has another word.
  func advice(on list: CodeList) -> String {
    let fields = pack.vocabulary.sheets.flatMap(\.fields).filter {
      ($0.codeList ?? $0.type.impliedCodeList) == list.id
    }
    guard !fields.isEmpty else { return word("advice.codes.unread", ["id": list.id]) }
    // Of what people write freely a list only knows the words for “none”.
    if fields.allSatisfy({ [.post, .freeText].contains($0.type) }) {
      return word("advice.codes.none", ["id": list.id])
    }
    return word(list.isOpen ? "advice.codes.open" : "advice.codes", ["id": list.id])
  }

  private var gap: String { language == .chinese ? "" : " " }

  private func list(_ titles: [LocalizedText]) -> String {
    titles.map { $0[language] }.joined(separator: language == .chinese ? "、" : ", ")
  }
}
