// SPDX-License-Identifier: Apache-2.0

import Tabular

/// Hands out the rows of an .xlsx, sheet after sheet, each part read as a stream.
final class XLSXCursor: RowCursor {
  private let workbook: XLSXWorkbook
  private let strings: SharedStrings
  private let styles: [CellStyle]
  private var nextSheet = 0
  private var reader: MarkupReader<SheetHandler>?
  /// What sheets without a part of cells leave to be taken.
  private var rows = RowAssembler()
  private(set) var repairs: [WorkbookRepair] = []

  init(_ workbook: XLSXWorkbook) throws {
    self.workbook = workbook
    strings = try workbook.strings()
    styles = try workbook.styles()
  }

  func next(into batch: inout RowBatch) throws -> Bool {
    while true {
      if let reader, reader.handler.pointee.rows.queue.hasBatch {
        reader.handler.pointee.rows.queue.take(&batch)
        return true
      }
      if rows.queue.hasBatch {
        rows.queue.take(&batch)
        return true
      }
      if let reader, !reader.isAtEnd {
        try step(reader)
      } else if nextSheet < workbook.sheets.count {
        try open(workbook.sheets[nextSheet])
        nextSheet += 1
      } else {
        batch.removeAll()
        return false
      }
    }
  }

  private func open(_ sheet: XLSXWorkbook.Sheet) throws {
    reader = nil
    var fresh = RowAssembler()
    fresh.beginSheet(nextSheet, sheet.name, visibility: sheet.visibility)
    guard let part = sheet.part else {
      rows = fresh
      rows.endSheet()
      return
    }
    if let merges = try MergeScan.merges(of: part, in: workbook.package.archive) { fresh.expect(merges) }
    let handler = SheetHandler(rows: fresh, strings: strings, styles: styles, is1904: workbook.is1904)
    guard let opened = try workbook.package.reader(part, handler) else {
      throw WorkbookError("workbook-part-missing", facts: ["part": part])
    }
    reader = opened
  }

  private func step(_ reader: MarkupReader<SheetHandler>) throws {
    try reader.step()
    guard reader.isAtEnd else { return }
    reader.handler.pointee.endSheet()
    // A text that is missing here and there is told; a workbook without its texts is no workbook.
    if reader.handler.pointee.danglingStrings > 0, !workbook.hasStrings {
      throw WorkbookError("workbook-part-missing", facts: ["part": "xl/sharedStrings.xml"])
    }
    note(reader)
  }

  private func note(_ reader: MarkupReader<SheetHandler>) {
    let sheet = workbook.sheets[nextSheet - 1].name
    let handler = reader.handler.pointee
    let counts = [
      ("workbook-string-missing", handler.danglingStrings), ("workbook-rows-unordered", handler.unorderedRows),
    ]
    repairs += reader.repairs + handler.rows.repairs
    for (code, count) in counts where count > 0 {
      repairs.append(WorkbookRepair(code: code, facts: ["count": String(count), "sheet": sheet]))
    }
  }
}
