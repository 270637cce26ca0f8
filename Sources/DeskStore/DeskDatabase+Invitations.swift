// SPDX-License-Identifier: Apache-2.0

import GRDB

extension DeskDatabase {
  /// How long an invitation holds, in seconds: three days.
  package static let invitationTime = 3 * 24 * 3600

  /// Lets the owner of an account set its password once; takes the place of any earlier invitation.
  ///
  /// - Throws: what SQLite throws.
  package func invite(_ account: Int64) throws -> Token {
    let token = Token()
    try pool.write { db in
      try db.execute(sql: "DELETE FROM invitation WHERE account = ?", arguments: [account])
      try db.execute(
        sql: "INSERT INTO invitation (token, account, ends) VALUES (?, ?, ?)",
        arguments: [token.hash, account, now + DeskDatabase.invitationTime])
    }
    return token
  }

  /// Who was invited by a token; nil where it was used, is over or never was.
  ///
  /// - Throws: what SQLite throws.
  package func invited(by token: Token) throws -> Account? {
    try pool.read { try DeskDatabase.invited(by: token, at: now, in: $0) }
  }

  /// Sets a password by an invitation, which is used up, and ends whatever sessions the account had.
  ///
  /// - Returns: nil where the invitation does not hold.
  /// - Throws: what SQLite throws.
  package func accept(_ token: Token, password: PasswordHash) throws -> Account? {
    try pool.write { db in
      guard let account = try DeskDatabase.invited(by: token, at: now, in: db) else { return nil }
      try db.execute(
        sql: "UPDATE account SET password = ? WHERE id = ?", arguments: [password.text, account.id])
      try DeskDatabase.forget(account.id, in: db)
      return account
    }
  }

  private static func invited(by token: Token, at now: Int, in db: Database) throws -> Account? {
    try Row.fetchOne(
      db,
      sql: """
        SELECT a.* FROM invitation AS i JOIN account AS a ON a.id = i.account
        WHERE i.token = ? AND i.ends >= ? AND a.disabled = 0
        """, arguments: [token.hash, now]
    ).flatMap(Account.init)
  }

  /// What is kept of an account's password; nil where it has none.
  ///
  /// - Throws: what SQLite throws.
  package func password(of account: Int64) throws -> PasswordHash? {
    try pool.read {
      try String.fetchOne($0, sql: "SELECT password FROM account WHERE id = ?", arguments: [account])
    }.flatMap(PasswordHash.init(text:))
  }

  /// Takes a new password and ends every session but one.
  ///
  /// - Throws: what SQLite throws.
  package func change(_ account: Int64, to password: PasswordHash, keeping token: Token) throws {
    try pool.write { db in
      try db.execute(sql: "UPDATE account SET password = ? WHERE id = ?", arguments: [password.text, account])
      try db.execute(
        sql: "DELETE FROM session WHERE account = ? AND token <> ?", arguments: [account, token.hash])
    }
  }
}
