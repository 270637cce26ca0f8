// SPDX-License-Identifier: Apache-2.0

import CensusModel
import CensusStore
import Conditions
import Indicators
import Policy
package import Results

extension EvidenceRun {
  /// The parts behind a row of a table: one for each column, or one where `measure` names a column.
  ///
  /// - Throws: `PipelineError("id-unknown")`, `PipelineError("row-unknown")` with the rows there are.
  package func parts(ofTable id: String, row code: String, measure: String? = nil) throws -> [Part] {
    let pack = census.context.pack
    guard let table = pack.table(id) else { throw census.unknown(id) }
    if case .measures(let ids) = table.rows {
      guard ids.contains(code) else { throw unknown(code, ids) }
      return try parts(of: code)
    }
    let rows = try pack.rows(of: table, on: census.period.censusDay)
    try check(code, table, rows)
    let columns = measure.map { [$0] } ?? table.columns
    return try columns.map { column in
      guard table.columns.contains(column), let measure = pack.measure(column) else { throw census.unknown(column) }
      var part = Part(role: .measure, indicator: nil, measure: measure)
      if table.kind != .organisation {
        part.condition = rows.condition(of: code)
      } else if code != CensusTable.total, let query = try pack.cut(for: table, on: census.period.censusDay) {
        let everything = 0...max(0, tree.nodes.count - 1)
        let cut = try census.database.cuts([query])[0]
        part.nodes = TableCalculator.nodes(of: code, rows: rows, cut: cut, in: everything)
      }
      return part
    }
  }

  /// A row that no record falls into is no error, one that the table cannot have is.
  private func check(_ code: String, _ table: CensusTable, _ rows: TableRows) throws {
    let every = [CensusTable.total, CensusTable.unknown, CensusTable.unlisted]
    if case .values = table.rows { return }
    guard (rows.entries.map(\.code) + every).contains(code) else {
      throw unknown(code, rows.entries.map(\.code) + every)
    }
  }

  private func unknown(_ code: String, _ rows: [String]) -> PipelineError {
    PipelineError("row-unknown", facts: ["value": code, "rows": rows.joined(separator: ", ")])
  }
}

extension PeriodCensus {
  /// The error of an ID that the pack does not have.
  package func unknown(_ id: String) -> PipelineError {
    .unknownID(id, near: context.pack.nearest(to: id, among: [.measure, .indicator, .task]))
  }
}
