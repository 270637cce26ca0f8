// SPDX-License-Identifier: Apache-2.0

import GRDB

/// How long a session lasts, in seconds.
package struct SessionTimes: Sendable, Hashable {
  /// Without a request.
  package var idle = 30 * 60
  /// In all.
  package var whole = 12 * 3600

  /// Half an hour, and twelve hours.
  package init() {}

  /// Takes both, in seconds.
  package init(idle: Int, whole: Int) {
    self.idle = idle
    self.whole = whole
  }
}

extension DeskDatabase {
  /// Begins a session of an account that has proved who it is.
  ///
  /// - Throws: what SQLite throws.
  package func begin(_ account: Int64) throws -> Token {
    let token = Token()
    try pool.write { db in
      try db.execute(
        sql: "INSERT INTO session (token, account, made, seen) VALUES (?, ?, ?, ?)",
        arguments: [token.hash, account, now, now])
      try db.execute(sql: "UPDATE account SET seen = ? WHERE id = ?", arguments: [now, account])
    }
    return token
  }

  /// Whose session a token is; nil where it is none any more. Notes, once a minute, that it is in use.
  ///
  /// - Throws: what SQLite throws.
  package func account(of token: Token, _ times: SessionTimes) throws -> Account? {
    let row = try pool.read { db in
      try Row.fetchOne(
        db,
        sql: """
          SELECT a.*, s.made AS begun, s.seen AS used FROM session AS s JOIN account AS a ON a.id = s.account
          WHERE s.token = ? AND a.disabled = 0
          """, arguments: [token.hash])
    }
    guard let row else { return nil }
    let (begun, used): (Int, Int) = (row["begun"], row["used"])
    guard now - used <= times.idle, now - begun <= times.whole else {
      try end(token)
      return nil
    }
    if now - used >= 60 {
      try pool.write {
        try $0.execute(sql: "UPDATE session SET seen = ? WHERE token = ?", arguments: [now, token.hash])
      }
    }
    return Account(row)
  }

  /// Ends a session.
  ///
  /// - Throws: what SQLite throws.
  package func end(_ token: Token) throws {
    try pool.write { try $0.execute(sql: "DELETE FROM session WHERE token = ?", arguments: [token.hash]) }
  }

  /// Ends all sessions of an account.
  ///
  /// - Throws: what SQLite throws.
  package func endAll(of account: Int64) throws {
    try pool.write { try $0.execute(sql: "DELETE FROM session WHERE account = ?", arguments: [account]) }
  }

  /// Forgets sessions and invitations whose time is over.
  ///
  /// - Throws: what SQLite throws.
  package func forgetOld(_ times: SessionTimes) throws {
    try pool.write { db in
      try db.execute(
        sql: "DELETE FROM session WHERE seen < ? OR made < ?", arguments: [now - times.idle, now - times.whole])
      try db.execute(sql: "DELETE FROM invitation WHERE ends < ?", arguments: [now])
    }
  }
}
