// SPDX-License-Identifier: Apache-2.0

import CensusModel
import GRDB

/// What is claimed on two lines: persons on two rosters, units that two superiors list.
extension Settlement {
  /// One counted row of a person who stands in more than one.
  struct Standing {
    var id: Int64
    var high: Int64
    var low: Int64
    var node: Int
  }

  func forgetOtherRosters() throws {
    guard !isFirst else { return }
    try database.execute(
      sql: "UPDATE member SET other_rosters = NULL, on_two_lines = NULL, also_in = NULL WHERE other_rosters IS NOT NULL"
    )
  }

  /// Writes to the row of a person that counts (the last of each person) where else the person stands.
  ///
  /// - Parameter rows: ordered by person; rows of one person stand together.
  func noteOtherRosters(_ rows: [Standing]) throws {
    let places = Dictionary(
      uniqueKeysWithValues: try Row.fetchAll(
        database, sql: "SELECT node, line, full_name FROM organisation WHERE superseded = 0 AND node IS NOT NULL"
      ).map { row in (row[0] as Int, (line: row[1] as String?, name: row[2] as String?)) })
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

  /// Units that two superiors list: by 统一社会信用代码, by name where a row gives none.
  func settleClaimedUnits() throws {
    try database.execute(
      sql: """
        UPDATE work_unit SET namesakes = 0;
        UPDATE work_unit SET namesakes = c.superiors - 1
        FROM (SELECT COALESCE(NULLIF(credit_code, ''), name) AS unit, COUNT(DISTINCT parent) AS superiors FROM work_unit
          WHERE superseded = 0 AND parent IS NOT NULL GROUP BY unit HAVING COUNT(DISTINCT parent) > 1) AS c
        WHERE work_unit.superseded = 0 AND COALESCE(NULLIF(credit_code, ''), name) = c.unit;
        """)
  }
}
