// SPDX-License-Identifier: Apache-2.0

package import CensusModel
import GRDB

/// What a workspace on trial stands on: one connection whose databases have no name on any disk, and a key that is only
/// ever in memory. Whatever ends the program, nothing is left of it.
///
/// SQLite keeps a database of the empty name in memory and moves to a file what does not fit; it takes that file's name away
/// before it writes a byte.
struct TrialStore: Sendable {
  /// Records as `main`, the catalogue attached as `catalogue`: unqualified names mean what they do in a workspace.
  let queue: DatabaseQueue
  let key: WorkspaceKey

  /// - Parameters:
  ///   - key: that of the workspace it stands beside; nil makes one of its own.
  ///   - organisations: database of a period whose organisations are known to what is tried; nil knows none.
  ///   - label: stands before the names of its files.
  init(names: NameStorage, key: WorkspaceKey? = nil, organisations: String? = nil, label: String = "") throws {
    self.key = key ?? WorkspaceKey.random()
    queue = try DatabaseQueue(path: "")
    try queue.inDatabase { [key = self.key] db in
      try db.execute(sql: "PRAGMA page_size = 16384; PRAGMA cache_size = -16000; ATTACH DATABASE '' AS catalogue")
      try TrialStore.createCatalogue(db, names: names, key: key)
      if let organisations { try TrialStore.keepOrganisations(of: organisations, label, in: db) }
    }
  }

  /// Reads them at once: the period's database is open no longer than that.
  private static func keepOrganisations(of path: String, _ label: String, in db: Database) throws {
    try db.execute(sql: "ATTACH DATABASE ? AS known", arguments: [path])
    let rows = "known.organisation WHERE superseded = 0 AND node IS NOT NULL"
    try db.execute(
      sql: """
        CREATE TEMP TABLE known_organisation AS SELECT * FROM \(rows);
        CREATE TEMP TABLE known_organisation_ref AS SELECT * FROM known.organisation_ref
          WHERE id IN (SELECT parent FROM \(rows)) AND text <> '';
        CREATE TEMP TABLE known_sheet AS SELECT * FROM known.sheet WHERE id IN (SELECT sheet FROM \(rows));
        CREATE TEMP TABLE known_file AS SELECT id, name, format, encoding, bytes FROM known.file
          WHERE id IN (SELECT file FROM temp.known_sheet);
        """)
    try db.execute(sql: "UPDATE temp.known_file SET name = ? || name", arguments: [label])
    try db.execute(sql: "DETACH DATABASE known")
  }

  /// Adds the organisations that are known to a period that was just opened. They belong to no submission, and no file is the
  /// same as theirs: a sheet that is there already is tried like any other.
  func addKnownOrganisations(in db: Database) throws {
    let isKnown = try Bool.fetchOne(
      db, sql: "SELECT EXISTS (SELECT 1 FROM temp.sqlite_master WHERE name = 'known_file')")
    guard isKnown == true else { return }
    try db.execute(
      sql: """
        INSERT INTO file (id, submission, sha256, name, format, encoding, bytes)
          SELECT id, 0, '', name, format, encoding, bytes FROM temp.known_file;
        """)
    for table in ["organisation_ref", "sheet", "organisation"] {
      // A sealed period may have fewer columns.
      let ours = Set(try TrialStore.columns(of: table, in: "main", db))
      let columns = try TrialStore.columns(of: "known_" + table, in: "temp", db).filter(ours.contains)
      let list = columns.joined(separator: ", ")
      try db.execute(sql: "INSERT INTO main.\(table) (\(list)) SELECT \(list) FROM temp.known_\(table)")
    }
  }

  private static func columns(of table: String, in schema: String, _ db: Database) throws -> [String] {
    try Row.fetchAll(db, sql: "PRAGMA \(schema).table_info(\(table))").map { $0["name"] }
  }

