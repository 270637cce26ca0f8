// SPDX-License-Identifier: Apache-2.0

/// What the policy pack says of a finding code: how much it weighs, its title, its sentence and what to do about it.
package struct FindingDefinition: Sendable, Hashable {
  /// The code of the findings it defines, kebab-case.
  package var code: String
  /// How much a finding of this code weighs: in lists, in reports and against `--fail-on`.
  package var severity: Severity
  /// What is wrong in a few words, without the facts of a case; heads groups of findings.
  package var title: LocalizedText
  /// A sentence with `{placeholders}` for the finding's facts.
  package var message: LocalizedText
  /// What the sender or the office can do about it; a sentence with `{placeholders}` for the finding's facts.
  package var remedy: LocalizedText
  /// Whether its check is on trial: told apart from the others and without any say in exit codes.
  package var isTrial = false

  package init(
    code: String, severity: Severity, title: LocalizedText, message: LocalizedText, remedy: LocalizedText
  ) {
    self.code = code
    self.severity = severity
    self.title = title
    self.message = message
    self.remedy = remedy
  }
}

/// A finding with its words in one language: what text, JSON and reports print.
package struct RenderedFinding: Sendable, Hashable {
  /// The finding as the stage told it; its facts are not spelled for a language yet.
  package var finding: Finding
  /// The severity that the pack gives its code; `error` for a code the pack does not define.
  package var severity: Severity
  /// The definition's title; the code itself where the pack does not define it.
  package var title: String
  /// The sentence about this case, its facts filled in; `⟨code⟩` where the pack does not define the code.
  package var message: String
  /// What to do, its facts filled in; empty where the pack does not define the code.
  package var remedy: String
  /// Whether its check is on trial and has no say in exit codes (see `FindingDefinition`).
  package var isTrial = false

  package init(finding: Finding, severity: Severity, title: String, message: String, remedy: String) {
    self.finding = finding
    self.severity = severity
    self.title = title
    self.message = message
    self.remedy = remedy
  }
}
