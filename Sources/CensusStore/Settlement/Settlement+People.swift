// SPDX-License-Identifier: Apache-2.0

import CensusModel
import GRDB
import GRDBSQLite

extension Settlement {
  /// A person counts once: a member in one row, a cadre once per organisation.
  func settlePeople() throws {
    var overlaps = SheetOverlaps()
    try supersedeMembers(&overlaps)
    try supersede(.cadre, by: ["person_high", "person_low", "organisation"], as: "record-duplicate", &overlaps)
    try supersede(
      .transfer,
      by: ["person_high", "person_low", "from_organisation", "to_organisation", "applied", "state", "completed"],
      as: "record-duplicate", &overlaps)
    try supersede(.graduate, by: ["person_high", "person_low"], as: "person-duplicate", &overlaps)
    try supersede(
      .federationMember, by: ["person_high", "person_low", "organisation"], as: "record-duplicate", &overlaps)
    try report(overlaps)
  }

  /// Among counted rows of one person in known organisations counts the one with the later transfer, else the later file.
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
        SELECT m.id AS id, m.person_high AS high, m.person_low AS low, r.node AS node, m.phone_key AS phone,
          COALESCE(m.id_form, '') IN ('masked', 'damaged', 'missing') AS weak,
          (SELECT MAX(t.completed) FROM transfer AS t JOIN organisation_ref AS o ON o.id = t.to_organisation
           WHERE t.person_high = m.person_high AND t.person_low = m.person_low AND t.state = 'completed'
           AND o.node = r.node) AS arrived
        FROM temp.twice AS p JOIN member AS m ON m.person_high = p.high AND m.person_low = p.low AND m.counted = 1
          AND m.superseded = 0
        JOIN organisation_ref AS r ON r.id = m.organisation AND r.node IS NOT NULL
        ORDER BY high, low, arrived NULLS FIRST, id
        """)
    let update = try database.makeStatement(sql: "UPDATE member SET superseded = 1 WHERE id = ?")
    // The last row of each person is the one that counts.
    try noteOtherRosters(rows.map { Standing(id: $0["id"], high: $0["high"], low: $0["low"], node: $0["node"]) })
    let kept = Settlement.kept(among: rows)
    for (row, kept) in zip(rows, kept) where row["id"] as Int64 != kept {
      try update.execute(arguments: [row["id"] as Int64])
      try reportTwice(row["id"], kept, in: .member, as: "person-duplicate", &overlaps)
    }
  }

  /// By row the one that stands for its person: the last of that identity. Where no ID number tells people apart, two
  /// phones are two people.
  private static func kept(among rows: [Row]) -> [Int64] {
    var kept: [Int64] = rows.map { $0["id"] }
    // The rows of the identity at hand that stand for themselves.
    var standing: [Int] = []
    for index in rows.indices.reversed() {
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

  /// Keeps the latest of rows of known persons in known organisations that agree in `columns`.
  private func supersede(
    _ kind: RecordKind, by columns: [String], as code: String, _ overlaps: inout SheetOverlaps
  ) throws {
    try reinstate(kind)
    let key = columns.map { Settlement.comparable($0, of: kind) }.joined(separator: ", ")
    let source = """
      \(kind.rawValue) AS t JOIN organisation_ref AS known ON known.id = t.\(kind.organisationColumn)
      WHERE t.person_high IS NOT NULL AND known.node IS NOT NULL
      """
    // Nearly always nobody stands twice, and that is found out at a third of the cost.
    let stands = try Bool.fetchOne(
      database, sql: "SELECT EXISTS (SELECT 1 FROM \(source) GROUP BY \(key) HAVING COUNT(*) > 1)")
    guard stands == true else { return }
    let rows = try Row.fetchAll(
      database,
      sql: """
        SELECT id, kept FROM (SELECT t.id AS id, MAX(t.id) OVER (PARTITION BY \(key)) AS kept FROM \(source))
        WHERE id < kept ORDER BY id
        """)
    let update = try database.makeStatement(sql: "UPDATE \(kind.rawValue) SET superseded = 1 WHERE id = ?")
    for row in rows {
      try update.execute(arguments: [row[0] as Int64])
      try reportTwice(row[0], row[1], in: kind, as: code, &overlaps)
    }
  }

  /// A column of table `t` as rows are compared by it: an organisation is the same by its ID and by its full name.
  static func comparable(_ column: String, of kind: RecordKind) -> String {
    let isOrganisation = kind.columns.contains { $0.name == column && $0.type == .organisation }
    guard isOrganisation else { return "t.\(column)" }
    return "COALESCE((SELECT node FROM organisation_ref WHERE id = t.\(column)), -t.\(column))"
  }
}
