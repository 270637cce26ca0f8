// SPDX-License-Identifier: Apache-2.0

import GRDB

/// The tables of `desk.sqlite`, step by step; a step that was released is never changed.
enum DeskSchema {
  static func migrate(_ pool: DatabasePool) throws {
    let migrator = self.migrator
    guard try pool.read({ try !migrator.hasBeenSuperseded($0) }) else { throw DeskFailure("desk-newer") }
    try migrator.migrate(pool)
  }

  private static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("1") { db in
      try db.execute(sql: accounts)
      try db.execute(sql: uploads)
    }
    migrator.registerMigration("2") { db in try db.execute(sql: access) }
    migrator.registerMigration("3") { db in try db.execute(sql: downloads) }
    migrator.registerMigration("4") { db in try db.execute(sql: work) }
    return migrator
  }

  /// Tokens are kept as hashes: who reads the file cannot use one.
  private static let accounts = """
    CREATE TABLE account (
      id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE COLLATE NOCASE, role TEXT NOT NULL, unit TEXT, language TEXT,
      password TEXT, second BLOB, second_used INTEGER, disabled INTEGER NOT NULL DEFAULT 0, made INTEGER NOT NULL, seen INTEGER);
    CREATE TABLE session (
      token BLOB PRIMARY KEY, account INTEGER NOT NULL REFERENCES account ON DELETE CASCADE, made INTEGER NOT NULL,
      seen INTEGER NOT NULL) WITHOUT ROWID;
    CREATE INDEX session_account ON session (account);
    CREATE TABLE invitation (
      token BLOB PRIMARY KEY, account INTEGER NOT NULL REFERENCES account ON DELETE CASCADE, ends INTEGER NOT NULL)
      WITHOUT ROWID;
    """

  private static let access = """
    CREATE TABLE access (
      id INTEGER PRIMARY KEY, token BLOB NOT NULL UNIQUE, account INTEGER NOT NULL REFERENCES account ON DELETE CASCADE,
      name TEXT NOT NULL, made INTEGER NOT NULL, used INTEGER);
    CREATE INDEX access_account ON access (account);
    """

  private static let downloads = """
    CREATE TABLE download (
      id TEXT PRIMARY KEY, account INTEGER NOT NULL REFERENCES account ON DELETE CASCADE, wish TEXT NOT NULL,
      name TEXT NOT NULL, state TEXT NOT NULL, rows INTEGER NOT NULL, made INTEGER NOT NULL) WITHOUT ROWID;
    """

  private static let work = """
    CREATE TABLE work (
      id INTEGER PRIMARY KEY, subject TEXT NOT NULL, kind TEXT NOT NULL, title TEXT NOT NULL, period TEXT NOT NULL,
      unit TEXT NOT NULL, due TEXT, state TEXT NOT NULL, made INTEGER NOT NULL);
    CREATE TABLE work_step (
      id INTEGER PRIMARY KEY, work INTEGER NOT NULL REFERENCES work ON DELETE CASCADE, kind TEXT NOT NULL,
      at INTEGER NOT NULL, who TEXT NOT NULL, text TEXT NOT NULL, file TEXT, sha256 TEXT);
    CREATE INDEX work_step_work ON work_step (work);
    CREATE TABLE evidence (sha256 TEXT PRIMARY KEY, sealed BLOB NOT NULL) WITHOUT ROWID;
    """

  private static let uploads = """
    CREATE TABLE upload (
      id TEXT PRIMARY KEY, account INTEGER NOT NULL REFERENCES account, period TEXT NOT NULL, unit TEXT,
      state TEXT NOT NULL, made INTEGER NOT NULL, intent TEXT NOT NULL DEFAULT 'told', failure TEXT,
      submissions TEXT NOT NULL DEFAULT '') WITHOUT ROWID;
    CREATE INDEX upload_account ON upload (account, made);
    CREATE TABLE upload_file (
      upload TEXT NOT NULL REFERENCES upload ON DELETE CASCADE, number INTEGER NOT NULL, name TEXT NOT NULL,
      bytes INTEGER NOT NULL, sha256 TEXT NOT NULL, PRIMARY KEY (upload, number)) WITHOUT ROWID;
    """
}
