// SPDX-License-Identifier: Apache-2.0

import Tabular

/// Counts filled cells of records that stand under no heading, by column.
struct StrayCells {
  private(set) var columns: [Int: (count: Int, firstRow: Int)] = [:]
  private(set) var records = 0

  mutating func note(_ cells: [Int32], _ rows: RowBatch, row: Int) {
    records += 1
    for cell in cells {
      let column = Int(rows.cells[Int(cell)].column)
      columns[column, default: (0, row)].count += 1
    }
  }

  /// Columns that are filled like a column of the table: in a fifth of the records and more than once.
  var filledColumns: [(column: Int, count: Int, firstRow: Int)] {
    columns.filter { isColumn($0.value.count) }.map { ($0.key, $0.value.count, $0.value.firstRow) }
      .sorted { $0.0 < $1.0 }
  }

  /// The other cells: rows that are wider than the headings.
  var further: (count: Int, firstRow: Int, column: Int)? {
    let others = columns.filter { !isColumn($0.value.count) }
    guard let first = others.min(by: { ($0.value.firstRow, $0.key) < ($1.value.firstRow, $1.key) }) else { return nil }
    return (others.values.map(\.count).max() ?? 0, first.value.firstRow, first.key)
  }

  private func isColumn(_ count: Int) -> Bool {
    count > 1 && count * 5 >= records && count * 3 > records || count == records
  }
}
