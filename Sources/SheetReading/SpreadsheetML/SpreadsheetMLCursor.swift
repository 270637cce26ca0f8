// SPDX-License-Identifier: Apache-2.0

import CLibXML2
import Tabular

/// Reads a file chunk by chunk, decodes, mends and parses it, and hands out the rows as they are complete.
final class SpreadsheetMLCursor: RowCursor {
  private let file: FileBytes
  private let transcoder: Transcoder?
  private let parser: SAXParser
  private var buffer: [UInt8]
  /// Bytes at the front of `buffer` that wait for the next chunk.
  private var carried = 0
  private var repair = MarkupRepair()
  private var prologue = XMLPrologue()
  private let chunkSize: Int
  private var isAtEnd = false

  init(_ workbook: SpreadsheetMLWorkbook) throws {
    file = try FileBytes(path: workbook.path)
    transcoder = try workbook.textEncoding.converter.map(Transcoder.init)
    chunkSize = max(1, workbook.chunkSize)
    buffer = []
    parser = try SAXParser()
    if workbook.textEncoding.skipped > 0 {
      var mark = [UInt8](repeating: 0, count: workbook.textEncoding.skipped)
      _ = try mark.withUnsafeMutableBytes { try file.read(into: $0) }
    }
  }

  func next(into batch: inout RowBatch) throws -> Bool {
    while !parser.hasBatch {
      if isAtEnd {
        batch.removeAll()
        return false
      }
      try readChunk()
    }
    parser.takeBatch(&batch)
    return true
  }

  var repairs: [WorkbookRepair] {
    let counts = [
      ("workbook-bare-ampersands", repair.ampersands), ("workbook-html-entities", repair.entities),
      ("workbook-control-characters", repair.controls), ("workbook-index-ignored", parser.ignoredIndexes),
    ]
    return counts.filter { $0.1 > 0 }.map { WorkbookRepair(code: $0.0, facts: ["count": String($0.1)]) }
  }

  private func readChunk() throws {
    let held = carried
    if buffer.count < held + chunkSize { buffer += repeatElement(0, count: held + chunkSize - buffer.count) }
    let count = try buffer.withUnsafeMutableBytes { bytes in
      try file.read(into: UnsafeMutableRawBufferPointer(rebasing: bytes[held..<held + chunkSize]))
    }
    let isLast = count < chunkSize
    if let transcoder {
      var decoded = Array(buffer[..<held])
      try transcoder.convert(buffer[held..<held + count], isLast: isLast, into: &decoded)
      buffer = decoded
      try pass(decoded.count, isLast)
    } else {
      try pass(held + count, isLast)
    }
  }

  /// Parses the first `count` bytes of the buffer but for an unfinished tail, which is moved to the front.
  private func pass(_ count: Int, _ isLast: Bool) throws {
    var tail = 0
    try buffer.withUnsafeBytes { bytes in
      var piece = UnsafeRawBufferPointer(rebasing: bytes[..<count])
      guard prologue.isPast || prologue.skip(&piece, isLast: isLast) else {
        tail = piece.count
        return
      }
      tail = isLast ? 0 : MarkupRepair.unfinishedTail(of: piece)
      piece = UnsafeRawBufferPointer(rebasing: piece[..<(piece.count - tail)])
      if let mended = repair.repaired(piece) {
        try mended.withUnsafeBytes { try parser.parse($0, skippedLines: prologue.lines) }
      } else {
        try parser.parse(piece, skippedLines: prologue.lines)
      }
    }
    if tail > 0, count > tail {
      for offset in 0..<tail { buffer[offset] = buffer[count - tail + offset] }
    }
    carried = tail
    if isLast {
      isAtEnd = true
      try parser.finish(skippedLines: prologue.lines)
    }
  }
}

/// Skips what stands before the root element and would trouble the parser: BOMs, blanks, the XML declaration.
struct XMLPrologue {
  private(set) var isPast = false
  /// Lines that were skipped, so that errors name the line of the file.
  private(set) var lines = 0

  /// Moves `piece` past the prologue; false when it does not end within the piece and more must be read.
  mutating func skip(_ piece: inout UnsafeRawBufferPointer, isLast: Bool) -> Bool {
    var start = 0
    var lines = 0
    while true {
      start = skipBlanks(piece, start, &lines)
      guard starts(piece, start, "<?xml "), !isLast || piece.count > start else { break }
      guard let end = (start..<piece.count).first(where: { piece[$0] == UInt8(ascii: ">") }) else {
        if isLast { break }
        return false
      }
      for index in start..<end where piece[index] == 0x0A { lines += 1 }
      start = end + 1
    }
    // "<?xm" may still become a declaration.
    if piece.count - start < 6, !isLast { return false }
    isPast = true
    self.lines = lines
    piece = UnsafeRawBufferPointer(rebasing: piece[start...])
    return true
  }

  private func skipBlanks(_ piece: UnsafeRawBufferPointer, _ from: Int, _ lines: inout Int) -> Int {
    var index = from
    while index < piece.count {
      if starts(piece, index, "\u{FEFF}") {
        index += 3
      } else if piece[index] <= 0x20 {
        if piece[index] == 0x0A { lines += 1 }
        index += 1
      } else {
        break
      }
    }
    return index
  }

  private func starts(_ piece: UnsafeRawBufferPointer, _ index: Int, _ text: StaticString) -> Bool {
    index + text.utf8CodeUnitCount <= piece.count
      && (0..<text.utf8CodeUnitCount).allSatisfy { piece[index + $0] == text.utf8Start[$0] }
  }
}
