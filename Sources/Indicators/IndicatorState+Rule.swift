// SPDX-License-Identifier: Apache-2.0

extension IndicatorState {
  /// What is known of a fraction before it has a state.
  package struct Facts: Sendable, Hashable {
    /// The count above the line; nil where sheets that were owed did not come in.
    package var numerator: Int64?
    /// Nil where nobody gave it.
    package var denominator: Int64?
    /// How many things there are that the ratio is about; nil where the indicator does not say what that is.
    package var existing: Int64?
    /// Whether some of those that should have given the figures did not.
    package var isIncomplete = false
    /// Whether a sheet that is owed did not come in for anybody here.
    package var isUnreported = false

    package init(numerator: Int64?, denominator: Int64?) {
      self.numerator = numerator
      self.denominator = denominator
    }
  }

  /// The state of a fraction (contract section 5): what does not exist is not applicable, what was owed and did not come in
  /// is incomplete, what nobody gave is missing; and what is there stands.
  package init(_ facts: Facts) {
    self = IndicatorState.state(facts)
  }

  private static func state(_ facts: Facts) -> IndicatorState {
    if facts.existing == 0 { return .notApplicable }
    if facts.isUnreported { return .incompleteReporting }
    guard let denominator = facts.denominator else { return .denominatorMissing }
    guard let numerator = facts.numerator else { return .incompleteReporting }
    if facts.isIncomplete { return .incompleteReporting }
    if numerator > denominator, denominator > 0 { return .numeratorExceedsDenominator }
    return denominator == 0 ? .denominatorZero : .value
  }
}
