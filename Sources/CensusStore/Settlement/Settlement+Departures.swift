// SPDX-License-Identifier: Apache-2.0

import CensusModel
import GRDB

extension Settlement {
  /// Another file of the same branch that says that somebody left ends the membership, whichever of the two came first.
  func endMembershipsOfThoseWhoLeft() throws {
    let left = try Row.fetchAll(
      database,
      sql: """
        SELECT l.id AS id, l.person_high AS high, l.person_low AS low, r.node AS node, s.file AS file
        FROM member AS l JOIN organisation_ref AS r ON r.id = l.organisation AND r.node IS NOT NULL
        JOIN sheet AS s ON s.id = l.sheet
        WHERE l.counted = 0 AND l.person_high IS NOT NULL ORDER BY l.id
        """)
    guard !left.isEmpty else { return }
    try database.execute(
      sql: """
        CREATE TEMP TABLE leaver (id INTEGER, high INTEGER, low INTEGER, node INTEGER, file INTEGER,
          PRIMARY KEY (high, low, id)) WITHOUT ROWID
        """)
    defer { try? database.execute(sql: "DROP TABLE temp.leaver") }
    let add = try database.makeStatement(sql: "INSERT INTO temp.leaver VALUES (?, ?, ?, ?, ?)")
    for row in left { try add.execute(arguments: [row["id"], row["high"], row["low"], row["node"], row["file"]]) }
    // One walk over the members: their identities have no index of their own.
    let counted = try Row.fetchAll(
      database,
      sql: """
        SELECT m.id AS id, l.id AS leaving, s.file AS file, l.file AS leaving_file FROM member AS m
        CROSS JOIN temp.leaver AS l ON l.high = m.person_high AND l.low = m.person_low
        JOIN organisation_ref AS r ON r.id = m.organisation AND r.node = l.node
        JOIN sheet AS s ON s.id = m.sheet
        WHERE m.counted = 1 ORDER BY m.id, l.id
        """)
    try end(counted)
  }

  private func end(_ rows: [Row]) throws {
    let update = try database.makeStatement(sql: "UPDATE member SET superseded = 1 WHERE id = ?")
    var ended: Set<Int64> = []
    for row in rows {
      let (id, leaving): (Int64, Int64) = (row["id"], row["leaving"])
      let isAnother = (row["file"] as Int64) != (row["leaving_file"] as Int64)
      guard isAnother, ended.insert(id).inserted else { continue }
      try update.execute(arguments: [id])
      try found(
        "membership-ended-later", at: place(of: leaving, in: .member, field: "membership"),
        related: [place(of: id, in: .member)])
    }
  }
}
