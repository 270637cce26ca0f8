// SPDX-License-Identifier: Apache-2.0

package import CensusModel
import GRDB

/// A rule on records of one kind, and the columns that are told of each row that meets it.
package struct RowCheck: Sendable {
  /// The condition that a wrong row meets.
  package var query: MeasureQuery
  /// Columns whose values the finding tells, in the order of `EvidenceRow.values`.
  package var columns: [String]

  package init(query: MeasureQuery, columns: [String]) {
    self.query = query
    self.columns = columns
  }
}

extension PeriodDatabase {
  /// Gives every row that meets one of `checks` with the index of that check: one pass for all checks of a kind.
  ///
  /// Within a pass rows come in order of organisation, file, sheet and row.
  ///
  /// - Throws: `WorkspaceError` where the period's file cannot be read: `workspace-busy`, `workspace-damaged` … What
  ///   `body` throws ends the pass and is thrown on.
  package func rows(
    meeting checks: [RowCheck], among queries: [MeasureQuery], _ body: (Int, EvidenceRow) throws -> Void
  ) throws {
    let used = Set(checks.flatMap(\.query.uses))
    if !used.isEmpty {
      let counted = try remembered(queries.filter { used.contains($0.id) && $0.kind != .organisation })
      let measured = MeasuredOrganisations(tallies: counted, of: queries, coverage: try coverage())
      try read { try measured.fill($0, for: checks.map(\.query)) }
    }
    for kind in askedKinds {
      let own = checks.enumerated().filter { $1.query.kind == kind }
      if !own.isEmpty { try onePass(own.map { ($0.offset, $0.element) }, of: kind, body) }
    }
  }

  private func onePass(
    _ checks: [(index: Int, check: RowCheck)], of kind: RecordKind, _ body: (Int, EvidenceRow) throws -> Void
  ) throws {
    let isMeasured = checks.contains { !$0.check.query.uses.isEmpty }
    let source = isMeasured ? MeasuredOrganisations.source(of: self) : source(of: kind)
    let columns = Set(checks.flatMap(\.check.columns)).sorted()
    let positions = checks.map { entry in entry.check.columns.compactMap { columns.firstIndex(of: $0) } }
    let names = columns.map { ", e.\($0)" }.joined()
    let marks = checks.indices.map { ", e.holds_\($0)" }.joined()
    let shared = SharedCases(checks.map { "(\($0.check.query.condition))" })
    let conditions = shared.conditions
    let holds = conditions.enumerated().map { ", \($1) AS holds_\($0)" }.joined()
    try read { db in
      let rows = try Row.fetchCursor(
        db,
        sql: """
          SELECT e.node, f.name, s.name, e.row\(names)\(marks)
          FROM (SELECT *\(holds) FROM \(shared.source(source)) WHERE \(conditions.joined(separator: " OR "))) AS e
          JOIN sheet AS s ON s.id = e.sheet JOIN file AS f ON f.id = s.file
          ORDER BY e.node, f.name, s.position, e.row, e.id
          """)
      while let row = try rows.next() {
        let found = PeriodDatabase.evidenceRow(row, count: columns.count)
        for (position, entry) in checks.enumerated() where row[4 + columns.count + position] as Bool? == true {
          var one = found
          one.values = positions[position].map { found.values[$0] }
          try body(entry.index, one)
        }
      }
    }
  }
}
