// SPDX-License-Identifier: Apache-2.0

import CensusModel
import Foundation
import GRDB

/// How an open period of an earlier format goes over to the present one: step by step, inside the transaction of the first
/// change that is made to it, so that file, catalogue and mark are of one moment. A sealed period stays what it is.
///
/// The steps never change once they are released; the present tables stand in `Schema`.
enum FormatMigrations {
  private struct Step {
    /// The format it leads to.
    var format: Int
    var change: @Sendable (Database) throws -> Void
  }

  private static let ofPeriods = [
    Step(format: 6) { db in
      try db.execute(sql: "CREATE TABLE schema (kind TEXT PRIMARY KEY, definition TEXT NOT NULL) WITHOUT ROWID")
      try StoredSchemas.write(FormerSchemas.five, in: db)
      try RecordViews.write(FormerSchemas.five, in: db)
    }
  ]

  /// What the copy of a file is called that is kept until the file has gone over.
  static let ending = ".former-format"

  /// Runs `body` with a copy of the file beside it where it is of an earlier format; the copy goes when the file is whole,
  /// gone over or not.
  ///
  /// - Throws: `WorkspaceError("workspace-full")` … where there is no room for the copy.
  static func keepingCopy<Result>(of path: String, _ body: () throws -> Result) throws -> Result {
    guard let format = FileFormat.number(path), format < Schema.version else { return try body() }
    let copy = path + ending
    try? FileManager.default.removeItem(atPath: copy)
    do { try FileManager.default.copyItem(atPath: path, toPath: copy) } catch {
      throw WorkspaceError("workspace-unwritable", facts: ["path": copy])
    }
    defer { try? FileManager.default.removeItem(atPath: copy) }
    return try body()
  }

  /// - Parameter db: a period's connection with the catalogue attached, in the transaction of a change.
  static func run(in db: Database) throws {
    let format = try Int.fetchOne(db, sql: "PRAGMA main.user_version") ?? 0
    // The file of a new period is empty.
    guard format >= Schema.earliest, format < Schema.version else { return }
    for step in ofPeriods where step.format > format { try step.change(db) }
    try db.execute(
      sql: "PRAGMA main.user_version = \(Schema.version); PRAGMA catalogue.user_version = \(Schema.version)")
  }
}
