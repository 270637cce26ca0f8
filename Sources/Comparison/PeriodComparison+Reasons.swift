// SPDX-License-Identifier: Apache-2.0

package import CensusModel
import Indicators
package import Policy

extension PeriodComparison {
  /// Why the two figures of an indicator at a unit are not comparable; empty when they are.
  package func reasons(for indicator: Indicator, unit: Int) -> [Incomparability] {
    reasons(for: indicator, unit: unit, values: values(of: indicator, unit: unit))
  }

  func reasons(
    for indicator: Indicator, unit: Int, values: (before: IndicatorValue?, after: IndicatorValue?)
  ) -> [Incomparability] {
    var reasons: [Incomparability] = []
    if !standing.indicators.contains(indicator.id) { reasons.append(.indicatorMissing) }
    for measure in [indicator.numerator, indicator.denominator] where hasOtherDefinition(measure) {
      reasons.append(.definition(measure: measure))
    }
    reasons += unitReasons(unit)
    guard let node = pairing.afterNode(of: unit), let source = pairing.beforeNodes(of: unit).first else {
      return reasons
    }
    reasons += coverageReasons(for: indicator, node)
    reasons += denominatorReasons(for: indicator, source, node)
    let states = (values.before?.state ?? .notApplicable, values.after?.state ?? .notApplicable)
    let plain: Set<IndicatorState> = [.value, .numeratorExceedsDenominator]
    if !plain.contains(states.0) || !plain.contains(states.1) {
      reasons.append(.state(before: states.0.rawValue, after: states.1.rawValue))
    }
    return reasons
  }

  /// Conditions are compared with derived columns written out, so a rule that changes by date is seen; so are the
  /// measures an organisation's condition uses.
  package func hasOtherDefinition(_ measure: String) -> Bool { standing.redefined.contains(measure) }

  /// Whether a unit that holds an earlier organisation, and has others below it, handed in rows of a kind then and none
  /// later.
  package func hasStopped(_ kind: RecordKind, earlier node: Int) -> Bool {
    guard let gaps = standing.gaps[kind] else { return false }
    return pairing.unitsHolding(before: node).contains { unit in
      pairing.afterNode(of: unit).map { gaps.hasStopped($0, in: pairing) } ?? false
    }
  }

  private func unitReasons(_ unit: Int) -> [Incomparability] {
    guard let node = pairing.afterNode(of: unit) else {
      return [pairing.splits[pairing.closed[unit - pairing.after.nodes.count]] == nil ? .unitClosed : .unitSplit]
    }
    let sources = pairing.predecessors[node]
    if sources.isEmpty { return [.unitNew] }
    var reasons: [Incomparability] = sources.count > 1 ? [.unitMerged] : []
    if sources.contains(where: { pairing.splits[$0] != nil }) { reasons.append(.unitSplit) }
    if let count = shifts[unit] { reasons.append(.boundary(organisations: count)) }
    return reasons
  }

  /// Sheets that were handed in for one period only, by the whole workspace or by a direct child of the unit.
  private func coverageReasons(for indicator: Indicator, _ node: Int) -> [Incomparability] {
    let (first, second) = (standing.kinds[indicator.numerator] ?? [], standing.kinds[indicator.denominator] ?? [])
    var reasons: [Incomparability] = []
    for kind in after.pack.vocabulary.schemas.kinds
    where kind != .organisation && (first.contains(kind) || second.contains(kind)) {
      if before.kinds.contains(kind) != after.kinds.contains(kind) {
        reasons.append(.sheetMissing(kind: kind.rawValue, isLater: before.kinds.contains(kind)))
        continue
      }
      for isLater in [true, false] {
        let units = standing.gaps[kind]?.units(node, isLater: isLater, in: pairing) ?? []
        if !units.isEmpty { reasons.append(.coverage(kind: kind.rawValue, units: units, isLater: isLater)) }
      }
    }
    return reasons
  }

  private func denominatorReasons(for indicator: Indicator, _ source: Int, _ node: Int) -> [Incomparability] {
    let measure = indicator.denominator
    guard after.queries[measure]?.isReported == true else { return [] }
    var reasons: [Incomparability] = []
    let own = (
      before.calculator.hasOwnFigure(of: measure, node: source),
      after.calculator.hasOwnFigure(of: measure, node: node)
    )
    let known = (
      before.calculator.count(of: measure, unit: source) != nil, after.calculator.count(of: measure, unit: node) != nil
    )
    if own.0 != own.1, known.0, known.1 { reasons.append(.denominatorBasis) }
    if let old = before.sources[source], let new = after.sources[node], old != new {
      reasons.append(.denominatorSource(from: old, to: new))
    }
    return reasons
  }
}
