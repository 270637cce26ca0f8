// SPDX-License-Identifier: Apache-2.0

import Crypto
import Foundation
import GRDB

extension DeskDatabase {
  /// Asks for a second factor of an account from now on, kept encrypted; nil asks for none.
  ///
  /// - Throws: what SQLite throws.
  package func setSecondFactor(_ factor: SecondFactor?, of account: Int64) throws {
    let sealed = try factor.flatMap { try AES.GCM.seal($0.secret, using: key).combined }
    try pool.write { db in
      try db.execute(
        sql: "UPDATE account SET second = ?, second_used = NULL WHERE id = ?", arguments: [sealed, account])
    }
  }

  /// Whether digits are those of an account's second factor now; the same digits are taken once.
  ///
  /// - Throws: what SQLite throws; `DeskFailure("desk-damaged")` where the secret does not open.
  package func takes(_ code: String, of account: Int64) throws -> Bool {
    try pool.write { db in
      let row = try Row.fetchOne(db, sql: "SELECT second, second_used FROM account WHERE id = ?", arguments: [account])
      guard let sealed: Data = row?["second"] else { return false }
      guard let box = try? AES.GCM.SealedBox(combined: sealed), let secret = try? AES.GCM.open(box, using: key) else {
        throw DeskFailure("desk-damaged", facts: ["reason": "AES-GCM"])
      }
      let used: Int = row?["second_used"] ?? 0
      guard let counter = SecondFactor(secret: secret).counter(of: code, at: now), counter > used else { return false }
      try db.execute(sql: "UPDATE account SET second_used = ? WHERE id = ?", arguments: [counter, account])
      return true
    }
  }
}
