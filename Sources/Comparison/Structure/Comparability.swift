// SPDX-License-Identifier: Apache-2.0

package import Indicators

/// Why two figures of one indicator cannot simply be held against each other.
package enum Incomparability: Sendable, Hashable {
  /// The definition of a measure (its ID) is another in the later period.
  case definition(measure: String)
  /// The pack of the later period has no such indicator, or the earlier one had none.
  case indicatorMissing
  /// So many organisations came below the unit, or left it, otherwise than by being new or closed.
  case boundary(organisations: Int)
  /// The unit stands in one of the two trees only.
  case unitNew, unitClosed
  /// The unit was put together from several, or was parted.
  case unitMerged, unitSplit
  /// A sheet kind the figure needs was not handed in for one of the periods.
  case sheetMissing(kind: String, isLater: Bool)
  /// Units below handed in rows of the kind in one period only.
  case coverage(kind: String, units: [Int], isLater: Bool)
  /// The denominator's figure is the unit's own in one period, the sum of its parts in the other.
  case denominatorBasis
  /// 数据来源 is another.
  case denominatorSource(from: String, to: String)
  /// One of the figures has no value, or is incomplete.
  case state(before: Side, after: Side)

  /// A state, and for how many of how many parts the figures came in where that is not all.
  package struct Side: Sendable, Hashable {
    /// The state of the figure, as `IndicatorState` spells it; `not-applicable` where the unit does not exist.
    package var state: String
    /// For how many parts it came in; nil where that is all.
    package var reported: ReportedShare?

    init(_ value: IndicatorValue?) {
      state = (value?.state ?? .notApplicable).rawValue
      reported = value?.reported
    }
  }

  /// Stable name for machine formats and for the message that says it; without the facts of the case.
  package var key: String {
    switch self {
    case .definition: "definition"
    case .indicatorMissing: "indicator-missing"
    case .boundary: "boundary"
    case .unitNew: "unit-new"
    case .unitClosed: "unit-closed"
    case .unitMerged: "unit-merged"
    case .unitSplit: "unit-split"
    case .sheetMissing: "sheet-missing"
    case .coverage: "coverage"
    case .denominatorBasis: "denominator-basis"
    case .denominatorSource: "denominator-source"
    case .state: "state"
    }
  }
}
