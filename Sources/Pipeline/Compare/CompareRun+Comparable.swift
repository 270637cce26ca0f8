// SPDX-License-Identifier: Apache-2.0

import Comparison
package import Indicators
import Policy
import Results

extension CompareRun {
  /// The earlier figures on the boundary of the later period: every organisation takes its own along.
  package func earlierOnLaterBoundary() -> IndicatorCalculator {
    let reported = Set(context.pack.measures.filter(\.isReported).map(\.id))
    let (old, new) = (comparison.before, comparison.after)
    let tallies = context.pack.measures.compactMap { old.tally(of: $0.id) }
    return IndicatorCalculator(
      pack: context.pack, tree: new.tree,
      tallies: pairing.earlierFigures(tallies, of: old.calculator, reported: reported))
  }

  /// Why a value of the later period cannot be held against the earlier one, in words; empty when it can, nil for an
  /// indicator that the pack does not have.
  func incomparability(of value: IndicatorValue) -> [String]? {
    // A unit of the later tree has its node's number.
    context.pack.indicator(value.indicator).map { comparison.reasons(for: $0, unit: value.unit).map(words.reason) }
  }

  /// How many hundredths a value changed; nil where the two are not comparable.
  package func change(of value: IndicatorValue) -> Int? {
    guard let indicator = context.pack.indicator(value.indicator), incomparability(of: value) == [],
      let old = comparison.valueBefore(of: indicator, unit: value.unit)?.hundredths, let new = value.hundredths
    else { return nil }
    return new - old
  }
}
