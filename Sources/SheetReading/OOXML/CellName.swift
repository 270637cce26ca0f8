// SPDX-License-Identifier: Apache-2.0

import Tabular

/// Names of cells as attributes: `C7`, `$C$7`, `A1:B2`.
enum CellName {
  typealias Text = UnsafeBufferPointer<UInt8>

  /// The column of `C7`, from 1; nil when no letter leads. One beyond the sheet stays beyond it.
  @inline(__always) static func column(_ name: Text) -> Int? {
    var column = 0
    for byte in name {
      let letter = (byte | 0x20) &- 0x61
      guard letter < 26 else {
        if byte == UInt8(ascii: "$") { continue }
        break
      }
      column = min(column * 26 + Int(letter) + 1, 1 << 30)
    }
    return column > 0 ? column : nil
  }

  /// The letters of a column: `C` for 3, `AA` for 27.
  static func letters(_ column: Int) -> String {
    column > 26
      ? letters((column - 1) / 26) + letters((column - 1) % 26 + 1) : String(UnicodeScalar(UInt8(64 + max(0, column))))
  }

  /// A whole number from 0 on; nil when a byte is no digit.
  @inline(__always) static func number(_ text: Text) -> Int? {
    var number = 0
    for byte in text {
      guard byte &- 0x30 <= 9 else { return nil }
      number = min(number * 10 + Int(byte &- 0x30), 1 << 30)
    }
    return text.isEmpty ? nil : number
  }

  /// The rectangle of `A1:B2`, cut to the sheet; nil when it is none.
  static func range(_ name: Text) -> MergedRange? {
    let corners = name.split(separator: UInt8(ascii: ":")).map { Text(rebasing: $0) }
    guard corners.count == 2, let from = cell(corners[0]), let to = cell(corners[1]) else { return nil }
    return MergedRange(
      firstRow: from.row, firstColumn: from.column, lastRow: min(to.row, SheetLimits.rows),
      lastColumn: min(to.column, SheetLimits.columns))
  }

  private static func cell(_ name: Text) -> (row: Int, column: Int)? {
    guard let column = column(name), let digits = name.firstIndex(where: { $0 &- 0x30 <= 9 }),
      let row = number(Text(rebasing: name[digits...]))
    else { return nil }
    return (row, column)
  }
}
