// SPDX-License-Identifier: Apache-2.0

package import CensusModel
package import Findings
import GRDB

/// What a re-submission changed in the lists of one kind that it replaced.
package struct ListChange: Sendable, Hashable {
  /// What became of a row.
  package enum Kind: String, Sendable, Hashable, CaseIterable { case added, removed, changed }

  /// A row that was added, removed or changed; a removed one stands in the earlier file.
  package struct Row: Sendable, Hashable {
    /// What became of it.
    package var change: Kind
    /// Where it stands: in the later file, a removed one in the earlier.
    package var place: Place
    /// Columns that differ, for a changed row.
    package var columns: [String]
  }

  /// The kind of the lists.
  package var kind: RecordKind
  /// Rows that stand in both with the same values in every column that was sent.
  package var unchanged: Int
  /// The others, added, removed and changed.
  package var rows: [Row]

  /// How many rows were added, removed or changed.
  package func count(_ change: Kind) -> Int { rows.count { $0.change == change } }
}

/// Holds the rows of some sheets against those of others, by identity; both may count or be retired.
struct ListComparison {
  let database: Database
  let schema: RosterSchema
  let earlier: [Int64]
  let later: [Int64]

  private var kind: RecordKind { schema.kind }

  struct Counts {
    var shared = 0
    var earlier = 0
    var later = 0
  }

  /// How many of the later rows stand in the earlier lists as well.
  func counts() throws -> Counts {
    try prepared {
      let row = try GRDB.Row.fetchOne(
        database,
        sql: """
          SELECT (SELECT COUNT(*) FROM temp.after_list AS a WHERE EXISTS
            (SELECT 1 FROM temp.before_list AS b WHERE \(same))), (SELECT COUNT(*) FROM temp.before_list),
            (SELECT COUNT(*) FROM temp.after_list)
          """)
      return Counts(shared: row?[0] ?? 0, earlier: row?[1] ?? 0, later: row?[2] ?? 0)
    }
  }

  /// By earlier sheet, then later sheet, how many rows they share.
  func sharedBySheet() throws -> [Int64: [Int64: Int]] {
    try prepared {
      let rows = try GRDB.Row.fetchAll(
        database,
        sql: """
          SELECT b.sheet, a.sheet, COUNT(DISTINCT a.id) FROM temp.after_list AS a JOIN temp.before_list AS b ON \(same)
          GROUP BY b.sheet, a.sheet
          """)
      return rows.reduce(into: [:]) { $0[$1[0], default: [:]][$1[1]] = $1[2] }
    }
  }

  func change() throws -> ListChange {
    try prepared(schema.submittedColumns.map(\.name)) {
      let added = try rows(.added, from: "after_list", unlike: "before_list")
      let removed = try rows(.removed, from: "before_list", unlike: "after_list")
      let (changed, unchanged) = try shared()
      return ListChange(kind: kind, unchanged: unchanged, rows: added + removed + changed)
    }
  }

  private var same: String { keys.map { "a.\($0) IS b.\($0)" }.joined(separator: " AND ") }

  /// The columns of the two lists that tell one thing from another: `key_0` and on.
  private var keys: [String] { schema.identity.indices.map { "key_\($0)" } }

  /// Runs `body` with the two lists in temporary tables, with some of their columns and indexed by identity.
  private func prepared<Result>(_ columns: [String] = [], _ body: () throws -> Result) throws -> Result {
    let keys = keys.joined(separator: ", ")
    defer { try? database.execute(sql: "DROP TABLE IF EXISTS temp.before_list; DROP TABLE IF EXISTS temp.after_list") }
    for (name, sheets) in [("before_list", earlier), ("after_list", later)] {
      let from = "SELECT \(listed(columns)) FROM"
      try database.execute(
        sql: """
          DROP TABLE IF EXISTS temp.\(name);
          CREATE TEMP TABLE \(name) AS \(from) \(kind) AS t WHERE 0;
          """)
      for prefix in ["", Schema.retired] {
        // Sheet by sheet: a city's roster has more pages than a statement may have parts.
        let add = try database.makeStatement(
          sql: """
            INSERT INTO temp.\(name) \(from) \(prefix)sheet AS s JOIN \(prefix)\(kind) AS t
            ON t.id BETWEEN s.first_record AND s.last_record AND t.sheet = s.id WHERE s.id = ?
            """)
        for sheet in sheets { try add.execute(arguments: [sheet]) }
      }
      try database.execute(sql: "CREATE INDEX temp.\(name)_key ON \(name) (\(keys))")
    }
    return try body()
  }

  /// An organisation is the same by its text: its number depends on the unit that names it.
  private func listed(_ columns: [String]) -> String {
    let columns = columns.map { "\(value(of: $0)) AS \($0)" }
    let identity = schema.identity.enumerated().map { index, alternatives in
      "\(RosterSchema.first(of: alternatives.map(value))) AS key_\(index)"
    }
    return (["t.id", "t.sheet", "t.row"] + columns + identity).joined(separator: ", ")
  }

  private func value(of column: String) -> String {
    schema.column(column)?.type == .organisation
      ? "(SELECT r.text FROM organisation_ref AS r WHERE r.id = t.\(column))" : "t.\(column)"
  }

  private func rows(_ change: ListChange.Kind, from own: String, unlike other: String) throws -> [ListChange.Row] {
    try GRDB.Row.fetchAll(
      database,
      sql: """
        SELECT a.sheet, a.row FROM temp.\(own) AS a
        WHERE NOT EXISTS (SELECT 1 FROM temp.\(other) AS b WHERE \(same)) ORDER BY a.id
        """
    ).map { ListChange.Row(change: change, place: try place($0[0], row: $0[1]), columns: []) }
  }

  /// The later rows that stand in the earlier lists: how many have a row there that is the same, and those that have none, held
  /// against the last of their likes. Somebody who stands on two lines did not change because the two differ.
  private func shared() throws -> (changed: [ListChange.Row], unchanged: Int) {
    let columns = schema.submittedColumns.map(\.name)
    let flags = columns.map { "a.\($0) IS NOT b.\($0)" }.joined(separator: ", ")
    let equal = ([same] + columns.map { "a.\($0) IS b.\($0)" }).joined(separator: " AND ")
    let cursor = try GRDB.Row.fetchCursor(
      database,
      sql: """
        SELECT a.sheet, a.row, \(flags) FROM temp.after_list AS a JOIN temp.before_list AS b
        ON b.id = COALESCE(
          (SELECT MAX(b.id) FROM temp.before_list AS b WHERE \(equal)),
          (SELECT MAX(b.id) FROM temp.before_list AS b WHERE \(same))) ORDER BY a.id
        """)
    var changed: [ListChange.Row] = []
    var unchanged = 0
    while let row = try cursor.next() {
      let differing = columns.indices.filter { row[$0 + 2] as Bool }.map { columns[$0] }
      if differing.isEmpty {
        unchanged += 1
      } else {
        changed.append(ListChange.Row(change: .changed, place: try place(row[0], row: row[1]), columns: differing))
      }
    }
    return (changed, unchanged)
  }

  private func place(_ sheet: Int64, row: Int) throws -> Place {
    let statement = try database.cachedStatement(
      sql: """
        SELECT f.name, s.name FROM (SELECT id, file, name FROM sheet UNION ALL SELECT id, file, name FROM retired_sheet)
        AS s JOIN file AS f ON f.id = s.file WHERE s.id = ?
        """)
    let found = try GRDB.Row.fetchOne(statement, arguments: [sheet])
    return Place(file: found?[0] ?? "", sheet: found?[1], row: row)
  }
}
