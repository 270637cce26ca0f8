// SPDX-License-Identifier: Apache-2.0

import Tabular

/// Hands out the records of a delimited file as rows.
final class DelimitedCursor: RowCursor {
  private let source: FileBytes
  private let transcoder: Transcoder?
  private let chunkSize: Int
  private var buffer: [UInt8] = []
  private var parser: DelimitedParser
  private var isAtEnd = false
  /// Whether the text up to here is UTF-8, where it is said to be.
  private var validator = UTF8Validator()
  private var consumed = 0

  init(_ workbook: DelimitedWorkbook) throws {
    source = try workbook.probe.source(workbook.textEncoding)
    transcoder = try workbook.textEncoding.converter.map(Transcoder.init(from:))
    chunkSize = max(1, workbook.probe.chunkSize)
    parser = DelimitedParser(workbook.dialect)
  }

  func next(into batch: inout RowBatch) throws -> Bool {
    while !parser.rows.queue.hasBatch {
      if isAtEnd {
        batch.removeAll()
        return false
      }
      try step()
    }
    parser.rows.queue.take(&batch)
    return true
  }

  var repairs: [WorkbookRepair] { parser.repairs + parser.rows.repairs }

  private func step() throws {
    if buffer.count != chunkSize { buffer = [UInt8](repeating: 0, count: chunkSize) }
    let count = try buffer.withUnsafeMutableBytes { try source.read(into: $0) }
    isAtEnd = count < chunkSize
    if let transcoder {
      var decoded: [UInt8] = []
      try transcoder.convert(buffer[..<count], isLast: isAtEnd, into: &decoded)
      decoded.withUnsafeBytes { parser.parse($0) }
    } else {
      try buffer.withUnsafeBytes { buffer in
        let piece = UnsafeRawBufferPointer(rebasing: buffer[..<count])
        try requireUTF8(piece)
        parser.parse(piece)
      }
    }
    if isAtEnd { parser.finish() }
    if let failure = parser.failure { throw failure }
  }

  /// A mark at its beginning says that a file is UTF-8, not that it is: bytes of nothing, or an end within a character, must
  /// not go on as text.
  private func requireUTF8(_ piece: UnsafeRawBufferPointer) throws {
    var slow = validator
    guard validator.accept(piece) else {
      let bad = piece.indices.first { !slow.accept(UnsafeRawBufferPointer(rebasing: piece[$0...$0])) } ?? 0
      throw WorkbookError("workbook-encoding-bytes", byte: consumed + bad)
    }
    consumed += piece.count
    if isAtEnd, validator.isWithinCharacter { throw WorkbookError("workbook-encoding-bytes", byte: consumed) }
  }
}

/// Splits text into records and fields (RFC 4180, with every kind of line end); may be fed in pieces of any size.
struct DelimitedParser {
  private enum State { case fieldStart, plain, quoted, quoteInQuoted }

  var rows = RowAssembler()
  private static let wideComma: [UInt8] = Array("，".utf8)

  private let delimiter: UInt8
  /// Whether ， separates fields too.
  private let isFullWidth: Bool
  /// The columns of the first record, and records in which ， stands for the comma of the others.
  private var width = 0
  private var mendedRecords = 0
  private var firstMended = 0
  private var skipsLine: Bool
  private var state = State.fieldStart
  private var textStart = 0
  private var column = 1
  private var row = 1
  private var columnsBefore = 0
  /// A line feed after a carriage return ends no line of its own.
  private var sawReturn = false
  private var skippedMark = 0
  private var isAtFileStart = true
  private(set) var repairs: [WorkbookRepair] = []

  init(_ dialect: DelimitedDialect) {
    delimiter = dialect.delimiter
    isFullWidth = dialect.isFullWidth
    skipsLine = dialect.hasSeparatorLine
    rows.beginSheet(0, "")
    rows.beginRow(1)
  }

  var failure: WorkbookError? { rows.failure }

  mutating func parse(_ bytes: UnsafeRawBufferPointer) {
    var index = skipMark(bytes)
    while index < bytes.count, failure == nil {
      switch state {
      case .fieldStart where bytes[index] == UInt8(ascii: "\""):
        state = .quoted
        sawReturn = false
        index += 1
      case .fieldStart, .plain: index = plain(bytes, index)
      case .quoted: index = quoted(bytes, index)
      case .quoteInQuoted:
        if bytes[index] == UInt8(ascii: "\"") {
          rows.batch.bytes.append(bytes[index])
          state = .quoted
          index += 1
        } else {
          state = .plain
        }
      }
    }
    rows.checkOpenText(from: textStart, column)
  }

