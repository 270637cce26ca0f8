// SPDX-License-Identifier: Apache-2.0

package import CensusModel
package import Indicators
package import Policy

/// Task list + indicators + attestations + waivers → verdicts.
package struct Assessor: Sendable {
  package let waivers: WaiverBook
  private let pack: PolicyPack
  private let calculator: IndicatorCalculator
  private let censusDay: CalendarDay
  private let attestations: AttestationBook

  package init(
    pack: PolicyPack, calculator: IndicatorCalculator, censusDay: CalendarDay,
    attestations: AttestationBook = .empty
  ) {
    self.pack = pack
    self.calculator = calculator
    self.censusDay = censusDay
    self.attestations = attestations
    waivers = WaiverBook(pack.waivers, pack: pack.tasks, tree: calculator.tree, on: censusDay)
  }

  package func result(for task: ReformTask, unit: Int) -> TaskResult {
    guard task.duty.binds(calculator.tree.nodes[unit], under: pack.assessment) else {
      return TaskResult(
        task: task.id, unit: unit, method: task.method, verdict: .notApplicable, reason: "reason.not-owed")
    }
    let checks = task.checks.compactMap { check in
      pack.indicator(check.indicator).map { indicator in
        Assessor.judge(check, value: calculator.value(of: indicator, unit: unit), on: censusDay)
      }
    }
    var result = Assessor.result(
      for: task, unit: unit, checks: checks, attestations: attestations.rows(of: task.id, unit: unit),
      by: pack.assessment.attestation, on: censusDay)
    if result.verdict != .notApplicable { result.waiver = waivers.waiver(of: task.id, unit: unit) }
    return result
  }

  /// A computed task is decided by its checks, any other by the progress sheet; its checks are only shown.
  package static func result(
    for task: ReformTask, unit: Int, checks: [CheckResult], attestations: [Attestation], by rule: AttestationRule?,
    on day: CalendarDay
  ) -> TaskResult {
    var result = TaskResult(
      task: task.id, unit: unit, method: task.method, verdict: .notEvaluable, reason: "reason.attestation-missing",
      checks: checks)
    if task.method == .computed {
      (result.verdict, result.reason) = verdict(of: checks)
    } else if let rule {
      let attested = rule.result(of: attestations, on: day)
      result.attestation = attested
      result.reason = "reason.attestation-\(attested.standing.rawValue)"
      if attested.standing == .valid, let row = attested.attestation {
        (result.verdict, result.reason) = (rule.verdict(of: row), nil)
      }
    }
    return result
  }

  /// Holds one value against the threshold in force; the exact fraction is compared, not the printed figure.
  package static func judge(_ check: TaskCheck, value: IndicatorValue, on day: CalendarDay) -> CheckResult {
    let threshold = check.thresholds.first { $0.inForce.contains(day) }
    return CheckResult(
      indicator: check.indicator, value: value, threshold: threshold, verdict: verdict(of: value, against: threshold))
  }

  private static func verdict(of value: IndicatorValue, against threshold: Threshold?) -> Verdict {
    if value.state == .notApplicable { return .notApplicable }
    guard let threshold else { return .notEvaluable }
    if value.isIncomplete { return value.bounds?.verdict(threshold.comparison, threshold.hundredths) ?? .notEvaluable }
    guard value.state == .value || value.state == .numeratorExceedsDenominator,
      let numerator = value.numerator, let denominator = value.denominator
    else { return .notEvaluable }
    // numerator / denominator against hundredths / 10 000, in whole numbers of full width.
    let left = numerator.multipliedFullWidth(by: 10_000)
    let right = denominator.multipliedFullWidth(by: Int64(threshold.hundredths))
    let order = (left.high, left.low)
    let bound = (right.high, right.low)
    let holds = threshold.comparison == .atMost ? order <= bound : order >= bound
    return holds ? .met : .notMet
  }

  /// Checks that do not apply are left out; a check without a threshold does not weigh where another has one.
  package static func verdict(of checks: [CheckResult]) -> (Verdict, reason: String?) {
    let applying = checks.filter { $0.verdict != .notApplicable }
    guard !applying.isEmpty else { return (.notApplicable, nil) }
    let bound = applying.filter { $0.threshold != nil }
    guard !bound.isEmpty else { return (.notEvaluable, "reason.no-threshold") }
    let judged = bound.filter { $0.verdict == .met || $0.verdict == .notMet }
    guard judged.count == bound.count else {
      // What is known to fail fails whatever the missing data would say; the reason tells that some are missing.
      let reason = Assessor.missing(in: bound)
      guard judged.contains(where: { $0.verdict == .notMet }) else { return (.notEvaluable, reason) }
      return (judged.contains { $0.verdict == .met } ? .partlyMet : .notMet, reason)
    }
    if judged.allSatisfy({ $0.verdict == .met }) { return (.met, nil) }
    return (judged.allSatisfy { $0.verdict == .notMet } ? .notMet : .partlyMet, nil)
  }
}
