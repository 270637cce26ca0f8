// SPDX-License-Identifier: Apache-2.0

import CensusModel
import Findings
import GRDB
import GRDBSQLite

extension Consolidation {
  // MARK: Organisations

  /// A unit describes itself and what is below it. Rows of its sheets about others are set aside, before the later row of an
  /// organisation takes the place of the earlier: nobody renames a superior or takes a branch of somebody else.
  ///
  /// Who stands below whom is asked of a tree in which the word of a file without unit goes first, then the unit's own,
  /// then that of the unit whose ID begins the organisation's: never of who came first.
  func setAsideOrganisationsOfOthers() throws {
    let sent = try sentOrganisations()
    guard !sent.isEmpty else { return }
    let kept = try keepFirstOfEach()
    let (table, _, tree, _) = try plantedTree()
    let nodes = UnitNodes(tree.positions)
    try database.execute(sql: "UPDATE organisation SET superseded = 0 WHERE superseded = 1")
    for row in sent {
      guard let unit = table.index(named: row.unit), let index = table.index(named: row.code) else { continue }
      // In another tree counts who was first to describe the organisation.
      let isTaken = kept[row.code].map { $0.id != row.id && $0.unit != row.unit } ?? false
      let (node, own) = (Int(tree.positions[index].node), Int(tree.positions[unit].node))
      guard nodes.isAnothers(node, than: own, { isTaken }) else { continue }
      if let other = kept[row.code], other.id != row.id, try isSame(row.id, other.id) { continue }
      try database.execute(sql: "UPDATE organisation SET superseded = 1 WHERE id = ?", arguments: [row.id])
      try found(
        "organisation-of-another-unit", at: place(of: row.id, in: .organisation, field: "code"),
        facts: ["value": row.code, "unit": unitName(row.unit)])
    }
  }

  private struct SentOrganisation {
    var id: Int64
    var code: String
    var unit: String
  }

  private func sentOrganisations() throws -> [SentOrganisation] {
    try Row.fetchAll(
      database,
      sql: """
        SELECT o.id, o.code, u.unit FROM submission AS u JOIN file AS f ON f.submission = u.id
        JOIN sheet AS s ON s.file = f.id AND s.kind = 'organisation'
        JOIN organisation AS o ON o.sheet = s.id AND o.id BETWEEN s.first_record AND s.last_record
        WHERE u.unit IS NOT NULL AND u.period = ? AND o.code IS NOT NULL ORDER BY o.id
        """, arguments: [period.description]
    ).map { SentOrganisation(id: $0[0], code: $0[1], unit: $0[2]) }
  }

  /// Leaves out for the moment all rows of an organisation but one; gives the one for organisations with several.
  private func keepFirstOfEach() throws -> [String: (id: Int64, unit: String?)] {
    let rows = try Row.fetchAll(
      database,
      sql: """
        SELECT t.code, t.id, u.unit FROM organisation AS t JOIN sheet AS s ON s.id = t.sheet
        JOIN file AS f ON f.id = s.file LEFT JOIN submission AS u ON u.id = f.submission
        WHERE t.code IN (SELECT code FROM organisation GROUP BY code HAVING COUNT(*) > 1)
        ORDER BY t.code, u.unit IS NOT NULL, t.code = u.unit DESC, substr(t.code, 1, length(u.unit)) = u.unit DESC,
          \(RowPrecedence(schemas[.organisation]).descending())
        """)
    var kept: [String: (id: Int64, unit: String?)] = [:]
    for row in rows {
      let code: String = row[0]
      if kept[code] == nil {
        kept[code] = (row[1], row[2])
      } else {
        try database.execute(sql: "UPDATE organisation SET superseded = 1 WHERE id = ?", arguments: [row[1] as Int64])
      }
    }
    return kept
  }

  /// Whether two rows say the same of an organisation.
  private func isSame(_ one: Int64, _ other: Int64) throws -> Bool {
    let differs = schemas[.organisation].columns.filter { !$0.isSettled }.map { column in
      let sides = ["a", "b"].map { side in
        column.type == .organisation
          ? "(SELECT text FROM organisation_ref WHERE id = \(side).\(column.name))" : "\(side).\(column.name)"
      }
      return sides.joined(separator: " IS NOT ")
    }.joined(separator: " OR ")
    let found = try Bool.fetchOne(
      database, sql: "SELECT \(differs) FROM organisation AS a, organisation AS b WHERE a.id = ? AND b.id = ?",
      arguments: [one, other])
    return found == false
  }

  // MARK: Other records

