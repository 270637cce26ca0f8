// SPDX-License-Identifier: Apache-2.0

import GRDB

extension DeskDatabase {
  /// Enters files whose bytes are all on the disk.
  ///
  /// - Throws: what SQLite throws.
  package func enter(
    _ id: String, of account: Int64, period: String, unit: String?, files: [Upload.File]
  ) throws {
    try pool.write { db in
      try db.execute(
        sql: "INSERT INTO upload (id, account, period, unit, state, made) VALUES (?, ?, ?, ?, ?, ?)",
        arguments: [id, account, period, unit, Upload.State.checking.rawValue, now])
      for file in files {
        try db.execute(
          sql: "INSERT INTO upload_file (upload, number, name, bytes, sha256) VALUES (?, ?, ?, ?, ?)",
          arguments: [id, file.number, file.name, file.bytes, file.sha256])
      }
    }
  }

  /// One upload; nil where there is none.
  ///
  /// - Throws: what SQLite throws.
  package func upload(_ id: String) throws -> Upload? {
    try pool.read { db in
      try Row.fetchOne(db, sql: "SELECT * FROM upload WHERE id = ?", arguments: [id])
        .flatMap { try DeskDatabase.upload($0, in: db) }
    }
  }

  /// What an account handed in or has at the desk, the latest first.
  ///
  /// - Throws: what SQLite throws.
  package func uploads(of account: Int64, limit: Int = 20) throws -> [Upload] {
    try pool.read { db in
      try Row.fetchAll(
        db, sql: "SELECT * FROM upload WHERE account = ? ORDER BY made DESC, id LIMIT ?", arguments: [account, limit]
      ).compactMap { try DeskDatabase.upload($0, in: db) }
    }
  }

  /// What was left in a state, the oldest first: what a server that starts goes on with.
  ///
  /// - Throws: what SQLite throws.
  package func uploads(in states: Set<Upload.State>) throws -> [Upload] {
    try pool.read { db in
      try Row.fetchAll(db, sql: "SELECT * FROM upload ORDER BY made, id").compactMap {
        try DeskDatabase.upload($0, in: db)
      }
    }.filter { states.contains($0.state) }
  }

  /// Every upload's ID.
  ///
  /// - Throws: what SQLite throws.
  package func uploadIDs() throws -> Set<String> {
    Set(try pool.read { try String.fetchAll($0, sql: "SELECT id FROM upload") })
  }

  /// Takes an upload from one state into the next.
  ///
  /// - Returns: false where it was in another: somebody was faster, or a form was sent twice.
  /// - Throws: what SQLite throws.
  package func move(
    _ id: String, from state: Upload.State, to next: Upload.State, failure: String? = nil, intent: String? = nil,
    submissions: [Int] = []
  ) throws -> Bool {
    try pool.write { db in
      try db.execute(
        sql: """
          UPDATE upload SET state = ?, failure = ?, intent = IFNULL(?, intent), submissions = ? WHERE id = ? AND state = ?
          """,
        arguments: [
          next.rawValue, failure, intent, submissions.map { String($0) }.joined(separator: ","), id, state.rawValue,
        ])
      return db.changesCount == 1
    }
  }

  /// Forgets an upload that was not handed in.
  ///
  /// - Returns: false where it is being stored or was received.
  /// - Throws: what SQLite throws.
  package func discard(_ id: String) throws -> Bool {
    try pool.write { db in
      try db.execute(
        sql: "DELETE FROM upload WHERE id = ? AND state IN ('checking', 'checked', 'failed')", arguments: [id])
      return db.changesCount == 1
    }
  }

  private static func upload(_ row: Row, in db: Database) throws -> Upload? {
    guard let state = Upload.State(rawValue: row["state"]) else { return nil }
    let id: String = row["id"]
    let files = try Row.fetchAll(
      db, sql: "SELECT * FROM upload_file WHERE upload = ? ORDER BY number", arguments: [id]
    ).map { Upload.File(number: $0["number"], name: $0["name"], bytes: $0["bytes"], sha256: $0["sha256"]) }
    let numbers: String = row["submissions"]
    return Upload(
      id: id, account: row["account"], period: row["period"], unit: row["unit"], state: state, made: row["made"],
      intent: row["intent"], failure: row["failure"], submissions: numbers.split(separator: ",").compactMap { Int($0) },
      files: files)
  }
}
