// SPDX-License-Identifier: Apache-2.0

import Basics
package import CensusModel

/// The state of an indicator; a bare number never stands alone (design.md section 6).
package enum IndicatorState: String, Sendable, Hashable, CaseIterable {
  /// The figure stands.
  case value
  /// What the ratio is about does not exist in the unit.
  case notApplicable = "not-applicable"
  /// Nobody gave the denominator.
  case denominatorMissing = "denominator-missing"
  /// The denominator is 0.
  case denominatorZero = "denominator-zero"
  /// More above the line than below: the figure is shown, and one of the two is wrong.
  case numeratorExceedsDenominator = "numerator-exceeds-denominator"
  /// Sheets that are owed did not come in for all of the unit: the figure is of those that did.
  case incompleteReporting = "incomplete-reporting"

  /// Whether the state comes with a number.
  package var hasValue: Bool {
    switch self {
    case .value, .numeratorExceedsDenominator, .incompleteReporting: true
    case .notApplicable, .denominatorMissing, .denominatorZero: false
    }
  }
}

/// One cut of a breakdown: by sector or by stage, with the code of the code list.
package struct IndicatorGroup: Sendable, Hashable {
  /// By what the organisations of a unit are parted: 领域 or 学段.
  package enum Dimension: String, Sendable, Hashable { case sector, stage }
  /// Which of the two; tells the code list of `code` as well.
  package var dimension: Dimension
  /// Code of code list `sector` or `stage`.
  package var code: String

  package init(dimension: Dimension, code: String) {
    self.dimension = dimension
    self.code = code
  }
}

/// 指标值: an exact fraction with its state, for one unit and, in a breakdown, one group.
package struct IndicatorValue: Sendable, Hashable {
  /// ID of the indicator in the pack.
  package var indicator: String
  /// Preorder number of the unit.
  package var unit: Int
  /// The part of the unit's organisations it is of; nil for all of them.
  package var group: IndicatorGroup?
  /// Whether there is a figure, and what is wrong with it; says how to read the two counts.
  package var state: IndicatorState
  /// The count above the line (persons, organisations, or the unit of a column summed up); nil where it is not known.
  package var numerator: Int64?
  /// The count below the line, likewise; nil where it is not known.
  package var denominator: Int64?
  /// Whether some of those that should have given the figures did not, whatever the state says first.
  package var isIncomplete = false
  /// Kinds of sheets that were owed and did not come in for all of the unit.
  package var missingSheets: [RecordKind] = []
  /// For how many of how many parts the figures came in, where that is not all.
  package var reported: ReportedShare?
  /// What the missing part could make of an incomplete figure.
  package var bounds: IndicatorBounds?

  package init(
    indicator: String, unit: Int, group: IndicatorGroup? = nil, state: IndicatorState, numerator: Int64?,
    denominator: Int64?
  ) {
    self.indicator = indicator
    self.unit = unit
    self.group = group
    self.state = state
    self.numerator = numerator
    self.denominator = denominator
  }

  /// Percent in hundredths, half-up from the exact fraction (2697 is 26.97 %); nil where the state has no value.
  package var hundredths: Int? {
    guard state.hasValue, let numerator, let denominator else { return nil }
    return Percent.hundredths(numerator, of: denominator)
  }
}
