// SPDX-License-Identifier: Apache-2.0

/// What an incomplete figure could become once the missing part came in.
package struct IndicatorBounds: Sendable, Hashable {
  /// The numerator as far as it is known: it can only grow.
  package var least: Int64
  /// What it can grow to; nil where nothing says how far.
  package var most: Int64?
  /// The denominator as far as it is known.
  package var denominator: Int64
  /// Whether the denominator can grow as well, nobody knows how far.
  package var isDenominatorOpen: Bool

  package init(least: Int64, most: Int64?, denominator: Int64, isDenominatorOpen: Bool) {
    self.least = least
    self.most = most
    self.denominator = denominator
    self.isDenominatorOpen = isDenominatorOpen
  }

  /// Percent in hundredths, half-up, from the least to the most; nil where nothing says how far it goes.
  package var hundredths: ClosedRange<Int>? {
    guard let most, !isDenominatorOpen, denominator > 0, most >= least else { return nil }
    func percent(_ numerator: Int64) -> Int? {
      IndicatorValue(indicator: "", unit: 0, state: .value, numerator: numerator, denominator: denominator).hundredths
    }
    guard let low = percent(least), let high = percent(most), low <= high else { return nil }
    return low...high
  }
}
