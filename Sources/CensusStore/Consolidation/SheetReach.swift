// SPDX-License-Identifier: Apache-2.0

import CensusModel
import GRDB
import GRDBSQLite

/// The first and the last organisation that the rows of each sheet are about, as settling saw them: whoever asks after it on
/// the same connection need not walk through the records again. Kept in a temporary table.
enum SheetReach {
  static func write(_ reaches: [Int64: ClosedRange<Int>?], in database: Database) throws {
    try database.execute(
      sql: """
        CREATE TEMP TABLE IF NOT EXISTS sheet_reach (sheet INTEGER PRIMARY KEY, first INTEGER, last INTEGER);
        DELETE FROM temp.sheet_reach;
        """)
    let add = try database.makeStatement(sql: "INSERT INTO temp.sheet_reach VALUES (?, ?, ?)")
    for (sheet, reach) in reaches {
      guard let reach else { continue }
      try add.execute(arguments: [sheet, reach.lowerBound, reach.upperBound])
    }
  }

  /// By sheet; of kinds outside those with `RosterSchema.coversUnits` nothing is known here.
  static func all(in database: Database) throws -> [Int64: ClosedRange<Int>] {
    var reaches: [Int64: ClosedRange<Int>] = [:]
    try RawStatement.each("SELECT sheet, first, last FROM temp.sheet_reach", in: database) { row in
      reaches[sqlite3_column_int64(row, 0)] = Int(sqlite3_column_int64(row, 1))...Int(sqlite3_column_int64(row, 2))
    }
    return reaches
  }
}
