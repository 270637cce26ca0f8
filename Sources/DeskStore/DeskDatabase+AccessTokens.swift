// SPDX-License-Identifier: Apache-2.0

import GRDB

/// A secret by which a program reads and hands in as an account does; the database has its hash only.
package struct AccessToken: Sendable, Hashable, Identifiable {
  /// Its number, by which it is revoked.
  package var id: Int64
  /// What its owner calls it: the program it was made for.
  package var name: String
  /// When it was made, in seconds since 1970.
  package var made: Int
  /// When it was last used, to the minute, in seconds since 1970; nil where it never was.
  package var used: Int?
}

extension DeskDatabase {
  /// How many tokens an account may have.
  package static let mostAccessTokens = 20

  /// Makes a token of an account; its text is to be had now and never again.
  ///
  /// - Throws: `DeskFailure`: `access-name` for a name that is none, `access-many` where the account has too many.
  package func addAccessToken(_ name: String, of account: Int64) throws -> Token {
    guard (1...80).contains(name.count) else { throw DeskFailure("access-name", facts: ["value": name]) }
    let token = Token()
    try pool.write { db in
      let count = try Int.fetchOne(db, sql: "SELECT COUNT(*) FROM access WHERE account = ?", arguments: [account])
      guard count ?? 0 < DeskDatabase.mostAccessTokens else {
        throw DeskFailure("access-many", facts: ["limit": String(DeskDatabase.mostAccessTokens)])
      }
      try db.execute(
        sql: "INSERT INTO access (token, account, name, made) VALUES (?, ?, ?, ?)",
        arguments: [token.hash, account, name, now])
    }
    return token
  }

  /// The tokens of an account, the oldest first.
  ///
  /// - Throws: what SQLite throws.
  package func accessTokens(of account: Int64) throws -> [AccessToken] {
    try pool.read {
      try Row.fetchAll($0, sql: "SELECT * FROM access WHERE account = ? ORDER BY id", arguments: [account])
    }.map { AccessToken(id: $0["id"], name: $0["name"], made: $0["made"], used: $0["used"]) }
  }

  /// Ends a token.
  ///
  /// - Returns: false where the account has none of that number.
  /// - Throws: what SQLite throws.
  package func revoke(_ token: Int64, of account: Int64) throws -> Bool {
    try pool.write { db in
      try db.execute(sql: "DELETE FROM access WHERE id = ? AND account = ?", arguments: [token, account])
      return db.changesCount == 1
    }
  }

  /// Whose token it is; nil where it was revoked or never made. Notes, once a minute, that it is in use.
  ///
  /// - Throws: what SQLite throws.
  package func account(ofAccess token: Token) throws -> Account? {
    let row = try pool.read { db in
      try Row.fetchOne(
        db,
        sql: """
          SELECT a.*, t.id AS access, t.used AS used FROM access AS t JOIN account AS a ON a.id = t.account
          WHERE t.token = ? AND a.disabled = 0
          """, arguments: [token.hash])
    }
    guard let row else { return nil }
    let (id, used): (Int64, Int?) = (row["access"], row["used"])
    if now - (used ?? 0) >= 60 {
      try pool.write { try $0.execute(sql: "UPDATE access SET used = ? WHERE id = ?", arguments: [now, id]) }
    }
    return Account(row)
  }
}
