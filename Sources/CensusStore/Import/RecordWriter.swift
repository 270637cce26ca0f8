// SPDX-License-Identifier: Apache-2.0

import CensusModel
import GRDB
import GRDBSQLite

/// Writes record batches through one prepared statement: the hot path of an import, straight from the batch's bytes.
///
/// A class because it owns the statement.
final class RecordWriter {
  private let statement: OpaquePointer
  private let database: Database
  private let interner: OrganisationInterner
  private let columnCount: Int
  private let organisationColumns: [Int]
  /// Which parameters hold a value of the record before: only those need a NULL.
  private var isBound: [Bool]
  private var isOpen = true

  init(_ schema: RosterSchema, database: Database, interner: OrganisationInterner) throws {
    self.database = database
    self.interner = interner
    columnCount = schema.columns.count
    isBound = Array(repeating: false, count: columnCount)
    organisationColumns = schema.columns.indices.filter { schema.columns[$0].type == .organisation }
    let names = ["sheet", "row"] + schema.columns.map(\.name)
    let marks = repeatElement("?", count: names.count).joined(separator: ", ")
    let sql = "INSERT INTO \(schema.kind) (\(names.joined(separator: ", "))) VALUES (\(marks))"
    statement = try RawStatement.prepare(sql, in: database)
  }

  func write(_ batch: RecordBatch, sheet: Int64) throws {
    // A local copy, so that not every cell asks whether anybody else is at it.
    var isBound = isBound
    defer { self.isBound = isBound }
    try batch.bytes.withUnsafeBytes { bytes in
      for record in 0..<batch.count { try write(record, of: batch, bytes, sheet, &isBound) }
    }
  }

  private func write(
    _ record: Int, of batch: RecordBatch, _ bytes: UnsafeRawBufferPointer, _ sheet: Int64,
    _ isBound: inout [Bool]
  ) throws {
    sqlite3_bind_int64(statement, 1, sheet)
    sqlite3_bind_int64(statement, 2, Int64(batch.sheetRows[record]))
    let base = record * columnCount
    for column in 0..<columnCount { bind(batch.slots[base + column], to: column, bytes, &isBound) }
    for column in organisationColumns {
      guard case .text(let start, let length) = batch.slots[base + column] else { continue }
      let text = UnsafeRawBufferPointer(rebasing: bytes[Int(start)..<Int(start + length)])
      sqlite3_bind_int64(statement, Int32(column + 3), try interner.id(of: text))
    }
    try RawStatement.run(statement, in: database)
  }

  /// The text is bound without a copy: the batch's bytes stay put until the statement has run.
  @inline(__always) private func bind(
    _ slot: Slot, to column: Int, _ bytes: UnsafeRawBufferPointer, _ isBound: inout [Bool]
  ) {
    let index = Int32(column + 3)
    switch slot {
    case .null:
      if isBound[column] { sqlite3_bind_null(statement, index) }
      isBound[column] = false
      return
    case .integer(let number): sqlite3_bind_int64(statement, index, number)
    case .text(let start, let length):
      let text = bytes.baseAddress?.advanced(by: Int(start)).assumingMemoryBound(to: CChar.self)
      sqlite3_bind_text(statement, index, text, Int32(length), nil)
    }
    isBound[column] = true
  }

  func close() {
    if isOpen { sqlite3_finalize(statement) }
    isOpen = false
  }

  deinit { close() }
}
