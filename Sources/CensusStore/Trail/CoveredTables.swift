// SPDX-License-Identifier: Apache-2.0

import Basics
import Crypto
import GRDB

/// The tables of the catalogue that the audit trail covers: whoever changes a row of theirs in passing is found out.
enum CoveredTables {
  /// SHA-256 over every row. What a writer notes of an open period after its transaction (hash and counter of the file) is
  /// left out: `PeriodMark` covers it.
  static func digest(_ db: Database) throws -> String {
    var hasher = SHA256()
    for table in Schema.covered + Schema.coveredOnceMade {
      // A catalogue of format 5 has no such table before its first writer: without rows it says the same.
      if table == "acceptance", try !hasRows(table, db) { continue }
      if table == "refusal", try !coversRefusals(db) { continue }
      hasher.update(data: Array("[\(table)]\n".utf8))
      let rows = try Row.fetchCursor(db, sql: query(table))
      while let row = try rows.next() { hasher.update(data: Array((spelled(row) + "\n").utf8)) }
    }
    return HexText.of(hasher.finalize())
  }

  /// The setting that says that the trail covers the refused files.
  static let refusalsSetting = "refusals-covered"

  /// Covers the refused files from the next entry of the trail on; before that no trail did.
  static func coverRefusals(in db: Database) throws {
    try db.execute(sql: "INSERT OR IGNORE INTO setting VALUES (?, '1')", arguments: [refusalsSetting])
  }

  /// Whoever takes the setting away changes a covered table.
  private static func coversRefusals(_ db: Database) throws -> Bool {
    let isSet = try Bool.fetchOne(
      db, sql: "SELECT EXISTS (SELECT 1 FROM setting WHERE name = ?)", arguments: [refusalsSetting])
    return try isSet == true && db.tableExists("refusal")
  }

  private static func hasRows(_ table: String, _ db: Database) throws -> Bool {
    guard try db.tableExists(table) else { return false }
    return try Bool.fetchOne(db, sql: "SELECT EXISTS (SELECT 1 FROM \(table))") ?? false
  }

  private static func query(_ table: String) -> String {
    switch table {
    case "period":
      """
      SELECT period, version, state, token, CASE WHEN state = 'sealed' THEN sha256 END,
        CASE WHEN state = 'sealed' THEN counter END, CASE WHEN state = 'sealed' THEN mark END, despite, sealed_at, sealed_by,
        remark FROM period ORDER BY rowid
      """
    // It has no row numbers.
    case "dismissal": "SELECT * FROM dismissal ORDER BY 1, 2, 3, 4"
    default: "SELECT * FROM \(table) ORDER BY rowid"
    }
  }

  /// Each value with its type and its length, so that no two rows spell the same bytes.
  static func spelled(_ row: Row) -> String {
    row.databaseValues.map { value in
      switch value.storage {
      case .null: "-"
      case .int64(let number): "i\(number)"
      case .double(let number): "d\(number.bitPattern)"
      case .string(let text): "t\(text.utf8.count):\(text)"
      case .blob(let bytes): "b\(bytes.count):\(ContentHash.of(Array(bytes)))"
      }
    }.joined(separator: " ")
  }
}
