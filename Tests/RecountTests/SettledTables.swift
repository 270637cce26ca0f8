// SPDX-License-Identifier: Apache-2.0

import CensusModel
import GRDB

@testable import CensusStore

/// What settling writes into a period, told apart from numbers that only say in which order it was written.
enum SettledTables {
  private static func queue(_ workspace: String, _ period: Period) throws -> DatabaseQueue {
    let queue = try DatabaseQueue(path: "\(workspace)/periods/\(period).sqlite")
    try queue.inDatabase {
      try $0.execute(sql: "ATTACH DATABASE ? AS catalogue", arguments: [workspace + "/workspace.sqlite"])
    }
    return queue
  }

  /// By table, its rows in order.
  static func read(_ workspace: String, _ period: Period) throws -> [String: [String]] {
    try queue(workspace, period).read { db in
      var tables: [String: [String]] = [:]
      let kinds = try StoredSchemas.read(db).all.map(\.kind.rawValue)
      for table in kinds + ["organisation_ref"] {
        tables[table] = try rows("SELECT * FROM \(table) ORDER BY id", [], db)
      }
      for table in ["finding WHERE computed = 1", "duplicate_pair"] {
        tables[table] = try rows("SELECT * FROM \(table) ORDER BY id", ["id"], db)
      }
      for table in ["coverage", "stray", "outside"] {
        tables[table] = try rows("SELECT * FROM \(table)", [], db).sorted()
      }
      return tables
    }
  }

  private static func rows(_ sql: String, _ left: Set<String>, _ db: Database) throws -> [String] {
    try Row.fetchAll(db, sql: sql).map { row in
      row.filter { !left.contains($0.0) }.map { "\($0): \($1)" }.joined(separator: ", ")
    }
  }

  /// Takes away all that settlements wrote, and settles.
  static func settleAnew(_ workspace: String, _ period: Period, rules: SettlementRules) throws {
    try queue(workspace, period).write { db in
      let settlement = try Consolidation(db, period, isFirst: false, rules: rules)
      try settlement.takeBackRecordsOfOthers()
      for schema in settlement.schemas.all {
        let tree = schema.kind == .organisation ? ["node", "last", "depth", "children"] : []
        let settled = tree + schema.columns.filter { $0.isSettled && $0.name != "age" }.map(\.name)
        let list = settled.map { ", \($0) = NULL" }.joined()
        try db.execute(sql: "UPDATE \(schema.kind) SET superseded = 0\(list)")
      }
      try db.execute(
        sql: """
          UPDATE organisation_ref SET node = NULL; DELETE FROM finding WHERE computed = 1; DELETE FROM duplicate_pair;
          DELETE FROM coverage; DELETE FROM stray;
          """)
      try settlement.settle()
    }
  }
}
