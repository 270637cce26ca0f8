// SPDX-License-Identifier: Apache-2.0

import Tabular

/// Hands out the rows of a binary workbook, sheet after sheet, record by record.
final class XLSCursor: RowCursor {
  private let workbook: XLSWorkbook
  private var rows = RowAssembler()
  private var nextSheet = 0
  private var reader: BIFFReader?
  /// Depth of substreams: charts stand within a sheet.
  private var depth = 0
  private var hiddenRows: Set<Int> = []
  private var hasRow = false
  /// Where the text of a formula belongs, which follows in a record of its own.
  private var pendingColumn: Int?
  private var danglingStrings = 0
  private var unorderedRows = 0
  private var jumps: [Int: Int] = [:]

  init(_ workbook: XLSWorkbook) { self.workbook = workbook }

  var repairs: [WorkbookRepair] {
    let counts = [("workbook-string-missing", danglingStrings), ("workbook-rows-unordered", unorderedRows)]
    return counts.filter { $0.1 > 0 }.map { code, count in
      WorkbookRepair(code: code, facts: ["count": String(count), "sheet": "–"])
    } + rows.repairs
  }

  func next(into batch: inout RowBatch) throws -> Bool {
    while !rows.queue.hasBatch {
      if reader != nil {
        try step()
      } else if nextSheet < workbook.sheets.count {
        try open(workbook.sheets[nextSheet])
        nextSheet += 1
      } else {
        batch.removeAll()
        return false
      }
    }
    rows.queue.take(&batch)
    return true
  }

  private func open(_ sheet: XLSWorkbook.Sheet) throws {
    rows.beginSheet(nextSheet, sheet.name, visibility: sheet.visibility)
    (depth, hiddenRows, hasRow, pendingColumn) = (0, [], false, nil)
    guard let offset = sheet.offset else { return rows.endSheet() }
    var order = BIFFRowOrder()
    rows.expect(try BIFFMerges.ahead(of: workbook.stream, at: offset, noting: &order))
    jumps = order.jumps
    reader = BIFFReader(workbook.stream, at: offset)
  }

  private func step() throws {
    guard var reader else { return }
    if !jumps.isEmpty, let place = jumps[reader.offset] { reader = BIFFReader(workbook.stream, at: place) }
    try reader.next()
    self.reader = reader
    switch reader.type {
    case BIFFRecord.begin: depth += 1
    case BIFFRecord.end:
      depth -= 1
      if depth <= 0 { endSheet() }
    case _ where depth == 0: throw CompoundFile.damage("Workbook")
    case _ where depth == 1: try take(reader.type, reader.body)
    default: break
    }
    if let failure = rows.failure { throw failure }
  }

  private func endSheet() {
    if hasRow { rows.endRow() }
    rows.endSheet()
    reader = nil
  }

  // MARK: Cells

  private func take(_ type: UInt16, _ body: [UInt8]) throws {
    switch type {
    case BIFFRecord.labelShared: addShared(Int(LittleEndian.u32(body, 6)), style: style(body, 4), at: place(body))
    case BIFFRecord.row: noteRow(body)
    case BIFFRecord.label, BIFFRecord.richString:
      let column = place(body)
      let text = try workbook.text(body, from: 6, lengthWidth: 2)
      rows.add(column: column, .string, text.utf8, isStruck: isStruck(style(body, 4)))
    case BIFFRecord.number: addNumber(LittleEndian.double(body, 6), style: style(body, 4), at: place(body))
    case BIFFRecord.rk: addNumber(XLSCursor.rk(LittleEndian.u32(body, 6)), style: style(body, 4), at: place(body))
    case BIFFRecord.multipleRK: addMultiple(body)
    case BIFFRecord.boolOrError:
      add(value: body.count > 6 ? body[6] : 0, isError: body.count > 7 && body[7] == 1, at: place(body))
    case BIFFRecord.formula: addFormula(body)
    case BIFFRecord.string:
      if let column = pendingColumn {
        rows.add(column: column, .string, try workbook.text(body, from: 0, lengthWidth: 2).utf8)
      }
      pendingColumn = nil
    case BIFFRecord.mergedCells: addMerges(body)
    default: break
    }
  }

