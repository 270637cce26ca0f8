// SPDX-License-Identifier: Apache-2.0

/// Some consecutive rows of one sheet: one UTF-8 buffer, cells that point into it, rows that point to cells.
///
/// Reused from call to call; nothing on the hot path makes a `String` per cell. Rows without a cell are left out.
package struct RowBatch: Sendable {
  /// Index of the sheet in the workbook, from 0.
  package var sheetIndex = 0
  /// Name of the sheet as the workbook spells it.
  package var sheetName = ""
  /// Nil as long as it is not known: a SpreadsheetML file above 32 MB says it behind the rows. The batch that ends the
  /// sheet always knows.
  package var visibility: SheetVisibility? = .visible
  /// Texts of a page that stand before the table, nearest first; on the first batch of the sheet only.
  package var linesAbove: [String] = []
  /// The texts of all cells behind one another, UTF-8, without anything between them.
  package var bytes: [UInt8] = []
  /// The filled cells of all rows, in order of row and column.
  package var cells: [Cell] = []
  /// Rows that have a cell, in order of the sheet; numbers of empty ones are passed over.
  package var rows: [Row] = []
  /// True on the last batch of the sheet (which may hold no row); `merges` is complete only then.
  package var endsSheet = false
  /// Every merged range of the sheet; complete on the batch that ends the sheet and no earlier.
  package var merges: [MergedRange] = []
  /// Merges over several rows that reach into the rows of this batch, as far as they are known by now: all of them, but for
  /// an .xlsx whose sheet is longer than 16 MB unpacked, which names its merges behind its rows (then only `merges` of
  /// the last batch has them).
  package var verticalMerges: [MergedRange] = []
  /// Cells of this stretch of rows that hold a formula without a result, also in rows without any other cell: the file was
  /// made by a program that does not calculate. At most some thousands a batch. Told by xlsx, SpreadsheetML, ods and fods.
  package var formulasWithoutValue: [CellPlace] = []

  package init() {}

  /// Empties the batch, keeping its capacity.
  package mutating func removeAll() {
    bytes.removeAll(keepingCapacity: true)
    cells.removeAll(keepingCapacity: true)
    rows.removeAll(keepingCapacity: true)
    merges.removeAll(keepingCapacity: true)
    verticalMerges.removeAll(keepingCapacity: true)
    formulasWithoutValue.removeAll(keepingCapacity: true)
    linesAbove.removeAll()
    endsSheet = false
    visibility = .visible
  }

  /// The cells of a row.
  package func cells(of row: Row) -> ArraySlice<Cell> {
    cells[Int(row.firstCell)..<Int(row.firstCell + row.cellCount)]
  }

  /// The bytes of a date as the sheet shows it: without the zone of a moment.
  package func shownDate(of cell: Cell) -> ArraySlice<UInt8> {
    let text = bytes[Int(cell.start)..<Int(cell.start + cell.length)]
    guard text.count > 19 else { return text }
    return text.prefix(19) + text.dropFirst(19).prefix { $0 == UInt8(ascii: ".") || $0 &- 0x30 <= 9 }
  }

  /// The text of a cell as a `String`; for headings, tests and messages, not for the hot path.
  package func text(of cell: Cell) -> String {
    String(decoding: bytes[Int(cell.start)..<Int(cell.start + cell.length)], as: UTF8.self)
  }
}
