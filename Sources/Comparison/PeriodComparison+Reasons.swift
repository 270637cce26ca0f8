// SPDX-License-Identifier: Apache-2.0

import CensusModel
import Indicators
package import Policy

extension PeriodComparison {
  /// Why the two figures of an indicator at a unit are not comparable; empty when they are.
  package func reasons(for indicator: Indicator, unit: Int) -> [Incomparability] {
    var reasons: [Incomparability] = []
    if before.pack.indicator(indicator.id) == nil || after.pack.indicator(indicator.id) == nil {
      reasons.append(.indicatorMissing)
    }
    reasons += [indicator.numerator, indicator.denominator].filter(hasOtherDefinition).map { .definition(measure: $0) }
    reasons += unitReasons(unit)
    guard let node = pairing.afterNode(of: unit), let source = pairing.beforeNodes(of: unit).first else {
      return reasons
    }
    reasons += coverageReasons(for: indicator, source, node)
    reasons += denominatorReasons(for: indicator, source, node)
    let states = (
      valueBefore(of: indicator, unit: unit)?.state ?? .notApplicable,
      after.calculator.value(of: indicator, unit: node).state
    )
    let plain: Set<IndicatorState> = [.value, .numeratorExceedsDenominator]
    if !plain.contains(states.0) || !plain.contains(states.1) {
      reasons.append(.state(before: states.0.rawValue, after: states.1.rawValue))
    }
    return reasons
  }

  /// Conditions are compared with derived columns written out, so a rule that changes by date is seen; so are the
  /// measures an organisation's condition uses.
  package func hasOtherDefinition(_ measure: String) -> Bool {
    let (old, new) = (before.queries[measure], after.queries[measure])
    guard old == new else { return true }
    return old?.uses.contains { before.queries[$0] != after.queries[$0] } == true
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
  private func coverageReasons(for indicator: Indicator, _ source: Int, _ node: Int) -> [Incomparability] {
    let kinds = [indicator.numerator, indicator.denominator].flatMap(kindsNeeded)
    var reasons: [Incomparability] = []
    for kind in RecordKind.allCases where kinds.contains(kind) && kind != .organisation {
      if before.kinds.contains(kind) != after.kinds.contains(kind) {
        reasons.append(.sheetMissing(kind: kind.rawValue, isLater: before.kinds.contains(kind)))
        continue
      }
      for isLater in [true, false] {
        let units = unitsWithout(kind, source, node, isLater: isLater)
        if !units.isEmpty { reasons.append(.coverage(kind: kind.rawValue, units: units, isLater: isLater)) }
      }
    }
    return reasons
  }

  private func kindsNeeded(_ measure: String) -> [RecordKind] {
    guard let query = after.queries[measure] else { return [] }
    let used = query.uses.compactMap { after.queries[$0]?.kind }
    // A figure that others stand in for is missing only where both are.
    return query.isReported ? [] : [query.kind] + used
  }

  /// Units that had rows of a kind in the one period and, though they go on, have none in the other: the unit itself,
  /// else its direct children.
  private func unitsWithout(_ kind: RecordKind, _ source: Int, _ node: Int, isLater: Bool) -> [Int] {
    guard let old = before.rowCounts[kind], let new = after.rowCounts[kind] else { return [] }
    func lacks(_ before: Int, _ after: Int) -> Bool {
      let counts = (old[pairing.before.subtree(of: before)], new[pairing.after.subtree(of: after)])
      return isLater ? counts.0 > 0 && counts.1 == 0 : counts.0 == 0 && counts.1 > 0
    }
    if lacks(source, node) { return [node] }
    return pairing.after.children(of: node).filter { child in
      pairing.predecessors[child].count == 1 && lacks(pairing.predecessors[child][0], child)
        && pairing.after.nodes[child].last > child
    }
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