  /// Lets the records set aside by an earlier settlement name their organisations again.
  func takeBackRecordsOfOthers() throws {
    try database.execute(
      sql: """
        CREATE TABLE IF NOT EXISTS outside (
          kind TEXT NOT NULL, record INTEGER NOT NULL, field TEXT NOT NULL, reference INTEGER NOT NULL,
          PRIMARY KEY (kind, record, field)) WITHOUT ROWID
        """)
    guard !isFirst else { return }
    for row in try Row.fetchAll(database, sql: "SELECT kind, record, field, reference FROM outside") {
      let (kind, record, field, reference): (String, Int64, String, Int64) = (row[0], row[1], row[2], row[3])
      // A sheet that was retired in the meantime took its records along.
      for table in [kind, Schema.retired + kind] {
        try database.execute(
          sql: "UPDATE \(table) SET \(field) = ? WHERE id = ?", arguments: [reference, record])
      }
    }
    try database.execute(sql: "DELETE FROM outside")
  }

  /// Records about units that are neither the one that hands in nor below it count for nobody: what they name is noted in
  /// `outside`, and they name a reference that leads nowhere, like records of organisations that do not exist.
  ///
  /// Progress of tasks is judged where its sender is (`Attestation`).
  func setAsideRecordsOfOthers() throws {
    let units = try senders()
    guard !units.isEmpty else { return }
    let tree = try tree()
    let others = OtherUnits(
      nodes: UnitNodes(last: tree.last, parents: tree.parents), references: try nodes(),
      describers: try describers(units, tree.count))
    for kind in schemas.kinds where kind != .organisation && kind != .progress {
      for sheet in try sentSheets(of: kind) {
        guard let unit = units[sheet.submission], !others.nodes.isWhole(unit) else { continue }
        let records = try others.records(of: schemas[kind], in: sheet, unit: unit, database)
        try setAside(records, of: kind, sentBy: tree.ids[unit], tree)
      }
    }
  }

  private func sentSheets(of kind: RecordKind) throws -> [OtherUnits.Sheet] {
    try Row.fetchAll(
      database,
      sql: """
        SELECT s.id, f.submission, s.first_record, s.last_record FROM sheet AS s JOIN file AS f ON f.id = s.file
        JOIN submission AS u ON u.id = f.submission
        WHERE s.kind = ? AND s.first_record IS NOT NULL AND u.unit IS NOT NULL ORDER BY s.id
        """, arguments: [kind.rawValue]
    ).map { OtherUnits.Sheet(id: $0[0], submission: $0[1], records: ($0[2] as Int64)...($0[3] as Int64)) }
  }

  /// Which unit's sheet describes an organisation, both by preorder number; -1 where it is a sheet of no unit.
  private func describers(_ units: [Int64: Int], _ count: Int) throws -> [Int32] {
    var ofSheets: [Int64: Int32] = [:]
    let sheets =
      "SELECT s.id, f.submission FROM sheet AS s JOIN file AS f ON f.id = s.file WHERE s.kind = 'organisation'"
    try RawStatement.each(sheets, in: database) { row in
      if let unit = units[sqlite3_column_int64(row, 1)] { ofSheets[sqlite3_column_int64(row, 0)] = Int32(unit) }
    }
    var describers = [Int32](repeating: -1, count: count)
    guard !ofSheets.isEmpty else { return describers }
    let rows = "SELECT node, sheet FROM organisation WHERE superseded = 0 AND node IS NOT NULL"
    try RawStatement.each(rows, in: database) { row in
      describers[Int(sqlite3_column_int64(row, 0))] = ofSheets[sqlite3_column_int64(row, 1)] ?? -1
    }
    return describers
  }

  private func setAside(
    _ records: [(id: Int64, node: Int)], of kind: RecordKind, sentBy sender: Int64, _ tree: ConsolidatedOrganisations
  ) throws {
    guard !records.isEmpty else { return }
    try database.execute(sql: "INSERT INTO organisation_ref (text) VALUES ('') ON CONFLICT DO NOTHING")
    forgetNodes()
    let fields = schemas[kind].columns.filter { $0.type == .organisation }.map(\.name)
    let name = try unitName(ofRecord: sender)
    for (id, node) in records {
      try found(
        "record-of-another-unit", at: place(of: id, in: kind, field: schemas[kind].organisationColumn),
        facts: ["value": unitName(ofRecord: tree.ids[node]), "unit": name])
      for field in fields {
        try database.execute(
          sql: """
            INSERT INTO outside SELECT ?1, id, ?2, \(field) FROM \(kind.rawValue) WHERE id = ?3 AND \(field) IS NOT NULL
            """, arguments: [kind.rawValue, field, id])
        try database.execute(
          sql: """
            UPDATE \(kind.rawValue) SET \(field) = (SELECT id FROM organisation_ref WHERE text = '')
            WHERE id = ? AND \(field) IS NOT NULL
            """, arguments: [id])
      }
    }
  }

  private func unitName(ofRecord id: Int64) throws -> String {
    try String.fetchOne(
      database, sql: "SELECT COALESCE(full_name, code) FROM organisation WHERE id = ?", arguments: [id]) ?? ""
  }

  private func unitName(_ code: String) throws -> String {
    try String.fetchOne(
      database, sql: "SELECT full_name FROM organisation WHERE code = ? AND full_name IS NOT NULL LIMIT 1",
      arguments: [code]) ?? code
  }
}
