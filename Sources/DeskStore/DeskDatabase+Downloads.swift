// SPDX-License-Identifier: Apache-2.0

import GRDB

/// A table or a paper that is made in the background for somebody to fetch.
package struct Download: Sendable, Hashable, Identifiable {
  /// Where it stands.
  package enum State: String, Sendable, Hashable {
    case making, done, failed
    /// There was nothing to say.
    case empty
  }

  /// Random, a part of addresses.
  package var id: String
  /// Whose it is.
  package var account: Int64
  /// What was asked for, as a query: `table=rows&period=2019-Q2…`
  package var wish: String
  /// Name of the file.
  package var name: String
  /// Where it stands.
  package var state: State
  /// How many rows are written.
  package var rows: Int
  /// When it was asked for, in seconds since 1970.
  package var made: Int
}

extension DeskDatabase {
  /// How long a table waits to be fetched, in seconds: a day.
  package static let downloadTime = 24 * 3600

  /// Enters a table that is to be made.
  ///
  /// - Throws: what SQLite throws.
  package func enterDownload(_ id: String, of account: Int64, wish: String, name: String) throws {
    try pool.write {
      try $0.execute(
        sql: "INSERT INTO download (id, account, wish, name, state, rows, made) VALUES (?, ?, ?, ?, 'making', 0, ?)",
        arguments: [id, account, wish, name, now])
    }
  }

  /// One table; nil where there is none.
  ///
  /// - Throws: what SQLite throws.
  package func download(_ id: String) throws -> Download? {
    try pool.read { try Row.fetchOne($0, sql: "SELECT * FROM download WHERE id = ?", arguments: [id]) }
      .flatMap(Download.init)
  }

  /// The tables of an account, the latest first; of everybody where none is named.
  ///
  /// - Throws: what SQLite throws.
  package func downloads(of account: Int64? = nil) throws -> [Download] {
    try pool.read { db in
      try Row.fetchAll(
        db, sql: "SELECT * FROM download WHERE IFNULL(account = ?, TRUE) ORDER BY made DESC, id", arguments: [account])
    }.compactMap(Download.init)
  }

  /// Notes how far a table is.
  ///
  /// - Parameter name: that of the file, where it is known only now.
  /// - Throws: what SQLite throws.
  package func note(_ id: String, _ state: Download.State, rows: Int, name: String? = nil) throws {
    try pool.write {
      try $0.execute(
        sql: "UPDATE download SET state = ?, rows = ?, name = IFNULL(?, name) WHERE id = ?",
        arguments: [state.rawValue, rows, name, id])
    }
  }

  /// How long ago a table was asked for, in seconds, and how many that were asked for before it are still being made.
  ///
  /// - Throws: what SQLite throws.
  package func waiting(_ download: Download) throws -> (seconds: Int, before: Int) {
    let before = try pool.read {
      try Int.fetchOne(
        $0, sql: "SELECT COUNT(*) FROM download WHERE state = 'making' AND (made, id) < (?, ?)",
        arguments: [download.made, download.id])
    }
    return (max(0, now - download.made), before ?? 0)
  }

  /// Whether nobody fetched a table in its time.
  package func isOver(_ download: Download) -> Bool { now - download.made > DeskDatabase.downloadTime }

  /// Forgets a table.
  ///
  /// - Throws: what SQLite throws.
  package func forgetDownload(_ id: String) throws {
    try pool.write { try $0.execute(sql: "DELETE FROM download WHERE id = ?", arguments: [id]) }
  }
}

extension Download {
  init?(_ row: Row) {
    guard let state = State(rawValue: row["state"]) else { return nil }
    self.init(
      id: row["id"], account: row["account"], wish: row["wish"], name: row["name"], state: state, rows: row["rows"],
      made: row["made"])
  }
}
