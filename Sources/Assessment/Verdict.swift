// SPDX-License-Identifier: Apache-2.0

package import Indicators
package import Policy

/// 结论 (design.md section 6).
package enum Verdict: String, Sendable, Hashable, CaseIterable {
  /// 达标: every bound that binds holds, or the attestation says done.
  case met
  /// 部分达标: some bounds hold and others do not, or the attestation says under way.
  case partlyMet = "partly-met"
  /// 未达标: no bound that binds holds, or the attestation says not begun.
  case notMet = "not-met"
  /// 不适用: the unit does not owe the task, or there is nothing that the task is about.
  case notApplicable = "not-applicable"
  /// 没有结论: no bound is in force, figures are missing, or no attestation counts.
  case notEvaluable = "not-evaluable"
  /// 出错: the pack gives the attested state a verdict that does not exist.
  case error
}

/// What one check of a task came to under one bound: the observation (value) apart from the judgement (verdict).
package struct CheckResult: Sendable, Hashable {
  /// ID of the indicator that the check looks at.
  package var indicator: String
  /// What was observed, whatever is made of it.
  package var value: IndicatorValue
  /// The threshold in force on the census day, nil when none is set.
  package var threshold: Threshold?
  /// Never met or not met under a reference.
  package var verdict: Verdict
  /// Message key of why there is no verdict (`reason.no-baseline` …); nil when the state of the value says it.
  package var reason: String?
  /// What was asked in the end: of a relative target, the bound its base came to. Nil where there is none.
  package var bound: Bound?
  /// What is left to do under the threshold; nil where nothing can be said.
  package var remaining: Remaining?
  /// Of an obligation of every single unit: how the units below stand.
  package var spread: Spread?
  /// What is known, where that is too little for a verdict.
  package var tooLittle: TooLittle?
  /// 参考值: whether the figure reaches a reference; nil under a rule or a target.
  package var reaches: Bool?

  /// What the threshold is worth: only a rule or an own target makes a verdict. Nil where none is in force.
  package var standing: Threshold.Authority? { threshold?.standing }

  /// How many of how many are known, and the least share that is asked, in hundredths of a percent.
  package struct TooLittle: Sendable, Hashable {
    /// How many are known, such as members with a date of birth.
    package var known: Int64
    /// Of how many.
    package var all: Int64
    /// The least share that must be known for a verdict, in hundredths of a percent.
    package var hundredths: Int

    package init(known: Int64, all: Int64, hundredths: Int) {
      self.known = known
      self.all = all
      self.hundredths = hundredths
    }
  }

  package init(indicator: String, value: IndicatorValue, threshold: Threshold?, verdict: Verdict) {
    self.indicator = indicator
    self.value = value
    self.threshold = threshold
    self.verdict = verdict
  }
}

/// The verdict on one task for one unit.
package struct TaskResult: Sendable, Hashable {
  /// ID of the task in the pack.
  package var task: String
  /// Preorder number of the unit.
  package var unit: Int
  /// Whether figures decide the task or an attestation does.
  package var method: ReformTask.Method
  /// What the checks or the attestation come to; waivers leave it as it is.
  package var verdict: Verdict
  /// Message key of why it is so (`reason.no-threshold` …), nil when the checks say it all.
  package var reason: String?
  /// One result for each check and bound in force, in the order of the pack; of tasks that an attestation decides they
  /// are only shown. Empty where the unit does not owe the task.
  package var checks: [CheckResult]
  /// What the progress sheet says; nil for computed tasks and where the unit does not owe the task.
  package var attestation: AttestationResult?
  /// The waiver in force: an overlay, it changes no verdict.
  package var waiver: Waiver?

  /// Whether a waiver in force excuses the unit from the task.
  package var waived: Bool { waiver != nil }

  package init(
    task: String, unit: Int, method: ReformTask.Method = .computed, verdict: Verdict, reason: String?,
    checks: [CheckResult] = [], attestation: AttestationResult? = nil, waiver: Waiver? = nil
  ) {
    self.task = task
    self.unit = unit
    self.method = method
    self.verdict = verdict
    self.reason = reason
    self.checks = checks
    self.attestation = attestation
    self.waiver = waiver
  }
}
