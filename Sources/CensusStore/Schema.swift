// SPDX-License-Identifier: Apache-2.0

import CensusModel
import GRDB

/// The tables of the catalogue and of a period's database; one table per record kind, its columns those of its schema.
enum Schema {
  /// Of every file of a workspace. Whatever changes in the tables below raises it, unless no release had it yet; then the
  /// fingerprint alone changes (`FormatTests`).
  static let version = 6
  /// The earliest that is still read as it is; what is written to goes over to the present one (`FormatMigrations`).
  static let earliest = 5
  static let fingerprintOfVersion = "718677ffd8801144154fb22c3fea233722a929dab591775fd1649b2af9b02f7a"

  /// `PRAGMA application_id` of every file of a workspace: "LCen".
  static let application = 0x4C43_656E

  /// Tables of the catalogue whose content the audit trail covers; the others are the trail itself.
  static let covered = [
    "setting", "period", "submission", "dismissal", "submission_event", "expected", "given_explanation", "acceptance",
  ]
  /// The same of tables that come with their first row.
  static let coveredOnceMade = ["refusal"]
  static let trail = ["audit", "trail_head"]

  /// What format 6 has and the catalogue of format 5 has not.
  static let acceptanceTable = """
    CREATE TABLE acceptance (
      id INTEGER PRIMARY KEY, period TEXT NOT NULL, finding TEXT NOT NULL, code TEXT NOT NULL, person_high INTEGER,
      person_low INTEGER, until INTEGER, reason TEXT NOT NULL, accepted_by TEXT NOT NULL, at TEXT NOT NULL,
      ended_at TEXT, ended_by TEXT, ended_why TEXT)
    """

  /// What a catalogue has once a file was refused (`Refusals`).
  static let refusalTable = """
    CREATE TABLE refusal (
      id INTEGER PRIMARY KEY, period TEXT NOT NULL, unit TEXT, sent_by TEXT, at TEXT NOT NULL, file TEXT NOT NULL,
      code TEXT NOT NULL, facts TEXT NOT NULL)
    """

  /// - Parameter key: its fingerprint is kept, and the trail begins under it.
  static func createCatalogue(_ db: Database, names: NameStorage, key: WorkspaceKey? = nil) throws {
    try db.execute(
      sql: """
        CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL);
        CREATE TABLE period (
          period TEXT NOT NULL, version INTEGER NOT NULL, state TEXT NOT NULL, sha256 TEXT, counter INTEGER,
          token TEXT, mark TEXT, despite TEXT, sealed_at TEXT, sealed_by TEXT, remark TEXT,
          PRIMARY KEY (period, version));
        CREATE TABLE submission (
          id INTEGER PRIMARY KEY, period TEXT NOT NULL, unit TEXT, sent_by TEXT, received_at TEXT NOT NULL,
          state TEXT NOT NULL, files INTEGER NOT NULL, folder TEXT, about TEXT);
        CREATE TABLE dismissal (
          first_high INTEGER NOT NULL, first_low INTEGER NOT NULL, second_high INTEGER NOT NULL,
          second_low INTEGER NOT NULL, reason TEXT NOT NULL, decided_by TEXT NOT NULL, decided_at TEXT NOT NULL,
          PRIMARY KEY (first_high, first_low, second_high, second_low)) WITHOUT ROWID;
        CREATE TABLE submission_event (
          id INTEGER PRIMARY KEY, submission INTEGER NOT NULL, state TEXT NOT NULL, at TEXT NOT NULL, who TEXT, why TEXT);
        CREATE TABLE expected (
          period TEXT NOT NULL, unit TEXT NOT NULL, kind TEXT NOT NULL, due INTEGER,
          PRIMARY KEY (period, unit, kind));
        CREATE TABLE given_explanation (
          id INTEGER PRIMARY KEY, period TEXT NOT NULL, unit TEXT NOT NULL, measure TEXT NOT NULL, text TEXT NOT NULL,
          given_by TEXT NOT NULL, at TEXT NOT NULL);
        \(acceptanceTable);
        CREATE TABLE audit (
          id INTEGER PRIMARY KEY, at TEXT NOT NULL, who TEXT, action TEXT NOT NULL, subject TEXT NOT NULL,
          detail TEXT NOT NULL, clock TEXT, state TEXT NOT NULL, previous TEXT NOT NULL, hash TEXT NOT NULL);
        CREATE TABLE trail_head (
          id INTEGER PRIMARY KEY, entries INTEGER NOT NULL, hash TEXT NOT NULL, state TEXT NOT NULL, mac TEXT NOT NULL);
        """)
    for (name, value) in [("names", names.rawValue), ("key", key?.fingerprint ?? "")] {
      try db.execute(sql: "INSERT INTO setting VALUES (?, ?)", arguments: [name, value])
    }
    try label(db)
    if let key { try TrailChain(key: key, clock: .system).begin(in: db) }
  }

