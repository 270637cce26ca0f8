// SPDX-License-Identifier: Apache-2.0

import CensusModel
import GRDB
import GRDBSQLite

extension Consolidation {
  /// A person counts once: a member in one row, a cadre once per organisation.
  func settlePeople() throws {
    var overlaps = SheetOverlaps()
    try supersedeMembers(&overlaps)
    for schema in schemas.all where schema.kind != .member && schema.namesPersons {
      if let once = schema.once { try supersede(schema, once, &overlaps) }
    }
    try report(overlaps)
  }

  /// Among counted rows of one person in known organisations counts the one with the later transfer, else by `RowPrecedence`.
  private func supersedeMembers(_ overlaps: inout SheetOverlaps) throws {
    var rows = try MemberRows(database, nodes: nodes())
    try rows.walk()
    try reinstateMembers(rows.decided)
    let (ended, twice) = try rows.endedAndTwice()
    try endMemberships(ended)
    guard !twice.isEmpty else { return }
    try database.execute(
      sql: """
        CREATE TEMP TABLE twice (id INTEGER PRIMARY KEY, high INTEGER NOT NULL, low INTEGER NOT NULL);
        CREATE TEMP TABLE arrived (
          high INTEGER, low INTEGER, node INTEGER, day INTEGER, PRIMARY KEY (high, low, node)) WITHOUT ROWID;
        """)
    defer { try? database.execute(sql: "DROP TABLE temp.twice; DROP TABLE temp.arrived") }
    let add = try database.makeStatement(sql: "INSERT INTO temp.twice VALUES (?, ?, ?)")
    for row in twice { try add.execute(arguments: [row.id, row.person.high, row.person.low]) }
    try noteArrivals()
    try supersedeTwice(&overlaps)
  }

  private func reinstateMembers(_ rows: [Int64]) throws {
    let update = try database.makeStatement(
      sql: "UPDATE member SET superseded = 0, other_rosters = NULL, on_two_lines = NULL, also_in = NULL WHERE id = ?")
    for row in rows { try update.execute(arguments: [row]) }
  }

  private func endMemberships(_ ended: [(id: Int64, leaving: Int64)]) throws {
    let update = try database.makeStatement(sql: "UPDATE member SET superseded = 1 WHERE id = ?")
    for (id, leaving) in ended {
      try update.execute(arguments: [id])
      try found(
        "membership-ended-later", at: place(of: leaving, in: .member, field: "membership"),
        related: [place(of: id, in: .member)])
    }
  }

  /// When the persons in `temp.twice` last arrived where, by completed transfers.
  private func noteArrivals() throws {
    try database.execute(
      sql: """
        INSERT INTO temp.arrived
        SELECT a.person_high, a.person_low, d.node, MAX(COALESCE(a.completed, a.applied))
        FROM transfer AS a JOIN organisation_ref AS d ON d.id = a.to_organisation
        WHERE a.state IN \(rules.roles.sql(.completed, in: "transfer-state")) AND d.node IS NOT NULL
          AND (a.person_high, a.person_low) IN (SELECT high, low FROM temp.twice)
        GROUP BY a.person_high, a.person_low, d.node
        """)
  }

  private func supersedeTwice(_ overlaps: inout SheetOverlaps) throws {
    let rows = try Row.fetchAll(
      database,
      sql: """
        SELECT t.id AS id, t.person_high AS high, t.person_low AS low, r.node AS node, t.phone_key AS phone,
          COALESCE(t.id_form, '') IN \(rules.roles.sql(.masked, .damaged, .missing, in: "id-form")) AS weak,
          (SELECT a.day FROM temp.arrived AS a WHERE a.high = p.high AND a.low = p.low AND a.node = r.node) AS arrived
        FROM temp.twice AS p JOIN member AS t ON t.id = p.id
        JOIN organisation_ref AS r ON r.id = t.organisation AND r.node IS NOT NULL
        JOIN organisation AS o ON o.node = r.node AND o.superseded = 0
        ORDER BY high, low, \(RowPrecedence(schemas[.member]).descending(["arrived"], organisation: "o.code"))
        """)
    let update = try database.makeStatement(sql: "UPDATE member SET superseded = 1 WHERE id = ?")
    // The first row of each person is the one that counts; the others are told in the order in which they came in.
    try noteOtherRosters(
      rows.reversed().map { RosterEntry(id: $0["id"], high: $0["high"], low: $0["low"], node: $0["node"]) })
    let kept = Consolidation.kept(among: rows)
    for (row, kept) in zip(rows, kept) where row["id"] as Int64 != kept {
      try update.execute(arguments: [row["id"] as Int64])
      try reportTwice(row["id"], kept, in: .member, as: "person-duplicate", &overlaps)
    }
  }

