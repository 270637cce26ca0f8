// SPDX-License-Identifier: Apache-2.0

import Foundation
import ReportModel
import ReportWriting

/// Tables as sheets of an .xlsx: headings that stay in sight and filter, numbers that calculate, texts that stay texts.
enum ResultWorkbook {
  private static let heading = CellStyle(fill: 0xDD_E6F0, isBold: true, hasBorder: true)
  private static let percent = CellStyle(format: "0.00%")
  private static let points = CellStyle(format: "0.00")
  private static let text = CellStyle(format: "@")
  /// Excel has no more rows.
  private static let lastRow = 1_048_576

  /// Writes the workbook to a private file and hands its bytes on; nothing stays behind.
  ///
  /// - Throws: `PipelineError`: `out-unwritable`, `table-too-long`.
  static func write(_ tables: [ResultTable], _ context: CommandContext, to body: ([UInt8]) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("league-census-\(UUID().uuidString)")
      .path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try PrivateFiles.makeFolder(folder)
    let path = FileName.path(folder, "table.xlsx")
    do {
      let file = try XLSXFile(path: path)
      for table in tables { try add(table, to: file, context) }
      try file.close()
    } catch let failure as XLSXFailure {
      throw PipelineError("out-unwritable", facts: ["path": failure.description])
    }
    guard let handle = FileHandle(forReadingAtPath: path) else {
      throw PipelineError("out-unwritable", facts: ["path": path])
    }
    defer { try? handle.close() }
    while let piece = try handle.read(upToCount: 1 << 20), !piece.isEmpty { try body(Array(piece)) }
  }

  private static func add(_ table: ResultTable, to file: XLSXFile, _ context: CommandContext) throws {
    let headings = table.headings(for: .xlsx).map { $0.title ?? context.text("compare.column.\($0.key)") }
    guard !headings.isEmpty, let sheet = file.addSheet(table.id) else { return }
    let widths = try widths(of: table, headings, context)
    for (column, width) in widths.enumerated() { sheet.width(width, ofColumns: column + 1...column + 1) }
    for (column, title) in headings.enumerated() {
      sheet.write(.text(title), row: 1, column: column + 1, style: heading)
    }
    var row = 1
    try table.forEachRow(as: .xlsx) { cells in
      row += 1
      guard row <= lastRow else { throw PipelineError("table-too-long", facts: ["limit": String(lastRow - 1)]) }
      for (column, cell) in cells.enumerated() { write(cell, to: sheet, row, column + 1, context) }
    }
    sheet.freeze(above: 2)
    sheet.filter(rows: 1...max(2, row), columns: 1...headings.count)
    sheet.fitToWidth()
  }

  private static func write(
    _ cell: ResultCell, to sheet: XLSXSheet, _ row: Int, _ column: Int, _ context: CommandContext
  ) {
    switch cell {
    case .number(let number): sheet.write(.number(Double(number)), row: row, column: column)
    case .hundredths(let value): sheet.write(.number(Double(value) / 100), row: row, column: column, style: points)
    case .percent(let value): sheet.write(.number(Double(value) / 10_000), row: row, column: column, style: percent)
    case .nothing, .absent, .object, .list: break
    case .text, .code, .term, .fraction, .texts, .flag:
      let shown = cell.shown(context)
      if !shown.isEmpty { sheet.write(.text(VisibleText.spelled(shown)), row: row, column: column, style: text) }
    }
  }

  /// As wide as the first rows ask for, within reason.
  private static func widths(of table: ResultTable, _ headings: [String], _ context: CommandContext) throws -> [Double]
  {
    struct Enough: Error {}
    var widths = headings.map(TextTable.width)
    var seen = 0
    do {
      try table.forEachRow(as: .xlsx) { cells in
        for (column, cell) in cells.enumerated() {
          widths[column] = max(widths[column], TextTable.width(cell.shown(context)))
        }
        seen += 1
        if seen == 200 { throw Enough() }
      }
    } catch is Enough {}
    return widths.map { Double(min(60, max(8, $0 + 2))) }
  }
}

/// Several tables that belong together: the sheets of one workbook.
package struct ResultTables {
  private let tables: [ResultTable]

  /// Tables for one workbook, a sheet for each, in the order given.
  package init(_ tables: [ResultTable]) { self.tables = tables }

  /// - Throws: `PipelineError`: `out-unwritable`, `table-too-long`.
  package func writeWorkbook(_ context: CommandContext, to body: ([UInt8]) throws -> Void) throws {
    try ResultWorkbook.write(tables, context, to: body)
  }
}
