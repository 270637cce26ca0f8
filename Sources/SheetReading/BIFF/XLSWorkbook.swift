// SPDX-License-Identifier: Apache-2.0

import CFreeXL
import Tabular

/// Binary workbooks of Excel 97 to 2003 (BIFF8) and before, .xls, through libfreexl.
enum XLSFormat: WorkbookFormat {
  private static let container: [UInt8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]
  /// The first record of a workbook without a container: BIFF2, 3 and 4.
  private static let bare: [[UInt8]] = [
    [0x09, 0x00, 0x04, 0x00], [0x09, 0x02, 0x06, 0x00], [0x09, 0x04, 0x06, 0x00],
  ]

  static func open(_ probe: FileProbe) throws -> (any Workbook)? {
    let isContainer = probe.head.starts(with: container)
    guard isContainer || bare.contains(where: probe.head.starts) else { return nil }
    // An encrypted .xlsx is a container with a stream of this name.
    if isContainer, try holds("EncryptedPackage", probe.path) { throw WorkbookError("workbook-encrypted") }
    return XLSWorkbook(path: probe.path)
  }

  /// Whether the directory of the container names a stream; names stand there in UTF-16.
  private static func holds(_ name: String, _ path: String) throws -> Bool {
    let pattern = name.utf8.flatMap { [$0, UInt8(0)] }
    let file = try FileBytes(path: path)
    var tail: [UInt8] = []
    while case let piece = try file.take(1 << 16), !piece.isEmpty {
      let bytes = tail + piece
      if bytes.firstRange(of: pattern) != nil { return true }
      tail = Array(bytes.suffix(pattern.count))
    }
    return false
  }
}

/// A binary workbook. libfreexl reads a whole sheet at a time; it tells no merged cells, and it gives a boolean as a number
/// and an error value as an empty cell.
struct XLSWorkbook: Workbook {
  let path: String

  var format: String { "xls" }
  var encoding: String { "utf-8" }
  var writer: String? { nil }

  func rows() throws -> any RowCursor { try XLSCursor(path: path) }
}

/// Hands out the rows of a binary workbook; a class because it owns libfreexl's handle.
final class XLSCursor: RowCursor {
  private let handle: UnsafeRawPointer
  private let sheetCount: UInt32
  private var sheet: UInt32 = 0
  private var rowCount: UInt32 = 0
  private var columnCount: UInt16 = 0
  private var nextRow: UInt32 = 0
  private var isOpen = false
  private var rows = RowAssembler()
  let repairs: [WorkbookRepair] = []

  /// - Throws: `WorkbookError` when the file is damaged or protected by a password.
  init(path: String) throws {
    var opened: UnsafeRawPointer?
    let code = freexl_open(path, &opened)
    guard code == FREEXL_OK, let opened else {
      freexl_close(opened)
      throw XLSCursor.failure(code)
    }
    handle = opened
    var (password, count): (UInt32, UInt32) = (0, 0)
    freexl_get_info(opened, UInt16(FREEXL_BIFF_PASSWORD), &password)
    freexl_get_info(opened, UInt16(FREEXL_BIFF_SHEET_COUNT), &count)
    sheetCount = count
    guard password != UInt32(FREEXL_BIFF_OBFUSCATED) else { throw WorkbookError("workbook-encrypted") }
  }

  deinit { freexl_close(handle) }

  private static func failure(_ code: Int32) -> WorkbookError {
    switch code {
    case FREEXL_FILE_NOT_FOUND: WorkbookError("workbook-unreadable")
    case FREEXL_BIFF_WORKBOOK_NOT_FOUND: WorkbookError("workbook-unrecognised")
    case FREEXL_CFBF_READ_ERROR, FREEXL_CFBF_SEEK_ERROR: WorkbookError("workbook-truncated-archive")
    default: WorkbookError("workbook-damaged-archive", facts: ["part": "Workbook"])
    }
  }

  private func check(_ code: Int32) throws {
    guard code == FREEXL_OK else { throw XLSCursor.failure(code) }
  }

  func next(into batch: inout RowBatch) throws -> Bool {
    while !rows.queue.hasBatch {
      if isOpen {
        try step()
      } else if sheet < sheetCount {
        try openSheet()
      } else {
        batch.removeAll()
        return false
      }
    }
    rows.queue.take(&batch)
    return true
  }

  private func openSheet() throws {
    var name: UnsafePointer<CChar>?
    try check(freexl_get_worksheet_name(handle, UInt16(sheet), &name))
    try check(freexl_select_active_worksheet(handle, UInt16(sheet)))
    try check(freexl_worksheet_dimensions(handle, &rowCount, &columnCount))
    rows.beginSheet(Int(sheet), name.map { String(cString: $0) } ?? "")
    (isOpen, nextRow) = (true, 0)
  }

  private func step() throws {
    guard nextRow < rowCount else {
      rows.endSheet()
      (isOpen, sheet) = (false, sheet + 1)
      return
    }
    rows.beginRow(Int(nextRow) + 1)
    for column in 0..<columnCount {
      var cell = FreeXL_CellValue()
      try check(freexl_get_cell_value(handle, nextRow, column, &cell))
      add(cell, column: Int(column) + 1)
    }
    rows.endRow()
    nextRow += 1
    if let failure = rows.failure { throw failure }
  }

  private func add(_ cell: FreeXL_CellValue, column: Int) {
    switch Int32(cell.type) {
    case FREEXL_CELL_INT: rows.add(column: column, .number, String(cell.value.int_value).utf8)
    case FREEXL_CELL_DOUBLE: rows.add(column: column, .number, NumberText.spelled(cell.value.double_value).utf8)
    case FREEXL_CELL_TEXT, FREEXL_CELL_SST_TEXT: add(cell.value.text_value, .string, column, "")
    case FREEXL_CELL_DATE: add(cell.value.text_value, .date, column, "T00:00:00")
    case FREEXL_CELL_DATETIME: add(cell.value.text_value, .date, column, "")
    case FREEXL_CELL_TIME: add(cell.value.text_value, .date, column, "1899-12-31T")
    default: break
    }
  }

  private func add(_ text: UnsafePointer<CChar>?, _ kind: CellKind, _ column: Int, _ fix: String) {
    guard let text else { return }
    let spelled = String(cString: text)
    let whole = fix.hasPrefix("T") ? spelled + fix : fix + spelled
    guard kind == .date else { return rows.add(column: column, kind, whole.utf8) }
    let date = DateTimeText.normalised(Array(whole.utf8)[...])
    rows.add(column: column, date == nil ? .string : .date, date ?? Array(whole.utf8))
  }
}
