// SPDX-License-Identifier: Apache-2.0

package import CensusModel
package import Indicators
package import Policy

/// Two periods held against each other at any unit: figures, movements, bridges, comparability.
package struct PeriodComparison: Sendable {
  /// The earlier period.
  package let before: PeriodFigures
  /// The later period, whose pack is the one that figures are told by.
  package let after: PeriodFigures
  /// Which organisation became which; its units are those of the comparison.
  package let pairing: UnitPairing
  /// What moved the measures of each kind that has records of its own, read once.
  package let ledgers: [RecordKind: MovementLedger]
  let shifts: [Int: Int]
  /// What says whether figures are comparable and is the same for every unit.
  let standing: ComparabilityContext

  package init(
    before: PeriodFigures, after: PeriodFigures, pairing: UnitPairing, ledgers: [RecordKind: MovementLedger]
  ) {
    self.before = before
    self.after = after
    self.pairing = pairing
    self.ledgers = ledgers
    shifts = pairing.boundaryShifts()
    standing = ComparabilityContext(before: before, after: after, pairing: pairing)
  }

  /// The movements of a measure at every unit, from tallies and the ledger of its kind; no record is read.
  package func flows(of measure: String) -> UnitFlows {
    let definition = after.pack.measure(measure) ?? before.pack.measure(measure)
    let figures = FigureFlows(pairing: pairing)
    guard let definition else { return UnitFlows(unitCount: pairing.unitCount) }
    if definition.isReported {
      return figures.ofReported(measure, before: before.calculator, after: after.calculator)
    }
    if let flows = ledgers[definition.kind]?.flows(of: measure, in: pairing) { return flows }
    let nothing = Tally(measure: measure, entries: [], hasRecords: false)
    return figures.ofOrganisations(before.tally(of: measure) ?? nothing, after.tally(of: measure) ?? nothing)
  }

  /// Earlier count of a measure: the sum over all organisations that became the unit.
  package func countBefore(of measure: String, unit: Int) -> Int64? { UnitCounts(measure, in: self).before(unit) }

  /// Later count of a measure; nil where the unit is closed or the figure is not known.
  package func countAfter(of measure: String, unit: Int) -> Int64? { UnitCounts(measure, in: self).after(unit) }

  /// Hands out the bridges of an indicator at those of many units that have one.
  package func forEachBridge(
    of indicator: Indicator, at units: [Int], _ body: (_ unit: Int, Bridge) throws -> Void
  ) rethrows {
    let flows = flows(of: indicator.numerator)
    for unit in units {
      guard let bridge = bridge(of: values(of: indicator, unit: unit), flows.movements(at: unit)) else { continue }
      try body(unit, bridge)
    }
  }

  /// An indicator at a unit in both periods, with its bridge where both ratios exist.
  ///
  /// - Parameter flows: those of the numerator, worked out once for all units.
  package func delta(of indicator: Indicator, unit: Int, flows: UnitFlows) -> IndicatorDelta {
    let movements = flows.movements(at: unit)
    let (old, new) = values(of: indicator, unit: unit)
    return IndicatorDelta(
      indicator: indicator.id, unit: unit, before: old, after: new,
      reasons: reasons(for: indicator, unit: unit, values: (old, new)),
      bridge: bridge(of: (old, new), movements), movements: movements)
  }

  /// The bridge alone, from the figures as they are shown, without asking whether its ends are comparable; nil where one of
  /// the ratios does not exist.
  private func bridge(
    of values: (before: IndicatorValue?, after: IndicatorValue?), _ movements: @autoclosure () -> [Movement]
  ) -> Bridge? {
    guard let old = values.before, let new = values.after, old.state.hasValue, new.state.hasValue,
      let before = old.denominator, before > 0, let after = new.denominator, after > 0
    else { return nil }
    return Bridge(
      numerators: (old.numerator, new.numerator), denominators: (before, after), movements: movements())
  }

  func values(of indicator: Indicator, unit: Int) -> (before: IndicatorValue?, after: IndicatorValue?) {
    (
      valueBefore(of: indicator, unit: unit),
      pairing.afterNode(of: unit).map { after.calculator.value(of: indicator, unit: $0) }
    )
  }

  /// The earlier value: of several organisations that became one, recomputed from their sums.
  package func valueBefore(of indicator: Indicator, unit: Int) -> IndicatorValue? {
    let nodes = pairing.beforeNodes(of: unit)
    if nodes.count == 1 { return before.calculator.value(of: indicator, unit: nodes[0]) }
    let values = nodes.map { before.calculator.value(of: indicator, unit: $0) }
    guard var value = values.first else { return nil }
    guard values.count > 1 else { return value }
    value.numerator = countBefore(of: indicator.numerator, unit: unit)
    value.denominator = countBefore(of: indicator.denominator, unit: unit)
    value.state = PeriodComparison.state(of: values, value.numerator, value.denominator)
    return value
  }

  private static func state(
    of values: [IndicatorValue], _ numerator: Int64?, _ denominator: Int64?
  ) -> IndicatorState {
    guard let denominator else { return .denominatorMissing }
    guard denominator > 0 else { return .denominatorZero }
    guard let numerator, !values.contains(where: { $0.state == .incompleteReporting }) else {
      return .incompleteReporting
    }
    return numerator > denominator ? .numeratorExceedsDenominator : .value
  }

  /// What a measure had, what came in and went out, and what it has; a count that is not known stands as 0.
  ///
  /// - Parameter flows: of this measure, as `flows(of:)` gives them.
  package func stockFlow(of measure: String, unit: Int, flows: UnitFlows) -> StockFlow {
    StockFlow(
      opening: countBefore(of: measure, unit: unit) ?? 0, closing: countAfter(of: measure, unit: unit) ?? 0,
      movements: flows.movements(at: unit))
  }
}

/// One indicator at one unit in two periods.
package struct IndicatorDelta: Sendable {
  /// ID of the indicator.
  package var indicator: String
  /// Number of the unit in the comparison's `pairing`.
  package var unit: Int
  /// Nil where the unit did not exist.
  package var before: IndicatorValue?
  /// Nil where the unit is closed.
  package var after: IndicatorValue?
  /// Empty: comparable.
  package var reasons: [Incomparability]
  /// What the change is made of; nil where the two fractions cannot be taken apart, such as without a denominator.
  package var bridge: Bridge?
  /// Movements of the numerator, also where there is no bridge.
  package var movements: [Movement]

  /// Whether the two figures may be held against each other without a word.
  package var isComparable: Bool { reasons.isEmpty }
}

/// The counts of one measure at any unit in both periods.
private struct UnitCounts {
  private let pairing: UnitPairing
  private let countBefore: (Int) -> Int64?
  private let countAfter: (Int) -> Int64?

  init(_ measure: String, in comparison: PeriodComparison) {
    pairing = comparison.pairing
    countBefore = comparison.before.calculator.counter(of: measure)
    countAfter = comparison.after.calculator.counter(of: measure)
  }

  func before(_ unit: Int) -> Int64? {
    let nodes = pairing.beforeNodes(of: unit)
    if nodes.count == 1 { return countBefore(nodes[0]) }
    let counts = nodes.map(countBefore)
    guard !counts.isEmpty, counts.allSatisfy({ $0 != nil }) else { return nil }
    return counts.reduce(0) { $0 + ($1 ?? 0) }
  }

  func after(_ unit: Int) -> Int64? { pairing.afterNode(of: unit).flatMap(countAfter) }
}