  /// Says whose file it is and of which format; a copy made by `VACUUM INTO` says the same.
  private static func label(_ db: Database) throws {
    try db.execute(sql: "PRAGMA user_version = \(version); PRAGMA application_id = \(application)")
  }

  static func settings(_ db: Database) throws -> [String: String] {
    var settings: [String: String] = [:]
    for row in try Row.fetchAll(db, sql: "SELECT name, value FROM setting") {
      settings[row.text("name")] = row.text("value")
    }
    return settings
  }

  /// The fingerprint of all tables that a program of this source makes: of the catalogue, and of a sealed period with kinds
  /// of sheets that never change. What kinds a pack has is no matter of the format: each period says it itself.
  static func fingerprint() throws -> String {
    let catalogue = try DatabaseQueue().write { db in
      try createCatalogue(db, names: .masked)
      return try fingerprint(of: db)
    }
    let period = try DatabaseQueue().write { db in
      try createPeriod(db, FormerSchemas.five)
      try SealTables.create(in: db)
      return try fingerprint(of: db)
    }
    return ContentHash.of(Array((catalogue + period).utf8))
  }

  /// SHA-256 over the statements that make the tables of a database.
  static func fingerprint(of db: Database) throws -> String {
    let statements = try Row.fetchAll(
      db, sql: "SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY type, name")
    return ContentHash.of(Array(statements.map { CoveredTables.spelled($0) }.joined(separator: "\n").utf8))
  }

  static func createPeriod(_ db: Database, _ schemas: RosterSchemas) throws {
    try db.execute(sql: StoredSchemas.table)
    try db.execute(
      sql: """
        CREATE TABLE file (
          id INTEGER PRIMARY KEY, submission INTEGER NOT NULL, sha256 TEXT NOT NULL, name TEXT NOT NULL,
          format TEXT NOT NULL, encoding TEXT NOT NULL, bytes INTEGER NOT NULL, withdrawn INTEGER NOT NULL DEFAULT 0);
        CREATE INDEX file_sha256 ON file (sha256);
        CREATE TABLE replacement (
          earlier INTEGER NOT NULL, later INTEGER NOT NULL, PRIMARY KEY (earlier, later)) WITHOUT ROWID;
        CREATE TABLE mark (token TEXT NOT NULL);
        CREATE TABLE organisation_ref (
          id INTEGER PRIMARY KEY, text TEXT NOT NULL, unit TEXT NOT NULL DEFAULT '', node INTEGER, UNIQUE (text, unit));
        CREATE TABLE duplicate_pair (
          id INTEGER PRIMARY KEY, first_kind TEXT NOT NULL, first_id INTEGER NOT NULL, first_high INTEGER NOT NULL,
          first_low INTEGER NOT NULL, second_kind TEXT NOT NULL, second_id INTEGER NOT NULL,
          second_high INTEGER NOT NULL, second_low INTEGER NOT NULL, score INTEGER NOT NULL, parts TEXT NOT NULL,
          reason TEXT, decided_by TEXT, decided_at TEXT);
        """)
    for prefix in ["", retired] {
      for statement in tables(prefix) { try db.execute(sql: statement) }
      for schema in schemas.all { try db.execute(sql: table(of: schema, prefix)) }
    }
    try StoredSchemas.write(schemas, in: db)
    try RecordViews.write(schemas, in: db)
    try label(db)
  }

  /// Tables of this prefix hold, row by row, what was read from sheets that do not count any more: superseded, withdrawn or
  /// rejected. So whatever asks the tables without it sees only what counts, and a sheet can come back as it was.
  static let retired = "retired_"

