// SPDX-License-Identifier: Apache-2.0

/// Where something stands, as Excel shows it: file ▸ sheet ▸ row ▸ column, rows and columns counted from 1.
package struct Place: Sendable, Hashable {
  /// The file as the user named it (relative paths stay relative), never an absolute path of a temporary copy.
  package var file: String
  /// The sheet by its name in the workbook; nil for the file as a whole.
  package var sheet: String?
  /// Row number from 1; nil for a whole sheet or column.
  package var row: Int?
  /// Column number from 1, A being 1; nil for a whole row.
  package var column: Int?
  /// The heading above the cell, as the sheet spells it.
  package var heading: String?

  package init(file: String, sheet: String? = nil, row: Int? = nil, column: Int? = nil, heading: String? = nil) {
    self.file = file
    self.sheet = sheet
    self.row = row
    self.column = column
    self.heading = heading
  }

  /// The column's letters, "C" for 3 and "AA" for 27; nil when the place names no column.
  package var columnLetters: String? { column.map(Place.letters(ofColumn:)) }

  /// The letters Excel shows above column `number` (counted from 1).
  package static func letters(ofColumn number: Int) -> String {
    var rest = number
    var letters: [UInt8] = []
    while rest > 0 {
      letters.append(UInt8(65 + (rest - 1) % 26))
      rest = (rest - 1) / 26
    }
    return String(decoding: letters.reversed(), as: UTF8.self)
  }
}

extension Place: CustomStringConvertible {
  /// "file ▸ sheet ▸ C7", leaving out what is not known.
  package var description: String {
    let cell = (columnLetters ?? "") + (row.map(String.init) ?? "")
    return [file, sheet ?? "", cell].filter { !$0.isEmpty }.joined(separator: " ▸ ")
  }
}
