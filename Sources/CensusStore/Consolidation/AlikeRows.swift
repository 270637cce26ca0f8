// SPDX-License-Identifier: Apache-2.0

import CensusModel
import GRDB
import GRDBSQLite

/// Finds rows of known persons in known organisations that agree in some columns, by the fingerprints of these: two walks,
/// and no sorting of all of them.
struct AlikeRows {
  private let database: Database
  /// The number of the row, its organisation, then what it is compared by.
  private let sql: String
  /// Preorder number by number of the reference; -1 where it leads nowhere.
  private let nodes: [Int32]
  private let count: Int
  /// Which of the compared columns are organisations, by number of the reference.
  private let areReferences: [Bool]
  /// By number of the reference what stands for its organisation, known or not.
  private var prints: [UInt64] = []

  init(_ schema: RosterSchema, _ once: RosterSchema.Once, nodes: [Int32], in database: Database) throws {
    (self.database, self.nodes) = (database, nodes)
    areReferences = once.columns.map { $0.count == 1 && schema.column($0[0])?.type == .organisation }
    let compared = zip(once.columns, areReferences).map { columns, isReference in
      isReference ? "t.\(columns[0])" : RosterSchema.first(of: columns.map { Consolidation.comparable($0, of: schema) })
    }
    let parts = compared + [once.apart.map { "t.\($0) IS NULL" }].compactMap(\.self)
    sql = """
      SELECT t.id, t.\(schema.organisationColumn), \(parts.joined(separator: ", ")) FROM \(schema.kind) AS t
      WHERE t.person_high IS NOT NULL ORDER BY t.id
      """
    count = try Int.fetchOne(database, sql: "SELECT MAX(id) FROM \(schema.kind)") ?? 0
    if areReferences.contains(true) { prints = try references() }
  }

  /// An organisation is the same by its node, and where it is unknown by its text.
  private func references() throws -> [UInt64] {
    var prints = nodes.map { Fingerprint.mixed(UInt64(bitPattern: Int64($0)) &+ 1) }
    try RawStatement.each("SELECT id, text FROM organisation_ref WHERE node IS NULL", in: database) { row in
      let reference = Int(sqlite3_column_int64(row, 0))
      if reference < prints.count { prints[reference] = Fingerprint.of(RawStatement.bytes(row, 1)) }
    }
    return prints
  }

  /// The rows of which another has the same fingerprint.
  mutating func alike() throws -> [Int64] {
    var repeated = RepeatedKeys(count: count)
    try each { repeated.note($1) }
    guard repeated.hasAny else { return [] }
    var alike: [Int64] = []
    // By fingerprint the first row, and 0 once that is among those alike.
    var firsts: [UInt64: Int64] = [:]
    try each { id, print in
      guard repeated.mayRepeat(print) else { return }
      guard let first = firsts[print] else {
        firsts[print] = id
        return
      }
      if first != 0 { alike.append(first) }
      firsts[print] = 0
      alike.append(id)
    }
    return alike
  }

  private func each(_ body: (_ id: Int64, _ print: UInt64) -> Void) throws {
    try RawStatement.each(sql, in: database) { row in
      let organisation = Int(sqlite3_column_int64(row, 1))
      guard organisation > 0, organisation < nodes.count, nodes[organisation] >= 0 else { return }
      var print: UInt64 = 0
      for column in 2..<sqlite3_column_count(row) { print = Fingerprint.mixed(print ^ part(column, of: row)) &* 3 }
      body(sqlite3_column_int64(row, 0), print)
    }
  }

  private func part(_ column: Int32, of row: OpaquePointer) -> UInt64 {
    let index = Int(column) - 2
    guard index < areReferences.count, areReferences[index] else { return Fingerprint.ofColumn(column, of: row) }
    let reference = Int(sqlite3_column_int64(row, column))
    return reference > 0 && reference < prints.count ? prints[reference] : 0
  }
}
