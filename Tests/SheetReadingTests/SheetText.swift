// SPDX-License-Identifier: Apache-2.0

import Foundation
import SheetReading
import Tabular

/// A workbook in a temporary file of its own, read into plain values.
struct SheetText {
  struct ReadCell: Equatable {
    var row: Int
    var column: Int
    var kind: CellKind
    var text: String
  }

  struct Reading: Equatable {
    var sheets: [String] = []
    var cells: [[ReadCell]] = []
    var merges: [[MergedRange]] = []
    /// What stands before each table of a page, nearest first.
    var above: [[String]] = []
    var repairs: [String] = []
    var encoding = ""
    var format = ""
  }

  static let fixtures = URL(fileURLWithPath: #filePath).deletingLastPathComponent().path + "/Fixtures"

  /// Rows wrapped as a workbook of one sheet.
  static func workbook(_ rows: String, table: String = "", head: String = "<?xml version=\"1.0\"?>") -> Data {
    Data(
      (head + "<Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\" "
        + "xmlns:ss=\"urn:schemas-microsoft-com:office:spreadsheet\"><Worksheet ss:Name=\"名册\"><Table\(table)>"
        + rows + "</Table></Worksheet></Workbook>").utf8)
  }

  static func read(_ data: Data, chunkSize: Int = 65_536) throws -> Reading {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString + ".xml").path
    try data.write(to: URL(fileURLWithPath: path))
    defer { try? FileManager.default.removeItem(atPath: path) }
    return try read(path: path, chunkSize: chunkSize)
  }

  static func read(path: String, chunkSize: Int = 65_536) throws -> Reading {
    let workbook = try WorkbookOpener.open(path: path, chunkSize: chunkSize)
    let cursor = try workbook.rows()
    var reading = Reading()
    reading.encoding = workbook.encoding
    reading.format = workbook.format
    var batch = RowBatch()
    while try cursor.next(into: &batch) {
      if reading.sheets.count == batch.sheetIndex {
        reading.sheets.append(batch.sheetName)
        reading.cells.append([])
        reading.merges.append([])
        reading.above.append(batch.linesAbove)
      }
      for row in batch.rows {
        reading.cells[batch.sheetIndex] += batch.cells(of: row).map {
          let shown = $0.kind == .date ? String(decoding: batch.shownDate(of: $0), as: UTF8.self) : batch.text(of: $0)
          return ReadCell(row: Int(row.number), column: Int($0.column), kind: $0.kind, text: shown)
        }
      }
      if batch.endsSheet { reading.merges[batch.sheetIndex] = batch.merges }
    }
    reading.repairs = cursor.repairs.map(\.code)
    return reading
  }

  /// "A1=姓名" for each cell of the first sheet.
  static func summary(_ rows: String, table: String = "") throws -> [String] {
    try read(workbook(rows, table: table)).cells[0].map { cell in
      let column = String(UnicodeScalar(UInt8(64 + cell.column)))
      return "\(column)\(cell.row)=\(cell.text)"
    }
  }

  static func failure(_ data: Data, chunkSize: Int = 65_536) -> String? {
    do {
      _ = try read(data, chunkSize: chunkSize)
      return nil
    } catch { return (error as? WorkbookError)?.code ?? "\(error)" }
  }
}
