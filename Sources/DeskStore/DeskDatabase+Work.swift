// SPDX-License-Identifier: Apache-2.0

import Crypto
package import Foundation
import GRDB

extension DeskDatabase {
  /// Bytes of the largest file of evidence.
  package static let largestEvidence = 10 << 20

  /// Assigns something to a unit.
  ///
  /// - Returns: its number.
  /// - Throws: what SQLite throws; a subject of a quarter that is open with the unit already is not entered twice
  ///   (`DeskFailure("work-known")`).
  package func assign(
    _ subject: String, _ kind: WorkItem.Kind, title: String, period: String, unit: String, due: String?, by who: String,
    text: String
  ) throws -> Int64 {
    try pool.write { db in
      let known = try Row.fetchOne(
        db, sql: "SELECT 1 FROM work WHERE subject = ? AND period = ? AND unit = ? AND state <> 'closed'",
        arguments: [subject, period, unit])
      guard known == nil else { throw DeskFailure("work-known", facts: ["value": title]) }
      try db.execute(
        sql: """
          INSERT INTO work (subject, kind, title, period, unit, due, state, made) VALUES (?, ?, ?, ?, ?, ?, 'open', ?)
          """, arguments: [subject, kind.rawValue, title, period, unit, due, now])
      let id = db.lastInsertedRowID
      try enter(.assigned, on: id, by: who, text: text, in: db)
      return id
    }
  }

  /// One item of the working list; nil where there is none.
  ///
  /// - Throws: what SQLite throws.
  package func work(_ id: Int64) throws -> WorkItem? {
    try pool.read { try Row.fetchOne($0, sql: "SELECT * FROM work WHERE id = ?", arguments: [id]) }
      .flatMap(WorkItem.init)
  }

  /// The whole working list: what is due first stands first, what is closed last.
  ///
  /// - Throws: what SQLite throws.
  package func works() throws -> [WorkItem] {
    try pool.read {
      try Row.fetchAll($0, sql: "SELECT * FROM work ORDER BY state = 'closed', due IS NULL, due, id")
    }.compactMap(WorkItem.init)
  }

  /// What was done about an item, in order.
  ///
  /// - Throws: what SQLite throws.
  package func steps(of work: Int64) throws -> [WorkStep] {
    try pool.read {
      try Row.fetchAll($0, sql: "SELECT * FROM work_step WHERE work = ? ORDER BY id", arguments: [work])
    }.compactMap(WorkStep.init)
  }

  /// Notes a step, which takes the item into its state.
  ///
  /// - Parameter evidence: a file, kept encrypted under its hash.
  /// - Returns: false where the item is in no state for it: closed ones are only opened again.
  /// - Throws: `DeskFailure("evidence-large")`; what SQLite and CryptoKit throw.
  package func step(
    _ kind: WorkStep.Kind, on work: Int64, by who: String, text: String, due: String? = nil,
    evidence: (name: String, bytes: [UInt8])? = nil
  ) throws -> Bool {
    let kept = try evidence.map { ($0.name, try keep($0.bytes)) }
    return try pool.write { db in
      let state = try String.fetchOne(db, sql: "SELECT state FROM work WHERE id = ?", arguments: [work])
      guard let state, (state == "closed") == (kind == .reopened) else { return false }
      try db.execute(
        sql: "UPDATE work SET state = ?, due = IFNULL(?, due) WHERE id = ?",
        arguments: [kind.state?.rawValue ?? state, due, work])
      try enter(kind, on: work, by: who, text: text, file: kept?.0, sha256: kept?.1, in: db)
      return true
    }
  }

  private func enter(
    _ kind: WorkStep.Kind, on work: Int64, by who: String, text: String, file: String? = nil, sha256: String? = nil,
    in db: Database
  ) throws {
    try db.execute(
      sql: "INSERT INTO work_step (work, kind, at, who, text, file, sha256) VALUES (?, ?, ?, ?, ?, ?, ?)",
      arguments: [work, kind.rawValue, now, who, text, file, sha256])
  }

  // MARK: Evidence

  /// Keeps a file encrypted, once for each content.
  ///
  /// - Returns: SHA-256 (hex) of its bytes.
  /// - Throws: `DeskFailure("evidence-large")`; what SQLite and CryptoKit throw.
  package func keep(_ bytes: [UInt8]) throws -> String {
    guard bytes.count <= DeskDatabase.largestEvidence else {
      throw DeskFailure("evidence-large", facts: ["limit": String(DeskDatabase.largestEvidence >> 20)])
    }
    let hash = SHA256.hash(data: bytes).map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    let sealed = try AES.GCM.seal(bytes, using: key).combined
    try pool.write {
      try $0.execute(sql: "INSERT OR IGNORE INTO evidence (sha256, sealed) VALUES (?, ?)", arguments: [hash, sealed])
    }
    return hash
  }

  /// A file that was kept; nil where there is none of the hash.
  ///
  /// - Throws: `DeskFailure("desk-damaged")` where it does not open; what SQLite throws.
  package func evidence(_ sha256: String) throws -> Data? {
    let sealed = try pool.read {
      try Data.fetchOne($0, sql: "SELECT sealed FROM evidence WHERE sha256 = ?", arguments: [sha256])
    }
    guard let sealed else { return nil }
    guard let box = try? AES.GCM.SealedBox(combined: sealed), let bytes = try? AES.GCM.open(box, using: key) else {
      throw DeskFailure("desk-damaged", facts: ["reason": "AES-GCM"])
    }
    return bytes
  }
}
