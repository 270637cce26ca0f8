// SPDX-License-Identifier: Apache-2.0

import Basics
package import Indicators
package import Policy

/// An exact bound of a ratio, and on which side of it the good lies.
package struct Bound: Sendable, Hashable {
  /// On which side of the bound the good lies; the bound itself is good.
  package var comparison: Threshold.Comparison
  /// The bound's numerator; not reduced.
  package var numerator: Int64
  /// The bound's denominator, above 0.
  package var denominator: Int64

  /// A bound as packs give it, in hundredths of a percent: 3000 is 30 %.
  package init(_ comparison: Threshold.Comparison, hundredths: Int) {
    self.init(comparison, numerator: Int64(hundredths), denominator: 10_000)
  }

  package init(_ comparison: Threshold.Comparison, numerator: Int64, denominator: Int64) {
    self.comparison = comparison
    self.numerator = numerator
    self.denominator = denominator
  }

  /// The bound of a threshold; nil where a relative one has no base with a value.
  ///
  /// - Parameter base: the figure of the quarter a relative target starts from.
  package init?(of threshold: Threshold, base: IndicatorValue?) {
    guard threshold.aim != .fixed else {
      self.init(threshold.comparison, hundredths: threshold.hundredths)
      return
    }
    guard let base, base.state == .value || base.state == .numeratorExceedsDenominator, let top = base.numerator,
      let below = base.denominator, below > 0
    else { return nil }
    if threshold.aim == .notWorse {
      self.init(threshold.comparison, numerator: top, denominator: below)
    } else {
      // (top ÷ below + goal ÷ 10 000) ÷ 2; people and units are far too few to overflow.
      let goal = Int64(threshold.hundredths)
      self.init(threshold.comparison, numerator: top * 10_000 + goal * below, denominator: below * 20_000)
    }
  }

  /// Percent in hundredths, half-up, to be printed.
  package var hundredths: Int { Percent.hundredths(Int128(numerator), of: Int128(denominator)) }

  /// The exact fractions are compared, in whole numbers of full width.
  package func holds(_ top: Int64, of below: Int64) -> Bool {
    let left = top.multipliedFullWidth(by: denominator)
    let right = below.multipliedFullWidth(by: numerator)
    let (figure, bound) = ((left.high, left.low), (right.high, right.low))
    return comparison == .atMost ? figure <= bound : figure >= bound
  }

  /// How many of the numerator are too many or missing, in whole persons or units: never 0 where the bound does not hold.
  package func remaining(_ top: Int64, of below: Int64) -> Int64 {
    let product = below.multipliedFullWidth(by: numerator)
    let (quotient, rest) = denominator.dividingFullWidth((product.high, product.low))
    return comparison == .atMost ? max(0, top - quotient) : max(0, quotient + (rest > 0 ? 1 : 0) - top)
  }
}

/// 还差: whole persons or units up to a bound, with what they are.
package struct Remaining: Sendable, Hashable {
  /// Above a limit, below a minimum, or what an indicator without a bound has still to deal with or to gain.
  package enum Kind: String, Sendable, Hashable, CaseIterable { case over, short, open, gap }

  /// Whole persons or units, never negative.
  package var count: Int64
  /// What the count is of, and so which label it gets.
  package var kind: Kind

  package init(count: Int64, kind: Kind) {
    self.count = count
    self.kind = kind
  }

  /// Under a bound; of an obligation each breach counts.
  package init(_ value: IndicatorValue, under bound: Bound, excused: Int64 = 0) {
    let count = bound.remaining(value.numerator ?? 0, of: value.denominator ?? 0)
    self.init(count: max(0, count - excused), kind: bound.comparison == .atMost ? .over : .short)
  }

  /// Up to the ideal, where no bound is set; nil where neither direction is the better one or nothing is known.
  package init?(toIdealOf value: IndicatorValue, _ direction: Indicator.Direction) {
    guard let top = value.numerator, let below = value.denominator, below > 0 else { return nil }
    switch direction {
    case .lowerIsBetter: self.init(count: top, kind: .open)
    case .higherIsBetter: self.init(count: max(0, below - top), kind: .gap)
    case .neutral: return nil
    }
  }

  /// Message key of the heading over such counts; its fact `what` is the title of the measure counted.
  package static func labelKey(_ kind: Kind) -> String { "remaining." + kind.rawValue }

  /// The measure whose records the count is of: the numerator, or where it is too small what is missing in it.
  package static func kind(under threshold: Threshold?, _ direction: Indicator.Direction) -> Kind {
    if let threshold { return threshold.comparison == .atMost ? .over : .short }
    return direction == .lowerIsBetter ? .open : .gap
  }
}
