// SPDX-License-Identifier: Apache-2.0

import CensusModel
import GRDB

extension Settlement {
  /// A later file of the same branch that says that somebody left ends what an earlier one says.
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
        SELECT m.id AS id, l.id AS later, s.file AS file, l.file AS later_file FROM member AS m
        CROSS JOIN temp.leaver AS l ON l.high = m.person_high AND l.low = m.person_low
        JOIN organisation_ref AS r ON r.id = m.organisation AND r.node = l.node
        JOIN sheet AS s ON s.id = m.sheet
        WHERE m.counted = 1 ORDER BY m.id, l.id
        """)
    try end(counted)
  }

  /// Ends what stands before the last word of each person, when that is one of leaving in a later file.
  private func end(_ rows: [Row]) throws {
    // By each row that says that somebody left, the last counted one beside it.
    let last = Dictionary(rows.map { ($0["later"] as Int64, $0["id"] as Int64) }) { max($0, $1) }
    let update = try database.makeStatement(sql: "UPDATE member SET superseded = 1 WHERE id = ?")
    var ended: Set<Int64> = []
    for row in rows {
      let (id, later): (Int64, Int64) = (row["id"], row["later"])
      let isLater = (row["file"] as Int64) < (row["later_file"] as Int64) && last[later, default: 0] < later
      guard isLater, ended.insert(id).inserted else { continue }
      try update.execute(arguments: [id])
      try found(
        "membership-ended-later", at: place(of: later, in: .member, field: "membership"),
        related: [place(of: id, in: .member)])
    }
  }
}
