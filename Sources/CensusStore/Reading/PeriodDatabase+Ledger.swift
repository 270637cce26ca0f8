// SPDX-License-Identifier: Apache-2.0

package import CensusModel
import GRDB

extension PeriodDatabase {
  /// Hands out every row of a kind below `nodes` once, with the figures it counts in: one pass, ordered by organisation,
  /// file, sheet and row.
  ///
  /// - Parameters:
  ///   - queries: of this kind, each read from records.
  ///   - all: the queries that those use.
  ///   - body: takes a row with, for each of `queries`, whether it counts.
  /// - Throws: `WorkspaceError` where the period's file cannot be read; what `body` throws ends the pass and is thrown
  ///   on.
  package func ledger(
    of kind: RecordKind, _ queries: [MeasureQuery], among all: [MeasureQuery], nodes: ClosedRange<Int>,
    columns: [String], _ body: (_ row: EvidenceRow, _ counts: [Bool]) throws -> Void
  ) throws {
    if kind == .organisation {
      let uses = Set(queries.flatMap(\.uses))
      let used = all.filter { uses.contains($0.id) && $0.kind != .organisation }
      let measured = MeasuredOrganisations(
        tallies: used.isEmpty ? [] : try remembered(used), of: used, coverage: try coverage())
      try read { db in try measured.fill(db, for: queries) }
    }
    let source = kind == .organisation ? MeasuredOrganisations.source(of: self) : self.source(of: kind)
    let flags = queries.enumerated().map { ", (\($1.condition.sql)) AS counts_\($0)" }.joined()
    let names = columns.map { ", e.\($0)" }.joined() + queries.indices.map { ", e.counts_\($0)" }.joined()
    try read { db in
      let rows = try Row.fetchCursor(
        db,
        sql: """
          SELECT e.node AS node, f.name AS file, s.name AS sheet, e.row AS row\(names)
          FROM (SELECT *\(flags) FROM \(source) WHERE superseded = 0 AND node BETWEEN ? AND ?) AS e
          JOIN sheet AS s ON s.id = e.sheet JOIN file AS f ON f.id = s.file
          ORDER BY e.node, f.name, s.position, e.row, e.id
          """, arguments: [nodes.lowerBound, nodes.upperBound])
      while let row = try rows.next() {
        let counts = queries.indices.map { (row[4 + columns.count + $0] as Int?) == 1 }
        try body(PeriodDatabase.evidenceRow(row, count: columns.count), counts)
      }
    }
  }
}
