// SPDX-License-Identifier: Apache-2.0

import Basics
import Crypto
import Foundation
import GRDB

extension AuditEntry {
  /// A sealed period that came as a package was put into the workspace.
  package static let intakeAction = "take-in"
}

/// One entry of the audit trail: who did what and when, sealed together with the entry before it by the workspace's key.
package struct AuditEntry: Sendable, Hashable, Codable {
  /// Its place in the trail, from 1.
  package var number: Int
  /// UTC.
  package var at: String
  /// Who did it; nil where nobody was named.
  package var who: String?
  /// What was done, kebab-case: `import`, `seal`.
  package var action: String
  /// What it was done to: a period, a submission.
  package var subject: String
  /// Counts and hashes in English (`files: 3`), or a reason in somebody's own words; empty where there is nothing to
  /// add.
  package var detail: String
  /// What the time comes from where it is not the system: `LEAGUE_CENSUS_NOW`.
  package var clock: String?
  /// SHA-256 over the tables of the catalogue that the trail covers, as they were after what the entry tells of.
  package var state: String
  /// Hash of the entry before; 64 zeros for the first.
  package var previous: String
  /// `computedHash` under the workspace's key; the `previous` of the next entry.
  package var hash: String

  /// HMAC-SHA-256 (hex) over the predecessor's hash and every member, each with its length in front, so that no two
  /// entries spell the same bytes.
  func computedHash(_ key: SymmetricKey) -> String {
    let members: [String?] = [previous, String(number), at, who, action, subject, detail, clock, state]
    var hasher = HMAC<SHA256>(key: key)
    for member in members {
      let text = member.map { "\($0.utf8.count):\($0)" } ?? "-"
      hasher.update(data: Array((text + "\n").utf8))
    }
    return HexText.of(hasher.finalize())
  }

  /// Stands for the entry before the first.
  package static let origin = String(repeating: "0", count: 64)

  /// How it is named to `verify --expect`: number and hash.
  package var head: String { "\(number):\(hash)" }
}

/// SHA-256 as the store writes it down: lower-case hex.
enum ContentHash {
  static func of(_ bytes: [UInt8]) -> String { HexText.of(SHA256.hash(data: bytes)) }

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
    return HexText.of(hash.finalize())
  }
}

/// The audit trail: entries are only ever added, in the transaction of what they tell of.
enum AuditTrail {
  static let origin = AuditEntry.origin
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

  /// Adds an entry; the chain takes it up when the transaction ends (`TrailChain.recording`), with the state that it left.
  ///
  /// - Parameter at: as `moment` gave it.
  static func add(
    _ action: String, by who: String?, subject: String, detail: String = "", at: String, in db: Database
  ) throws {
    let last = try Int.fetchOne(db, sql: "SELECT MAX(id) FROM audit") ?? 0
    try db.execute(
      sql: """
        INSERT INTO audit (id, at, who, action, subject, detail, state, previous, hash)
        VALUES (?, ?, ?, ?, ?, ?, '', '', '')
        """, arguments: [last + 1, at, who, action, subject, detail])
  }

  /// What is left of a version that was taken away for good: `verify` asks no more for its file.
  ///
  /// - Parameter detail: why, and what the file's hash was; nothing of a person.
  static func addTombstone(
    of version: PeriodVersion, by who: String, detail: String, at: String, in db: Database
  ) throws {
    try add(purgeAction, by: who, subject: Workspace.subject(version), detail: detail, at: at, in: db)
  }

  static let purgeAction = "purge"
  static let sealAction = "seal"
  static let intakeAction = AuditEntry.intakeAction
  static let unsealAction = "unseal"

  static func entries(in db: Database) throws -> [AuditEntry] {
    // A catalogue that was tampered with may hold anything: what is no text counts as none, and fits no hash.
    try Row.fetchAll(db, sql: "SELECT * FROM audit ORDER BY id").map(AuditEntry.init)
  }

  /// The number of the first entry that does not fit: a wrong hash, a gap, a time that runs backwards.
  static func firstBreak(in entries: [AuditEntry], key: SymmetricKey) -> Int? {
    var previous = origin
    var at = ""
    for (index, entry) in entries.enumerated() {
      let isInOrder = entry.at >= at || entry.action == clockAction
      guard entry.number == index + 1, entry.previous == previous, entry.hash == entry.computedHash(key), isInOrder
      else {
        return index + 1
      }
      (previous, at) = (entry.hash, entry.at)
    }
    return nil
  }
}

extension Workspace {
  /// Every entry, the oldest first; whether the chain holds is `firstBreakOfTrail`'s to say.
  ///
  /// - Throws: `WorkspaceError` where the catalogue cannot be read: `workspace-busy`, `workspace-damaged` …
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

extension AuditEntry {
  init(_ row: Row) {
    self.init(
      number: Int(row.number("id") ?? -1), at: row.text("at"), who: row.optionalText("who"), action: row.text("action"),
      subject: row.text("subject"), detail: row.text("detail"), clock: row.optionalText("clock"),
      state: row.text("state"), previous: row.text("previous"), hash: row.text("hash"))
  }
}

/// Columns of rows that somebody may have tampered with: reading them by type would end the program.
extension Row {
  func optionalText(_ column: String) -> String? {
    guard case .string(let text)? = (self[column] as DatabaseValue?)?.storage else { return nil }
    return text
  }

  func text(_ column: String) -> String { optionalText(column) ?? "" }

  func number(_ column: String) -> Int64? {
    guard case .int64(let number)? = (self[column] as DatabaseValue?)?.storage else { return nil }
    return number
  }
}
