// SPDX-License-Identifier: Apache-2.0

import GRDB

extension DeskDatabase {
  /// Every account by name.
  ///
  /// - Throws: what SQLite throws.
  package func accounts() throws -> [Account] {
    try pool.read { try Row.fetchAll($0, sql: "SELECT * FROM account ORDER BY name").compactMap(Account.init) }
  }

  /// The account of a number; nil where there is none.
  ///
  /// - Throws: what SQLite throws.
  package func account(_ id: Int64) throws -> Account? {
    try pool.read { try Row.fetchOne($0, sql: "SELECT * FROM account WHERE id = ?", arguments: [id]) }
      .flatMap(Account.init)
  }

  /// The account of a name, however its letters are written; nil where there is none.
  ///
  /// - Throws: what SQLite throws.
  package func account(named name: String) throws -> Account? {
    try pool.read { try Row.fetchOne($0, sql: "SELECT * FROM account WHERE name = ?", arguments: [name]) }
      .flatMap(Account.init)
  }

  /// Makes an account without a password: its owner sets one by an invitation.
  ///
  /// - Throws: `DeskFailure`: `account-name` for a name that is none, `account-known`, `account-unit` where the role needs one.
  package func add(_ name: String, _ role: Role, unit: String?) throws -> Account {
    guard Account.isName(name) else { throw DeskFailure("account-name", facts: ["value": name]) }
    guard !role.needsUnit || unit?.isEmpty == false else {
      throw DeskFailure("account-unit", facts: ["value": name])
    }
    return try pool.write { db in
      guard try Row.fetchOne(db, sql: "SELECT 1 FROM account WHERE name = ?", arguments: [name]) == nil else {
        throw DeskFailure("account-known", facts: ["value": name])
      }
      try db.execute(
        sql: "INSERT INTO account (name, role, unit, made) VALUES (?, ?, ?, ?)",
        arguments: [name, role.rawValue, role.needsUnit ? unit : nil, now])
      let row = try Row.fetchOne(db, sql: "SELECT * FROM account WHERE id = ?", arguments: [db.lastInsertedRowID])
      guard let account = row.flatMap(Account.init) else { throw DeskFailure("desk-damaged", facts: ["reason": "–"]) }
      return account
    }
  }

  /// Locks an account, which ends its sessions, invitations and tokens, or opens it again.
  ///
  /// - Throws: `DeskFailure("account-last")` where no administrator who can sign in would be left.
  package func disable(_ id: Int64, _ isDisabled: Bool = true) throws {
    try pool.write { db in
      try db.execute(
        sql: "UPDATE account SET disabled = ? WHERE id = ?", arguments: [isDisabled, id])
      if isDisabled {
        try DeskDatabase.forget(id, in: db)
        try DeskDatabase.requireAdministrator(in: db)
      }
    }
  }

  /// Takes password, second factor, sessions and tokens from an account; a new invitation lets its owner in again.
  ///
  /// - Throws: what SQLite throws.
  package func reset(_ id: Int64) throws {
    try pool.write { db in
      try db.execute(sql: "UPDATE account SET password = NULL, second = NULL WHERE id = ?", arguments: [id])
      try DeskDatabase.forget(id, in: db)
    }
  }

  /// Sets the language of an account.
  ///
  /// - Throws: what SQLite throws.
  package func speak(_ language: String, to id: Int64) throws {
    try pool.write { try $0.execute(sql: "UPDATE account SET language = ? WHERE id = ?", arguments: [language, id]) }
  }

  static func forget(_ id: Int64, in db: Database) throws {
    try db.execute(sql: "DELETE FROM session WHERE account = ?", arguments: [id])
    try db.execute(sql: "DELETE FROM invitation WHERE account = ?", arguments: [id])
    try db.execute(sql: "DELETE FROM access WHERE account = ?", arguments: [id])
  }

  private static func requireAdministrator(in db: Database) throws {
    let left = try Int.fetchOne(
      db, sql: "SELECT COUNT(*) FROM account WHERE role = 'administrator' AND disabled = 0 AND password IS NOT NULL")
    guard left ?? 0 > 0 else { throw DeskFailure("account-last") }
  }
}

extension Account {
  init?(_ row: Row) {
    guard let role = Role(rawValue: row["role"]) else { return nil }
    self.init(
      id: row["id"], name: row["name"], role: role, unit: row["unit"], language: row["language"],
      isActive: (row["password"] as String?) != nil,
      hasSecondFactor: (row["second"] as DatabaseValue?)?.isNull == false,
      isDisabled: row["disabled"], seen: row["seen"])
  }

  /// Two to forty letters, digits and signs that cannot be taken for anything else.
  static func isName(_ name: String) -> Bool {
    (2...40).contains(name.count)
      && name.unicodeScalars.allSatisfy { scalar in
        scalar.properties.isAlphabetic || scalar.properties.numericType != nil || "-._@".unicodeScalars.contains(scalar)
      }
  }
}
