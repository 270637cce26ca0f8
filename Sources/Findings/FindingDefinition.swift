// SPDX-License-Identifier: Apache-2.0

/// What the policy pack says of a finding code: how much it weighs, its title, its sentence and what to do about it.
package struct FindingDefinition: Sendable, Hashable {
  package var code: String
  package var severity: Severity
  package var title: LocalizedText
  /// A sentence with `{placeholders}` for the finding's facts.
  package var message: LocalizedText
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
  package var finding: Finding
  package var severity: Severity
  package var title: String
  package var message: String
  package var remedy: String
  package var isTrial = false

  package init(finding: Finding, severity: Severity, title: String, message: String, remedy: String) {
    self.finding = finding
    self.severity = severity
    self.title = title
    self.message = message
    self.remedy = remedy
  }
}
