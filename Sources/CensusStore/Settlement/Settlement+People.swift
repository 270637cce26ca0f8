// SPDX-License-Identifier: Apache-2.0

import CensusModel
import GRDB

extension Settlement {
  /// A person counts once: a member in one row, a cadre once per organisation.
  func settlePeople() throws {
    try supersedeMembers()
    try supersede(.cadre, by: ["person_high", "person_low", "organisation"], code: "record-duplicate", where: isKnown)
    try supersede(
      .transfer,
      by: ["person_high", "person_low", "from_organisation", "to_organisation", "applied", "state", "completed"],
      code: "record-duplicate", where: isKnown)
    try supersede(.graduate, by: ["person_high", "person_low"], code: "person-duplicate", where: isKnown)
  }

  private var isKnown: String { "person_high IS NOT NULL" }

  /// Among counted rows of one person in known organisations counts the one with the later transfer, else the later file.
  private func supersedeMembers() throws {
    try reinstate(.member)
    let people = try Row.fetchAll(
      database,
      sql: """
        SELECT person_high AS high, person_low AS low FROM member WHERE counted = 1 AND person_high IS NOT NULL
        AND organisation IN (SELECT id FROM organisation_ref WHERE node IS NOT NULL)
        GROUP BY person_high, person_low HAVING COUNT(*) > 1
        """)
    guard !people.isEmpty else { return }
    try database.execute(
      sql: """
        CREATE TEMP TABLE twice (high INTEGER, low INTEGER, PRIMARY KEY (high, low)) WITHOUT ROWID;
        """)
    defer { try? database.execute(sql: "DROP TABLE temp.twice") }
    let add = try database.makeStatement(sql: "INSERT INTO temp.twice VALUES (?, ?)")
    for person in people { try add.execute(arguments: [person["high"] as Int64, person["low"] as Int64]) }
    try supersedeTwice()
  }

  private func supersedeTwice() throws {
    let rows = try Row.fetchAll(
      database,
      sql: """
        SELECT m.id AS id, m.person_high AS high, m.person_low AS low,
          (SELECT MAX(t.completed) FROM transfer AS t JOIN organisation_ref AS o ON o.id = t.to_organisation
           WHERE t.person_high = m.person_high AND t.person_low = m.person_low AND t.state = 'completed'
           AND o.node = r.node) AS arrived
        FROM temp.twice AS p JOIN member AS m ON m.person_high = p.high AND m.person_low = p.low AND m.counted = 1
        JOIN organisation_ref AS r ON r.id = m.organisation AND r.node IS NOT NULL
        ORDER BY high, low, arrived NULLS FIRST, id
        """)
    let update = try database.makeStatement(sql: "UPDATE member SET superseded = 1 WHERE id = ?")
    for (row, next) in zip(rows, rows.dropFirst()) {
      guard row["high"] as Int64 == next["high"] as Int64, row["low"] as Int64 == next["low"] as Int64 else { continue }
      let kept = rows.last {
        $0["high"] as Int64 == row["high"] as Int64 && $0["low"] as Int64 == row["low"] as Int64
      }
      try update.execute(arguments: [row["id"] as Int64])
      try found(
        "person-duplicate", at: place(of: row["id"], in: .member, field: "name"),
        related: [place(of: kept?["id"] ?? 0, in: .member, field: "name")])
    }
  }

  /// Keeps the latest of rows that agree in `columns`.
  func supersede(_ kind: RecordKind, by columns: [String], code: String, where condition: String) throws {
    let table = kind.rawValue
    let key = columns.joined(separator: ", ")
    try reinstate(kind)
    let kept = try Int64.fetchAll(
      database,
      sql: "SELECT MAX(id) FROM \(table) WHERE \(condition) GROUP BY \(key) HAVING COUNT(*) > 1 ORDER BY 1")
    let same = columns.map { "a.\($0) IS b.\($0)" }.joined(separator: " AND ")
    for id in kept {
      let earlier = try Int64.fetchAll(
        database, sql: "SELECT a.id FROM \(table) AS a JOIN \(table) AS b ON \(same) WHERE b.id = ? AND a.id < b.id",
        arguments: [id])
      for row in earlier {
        try database.execute(sql: "UPDATE \(table) SET superseded = 1 WHERE id = ?", arguments: [row])
        try found(code, at: place(of: row, in: kind), related: [place(of: id, in: kind)])
      }
    }
  }
}
