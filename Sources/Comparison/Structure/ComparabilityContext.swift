// SPDX-License-Identifier: Apache-2.0

import CensusModel
import Indicators
import Policy

/// What two periods have in common, worked out once for all units and indicators.
struct ComparabilityContext: Sendable {
  /// Indicators of both packs.
  let indicators: Set<String>
  /// Measures whose definition is another in the later period.
  let redefined: Set<String>
  /// Measure → the sheet kinds it cannot do without.
  let kinds: [String: Set<RecordKind>]
  let gaps: [RecordKind: CoverageGaps]

  init(before: PeriodFigures, after: PeriodFigures, pairing: UnitPairing) {
    indicators = Set(before.pack.indicators.map(\.id)).intersection(after.pack.indicators.map(\.id))
    redefined = Set(
      Set(before.queries.keys).union(after.queries.keys).filter { measure in
        let (old, new) = (before.queries[measure], after.queries[measure])
        return old != new || old?.uses.contains { before.queries[$0] != after.queries[$0] } == true
      })
    kinds = after.queries.mapValues { query in
      // A figure that others stand in for is missing only where both are.
      query.isReported ? [] : Set([query.kind] + query.uses.compactMap { after.queries[$0]?.kind })
    }
    var gaps: [RecordKind: CoverageGaps] = [:]
    for (kind, old) in before.rowCounts {
      guard let new = after.rowCounts[kind] else { continue }
      gaps[kind] = CoverageGaps(
        old, new, pairing,
        isReported: (
          { before.calculator.isReported(kind, unit: $0) }, { after.calculator.isReported(kind, unit: $0) }
        ))
    }
    self.gaps = gaps
  }
}

/// Units that had rows of a kind in the one period and, though they go on, have none in the other, for which nobody handed
/// one in: who is reported on and has nobody has nobody.
struct CoverageGaps: Sendable {
  private let lacksLater: Set<Int>
  private let lacksEarlier: Set<Int>

  init(
    _ old: PrefixSums, _ new: PrefixSums, _ pairing: UnitPairing,
    isReported: (before: (Int) -> Bool, after: (Int) -> Bool)
  ) {
    var (later, earlier): (Set<Int>, Set<Int>) = ([], [])
    for node in pairing.after.nodes.indices {
      guard let source = pairing.predecessors[node].first else { continue }
      let (before, after) = (old[pairing.before.subtree(of: source)], new[pairing.after.subtree(of: node)])
      if before > 0, after == 0, !isReported.after(node) { later.insert(node) }
      if before == 0, after > 0, !isReported.before(source) { earlier.insert(node) }
    }
    (lacksLater, lacksEarlier) = (later, earlier)
  }

  /// Whether a unit with others below it had rows and has none any more.
  func hasStopped(_ node: Int, in pairing: UnitPairing) -> Bool {
    lacksLater.contains(node) && pairing.after.nodes[node].last > node
  }

  /// The unit itself, else those of its direct children that are no leaves and became what they are from one organisation.
  func units(_ node: Int, isLater: Bool, in pairing: UnitPairing) -> [Int] {
    let lacking = isLater ? lacksLater : lacksEarlier
    if lacking.isEmpty { return [] }
    if lacking.contains(node) { return [node] }
    var units: [Int] = []
    var child = node + 1
    while child <= pairing.after.nodes[node].last {
      let last = pairing.after.nodes[child].last
      if last > child, pairing.predecessors[child].count == 1, lacking.contains(child) { units.append(child) }
      child = last + 1
    }
    return units
  }
}
