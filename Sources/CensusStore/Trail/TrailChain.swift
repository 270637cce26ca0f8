// SPDX-License-Identifier: Apache-2.0

import Basics
import Crypto
import Foundation
import GRDB

/// The audit trail as a chain under a key derived from the workspace's: entries, their number, and what they leave behind.
///
/// Each entry carries the hash of the one before and of the covered tables; `trail_head` carries number and hash of the last
/// under a code of its own, so that a trail cut at its end is found out. Somebody who puts an older copy of the whole
/// catalogue back is found out by who kept a head (`verify --expect`).
struct TrailChain {
  private let key: SymmetricKey
  private let clock: WallClock

  init(key: WorkspaceKey, clock: WallClock) {
    self.key = key.trailKey
    self.clock = clock
  }

  /// What stands in `trail_head`.
  private struct Head: Equatable {
    var entries: Int
    var hash: String
    var state: String
  }

  /// The head of a catalogue without an entry.
  func begin(in db: Database) throws {
    try write(Head(entries: 0, hash: AuditTrail.origin, state: CoveredTables.digest(db)), in: db)
  }

  /// Runs a change of the catalogue and takes what it added to the trail into the chain.
  ///
  /// - Throws: `WorkspaceError("catalogue-changed")` where somebody else changed the catalogue before: a change on top of
  ///   that would cover it up.
  func recording<Result>(in db: Database, _ body: () throws -> Result) throws -> Result {
    try requireWhole(in: db)
    let result = try body()
    try close(in: db)
    return result
  }

  func requireWhole(in db: Database) throws {
    if let fault = try fault(in: db) {
      throw WorkspaceError("catalogue-changed", facts: ["reason": fault.rawValue])
    }
  }

  /// What does not fit at the end of the trail.
  enum Fault: String { case head, count, last, tables }

  /// Nil where head, last entry and covered tables fit together. Costs a look at every row of the covered tables.
  func fault(in db: Database) throws -> Fault? {
    let row = try Row.fetchOne(db, sql: "SELECT * FROM trail_head WHERE id = 1")
    guard let row, let entries = row.number("entries") else { return .head }
    let head = Head(entries: Int(entries), hash: row.text("hash"), state: row.text("state"))
    guard row.text("mac") == code(of: head) else { return .head }
    let last = try Row.fetchOne(db, sql: "SELECT * FROM audit ORDER BY id DESC LIMIT 1").map(AuditEntry.init)
    let count = try Int.fetchOne(db, sql: "SELECT COUNT(*) FROM audit") ?? 0
    guard count == head.entries, (last?.number ?? 0) == count else { return .count }
    if let last {
      guard last.hash == head.hash, last.state == head.state, last.hash == last.computedHash(key) else { return .last }
    }
    return try CoveredTables.digest(db) == head.state ? nil : .tables
  }

  /// Seals the entries that wait, and notes the new head.
  func close(in db: Database) throws {
    let state = try CoveredTables.digest(db)
    let waiting = try Row.fetchAll(db, sql: "SELECT * FROM audit WHERE hash = '' ORDER BY id").map(AuditEntry.init)
    guard let first = waiting.first else {
      let known = try String.fetchOne(db, sql: "SELECT state FROM trail_head WHERE id = 1")
      guard known == state else { throw WorkspaceError("catalogue-changed", facts: ["reason": "unrecorded"]) }
      return
    }
    let before = try String.fetchOne(db, sql: "SELECT hash FROM audit WHERE id = ?", arguments: [first.number - 1])
    var previous = before ?? AuditTrail.origin
    for var entry in waiting {
      entry.previous = previous
      entry.state = state
      entry.clock = clock.source
      entry.hash = entry.computedHash(key)
      try db.execute(
        sql: "UPDATE audit SET previous = ?, state = ?, clock = ?, hash = ? WHERE id = ?",
        arguments: [entry.previous, entry.state, entry.clock, entry.hash, entry.number])
      previous = entry.hash
    }
    try write(Head(entries: waiting[waiting.count - 1].number, hash: previous, state: state), in: db)
  }

  private func write(_ head: Head, in db: Database) throws {
    try db.execute(
      sql: "INSERT OR REPLACE INTO trail_head (id, entries, hash, state, mac) VALUES (1, ?, ?, ?, ?)",
      arguments: [head.entries, head.hash, head.state, code(of: head)])
  }

  private func code(of head: Head) -> String { code("head", String(head.entries), head.hash, head.state) }

  /// HMAC-SHA-256 (hex) of words without spaces.
  func code(_ words: String...) -> String {
    let text = Array(words.joined(separator: " ").utf8)
    return HexText.of(HMAC<SHA256>.authenticationCode(for: text, using: key))
  }

  /// The number of the first entry that does not fit to the one before it.
  func firstBreak(in entries: [AuditEntry]) -> Int? { AuditTrail.firstBreak(in: entries, key: key) }
}

extension Workspace {
  /// - Throws: `WorkspaceError("workspace-key")`, `workspace-key-other`.
  var chain: TrailChain { get throws { TrailChain(key: try key, clock: clock) } }
}
