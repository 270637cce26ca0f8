// SPDX-License-Identifier: Apache-2.0

import CensusModel
import Indicators
import Policy

extension IndicatorBounds {
  /// The verdict that holds whatever the missing part says; not evaluable where it could change it.
  ///
  /// - Parameter hundredths: the threshold in hundredths of a percent.
  func verdict(_ comparison: Threshold.Comparison, _ hundredths: Int) -> Verdict {
    switch comparison {
    case .atMost:
      if isGreatestAtMost(hundredths) { return .met }
      return isLeastAbove(hundredths) ? .notMet : .notEvaluable
    case .atLeast:
      if isGreatestBelow(hundredths) { return .notMet }
      return isLeastAtLeast(hundredths) ? .met : .notEvaluable
    }
  }

  private func order(_ numerator: Int64, _ hundredths: Int) -> Int {
    let left = numerator.multipliedFullWidth(by: 10_000)
    let right = denominator.multipliedFullWidth(by: Int64(hundredths))
    if (left.high, left.low) == (right.high, right.low) { return 0 }
    return (left.high, left.low) < (right.high, right.low) ? -1 : 1
  }

  /// What is missing may add to both sides alike; it then brings a part no nearer than to the whole.
  private func isGreatestAtMost(_ hundredths: Int) -> Bool {
    guard let most else { return isDenominatorOpen && least <= denominator && hundredths >= 10_000 }
    return order(most, hundredths) <= 0
  }

  /// A denominator that can grow keeps a ratio above nothing only where something is counted at all.
  private func isLeastAbove(_ hundredths: Int) -> Bool {
    isDenominatorOpen ? hundredths == 0 && least > 0 : order(least, hundredths) > 0
  }

  /// Of all, each that fails is a breach for good.
  private func isGreatestBelow(_ hundredths: Int) -> Bool {
    guard let most else { return isDenominatorOpen && hundredths >= 10_000 && least < denominator }
    return order(most, hundredths) < 0
  }

  private func isLeastAtLeast(_ hundredths: Int) -> Bool {
    isDenominatorOpen ? hundredths == 0 : order(least, hundredths) >= 0
  }
}

extension Assessor {
  /// Why checks have no verdict: a roster that did not come in, else some other figure.
  static func missing(in checks: [CheckResult]) -> String {
    let open = checks.filter { $0.verdict == .notEvaluable }
    let kind = open.lazy.compactMap(\.value.missingSheets.first).first
    return kind.map { "reason.not-reported.\($0.rawValue)" } ?? "reason.missing-data"
  }
}
