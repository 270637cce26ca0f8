// SPDX-License-Identifier: Apache-2.0

import CensusModel
import GRDB
import GRDBSQLite
import Glibc

/// Gives every text that names an organisation a number in `organisation_ref`, with a bounded memory of late ones.
///
/// A name means what it means to the unit that hands in, so that a text has a number for each unit.
/// A class because it owns two statements.
final class OrganisationInterner {
  private struct Slot {
    var hash: UInt64 = 0
    var start: Int32 = 0
    var length: Int32 = -1
    var id: Int64 = 0
  }

  private static let size = 1 << 14
  private let database: Database
  /// The unit that hands in; empty where none is named.
  private let unit: String
  private var slots = [Slot](repeating: Slot(), count: size)
  private var bytes: [UInt8] = []
  private var find: OpaquePointer?
  private var add: OpaquePointer?

  init(database: Database, unit: String) { (self.database, self.unit) = (database, unit) }

  func id(of text: UnsafeRawBufferPointer) throws -> Int64 {
    let hash = OrganisationInterner.fingerprint(of: text)
    let index = Int(truncatingIfNeeded: hash & UInt64(OrganisationInterner.size - 1))
    let slot = slots[index]
    if slot.hash == hash, Int(slot.length) == text.count, holds(text, at: Int(slot.start)) {
      return slot.id
    }
    let id = try stored(text)
    if bytes.count > 1 << 22 { forget() }
    slots[index] = Slot(hash: hash, start: Int32(bytes.count), length: Int32(text.count), id: id)
    bytes.append(contentsOf: text)
    return id
  }

  private func holds(_ text: UnsafeRawBufferPointer, at start: Int) -> Bool {
    guard let other = text.baseAddress else { return true }
    return bytes.withUnsafeBytes { memcmp($0.baseAddress! + start, other, text.count) == 0 }
  }

  /// Empties the memory, for instance after a roll-back.
  func forget() {
    bytes.removeAll(keepingCapacity: true)
    slots = [Slot](repeating: Slot(), count: OrganisationInterner.size)
  }

  private func stored(_ text: UnsafeRawBufferPointer) throws -> Int64 {
    let find = try prepared(&find, "SELECT id FROM organisation_ref WHERE text = ? AND unit = ?")
    bind(text, to: find)
    RawStatement.bind(unit, to: 2, of: find)
    let isKnown = sqlite3_step(find) == SQLITE_ROW
    let known = sqlite3_column_int64(find, 0)
    sqlite3_reset(find)
    if isKnown { return known }
    // OR FAIL: a plain INSERT under a UNIQUE constraint opens a statement journal each time.
    let add = try prepared(&add, "INSERT OR FAIL INTO organisation_ref (text, unit) VALUES (?, ?)")
    bind(text, to: add)
    RawStatement.bind(unit, to: 2, of: add)
    try RawStatement.run(add, in: database)
    return database.lastInsertedRowID
  }

  private func prepared(_ statement: inout OpaquePointer?, _ sql: String) throws -> OpaquePointer {
    if let statement { return statement }
    let made = try RawStatement.prepare(sql, in: database)
    statement = made
    return made
  }

  /// Bound without a copy: the caller's bytes stay put until the statement has run.
  private func bind(_ text: UnsafeRawBufferPointer, to statement: OpaquePointer) {
    let start = text.baseAddress?.assumingMemoryBound(to: CChar.self)
    sqlite3_bind_text(statement, 1, start, Int32(text.count), nil)
  }

  func close() {
    sqlite3_finalize(find)
    sqlite3_finalize(add)
    (find, add) = (nil, nil)
  }

  deinit { close() }

  /// FNV-1a.
  private static func fingerprint(of text: UnsafeRawBufferPointer) -> UInt64 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in text { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    return hash
  }
}
