// SPDX-License-Identifier: Apache-2.0

import CensusModel
import Foundation
import GRDB

/// The schemas a period was written with, in its table `schema`: whoever reads the file, today or in ten years, goes by
/// them and not by what packs say by then.
enum StoredSchemas {
  static let table = "CREATE TABLE schema (kind TEXT PRIMARY KEY, definition TEXT NOT NULL) WITHOUT ROWID"

  /// - Throws: `DecodingError` where the table was tampered with.
  static func read(_ db: Database) throws -> RosterSchemas {
    // Of `main`: the catalogue may be attached.
    guard try db.tableExists("schema", in: "main") else { return FormerSchemas.five }
    let decoder = JSONDecoder()
    return RosterSchemas(
      try String.fetchAll(db, sql: "SELECT definition FROM main.schema").map {
        try decoder.decode(RosterSchema.self, from: Data($0.utf8))
      })
  }

  static func write(_ schemas: RosterSchemas, in db: Database) throws {
    let encoder = JSONEncoder()
    // The same schemas give the same bytes.
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    try db.execute(sql: "DELETE FROM schema")
    for schema in schemas.all {
      let definition = String(decoding: try encoder.encode(schema), as: UTF8.self)
      try db.execute(sql: "INSERT INTO schema VALUES (?, ?)", arguments: [schema.kind.rawValue, definition])
    }
  }

  /// Makes room for all that `schemas` know and the period does not know yet: kinds and columns. What only the period knows
  /// stays.
  ///
  /// - Throws: `WorkspaceError("column-of-another-type")` where a column of the period holds something else.
  static func extend(to schemas: RosterSchemas, in db: Database) throws {
    let known = try read(db)
    let merged = RosterSchemas(
      try schemas.all.map { try joined($0, known) } + known.all.filter { !schemas.holds($0.kind) })
    guard merged != known else { return }
    for schema in merged.all {
      for prefix in ["", Schema.retired] {
        guard known.holds(schema.kind) else {
          try db.execute(sql: Schema.table(of: schema, prefix))
          continue
        }
        for column in schema.columns where known[schema.kind].index(of: column.name) == nil {
          try db.execute(sql: "ALTER TABLE \(prefix)\(schema.kind) ADD COLUMN \(column.name) \(column.type.sql)")
        }
      }
    }
    try write(merged, in: db)
    try RecordViews.write(merged, in: db)
  }

  /// A pack's schema, and behind it the columns that only the period has.
  private static func joined(_ schema: RosterSchema, _ known: RosterSchemas) throws -> RosterSchema {
    var joined = schema
    for column in known[schema.kind].columns {
      guard let same = schema.column(column.name) else {
        joined.columns.append(column)
        continue
      }
      let isSame =
        same.type == column.type || same.type.isPlain && column.type.isPlain && same.type.sql == column.type.sql
      guard isSame else {
        throw WorkspaceError(
          "column-of-another-type",
          facts: [
            "kind": schema.kind.rawValue, "column": column.name, "value": column.type.rawValue,
            "other": same.type.rawValue,
          ])
      }
    }
    return joined
  }
}

extension ColumnType {
  /// Whether what is stored is the value itself.
  fileprivate var isPlain: Bool { self != .organisation && self != .pseudonym }
}