  /// The BOM at the start of the file, however the pieces fall; more than one may stand there.
  private mutating func skipMark(_ bytes: UnsafeRawBufferPointer) -> Int {
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    var index = 0
    while isAtFileStart, index < bytes.count {
      guard bytes[index] == mark[skippedMark] else {
        isAtFileStart = false
        // What began like a BOM and is none belongs to the first field.
        rows.batch.bytes.append(contentsOf: mark[..<skippedMark])
        break
      }
      index += 1
      skippedMark = (skippedMark + 1) % mark.count
    }
    return index
  }

  private mutating func plain(_ bytes: UnsafeRawBufferPointer, _ from: Int) -> Int {
    var index = from
    while index < bytes.count {
      let byte = bytes[index]
      if byte == delimiter || byte == 0x0A || byte == 0x0D || isFullWidth && byte == 0x8C { break }
      index += 1
    }
    if index > from {
      rows.batch.bytes.append(contentsOf: bytes[from..<index])
      state = .plain
      sawReturn = false
    }
    guard index < bytes.count else { return index }
    let byte = bytes[index]
    if isFullWidth, byte == 0x8C {
      takeWideComma()
    } else if byte == delimiter {
      endField()
    } else if byte == 0x0D || !sawReturn {
      endRecord()
    }
    sawReturn = byte == 0x0D
    return index + 1
  }

  /// The last byte of ，: its first two were taken for text.
  private mutating func takeWideComma() {
    let start = DelimitedParser.wideComma.dropLast()
    if rows.batch.bytes.count >= textStart + 2, rows.batch.bytes.suffix(2).elementsEqual(start) {
      rows.batch.bytes.removeLast(2)
      endField()
    } else {
      rows.batch.bytes.append(0x8C)
      state = .plain
    }
  }

  private mutating func quoted(_ bytes: UnsafeRawBufferPointer, _ from: Int) -> Int {
    let end = bytes[from...].firstIndex(of: UInt8(ascii: "\"")) ?? bytes.endIndex
    rows.batch.bytes.append(contentsOf: bytes[from..<end])
    guard end < bytes.endIndex else { return end }
    state = .quoteInQuoted
    return end + 1
  }

  private mutating func endField() {
    if !skipsLine {
      dropGuards()
      rows.add(column: column, .string, from: textStart)
    } else {
      rows.batch.bytes.removeLast(rows.batch.bytes.count - textStart)
    }
    column += 1
    if column > SheetLimits.columns + 1 { rows.refuse(.tooMany("columns", SheetLimits.columns)) }
    textStart = rows.batch.bytes.count
    state = .fieldStart
  }

  /// `="330203…"` and tabs around a number keep Excel from changing it: they are no part of it.
  private mutating func dropGuards() {
    guard rows.batch.bytes.count > textStart else { return }
    if delimiter != 0x09 {
      while rows.batch.bytes.count > textStart, rows.batch.bytes.last == 0x09 { rows.batch.bytes.removeLast() }
      while rows.batch.bytes.count > textStart, rows.batch.bytes[textStart] == 0x09 { textStart += 1 }
    }
    let text = rows.batch.bytes[textStart...]
    guard text.count >= 3, text.starts(with: [0x3D, 0x22]), text.last == 0x22,
      !text.dropFirst(2).dropLast().contains(0x22)
    else { return }
    rows.batch.bytes.removeLast()
    textStart += 2
  }

  /// A record that is too narrow, and has the width of the others once ， counts as a comma.
  private mutating func mendCommas() {
    let count = column - 1
    if width == 0 { width = count > 1 ? count : 0 }
    let isMended =
      isFullWidth || count < width && rows.splitRow(at: DelimitedParser.wideComma, columns: count, width: width)
    guard isMended, !isFullWidth || count > 1 else { return }
    column = max(column, width + 1)
    mendedRecords += 1
    if mendedRecords == 1 { firstMended = row }
  }

  private mutating func endRecord() {
    endField()
    mendCommas()
    if skipsLine { (row, skipsLine) = (row - 1, false) }
    columnsBefore = max(column - 1, 1)
    rows.endRow()
    row += 1
    rows.beginRow(row)
    textStart = rows.batch.bytes.count
    column = 1
  }

  /// The last record may lack its line end; one that also lacks fields, or the end of a quote, was cut.
  mutating func finish() {
    let isUnclosed = state == .quoted
    let hasRest = state != .fieldStart || column > 1
    if hasRest {
      let isShort = column < columnsBefore
      let line = row
      endRecord()
      if isUnclosed || isShort {
        repairs.append(WorkbookRepair(code: "workbook-last-record-cut", line: line))
      } else {
        repairs.append(WorkbookRepair(code: "workbook-no-final-newline", line: line))
      }
    }
    if mendedRecords > 0 {
      let facts = ["count": String(mendedRecords)]
      repairs.append(WorkbookRepair(code: "workbook-full-width-commas", line: firstMended, facts: facts))
    }
    rows.endSheet()
  }
}
