// SPDX-License-Identifier: Apache-2.0

import Tabular

/// Hands out the rows of an XML Spreadsheet 2003 file as they are complete.
final class SpreadsheetMLCursor: RowCursor {
  private let reader: MarkupReader<SpreadsheetMLHandler>

  init(_ workbook: SpreadsheetMLWorkbook) throws {
    reader = try workbook.reader(visibilities: try HiddenSheets.visibilities(of: workbook))
  }

  func next(into batch: inout RowBatch) throws -> Bool {
    while !reader.handler.pointee.assembler.rows.queue.hasBatch {
      if reader.isAtEnd {
        batch.removeAll()
        return false
      }
      try reader.step()
      // What has no workbook in it was cut short before it began.
      if reader.isAtEnd, !reader.handler.pointee.assembler.sawWorkbook { throw WorkbookError("workbook-unrecognised") }
    }
    reader.handler.pointee.assembler.rows.queue.take(&batch)
    return true
  }

  var repairs: [WorkbookRepair] {
    let ignored = reader.handler.pointee.assembler.ignoredIndexes
    let indexes = WorkbookRepair(code: "workbook-index-ignored", facts: ["count": String(ignored)])
    let nameless = reader.handler.pointee.lacksNamespace ? [WorkbookRepair(code: "workbook-namespace-missing")] : []
    return reader.repairs + nameless + (ignored > 0 ? [indexes] : []) + reader.handler.pointee.assembler.rows.repairs
  }
}
