// SPDX-License-Identifier: Apache-2.0

import Tabular

/// Looks up which sheets of an XML Spreadsheet 2003 file are hidden: it says so behind the rows of each.
enum HiddenSheets {
  /// Looking through a longer file would cost more than it is worth: who has that many rows hides none.
  static let sizeLimit = 32 << 20

  /// - Returns: nil where the file is too long to be looked through; empty where no sheet is hidden.
  static func visibilities(of workbook: SpreadsheetMLWorkbook) throws -> [SheetVisibility]? {
    let source = try workbook.probe.source(workbook.textEncoding)
    guard try source.size() <= sizeLimit else { return nil }
    // SheetHidden, SheetVeryHidden; no other element that programs write ends so.
    guard try holds(needle("Hidden</", in: workbook.textEncoding), source) else { return [] }
    let reader = try workbook.reader(visibilities: nil)
    var batch = RowBatch()
    while !reader.isAtEnd {
      try reader.step()
      while reader.handler.pointee.assembler.rows.queue.hasBatch {
        reader.handler.pointee.assembler.rows.queue.take(&batch)
      }
    }
    return reader.handler.pointee.assembler.visibilities
  }

  private static func needle(_ text: String, in encoding: TextEncoding) -> [UInt8] {
    switch encoding.name {
    case "utf-16le": text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    case "utf-16be": text.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
    default: Array(text.utf8)
    }
  }

  private static func holds(_ needle: [UInt8], _ source: FileBytes) throws -> Bool {
    var finder = ByteFinder(needle)
    var buffer = [UInt8](repeating: 0, count: 1 << 18)
    return try buffer.withUnsafeMutableBytes { buffer in
      while case let count = try source.read(into: buffer), count > 0 {
        if finder.find(in: UnsafeRawBufferPointer(rebasing: buffer[..<count])) { return true }
      }
      return false
    }
  }
}
