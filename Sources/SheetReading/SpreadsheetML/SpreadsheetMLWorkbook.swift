// SPDX-License-Identifier: Apache-2.0

import Tabular

/// An XML Spreadsheet 2003 file.
struct SpreadsheetMLWorkbook: Workbook {
  let path: String
  let textEncoding: TextEncoding
  let chunkSize: Int

  var format: String { "spreadsheetml-2003" }
  var encoding: String { textEncoding.name }

  func rows() throws -> any RowCursor { try SpreadsheetMLCursor(self) }
}
