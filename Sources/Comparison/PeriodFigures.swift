// SPDX-License-Identifier: Apache-2.0

package import CensusModel
package import Indicators
package import Policy

/// What a comparison needs of one period, read from the store once: everything else is worked out from it.
package struct PeriodFigures: Sendable {
  /// The quarter.
  package let period: Period
  /// The pack that it is counted by.
  package let pack: PolicyPack
  /// Its indicators at every unit.
  package let calculator: IndicatorCalculator
  /// The measures as they were counted, by ID.
  package let queries: [String: MeasureQuery]
  /// Of the reported figures, which hold for units; the others follow from the calculator.
  private let reported: [String: Tally]
  /// Rows per organisation, by kind: who handed in anything at all.
  package let rowCounts: [RecordKind: PrefixSums]
  /// Sheet kinds with at least one sheet.
  package let kinds: Set<RecordKind>
  /// Node → 数据来源 of its youth figure.
  package let sources: [Int: String]

  /// Adds up the row counts over the tree; costs one pass over tallies and organisations.
  ///
  /// - Parameter rowCounts: rows by kind and preorder number of their organisation.
  /// - Parameter sources: 数据来源 of youth figures by preorder number.
  package init(
    period: Period, pack: PolicyPack, tree: OrganisationTree, queries: [MeasureQuery], tallies: [Tally],
    rowCounts: [RecordKind: [Int: Int64]], kinds: Set<RecordKind>, sources: [Int: String],
    reporting: PeriodReporting = .everything
  ) {
    self.period = period
    self.pack = pack
    calculator = IndicatorCalculator(pack: pack, tree: tree, tallies: tallies, reporting: reporting)
    self.queries = Dictionary(queries.map { ($0.id, $0) }) { first, _ in first }
    let isReported = Set(pack.measures.filter(\.isReported).map(\.id))
    reported = Dictionary(tallies.filter { isReported.contains($0.measure) }.map { ($0.measure, $0) }) { $1 }
    self.rowCounts = rowCounts.mapValues { PrefixSums($0, count: tree.nodes.count) }
    self.kinds = kinds
    self.sources = sources
  }

  /// Its organisations.
  package var tree: OrganisationTree { calculator.tree }

  /// What organisations count for a measure; nil when it was not asked for. Costs a look at every organisation.
  package func tally(of measure: String) -> Tally? { reported[measure] ?? calculator.tally(of: measure) }
}

/// Sums over a subtree in two look-ups.
package struct PrefixSums: Sendable {
  private let sums: [Int32]

  /// - Parameter counts: of rows; no period has as many as four bytes hold.
  package init(_ counts: [Int: Int64], count: Int) {
    var sums: [Int32] = [0]
    sums.reserveCapacity(count + 1)
    for node in 0..<count { sums.append(sums[node] + Int32(counts[node] ?? 0)) }
    self.sums = sums
  }

  /// The sum over a range of preorder numbers, which lies within the tree.
  package subscript(nodes: ClosedRange<Int>) -> Int64 { Int64(sums[nodes.upperBound + 1] - sums[nodes.lowerBound]) }
}
