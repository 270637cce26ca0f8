// SPDX-License-Identifier: Apache-2.0

import GRDB
import GRDBSQLite

/// Prepared statements of the C interface, for loops in which a wrapper's cost would show.
enum RawStatement {
  static func prepare(_ sql: String, in database: Database) throws -> OpaquePointer {
    var statement: OpaquePointer?
    let code = sqlite3_prepare_v2(database.sqliteConnection, sql, -1, &statement, nil)
    guard code == SQLITE_OK, let statement else { throw failure(in: database) }
    return statement
  }

  /// Runs a statement that gives no row, and makes it ready to run again.
  static func run(_ statement: OpaquePointer, in database: Database) throws {
    let code = sqlite3_step(statement)
    sqlite3_reset(statement)
    guard code == SQLITE_DONE else { throw failure(in: database) }
  }

  /// The next row of a statement is there to be read; false after the last.
  static func next(_ statement: OpaquePointer, in database: Database) throws -> Bool {
    switch sqlite3_step(statement) {
    case SQLITE_ROW: return true
    case SQLITE_DONE: return false
    default: throw failure(in: database)
    }
  }

  /// - Parameter body: gets the statement at each row.
  static func each(_ sql: String, in database: Database, _ body: (OpaquePointer) throws -> Void) throws {
    let statement = try prepare(sql, in: database)
    defer { sqlite3_finalize(statement) }
    while try next(statement, in: database) { try body(statement) }
  }

  /// The bytes of a text; they stay put until the statement goes on. None where it is NULL.
  static func bytes(_ statement: OpaquePointer, _ column: Int32) -> UnsafeRawBufferPointer {
    let text = sqlite3_column_text(statement, column)
    return UnsafeRawBufferPointer(start: text, count: Int(sqlite3_column_bytes(statement, column)))
  }

  static func text(_ statement: OpaquePointer, _ column: Int32) -> String? {
    sqlite3_column_type(statement, column) == SQLITE_NULL
      ? nil : String(decoding: bytes(statement, column), as: UTF8.self)
  }

  /// SQLite makes a copy of the text.
  static func bind(_ text: String?, to parameter: Int32, of statement: OpaquePointer) {
    guard let text else {
      sqlite3_bind_null(statement, parameter)
      return
    }
    // The constant of C that means "copy it" is a pointer cast, which Swift does not import.
    let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
    sqlite3_bind_text(statement, parameter, text, -1, copied)
  }

  static func failure(in database: Database) -> DatabaseError {
    let connection = database.sqliteConnection
    return DatabaseError(
      resultCode: ResultCode(rawValue: sqlite3_errcode(connection)),
      message: String(cString: sqlite3_errmsg(connection)))
  }
}
