// SPDX-License-Identifier: Apache-2.0

package import CensusModel
package import Indicators
package import Policy

/// Task list + indicators + attestations + waivers → verdicts.
package struct Assessor: Sendable {
  /// The waivers of pack and workspace as they stand on the census day; those in force are laid over the results.
  package let waivers: WaiverBook
  private let pack: PolicyPack
  private let calculator: IndicatorCalculator
  private let censusDay: CalendarDay
  private let attestations: AttestationBook
  private let baselines: Baselines
  private let obligations: Obligations

  /// - Parameter baselines: the figures that relative targets start from.
  package init(
    pack: PolicyPack, calculator: IndicatorCalculator, censusDay: CalendarDay,
    attestations: AttestationBook = .empty, baselines: Baselines = .none
  ) {
    self.pack = pack
    self.calculator = calculator
    self.censusDay = censusDay
    self.attestations = attestations
    self.baselines = baselines
    waivers = WaiverBook(pack.waivers, pack: pack.tasks, tree: calculator.tree, on: censusDay)
    obligations = Obligations(pack: pack, calculator: calculator, waivers: waivers, on: censusDay)
  }

  /// The verdict on a task for a unit (preorder number), from its checks or its attestations. A unit that does not owe
  /// the task gets `notApplicable` with `reason.not-owed`; a waiver is told beside the verdict and changes none.
  package func result(for task: ReformTask, unit: Int) -> TaskResult {
    guard task.duty.applies(to: calculator.tree.nodes[unit], under: pack.assessment) else {
      return TaskResult(
        task: task.id, unit: unit, method: task.method, verdict: .notApplicable, reason: "reason.not-owed")
    }
    let checks = task.checks.flatMap { judge($0, of: task, unit: unit) }
    var result = Assessor.result(
      for: task, unit: unit, checks: checks, attestations: attestations.rows(of: task.id, unit: unit),
      by: pack.assessment.attestation, on: censusDay)
    if result.verdict != .notApplicable { result.waiver = waivers.waiver(of: task.id, unit: unit) }
    return result
  }

  /// The check under every bound that judges the unit; bounds for other levels of units are left out.
  private func judge(_ check: TaskCheck, of task: ReformTask, unit: Int) -> [CheckResult] {
    guard let indicator = pack.indicator(check.indicator) else { return [] }
    let value = calculator.value(of: indicator, unit: unit)
    var own = check
    let node = calculator.tree.nodes[unit]
    own.thresholds.removeAll { !$0.applies(to: node, under: pack.assessment) }
    return Assessor.judge(own, value: value, known: known(for: check, of: indicator, unit), on: censusDay) {
      threshold in
      Assessor.Circumstances(
        base: baselines.value(of: indicator, unit: node, for: threshold),
        spread: threshold.isEach
          ? obligations.spread(threshold, of: check, in: task.id, value: value, tree: calculator.tree) : nil)
    }
  }

  /// Which share is known of those the check is about; nil where it asks for no least share.
  private func known(for check: TaskCheck, of indicator: Indicator, _ unit: Int) -> IndicatorValue? {
    switch check.known?.share {
    case nil: nil
    case .indicator(let id): pack.indicator(id).map { calculator.value(of: $0, unit: unit) }
    case .among(let measure):
      IndicatorValue(
        indicator: indicator.id, unit: unit, state: .value,
        numerator: calculator.count(of: indicator.denominator, unit: unit),
        denominator: calculator.count(of: measure, unit: unit))
    }
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
}