  private static func tables(_ prefix: String) -> [String] {
    [
      """
      CREATE TABLE \(prefix)sheet (
        id INTEGER PRIMARY KEY, file INTEGER NOT NULL REFERENCES file, position INTEGER NOT NULL, name TEXT NOT NULL,
        kind TEXT, header_first INTEGER, header_last INTEGER, headings TEXT NOT NULL,
        records INTEGER NOT NULL DEFAULT 0, set_aside INTEGER NOT NULL DEFAULT 0, first_record INTEGER,
        last_record INTEGER)
      """,
      "CREATE TABLE \(prefix)set_aside (sheet INTEGER NOT NULL, row INTEGER NOT NULL, kind TEXT, reason TEXT NOT NULL)",
      """
      CREATE TABLE \(prefix)finding (
        id INTEGER PRIMARY KEY, computed INTEGER NOT NULL, file_id INTEGER, code TEXT NOT NULL, file TEXT, sheet TEXT,
        row INTEGER, position INTEGER, heading TEXT, facts TEXT NOT NULL, related TEXT NOT NULL, count INTEGER NOT NULL)
      """,
    ]
  }

  /// `id` follows the order of files, sheets and rows: the later record has the greater one.
  static func table(of schema: RosterSchema, _ prefix: String) -> String {
    var columns = [
      "id INTEGER PRIMARY KEY", "sheet INTEGER NOT NULL", "row INTEGER NOT NULL",
      "superseded INTEGER NOT NULL DEFAULT 0",
    ]
    if schema.kind == .organisation {
      columns += ["node INTEGER", "last INTEGER", "depth INTEGER", "children INTEGER"]
    }
    columns += schema.columns.map { "\($0.name) \($0.type.sql)" }
    return "CREATE TABLE \(prefix)\(schema.kind) (\(columns.joined(separator: ", ")))"
  }
}

extension ColumnType {
  /// Organisations named in a record are references into `organisation_ref`.
  var sql: String {
    switch self {
    case .text, .code: "TEXT"
    case .integer, .day, .flag, .organisation, .pseudonym: "INTEGER"
    }
  }
}

extension RosterSchema {
  /// The rows of a kind as conditions see them, in brackets: organisations as `<column>_node`, `node` the organisation the
  /// record belongs to, and `sheet`, `row` where it stands. SQLite drops the joins a query does not need.
  ///
  /// - Parameter expected: further columns that are asked for: NULL in every row of a period that was written without them.
  func source(censusDay: Int, expected: [RecordColumn] = []) -> String {
    var joins: [String] = []
    var columns = [
      "t.id", "t.sheet", "t.row", "t.superseded", "\(censusDay) AS census_day", "\(censusDay / 10_000) AS census_year",
    ]
    for column in self.columns {
      columns.append("t.\(column.name)")
      guard column.type == .organisation else { continue }
      joins.append("LEFT JOIN organisation_ref AS r_\(column.name) ON r_\(column.name).id = t.\(column.name)")
      columns.append("r_\(column.name).node AS \(column.name)_node")
    }
    for column in expected where index(of: column.name) == nil {
      columns.append("NULL AS \(column.name)")
      if column.type == .organisation { columns.append("NULL AS \(column.name)_node") }
    }
    columns += kind == .organisation ? ["t.node", "t.last", "t.depth", "t.children"] : ["\(node) AS node"]
    return "(SELECT \(columns.joined(separator: ", ")) FROM \(kind) AS t \(joins.joined(separator: " ")))"
  }

  /// The preorder number of the organisation that a row `t` belongs to, with what it names joined as `r_<column>`.
  var node: String {
    switch kind {
    case .organisation: return "t.node"
    // Totals without an organisation are those of the root.
    case .reportedTotal: return "CASE WHEN t.organisation IS NULL THEN 0 ELSE r_\(organisationColumn).node END"
    default: return "r_\(organisationColumn).node"
    }
  }

  /// What conditions see of a kind that a period was written without: no row.
  func emptySource(censusDay: Int) -> String {
    let names = ["id", "sheet", "row", "superseded", "node"] + columns.map(\.name)
    let nodes = columns.filter { $0.type == .organisation }.map { $0.name + "_node" }
    let nothing = (names + nodes).map { "NULL AS \($0)" }.joined(separator: ", ")
    return "(SELECT \(nothing), \(censusDay) AS census_day, \(censusDay / 10_000) AS census_year WHERE 0)"
  }
}
