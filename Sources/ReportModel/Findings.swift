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
  package var code: String
  /// error, warning or info.
  package var severity: String
  package var severityLabel: String
  package var title: String
  package var remedy: String
  package var total: Int
  /// The first of them, each with its place.
  package var examples: [String]
  /// How many others there are and where they stand, in words; empty where these are all.
  package var more = ""

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