  /// By row the one that stands for its person: the first of that identity. Where no ID number tells people apart, two
  /// phones are two people.
  private static func kept(among rows: [Row]) -> [Int64] {
    var kept: [Int64] = rows.map { $0["id"] }
    // The rows of the identity at hand that stand for themselves.
    var standing: [Int] = []
    for index in rows.indices {
      let row = rows[index]
      if let last = standing.first {
        let isSame =
          row["high"] as Int64 == rows[last]["high"] as Int64 && row["low"] as Int64 == rows[last]["low"] as Int64
        if !isSame { standing = [] }
      }
      if let same = standing.first(where: { !areTwo(row, rows[$0]) }) {
        kept[index] = kept[same]
      } else {
        standing.append(index)
      }
    }
    return kept
  }

  private static func areTwo(_ first: Row, _ second: Row) -> Bool {
    guard first["weak"] as Bool, let one = first["phone"] as Int64?, let other = second["phone"] as Int64? else {
      return false
    }
    return one != other
  }

  /// Keeps by `RowPrecedence` one of the rows of known persons in known organisations that agree in the columns of `once`.
  private func supersede(_ schema: RosterSchema, _ once: RosterSchema.Once, _ overlaps: inout SheetOverlaps) throws {
    let (kind, organisation) = (schema.kind, schema.organisationColumn)
    try reinstate(kind)
    let key = Consolidation.key(of: once, schema)
    // Nearly always nobody stands twice, and that is found out at a fraction of the cost.
    guard try noteAlike(schema, once) else { return }
    defer { try? database.execute(sql: "DROP TABLE temp.alike") }
    let source = "temp.alike AS a JOIN \(kind.rawValue) AS t ON t.id = a.id"
    let order = RowPrecedence(schema).descending(organisation: "o.code")
    let rows = try Row.fetchAll(
      database,
      sql: """
        WITH same AS (
          SELECT id, first FROM (
            SELECT t.id AS id, MIN(t.id) OVER alike AS first, COUNT(*) OVER alike AS n FROM \(source)
            WINDOW alike AS (PARTITION BY \(key)))
          WHERE n > 1)
        SELECT id, kept FROM (
          SELECT t.id AS id, FIRST_VALUE(t.id) OVER (PARTITION BY same.first ORDER BY \(order)) AS kept
          FROM same JOIN \(kind.rawValue) AS t ON t.id = same.id
          JOIN organisation_ref AS known ON known.id = t.\(organisation)
          JOIN organisation AS o ON o.node = known.node AND o.superseded = 0)
        WHERE id <> kept ORDER BY id
        """)
    let update = try database.makeStatement(sql: "UPDATE \(kind.rawValue) SET superseded = 1 WHERE id = ?")
    for row in rows {
      try update.execute(arguments: [row[0] as Int64])
      try reportTwice(row[0], row[1], in: kind, as: once.finding ?? "record-duplicate", &overlaps)
    }
  }

  /// Gathers in `temp.alike` the rows of known persons in known organisations that may agree with another in the columns of
  /// `once`: all that do, and hardly any other.
  ///
  /// - Returns: false where there are none, and no table.
  private func noteAlike(_ schema: RosterSchema, _ once: RosterSchema.Once) throws -> Bool {
    var rows = try AlikeRows(schema, once, nodes: nodes(), in: database)
    let alike = try rows.alike()
    guard !alike.isEmpty else { return false }
    try database.execute(sql: "CREATE TEMP TABLE alike (id INTEGER PRIMARY KEY)")
    let add = try database.makeStatement(sql: "INSERT INTO temp.alike VALUES (?)")
    for id in alike { try add.execute(arguments: [id]) }
    return true
  }

  /// A column of table `t` as rows are compared by it: an organisation is the same by its ID and by its full name.
  static func comparable(_ column: String, of schema: RosterSchema) -> String {
    guard schema.column(column)?.type == .organisation else { return "t.\(column)" }
    return "(SELECT COALESCE(r.node, r.text) FROM organisation_ref AS r WHERE r.id = t.\(column))"
  }

  /// What rows of table `t` that are one thing agree in, as SQL.
  static func key(of once: RosterSchema.Once, _ schema: RosterSchema) -> String {
    let columns = once.columns.map { alternatives in
      RosterSchema.first(of: alternatives.map { comparable($0, of: schema) })
    }
    return (columns + [once.apart.map { "t.\($0) IS NULL" }].compactMap(\.self)).joined(separator: ", ")
  }
}
