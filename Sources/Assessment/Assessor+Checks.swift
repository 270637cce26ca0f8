// SPDX-License-Identifier: Apache-2.0

package import CensusModel
package import Indicators
package import Policy

extension Assessor {
  /// What a bound needs to know besides the figure.
  package struct Circumstances: Sendable {
    /// The figure of the quarter a relative target starts from.
    package var base: IndicatorValue?
    /// How the single units stand; nil takes the figure as that of one unit.
    package var spread: Spread?

    package init(base: IndicatorValue? = nil, spread: Spread? = nil) {
      self.base = base
      self.spread = spread
    }
  }

  /// Holds one value against every bound in force on a day: rules, then targets, then references; without any, one result
  /// that has no threshold.
  ///
  /// - Parameters:
  ///   - known: which share of those concerned is known, where the check asks for a least share.
  ///   - circumstances: of each bound; those of a single unit without an earlier quarter when left out.
  package static func judge(
    _ check: TaskCheck, value: IndicatorValue, known: IndicatorValue? = nil, on day: CalendarDay,
    circumstances: (Threshold) -> Circumstances = { _ in Circumstances() }
  ) -> [CheckResult] {
    let inForce = Threshold.Authority.allCases.flatMap { standing in
      check.thresholds.filter { $0.standing == standing && $0.inForce.contains(day) }
    }
    let results = inForce.map { threshold in
      result(of: check, value: value, known: known, under: threshold, circumstances(threshold))
    }
    if results.contains(where: { $0.standing != .reference }) { return results }
    var bare = CheckResult(
      indicator: check.indicator, value: value, threshold: nil,
      verdict: value.state == .notApplicable ? .notApplicable : .notEvaluable)
    let isAwaited = check.binding.contains { $0.inForce.from.map { $0 > day } ?? false }
    bare.reason = isAwaited ? "reason.not-due" : "reason.no-threshold"
    return [bare] + results
  }

  private static func result(
    of check: TaskCheck, value: IndicatorValue, known: IndicatorValue?, under threshold: Threshold,
    _ circumstances: Circumstances
  ) -> CheckResult {
    var result = CheckResult(
      indicator: check.indicator, value: value, threshold: threshold,
      verdict: value.state == .notApplicable ? .notApplicable : .notEvaluable)
    guard result.verdict != .notApplicable else { return result }
    guard let bound = Bound(of: threshold, base: circumstances.base) else {
      result.reason = "reason.no-baseline"
      return result
    }
    result.bound = bound
    if value.isIncomplete {
      judgeIncomplete(&result, circumstances.spread)
      return result
    }
    guard value.state == .value || value.state == .numeratorExceedsDenominator, let top = value.numerator,
      let below = value.denominator
    else { return result }
    result.spread = circumstances.spread
    result.remaining = Remaining(value, under: bound, excused: circumstances.spread?.excused ?? 0)
    let verdict = verdict(top, of: below, under: bound, circumstances.spread)
    if threshold.standing == .reference {
      result.reaches = verdict == .met
      return result
    }
    result.verdict = verdict
    if let floor = check.known, let little = tooLittle(known, floor),
      !isDecided(verdict, value, bound, threshold, little)
    {
      (result.verdict, result.reason, result.tooLittle) = (.notEvaluable, "reason.too-little-known", little)
    }
    return result
  }

  /// All or none for a unit with duties of its own; above it, partly met as soon as one below fails.
  private static func verdict(_ top: Int64, of below: Int64, under bound: Bound, _ spread: Spread?) -> Verdict {
    guard let spread else { return bound.holds(top, of: below) ? .met : .notMet }
    if spread.ownFails { return .notMet }
    return spread.complying == spread.units ? .met : .partlyMet
  }

