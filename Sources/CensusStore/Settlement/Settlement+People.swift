// SPDX-License-Identifier: Apache-2.0

import CensusModel
import GRDB
import GRDBSQLite

extension Settlement {
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
    try reinstate(.member)
    try forgetOtherRosters()
    try endMembershipsOfThoseWhoLeft()
    let people = try membersInTwoRows()
    guard !people.isEmpty else { return }
    try database.execute(
      sql: """
        CREATE TEMP TABLE twice (high INTEGER, low INTEGER, PRIMARY KEY (high, low)) WITHOUT ROWID;
        """)
    defer { try? database.execute(sql: "DROP TABLE temp.twice") }
    let add = try database.makeStatement(sql: "INSERT INTO temp.twice VALUES (?, ?)")
    for person in people { try add.execute(arguments: [person.high, person.low]) }
    try supersedeTwice(&overlaps)
  }

  /// Sorting all of a city would cost more than two walks: the first tells who may stand twice, which nearly nobody does.
  private func membersInTwoRows() throws -> Set<Pseudonym> {
    let sql = """
      SELECT person_high, person_low FROM member WHERE counted = 1 AND superseded = 0 AND person_high IS NOT NULL
      AND organisation IN (SELECT id FROM organisation_ref WHERE node IS NOT NULL)
      """
    func each(_ body: (Pseudonym) -> Void) throws {
      try RawStatement.each(sql, in: database) { row in
        body(Pseudonym(high: sqlite3_column_int64(row, 0), low: sqlite3_column_int64(row, 1)))
      }
    }
    var repeated = RepeatedKeys(count: try Int.fetchOne(database, sql: "SELECT MAX(id) FROM member") ?? 0)
    try each { repeated.note(UInt64(bitPattern: $0.high)) }
    guard repeated.hasAny else { return [] }
    var (once, twice) = (Set<Pseudonym>(), Set<Pseudonym>())
    try each { person in
      guard repeated.mayRepeat(UInt64(bitPattern: person.high)) else { return }
      if !once.insert(person).inserted { twice.insert(person) }
    }
    return twice
  }

  private func supersedeTwice(_ overlaps: inout SheetOverlaps) throws {
    let rows = try Row.fetchAll(
      database,
      sql: """
        SELECT t.id AS id, t.person_high AS high, t.person_low AS low, r.node AS node, t.phone_key AS phone,
          COALESCE(t.id_form, '') IN ('masked', 'damaged', 'missing') AS weak,
          (SELECT MAX(COALESCE(a.completed, a.applied)) FROM transfer AS a
           JOIN organisation_ref AS d ON d.id = a.to_organisation
           WHERE a.person_high = t.person_high AND a.person_low = t.person_low AND a.state = 'completed'
           AND d.node = r.node) AS arrived
        FROM temp.twice AS p JOIN member AS t ON t.person_high = p.high AND t.person_low = p.low AND t.counted = 1
          AND t.superseded = 0
        JOIN organisation_ref AS r ON r.id = t.organisation AND r.node IS NOT NULL
        JOIN organisation AS o ON o.node = r.node AND o.superseded = 0
        ORDER BY high, low, \(RowPrecedence(schemas[.member]).descending(["arrived"], organisation: "o.code"))
        """)
    let update = try database.makeStatement(sql: "UPDATE member SET superseded = 1 WHERE id = ?")
    // The first row of each person is the one that counts; the others are told in the order in which they came in.
    try noteOtherRosters(
      rows.reversed().map { Standing(id: $0["id"], high: $0["high"], low: $0["low"], node: $0["node"]) })
    let kept = Settlement.kept(among: rows)
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
    let key = Settlement.key(of: once, schema)
    let source = """
      \(kind.rawValue) AS t JOIN organisation_ref AS known ON known.id = t.\(organisation)
      WHERE t.person_high IS NOT NULL AND known.node IS NOT NULL
      """
    // Nearly always nobody stands twice, and that is found out at a third of the cost.
    let stands = try Bool.fetchOne(
      database, sql: "SELECT EXISTS (SELECT 1 FROM \(source) GROUP BY \(key) HAVING COUNT(*) > 1)")
    guard stands == true else { return }
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

  /// A column of table `t` as rows are compared by it: an organisation is the same by its ID and by its full name.
  private static func comparable(_ column: String, of schema: RosterSchema) -> String {
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