  /// Begins the row of a cell record; gives its column.
  private func place(_ body: [UInt8]) -> Int {
    let row = Int(LittleEndian.u16(body, 0)) + 1
    if !hasRow || row != rows.row {
      if hasRow { rows.endRow() }
      if hasRow, row < rows.row { unorderedRows += 1 }
      rows.beginRow(row)
      if hiddenRows.contains(row) { rows.mark(.hidden) }
      hasRow = true
    }
    return Int(LittleEndian.u16(body, 2)) + 1
  }

  private func style(_ body: [UInt8], _ start: Int) -> Int { Int(LittleEndian.u16(body, start)) }

  /// 30 bits of a whole number or of the upper half of a real one, perhaps to be divided by 100 ([MS-XLS] 2.5.217).
  private static func rk(_ bits: UInt32) -> Double {
    let value = bits & 2 != 0 ? Double(Int32(bitPattern: bits) >> 2) : Double(bitPattern: UInt64(bits & ~3) << 32)
    return bits & 1 != 0 ? value / 100 : value
  }

  private func addNumber(_ value: Double, style: Int, at column: Int) {
    let style = style < workbook.styles.count ? workbook.styles[style] : []
    let isStruck = style.contains(.struck)
    if style.contains(.date), let spelled = SerialDate.text(value, is1904: workbook.is1904) {
      rows.add(column: column, .date, spelled, isStruck: isStruck)
    } else if value.isFinite {
      rows.add(column: column, .number, NumberText.spelled(value).utf8, isStruck: isStruck)
    }
  }

  private func addMultiple(_ body: [UInt8]) {
    let first = place(body)
    guard body.count >= 12 else { return }
    for index in 0..<((body.count - 6) / 6) {
      let start = 4 + 6 * index
      addNumber(XLSCursor.rk(LittleEndian.u32(body, start + 2)), style: style(body, start), at: first + index)
    }
  }

  private func isStruck(_ style: Int) -> Bool {
    style < workbook.styles.count && workbook.styles[style].contains(.struck)
  }

  /// Rows are described before their cells stand ([MS-XLS] 2.4.221).
  private func noteRow(_ body: [UInt8]) {
    if body.count > 12, body[12] & 0x20 != 0 { hiddenRows.insert(Int(LittleEndian.u16(body, 0)) + 1) }
  }

  private func addShared(_ index: Int, style: Int, at column: Int) {
    guard index < workbook.strings.count else {
      danglingStrings += 1
      return
    }
    let text = workbook.strings.bytes[workbook.strings.range(of: index)]
    rows.add(column: column, .string, text, isStruck: isStruck(style))
  }

  private static let errors: [UInt8: StaticString] = [
    0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A",
  ]

  private func add(value: UInt8, isError: Bool, at column: Int) {
    if isError {
      rows.add(column: column, .error, "\(XLSCursor.errors[value] ?? "#N/A")".utf8)
    } else {
      rows.add(column: column, .bool, value == 0 ? [0x30] : [0x31])
    }
  }

  /// What the formula gave when it was last worked out.
  private func addFormula(_ body: [UInt8]) {
    let column = place(body)
    guard body.count >= 14 else { return }
    guard LittleEndian.u16(body, 12) == 0xFFFF else {
      return addNumber(LittleEndian.double(body, 6), style: style(body, 4), at: column)
    }
    switch body[6] {
    case 0: pendingColumn = column
    case 1: add(value: body[8], isError: false, at: column)
    case 2: add(value: body[8], isError: true, at: column)
    default: break
    }
  }

  private func addMerges(_ body: [UInt8]) {
    for range in BIFFMerges.ranges(body) { rows.merge(range) }
  }
}
