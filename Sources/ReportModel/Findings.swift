// SPDX-License-Identifier: Apache-2.0

/// How a verdict is shown; the raw value is the verdict of the contract.
package enum Mark: String, Sendable, Hashable, CaseIterable {
  case met
  case partlyMet = "partly-met"
  case notMet = "not-met"
  case notApplicable = "not-applicable"
  case notEvaluable = "not-evaluable"
  case error
  /// 参考值: lights of their own beside verdicts, never in their stead.
  case reached = "reference-reached"
  case short = "reference-short"

  /// The verdicts of the contract, without the lights of references.
  package static let verdicts: [Mark] = [.met, .partlyMet, .notMet, .notApplicable, .notEvaluable, .error]
}

/// All findings of one code.
package struct FindingGroup: Sendable, Hashable {
  /// The code of the findings, kebab-case.
  package var code: String
  /// error, warning or info.
  package var severity: String
  /// What the severity is called in the page's language.
  package var severityLabel: String
  /// What is wrong in a few words.
  package var title: String
  /// What the sender or the office can do about it.
  package var remedy: String
  /// How many there are, those left out of `examples` among them.
  package var total: Int
  /// The first of them, each with its place.
  package var examples: [String]
  /// How many others there are and where they stand, in words; empty where these are all.
  package var more = ""
  /// The list that has them all, below the report's folder; nil where there is none.
  package var list: String?

  package init(
    code: String, severity: String, severityLabel: String, title: String, remedy: String, total: Int,
    examples: [String]
  ) {
    self.code = code
    self.severity = severity
    self.severityLabel = severityLabel
    self.title = title
    self.remedy = remedy
    self.total = total
    self.examples = examples
  }
}
