// SPDX-License-Identifier: Apache-2.0

import CensusModel
import Indicators
package import Policy

/// 净贡献: what each cause did to a ratio, numerator and denominator together: (Δnₖ − r₀·Δdₖ) / d₁. The parts add up to the
/// change exactly, and say what people mean: those who left were worse, or better, than the average.
package struct NetBridge: Sendable, Hashable {
  /// What one cause did to the ratio.
  package struct Part: Sendable, Hashable {
    /// Nil for what no movement accounts for.
    package var cause: MovementCause?
    /// What it moved in the numerator; negative for what went out.
    package var numerator: Int64
    /// What it moved in the denominator; negative for what went out.
    package var denominator: Int64
    /// What that does to the ratio, exact.
    package var value: Fraction
  }

  /// The earlier ratio.
  package let start: Fraction
  /// The later ratio.
  package let end: Fraction
  /// The largest first; none that is zero.
  package let parts: [Part]

  /// Whether all who were below the line then have gone, and all who are there now have come: a new class of graduates.
  package let isRenewed: Bool
  /// How many are below the line in each period.
  package let before, after: Int64

  /// The later ratio less the earlier one, which the parts add up to.
  package var change: Fraction { end - start }

  /// - Returns: nil where one of the ratios does not exist.
  package init?(
    numerators: (before: Int64?, after: Int64?), denominators: (before: Int64?, after: Int64?),
    movements: (numerator: [Movement], denominator: [Movement])
  ) {
    guard let n0 = numerators.before, let n1 = numerators.after, let d0 = denominators.before,
      let d1 = denominators.after, d0 > 0, d1 > 0
    else { return nil }
    (start, end) = (Fraction(n0, over: d0), Fraction(n1, over: d1))
    var moved: [MovementCause?: (numerator: Int64, denominator: Int64)] = [:]
    for movement in movements.numerator { moved[movement.cause, default: (0, 0)].numerator += movement.amount }
    for movement in movements.denominator { moved[movement.cause, default: (0, 0)].denominator += movement.amount }
    let rest = (
      numerator: n1 - n0 - movements.numerator.reduce(0) { $0 + $1.amount },
      denominator: d1 - d0 - movements.denominator.reduce(0) { $0 + $1.amount }
    )
    if rest != (0, 0) { moved[nil] = rest }
    let gone = movements.denominator.reduce(0) { $0 + min($1.amount, 0) }
    (isRenewed, before, after) = (-gone == d0, d0, d1)
    let former = start
    parts = moved.compactMap { cause, amounts in
      let value =
        (Fraction(Int128(amounts.numerator)) - former * Fraction(Int128(amounts.denominator)))
        * Fraction(1, Int128(d1))
      guard value != .zero else { return nil }
      return Part(cause: cause, numerator: amounts.numerator, denominator: amounts.denominator, value: value)
    }.sorted { left, right in
      let (first, second) = (left.value.magnitude, right.value.magnitude)
      if first != second { return second < first }
      return (left.cause?.rank ?? Int.max, left.cause?.key ?? "") < (
        right.cause?.rank ?? Int.max, right.cause?.key ?? ""
      )
    }
  }
}

extension Fraction {
  /// The same without a sign.
  package var magnitude: Fraction { self < .zero ? .zero - self : self }
}

extension PeriodComparison {
  /// The net bridge of an indicator at a unit; nil where one of the ratios does not exist.
  ///
  /// - Parameter flows: of numerator and denominator, worked out once for all units.
  package func netBridge(
    of indicator: Indicator, unit: Int, flows: (numerator: UnitFlows, denominator: UnitFlows)
  ) -> NetBridge? {
    let (old, new) = values(of: indicator, unit: unit)
    guard let old, let new, old.state.hasValue, new.state.hasValue else { return nil }
    return NetBridge(
      numerators: (old.numerator, new.numerator), denominators: (old.denominator, new.denominator),
      movements: (flows.numerator.movements(at: unit), flows.denominator.movements(at: unit)))
  }
}
