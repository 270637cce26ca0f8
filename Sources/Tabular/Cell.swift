// SPDX-License-Identifier: Apache-2.0

/// What the sheet says a cell is.
package enum CellKind: UInt8, Sendable, Hashable {
  case string, number, bool, date, error
}

/// One non-empty cell of a batch: its column, its kind, and where its text stands in the batch's bytes.
///
/// The text is what the source wrote: digits of a number as spelled, a bool as `0` or `1`, a date as
/// `yyyy-MM-ddTHH:mm:ss`, perhaps with a fraction, and with `Z` or `+08:00` where the file names the zone of a moment.
package struct Cell: Sendable, Hashable {
  /// Counted from 1, as Excel shows it.
  package var column: Int32
  /// What the file declares the cell to be, which is no promise about its text: dates are often sent as strings.
  package var kind: CellKind
  /// Offset of its text in `RowBatch.bytes`.
  package var start: UInt32
  /// Length of its text in bytes of UTF-8.
  package var length: UInt32

  package init(column: Int32, kind: CellKind, start: UInt32, length: UInt32) {
    self.column = column
    self.kind = kind
    self.start = start
    self.length = length
  }
}

/// What a file says of a whole row beside its cells.
package struct RowFlags: OptionSet, Sendable, Hashable {
  package var rawValue: UInt8

  package init(rawValue: UInt8) { self.rawValue = rawValue }

  /// Not shown: by a filter or by hand. Told by xlsx, SpreadsheetML, xls, ods and fods.
  package static let hidden = RowFlags(rawValue: 1)
  /// Every filled cell is struck through by its style (not by part of its text). Told by the same formats.
  package static let struck = RowFlags(rawValue: 2)
  /// A cell of the row holds a formula and no result; `RowBatch.formulasWithoutValue` says which.
  package static let hasFormulaWithoutValue = RowFlags(rawValue: 4)
}

/// One row of a batch: its number and which cells of the batch are its own (in column order).
package struct Row: Sendable, Hashable {
  /// Counted from 1, as Excel shows it.
  package var number: Int32
  /// Index of its first cell in `RowBatch.cells`.
  package var firstCell: Int32
  /// How many cells are its own; empty cells are not among them.
  package var cellCount: Int32
  /// What else the file says of the row; empty where the format has nothing to say.
  package var flags: RowFlags

  package init(number: Int32, firstCell: Int32, cellCount: Int32, flags: RowFlags = []) {
    self.number = number
    self.firstCell = firstCell
    self.cellCount = cellCount
    self.flags = flags
  }
}
