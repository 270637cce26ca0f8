// SPDX-License-Identifier: Apache-2.0

import CensusModel
import Findings

/// Pages of what may be wrong with the data: the checks of the pack, and the findings of the program itself.
extension Explanation {
  func page(of check: RecordCheck) -> ExplanationPage {
    let words = pack.messages.findings[check.id]
    return page(
      words?.title[language] ?? check.id, check.id, word("check"),
      [
        line("severity", words.map { pack.messages.text("severity.\($0.severity.rawValue)", in: language) }),
        line("message", words?.message[language]), line("remedy", words?.remedy[language]),
        line("records", pack.messages.text("kind.\(check.kind.rawValue)", in: language)),
        line("condition", check.condition.onOneLine, isCode: true),
        check.trialSince.flatMap { line("trial", word("trial-since", ["since": $0.description])) },
      ] + origin(check.source, check.derivation) + examples(check.examples))
  }

  func page(of finding: FindingDefinition) -> ExplanationPage {
    let rule = pack.findingRules[finding.code]
    return page(
      finding.title[language], finding.code, word("finding"),
      [
        line("severity", pack.messages.text("severity.\(finding.severity.rawValue)", in: language)),
        line("message", finding.message[language]), line("rule", rule?.rule?[language] ?? word("rule.stops")),
        line("remedy", finding.remedy[language]),
      ] + authority(of: rule) + example(of: finding, rule?.example))
  }

  private func authority(of rule: FindingRule?) -> [Line?] {
    let isOwn = rule?.source == nil && rule?.derivation == nil
    return isOwn ? [line("source", word("own-rule"))] : origin(rule?.source, rule?.derivation)
  }

  /// What stands in the sheets, and the sentence it leads to.
  private func example(of finding: FindingDefinition, _ example: FindingRule.Example?) -> [Line?] {
    guard let example else { return [] }
    let message = finding.message.filled(example.facts.mapValues { $0[language] }, in: language)
    let given = example.given.map { $0[language] + " → " } ?? ""
    return [line("examples", ""), item(given + message)]
  }
}
