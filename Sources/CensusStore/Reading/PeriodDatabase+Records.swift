// SPDX-License-Identifier: Apache-2.0

package import CensusModel
import GRDB
import GRDBSQLite

/// Records for whoever counts them by himself: plain walks through the tables, in which SQLite decides nothing.
extension PeriodDatabase: RecordSource {
  /// - Throws: `WorkspaceError` where the period's file cannot be read; what `body` throws ends the walk and is thrown on.
  package func records(
    of kind: RecordKind, columns: [String], only chosen: Set<Int64>?, _ body: (SourceRecord) throws -> Void
  ) throws {
    guard schemas.holds(kind) else { return }
    let schema = schemas[kind]
    let place = kind == .organisation ? "node, depth" : "NULL, NULL"
    let list = columns.map { ", " + (schema.index(of: $0) == nil ? "NULL" : $0) }.joined()
    let sql = "SELECT id, sheet, row, superseded, \(place)\(list) FROM \(kind.rawValue) ORDER BY id"
    try read { db in
      try RawStatement.each(sql, in: db) { row in
        let id = sqlite3_column_int64(row, 0)
        guard chosen?.contains(id) ?? true else { return }
        try body(PeriodDatabase.record(id, row, columns.count))
      }
    }
  }

  private static func record(_ id: Int64, _ row: OpaquePointer, _ columns: Int) -> SourceRecord {
    func number(_ column: Int32) -> Int? {
      sqlite3_column_type(row, column) == SQLITE_NULL ? nil : Int(sqlite3_column_int64(row, column))
    }
    return SourceRecord(
      id: id, sheet: sqlite3_column_int64(row, 1), row: Int(sqlite3_column_int64(row, 2)),
      isSuperseded: sqlite3_column_int(row, 3) != 0, node: number(4), depth: number(5),
      values: (0..<columns).map { value(row, Int32($0 + 6)) })
  }

  private static func value(_ row: OpaquePointer, _ column: Int32) -> RecordValue {
    switch sqlite3_column_type(row, column) {
    case SQLITE_INTEGER: .integer(sqlite3_column_int64(row, column))
    case SQLITE_TEXT: .text(String(decoding: RawStatement.bytes(row, column), as: UTF8.self))
    default: .null
    }
  }

  /// - Throws: `WorkspaceError` where the period's file cannot be read.
  package func references() throws -> [Int64: NamedOrganisation] {
    try read { db in
      var references: [Int64: NamedOrganisation] = [:]
      try RawStatement.each("SELECT id, text, node FROM organisation_ref", in: db) { row in
        let isNowhere = sqlite3_column_type(row, 2) == SQLITE_NULL
        references[sqlite3_column_int64(row, 0)] = NamedOrganisation(
          text: RawStatement.text(row, 1) ?? "", node: isNowhere ? nil : Int(sqlite3_column_int64(row, 2)))
      }
      return references
    }
  }

  /// - Throws: `WorkspaceError` where the period's file cannot be read.
  package func sourceSheets() throws -> [Int64: SourceSheet] {
    try read { db in
      var refused: Set<Int64> = []
      for row in try Row.fetchAll(db, sql: "SELECT DISTINCT sheet, reason FROM set_aside") {
        if !SetAsideRow.reasonsWithoutRecord.contains(row[1]) { refused.insert(row[0]) }
      }
      let names = try Row.fetchAll(db, sql: "SELECT id, name FROM file")
      let files = Dictionary(names.map { ($0[0] as Int64, $0[1] as String) }) { first, _ in first }
      let rows = try Row.fetchAll(db, sql: "SELECT id, file, name, kind FROM sheet")
      return Dictionary(
        rows.map { row in
          let (id, file): (Int64, Int64) = (row[0], row[1])
          let kind: String? = row[3]
          return (
            id,
            SourceSheet(
              file: files[file] ?? "", fileNumber: file, name: row[2], kind: kind.map(RecordKind.init),
              hasRefusedRows: refused.contains(id))
          )
        }
      ) { first, _ in first }
    }
  }
}