  /// The schema writes its tables into `main`; they are moved to where the statements of a workspace look for them.
  private static func createCatalogue(_ db: Database, names: NameStorage, key: WorkspaceKey) throws {
    try Schema.createCatalogue(db, names: names, key: key)
    let made = try Row.fetchAll(
      db,
      sql: "SELECT type, name, sql FROM main.sqlite_master WHERE sql IS NOT NULL ORDER BY type = 'table' DESC, rowid")
    for row in made {
      let (type, name, sql): (String, String, String) = (row[0], row[1], row[2])
      let start = "CREATE \(type.uppercased()) "
      guard sql.hasPrefix(start) else { continue }
      try db.execute(sql: start + "catalogue." + sql.dropFirst(start.count))
      if type == "table" { try db.execute(sql: "INSERT INTO catalogue.\(name) SELECT * FROM main.\(name)") }
    }
    for row in made where row["type"] == "table" {
      let name: String = row["name"]
      try db.execute(sql: "DROP TABLE main.\(name)")
    }
  }
}

extension TrialStore {
  /// Copies a period with all that is in it, so that what is tried meets it as an import would.
  func copy(period path: String) throws {
    let source = try Workspace.reading(path)
    defer { try? source.close() }
    try source.backup(to: queue)
  }

  /// Copies what the catalogue knows of submissions and decisions; the trail begins anew.
  ///
  /// - Parameter version: the one that was copied; nil for none.
  func copy(catalogue path: String, version: PeriodVersion?, _ clock: WallClock) throws {
    try queue.inDatabase { db in
      try db.execute(sql: "ATTACH DATABASE ? AS known", arguments: [path])
      for table in Schema.covered where table != "setting" && table != "period" {
        try db.execute(sql: "INSERT INTO catalogue.\(table) SELECT * FROM known.\(table)")
      }
      if let version {
        try db.execute(
          sql: "INSERT INTO catalogue.period SELECT * FROM known.period WHERE period = ? AND version = ?",
          arguments: [version.period.description, version.number])
      }
      try db.execute(sql: "DETACH DATABASE known")
      try TrailChain(key: key, clock: clock).begin(in: db)
    }
  }
}

extension Workspace {
  /// This workspace on trial: nothing of what is tried is written to it, and nothing is left of it.
  ///
  /// - Parameters:
  ///   - period: copied with all that is in it where it is open; the organisations of `organisations` are known else.
  ///   - label: stands before the names of the files that describe those.
  /// - Returns: also whether the period was copied.
  /// - Throws: `WorkspaceError`: `workspace-key`, `workspace-key-other` …
  package func onTrial(
    _ period: Period?, knowing organisations: PeriodDatabase?, label: String
  ) throws -> (workspace: Workspace, holdsPeriod: Bool) {
    let version = try period.flatMap { try self.version(of: $0) }.flatMap { $0.isSealed ? nil : $0 }
    if let version { try requireOpen(version) }
    var workspace = Workspace(directory: "/dev/null/trial", names: names)
    workspace.clock = clock
    let key = try key
    workspace.trial = try WorkspaceError.translating(path: workspace.directory) {
      let trial = try TrialStore(
        names: names, key: key, organisations: version == nil ? organisations?.path : nil, label: label)
      if let version { try trial.copy(period: path(of: version)) }
      try trial.copy(catalogue: cataloguePath, version: version, clock)
      return trial
    }
    return (workspace, version != nil)
  }

  /// A workspace for one run that leaves nothing behind, however the run ends: neither database nor key has a name on disk.
  ///
  /// - Parameters:
  ///   - organisations: a period whose organisations are known to what is tried.
  ///   - label: stands before the names of the files that describe them.
  /// - Throws: `WorkspaceError` where SQLite cannot make its temporary files.
  package static func trial(
    names: NameStorage, knowing organisations: PeriodDatabase? = nil, label: String = ""
  ) throws -> Workspace {
    // No file can stand below a device: whatever looks for one finds none.
    var workspace = Workspace(directory: "/dev/null/trial", names: names)
    workspace.trial = try WorkspaceError.translating(path: workspace.directory) {
      try TrialStore(names: names, organisations: organisations?.path, label: label)
    }
    return workspace
  }
}
