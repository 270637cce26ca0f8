// SPDX-License-Identifier: Apache-2.0

import Findings

extension RowBatch {
  /// The batch without cells that show nothing, and without rows that hold no others: to whoever looks at the sheet they are
  /// empty. Costs a look at one byte a cell where there is none.
  package func withoutBlankCells() -> RowBatch {
    let firstBlank = bytes.withUnsafeBytes { bytes in cells.firstIndex { RowBatch.isBlank($0, bytes) } }
    guard let firstBlank else { return self }
    var result = self
    result.removeBlankCells(from: firstBlank)
    return result
  }

  private mutating func removeBlankCells(from first: Int) {
    var kept = Array(cells[..<first])
    // How many cells before each one are kept.
    var keptBefore = Array(0...Int32(first))
    bytes.withUnsafeBytes { bytes in
      for cell in cells[first...] {
        if !RowBatch.isBlank(cell, bytes) { kept.append(cell) }
        keptBefore.append(Int32(kept.count))
      }
    }
    cells = kept
    rows = rows.compactMap { row in
      var row = row
      let end = keptBefore[Int(row.firstCell + row.cellCount)]
      row.firstCell = keptBefore[Int(row.firstCell)]
      row.cellCount = end - row.firstCell
      return row.cellCount > 0 ? row : nil
    }
  }

  private static func isBlank(_ cell: Cell, _ bytes: UnsafeRawBufferPointer) -> Bool {
    guard cell.length > 0 else { return true }
    switch bytes[Int(cell.start)] {
    // Visible ASCII and what U+4000 to U+EFFF begin with, as nearly all cells do.
    case 0x21...0x7E, 0xE4...0xEE: return false
    default:
      let text = bytes[Int(cell.start)..<Int(cell.start + cell.length)]
      return HiddenSigns.showNothing(String(decoding: text, as: UTF8.self))
    }
  }
}
