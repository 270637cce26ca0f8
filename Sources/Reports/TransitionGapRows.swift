// SPDX-License-Identifier: Apache-2.0

import Basics
import CensusModel
import CensusStore
import Pipeline
import Policy
import Results

/// The rows behind every gap of every transition, read once for the reports of all units.
struct TransitionGapRows {
  struct List {
    var kind: RecordKind
    /// The columns that are shown, in order.
    var columns: [RecordColumn]
    /// Ordered by organisation, file, sheet and row; values in the order of `columns`.
    var rows: [EvidenceRow]
  }

  private var lists: [String: List] = [:]

  /// No lists: for reports without a page.
  init() {}

  /// Costs one pass over the records for each gap.
  init(census: PeriodCensus) throws {
    let pack = census.context.pack
    let queries = try census.queries()
    let everything = 0...max(0, try census.database.organisationTree().nodes.count - 1)
    for transition in pack.transitions {
      for id in transition.gaps where lists[id] == nil {
        guard let query = queries.first(where: { $0.id == id }) else { continue }
        let every = EvidenceRun.columns(of: census.schemas[query.kind])
        let columns = transition.shown.compactMap { name in every.first { $0.name == name } }
        var rows: [EvidenceRow] = []
        try census.database.evidence(query, among: queries, nodes: everything, columns: columns.map(\.name)) {
          rows.append($0)
        }
        lists[id] = List(kind: query.kind, columns: columns, rows: rows)
      }
    }
  }

  /// The rows of a gap below a unit.
  func list(of gap: String, nodes: ClosedRange<Int>) -> List? {
    guard var list = lists[gap] else { return nil }
    let first = list.rows.partitionPoint { $0.node >= nodes.lowerBound }
    let end = list.rows.partitionPoint { $0.node > nodes.upperBound }
    list.rows = Array(list.rows[first..<end])
    return list
  }
}
