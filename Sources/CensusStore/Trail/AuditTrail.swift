// SPDX-License-Identifier: Apache-2.0

import Crypto
import Foundation
import GRDB

/// One entry of the audit trail: who did what and when, hashed together with the entry before it.
package struct AuditEntry: Sendable, Hashable, Codable {
  package var number: Int
  /// UTC.
  package var at: String
  package var who: String?
  package var action: String
  /// What it was done to: a period, a submission.
  package var subject: String
  package var detail: String
  /// Hash of the entry before; 64 zeros for the first.
  package var previous: String
  package var hash: String

  /// SHA-256 (hex) over the predecessor's hash and every member, each with its length in front, so that no two entries
  /// spell the same bytes.
  var computedHash: String {
    let members: [String?] = [previous, String(number), at, who, action, subject, detail]
    var hasher = SHA256()
    for member in members {
      let text = member.map { "\($0.utf8.count):\($0)" } ?? "-"
      hasher.update(data: Array((text + "\n").utf8))
    }
    return ContentHash.hex(hasher.finalize())
  }
}

/// SHA-256 as the store writes it down: lower-case hex.
enum ContentHash {
  static func hex(_ digest: some Sequence<UInt8>) -> String {
    digest.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
  }

  static func of(_ bytes: [UInt8]) -> String { hex(SHA256.hash(data: bytes)) }

  /// Of a whole file, read a megabyte at a time; nil when it cannot be read.
  static func ofFile(_ path: String) -> String? {
    guard let file = FileHandle(forReadingAtPath: path) else { return nil }
    defer { try? file.close() }
    var hash = SHA256()
    do {
      while let bytes = try file.read(upToCount: 1 << 20), !bytes.isEmpty { hash.update(data: bytes) }
    } catch {
      return nil
    }
    return hex(hash.finalize())
  }
}

/// The audit trail: entries are only ever added, in the transaction of what they tell of.
enum AuditTrail {
  static let origin = String(repeating: "0", count: 64)
  /// A clock that is set back by less than this (seconds) is an ordinary correction.
  static let tolerance = 300.0
  static let clockAction = "clock"

  /// The moment an entry may carry: now, or that of the last entry where the clock was set back a little.
  ///
  /// - Throws: `WorkspaceError("clock-backwards")` when it was set back by more.
  static func moment(_ clock: WallClock, in db: Database) throws -> String {
    let now = clock.now
    guard let text = try String.fetchOne(db, sql: "SELECT at FROM audit ORDER BY id DESC LIMIT 1"),
      let last = Moment(text), now < last
    else { return now.description }
    guard last.date.timeIntervalSince(now.date) <= tolerance else {
      throw WorkspaceError("clock-backwards", facts: ["value": now.description, "last": text])
    }
    return text
  }

  /// - Parameter at: as `moment` gave it.
  static func add(
    _ action: String, by who: String?, subject: String, detail: String = "", at: String, in db: Database
  ) throws {
    let last = try Row.fetchOne(db, sql: "SELECT id, hash FROM audit ORDER BY id DESC LIMIT 1")
    var entry = AuditEntry(
      number: (last?["id"] ?? 0) + 1, at: at, who: who, action: action, subject: subject, detail: detail,
      previous: last?["hash"] ?? origin, hash: "")
    entry.hash = entry.computedHash
    try db.execute(
      sql: """
        INSERT INTO audit (id, at, who, action, subject, detail, previous, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        entry.number, entry.at, entry.who, entry.action, entry.subject, entry.detail, entry.previous, entry.hash,
      ])
  }

  static func entries(in db: Database) throws -> [AuditEntry] {
    try Row.fetchAll(db, sql: "SELECT * FROM audit ORDER BY id").map { row in
      AuditEntry(
        number: row["id"], at: row["at"], who: row["who"], action: row["action"], subject: row["subject"],
        detail: row["detail"], previous: row["previous"], hash: row["hash"])
    }
  }

  /// The number of the first entry that does not fit: a wrong hash, a gap, a time that runs backwards.
  static func firstBreak(in entries: [AuditEntry]) -> Int? {
    var previous = origin
    var at = ""
    for (index, entry) in entries.enumerated() {
      let isInOrder = entry.at >= at || entry.action == clockAction
      guard entry.number == index + 1, entry.previous == previous, entry.hash == entry.computedHash, isInOrder else {
        return index + 1
      }
      (previous, at) = (entry.hash, entry.at)
    }
    return nil
  }
}

extension Workspace {
  package func auditTrail() throws -> [AuditEntry] { try catalogue { try AuditTrail.entries(in: $0) } }

  /// Goes on with a clock that was set back: the entry says so and carries the present time.
  ///
  /// - Throws: `WorkspaceError`.
  package func acceptClock(by who: String, reason: String) throws {
    try locked {
      try changingCatalogue { db in
        let last = try String.fetchOne(db, sql: "SELECT at FROM audit ORDER BY id DESC LIMIT 1") ?? ""
        try AuditTrail.add(
          AuditTrail.clockAction, by: who, subject: last, detail: reason, at: clock.now.description, in: db)
      }
    }
  }
}
