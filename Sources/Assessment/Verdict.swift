// SPDX-License-Identifier: Apache-2.0

package import Indicators
package import Policy

/// 结论 (design.md section 6).
package enum Verdict: String, Sendable, Hashable, CaseIterable {
  case met
  case partlyMet = "partly-met"
  case notMet = "not-met"
  case notApplicable = "not-applicable"
  case notEvaluable = "not-evaluable"
  case error
}

/// What one check of a task came to: the observation (value) apart from the judgement (verdict).
package struct CheckResult: Sendable, Hashable {
  package var indicator: String
  package var value: IndicatorValue
  /// The threshold in force on the census day, nil when none is set.
  package var threshold: Threshold?
  package var verdict: Verdict

  package init(indicator: String, value: IndicatorValue, threshold: Threshold?, verdict: Verdict) {
    self.indicator = indicator
    self.value = value
    self.threshold = threshold
    self.verdict = verdict
  }
}

/// The verdict on one task for one unit.
package struct TaskResult: Sendable, Hashable {
  package var task: String
  /// Preorder number of the unit.
  package var unit: Int
  package var verdict: Verdict
  /// Message key of why it is so (`reason.no-threshold` …), nil when the checks say it all.
  package var reason: String?
  package var waived: Bool
  package var checks: [CheckResult]

  package init(
    task: String, unit: Int, verdict: Verdict, reason: String?, waived: Bool = false, checks: [CheckResult]
  ) {
    self.task = task
    self.unit = unit
    self.verdict = verdict
    self.reason = reason
    self.waived = waived
    self.checks = checks
  }
}