  /// A figure of which a part has not been handed in: judged only where the missing part cannot change the verdict.
  private static func judgeIncomplete(_ result: inout CheckResult, _ spread: Spread?) {
    guard let threshold = result.threshold, threshold.aim == .fixed, threshold.standing != .reference,
      let verdict = result.value.bounds?.verdict(threshold.comparison, threshold.hundredths)
    else { return }
    result.spread = spread
    // Where the duty is that of each unit below, a breach is theirs.
    let isBelow = spread.map { !$0.ownFails } ?? false
    result.verdict = verdict == .notMet && isBelow ? .partlyMet : verdict
  }

  /// Nil where enough is known. What is not known at all is no share either.
  private static func tooLittle(_ known: IndicatorValue?, _ floor: TaskCheck.Floor) -> CheckResult.TooLittle? {
    guard let known, let top = known.numerator, let below = known.denominator, below > 0,
      !Bound(.atLeast, hundredths: floor.hundredths).holds(top, of: below)
    else { return nil }
    return CheckResult.TooLittle(known: top, all: below, hundredths: floor.hundredths)
  }

  /// Whether a verdict stands though too little is known. A breach of a rule is one, whatever the others are. A target of
  /// the office's own is one for everybody: not met only where those who are not known could not change it.
  private static func isDecided(
    _ verdict: Verdict, _ value: IndicatorValue, _ bound: Bound, _ threshold: Threshold,
    _ little: CheckResult.TooLittle
  ) -> Bool {
    if verdict == .met { return false }
    guard threshold.standing == .own, !threshold.isEach, let top = value.numerator, let below = value.denominator else {
      return true
    }
    let unknown = little.all - little.known
    return !bound.holds(bound.comparison == .atLeast ? top + unknown : top, of: below + unknown)
  }

  /// Checks that do not apply are left out; a check without a threshold does not weigh where another has one, and a
  /// reference never weighs.
  package static func verdict(of checks: [CheckResult]) -> (Verdict, reason: String?) {
    let applying = checks.filter { $0.verdict != .notApplicable && $0.standing != .reference }
    guard !applying.isEmpty else { return (.notApplicable, nil) }
    let bound = applying.filter { $0.threshold != nil }
    guard !bound.isEmpty else {
      let isAwaited = applying.contains { $0.reason == "reason.not-due" }
      return (.notEvaluable, isAwaited ? "reason.not-due" : "reason.no-threshold")
    }
    let judged = bound.filter { [.met, .partlyMet, .notMet].contains($0.verdict) }
    guard judged.count == bound.count else {
      let reason = bound.first { $0.verdict == .notEvaluable }?.reason ?? missing(in: bound)
      // What is known to fail fails whatever the missing data would say; the reason tells that some are missing.
      guard judged.contains(where: { $0.verdict != .met }) else { return (.notEvaluable, reason) }
      return (judged.allSatisfy { $0.verdict == .notMet } ? .notMet : .partlyMet, reason)
    }
    if judged.allSatisfy({ $0.verdict == .met }) { return (.met, nil) }
    return (judged.allSatisfy { $0.verdict == .notMet } ? .notMet : .partlyMet, nil)
  }
}

/// The figures of other periods that relative targets start from.
package struct Baselines: Sendable {
  private let period: Period?
  private let calculators: [Period: IndicatorCalculator]

  /// No other periods: every relative target is without a base.
  package static let none = Baselines(of: nil, [:])

  /// - Parameters:
  ///   - period: the one that is judged.
  ///   - calculators: of the periods that its targets start from; one that is missing leaves its targets without a base.
  package init(of period: Period?, _ calculators: [Period: IndicatorCalculator]) {
    self.period = period
    self.calculators = calculators
  }

  /// The figure of a unit, found by its ID; nil where the target needs none or there is none.
  func value(of indicator: Indicator, unit: OrganisationNode, for threshold: Threshold) -> IndicatorValue? {
    let base: Period? =
      switch threshold.aim {
      case .fixed: nil
      case .notWorse: period?.previous
      case .halfTheGap(let since): since
      }
    guard let base, let calculator = calculators[base],
      let node = calculator.tree.nodes.firstIndex(where: { $0.code == unit.code })
    else { return nil }
    return calculator.value(of: indicator, unit: node)
  }
}
