// SPDX-License-Identifier: Apache-2.0

import CensusModel
import CensusStore
import Findings
import Indicators
import Policy
import Recount
import Results

/// The rows on which two counts differ.
struct RowDifferences {
  private let census: PeriodCensus
  private let calculator: IndicatorCalculator
  private let recount: Recount
  private let queries: [String: MeasureQuery]
  private let order: [MeasureQuery]

  init(census: PeriodCensus, calculator: IndicatorCalculator, recount: Recount) throws {
    (self.census, self.calculator, self.recount) = (census, calculator, recount)
    order = try census.context.pack.queries(on: census.period.censusDay)
    queries = Dictionary(order.map { ($0.id, $0) }) { first, _ in first }
  }

  func told(_ differences: [FigureComparison.Difference]) throws -> [RecountRun.Disagreement] {
    guard !differences.isEmpty else { return [] }
    var wanted: [String: Set<Int>] = [:]
    for difference in differences {
      for measure in measures(of: difference.indicator) {
        wanted[measure, default: []].formUnion(differing(measure, below: difference.unit))
      }
    }
    let (differing, same) = try rows(of: wanted)
    let moved = try movedOrganisations()
    return differences.map { difference in
      let nodes = calculator.tree.subtree(of: difference.unit)
      func own(_ rows: [String: [RecountedPlace]]) -> [RecountedPlace] {
        measures(of: difference.indicator).flatMap { rows[$0] ?? [] }.filter { nodes.contains($0.node) }
      }
      let told = [own(differing), moved, own(same)].first { !$0.isEmpty } ?? []
      return disagreement(difference, told)
    }
  }

  private func disagreement(
    _ difference: FigureComparison.Difference, _ rows: [RecountedPlace]
  ) -> RecountRun.Disagreement {
    let node = calculator.tree.nodes[difference.unit]
    var seen: Set<RecountedPlace> = []
    let places = rows.filter { seen.insert($0).inserted }.sorted {
      ($0.file, $0.sheet, $0.row) < ($1.file, $1.sheet, $1.row)
    }
    return RecountRun.Disagreement(
      unit: node.code, name: node.name,
      figure: difference.indicator.id + (difference.part.isEmpty ? "" : " (\(difference.part))"),
      published: difference.published.spelled, recounted: difference.recounted.spelled,
      rows: places.map { Place(file: $0.file, sheet: $0.sheet, row: $0.row) })
  }

  /// What an indicator is made of, with the counts that its measures use.
  private func measures(of indicator: Indicator) -> [String] {
    let own = [indicator.numerator, indicator.denominator] + [indicator.exists].compactMap(\.self)
    let fallbacks = own.compactMap { census.context.pack.measure($0)?.fallback }
    return (own + fallbacks).flatMap { [$0] + (queries[$0]?.uses ?? []) }
  }

  private func differing(_ measure: String, below unit: Int) -> [Int] {
    calculator.tree.subtree(of: unit).filter { node in
      (calculator.ownCount(of: measure, node: node) ?? 0) != (recount.ownCount(of: measure, node: node) ?? 0)
    }
  }

  /// By measure, the rows that one of the two counts alone, and those that both count although they come to other sums.
  private func rows(
    of wanted: [String: Set<Int>]
  ) throws -> (differing: [String: [RecountedPlace]], same: [String: [RecountedPlace]]) {
    let rows = try recount.places(of: wanted)
    var different: [String: [RecountedPlace]] = [:]
    for (measure, nodes) in wanted {
      guard let query = queries[measure], query.amount.readsRecords, let first = nodes.min(), let last = nodes.max()
      else { continue }
      var theirs: Set<RecountedPlace> = []
      try census.database.evidence(query, among: order, nodes: first...last, columns: []) { row in
        if nodes.contains(row.node) {
          theirs.insert(RecountedPlace(node: row.node, file: row.file, sheet: row.sheet, row: row.row))
        }
      }
      different[measure] = Array(theirs.symmetricDifference(rows[measure] ?? []))
    }
    return (different, rows)
  }

  /// Organisations that stand below another superior than their rows say.
  private func movedOrganisations() throws -> [RecountedPlace] {
    let nodes = calculator.tree.nodes.indices.filter { node in
      !recount.tree.units.indices.contains(node)
        || calculator.tree.nodes[node].parent != recount.tree.units[node].parent
    }
    return nodes.isEmpty ? [] : try recount.places(ofOrganisations: Set(nodes))
  }
}
