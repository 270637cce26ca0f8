// SPDX-License-Identifier: Apache-2.0

import Tabular

/// XML Spreadsheet 2003, usually under the name .xls or .xml.
enum SpreadsheetMLFormat: WorkbookFormat {
  static func open(_ probe: FileProbe) throws -> (any Workbook)? {
    guard !probe.isArchive, let root = try? probe.root.get(), root.localName == "workbook" else { return nil }
    guard root.doctype == nil else { throw WorkbookError("workbook-doctype") }
    return SpreadsheetMLWorkbook(probe: probe, textEncoding: try probe.encoding.get())
  }
}

/// An XML Spreadsheet 2003 file.
struct SpreadsheetMLWorkbook: Workbook {
  let probe: FileProbe
  let textEncoding: TextEncoding

  var format: String { "spreadsheetml-2003" }
  var encoding: String { textEncoding.name }
  var writer: String? { (try? probe.text.get()).flatMap(WriterName.find) }

  /// - Parameter visibilities: of the sheets, where they are known.
  func reader(visibilities: [SheetVisibility]?) throws -> MarkupReader<SpreadsheetMLHandler> {
    try MarkupReader(
      probe.source(textEncoding), encoding: textEncoding, chunkSize: probe.chunkSize,
      handler: SpreadsheetMLHandler(visibilities: visibilities))
  }

  func rows() throws -> any RowCursor { try SpreadsheetMLCursor(self) }
}
