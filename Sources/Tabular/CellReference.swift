// SPDX-License-Identifier: Apache-2.0

/// The limits of a sheet as Excel has them; an index beyond them is refused, never clamped.
package enum SheetLimits {
  /// Rows of a sheet at most: 2²⁰, as in Excel since 2007.
  package static let rows = 1_048_576
  /// Columns of a sheet at most: 2¹⁴, the last being XFD.
  package static let columns = 16_384
}

/// A rectangle of merged cells, 1-based and inclusive.
package struct MergedRange: Sendable, Hashable {
  /// The top row, which holds the value of the whole range.
  package var firstRow: Int
  /// The left column, which holds the value of the whole range.
  package var firstColumn: Int
  /// The bottom row, itself within the range.
  package var lastRow: Int
  /// The right column, itself within the range.
  package var lastColumn: Int

  package init(firstRow: Int, firstColumn: Int, lastRow: Int, lastColumn: Int) {
    self.firstRow = firstRow
    self.firstColumn = firstColumn
    self.lastRow = lastRow
    self.lastColumn = lastColumn
  }
}

/// A cell by its place alone, 1-based.
package struct CellPlace: Sendable, Hashable {
  /// Row number from 1.
  package var row: Int
  /// Column number from 1.
  package var column: Int

  package init(row: Int, column: Int) {
    self.row = row
    self.column = column
  }
}

/// Whether the sender sees a sheet: `veryHidden` ones are not even offered by the program's menu.
package enum SheetVisibility: UInt8, Sendable, Hashable {
  case visible, hidden, veryHidden
}
