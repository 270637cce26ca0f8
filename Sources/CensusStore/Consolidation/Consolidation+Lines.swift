// SPDX-License-Identifier: Apache-2.0

import CensusModel
import GRDB
import GRDBSQLite

/// What is claimed on two lines: persons on two rosters, units that two superiors list.
extension Consolidation {
  /// One counted row of a person who stands in more than one.
  struct RosterEntry {
    var id: Int64
    var high: Int64
    var low: Int64
    var node: Int
  }

  /// Writes to the row of a person that counts (the last of each person) where else the person stands.
  ///
  /// - Parameter rows: ordered by person; rows of one person stand together.
  func noteOtherRosters(_ rows: [RosterEntry]) throws {
    let places = try places(of: Set(rows.map(\.node)))
    let update = try database.makeStatement(
      sql: "UPDATE member SET other_rosters = ?, on_two_lines = ?, also_in = ? WHERE id = ?")
    var first = 0
    for (index, row) in rows.enumerated() {
      let isLast = index + 1 == rows.count || rows[index + 1].high != row.high || rows[index + 1].low != row.low
      guard isLast else { continue }
      let others = Set(rows[first..<index].map(\.node)).subtracting([row.node]).sorted()
      first = index + 1
      guard !others.isEmpty else { continue }
      let isCrossing = others.contains { places[$0]?.line != places[row.node]?.line }
      let names = others.compactMap { places[$0]?.name }.joined(separator: "；")
      try update.execute(arguments: [others.count, isCrossing, names, row.id])
    }
  }

  /// System and full name by preorder number; one walk, for not all of a city need be kept.
  private func places(of nodes: Set<Int>) throws -> [Int: (line: String?, name: String?)] {
    var places: [Int: (line: String?, name: String?)] = [:]
    guard !nodes.isEmpty else { return places }
    let sql = "SELECT node, line, full_name FROM organisation WHERE superseded = 0 AND node IS NOT NULL"
    try RawStatement.each(sql, in: database) { row in
      let node = Int(sqlite3_column_int64(row, 0))
      if nodes.contains(node) { places[node] = (RawStatement.text(row, 1), RawStatement.text(row, 2)) }
    }
    return places
  }

  /// Units that two superiors list; a unit is the same by the identity of its kind: by 统一社会信用代码, else by name.
  func settleClaimedUnits() throws {
    let unit = RosterSchema.first(of: schemas[.workUnit].identity.first ?? ["name"])
    let others = """
      CASE WHEN superseded = 0
        THEN COALESCE((SELECT c.superiors - 1 FROM temp.claimed AS c WHERE c.unit = \(unit)), 0) ELSE 0 END
      """
    try database.execute(
      sql: """
        CREATE TEMP TABLE claimed AS
          SELECT \(unit) AS unit, COUNT(DISTINCT parent) AS superiors FROM work_unit
          WHERE superseded = 0 AND parent IS NOT NULL GROUP BY unit HAVING COUNT(DISTINCT parent) > 1;
        CREATE INDEX temp.claimed_unit ON claimed (unit);
        UPDATE work_unit SET namesakes = \(others) WHERE namesakes IS NOT \(others);
        DROP TABLE temp.claimed;
        """)
  }
}
