// SPDX-License-Identifier: Apache-2.0

/// The limits of a sheet as Excel has them; an index beyond them is refused, never clamped.
package enum SheetLimits {
  package static let rows = 1_048_576
  package static let columns = 16_384
}

/// A rectangle of merged cells, 1-based and inclusive.
package struct MergedRange: Sendable, Hashable {
  package var firstRow: Int
  package var firstColumn: Int
  package var lastRow: Int
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
  package var row: Int
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
