// SPDX-License-Identifier: Apache-2.0

/// Some consecutive rows of one sheet: one UTF-8 buffer, cells that point into it, rows that point to cells.
///
/// Reused from call to call; nothing on the hot path makes a `String` per cell. Rows without a cell are left out.
package struct RowBatch: Sendable {
  /// Index of the sheet in the workbook, from 0.
  package var sheetIndex = 0
  package var sheetName = ""
  package var bytes: [UInt8] = []
  package var cells: [Cell] = []
  package var rows: [Row] = []
  /// True on the last batch of the sheet (which may hold no row); `merges` is complete only then.
  package var endsSheet = false
  package var merges: [MergedRange] = []

  package init() {}

  /// Empties the batch, keeping its capacity.
  package mutating func removeAll() {
    bytes.removeAll(keepingCapacity: true)
    cells.removeAll(keepingCapacity: true)
    rows.removeAll(keepingCapacity: true)
    merges.removeAll(keepingCapacity: true)
    endsSheet = false
  }

  /// The cells of a row.
  package func cells(of row: Row) -> ArraySlice<Cell> {
    cells[Int(row.firstCell)..<Int(row.firstCell + row.cellCount)]
  }

  /// The text of a cell as a `String`; for headings, tests and messages, not for the hot path.
  package func text(of cell: Cell) -> String {
    String(decoding: bytes[Int(cell.start)..<Int(cell.start + cell.length)], as: UTF8.self)
  }
}
