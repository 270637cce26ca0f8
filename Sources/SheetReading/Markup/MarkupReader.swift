// SPDX-License-Identifier: Apache-2.0

import Tabular

/// Reads XML chunk by chunk: decodes, mends and parses it, one chunk at each call of `step`.
///
/// A class because it owns the source and the parser.
final class MarkupReader<Handler: SAXHandler> {
  private let source: any ByteSource
  private let encoding: TextEncoding
  private let transcoder: Transcoder?
  private let parser: SAXParser<Handler>
  private let chunkSize: Int
  private var buffer: [UInt8]
  /// Bytes at the front of `buffer` that wait for the next chunk.
  private var carried = 0
  private(set) var repair = MarkupRepair()
  private var prologue = XMLPrologue()
  private(set) var isAtEnd = false

  /// - Parameter source: stands behind the BOM that `encoding` names.
  init(_ source: any ByteSource, encoding: TextEncoding, chunkSize: Int, handler: Handler) throws {
    self.source = source
    self.encoding = encoding
    transcoder = try encoding.converter.map(Transcoder.init(from:))
    self.chunkSize = max(1, chunkSize)
    buffer = []
    parser = try SAXParser(handler)
  }

  /// The handler, between two steps.
  var handler: UnsafeMutablePointer<Handler> { parser.state }

  /// Reads and parses the next chunk.
  ///
  /// - Throws: `WorkbookError` for what is no XML, or whatever the handler refuses.
  func step() throws {
    let held = carried
    if buffer.count < held + chunkSize { buffer += repeatElement(0, count: held + chunkSize - buffer.count) }
    let count = try buffer.withUnsafeMutableBytes { bytes in
      try source.read(into: UnsafeMutableRawBufferPointer(rebasing: bytes[held..<held + chunkSize]))
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

  /// Reads to the end at once.
  func finish() throws {
    while !isAtEnd { try step() }
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
      if let mended = repair.repaired(piece, line: parser.line(prologue.lines)) {
        _ = try mended.withUnsafeBytes { try parser.parse($0, skippedLines: prologue.lines, isWhole: true) }
      } else {
        tail += try parser.parse(piece, skippedLines: prologue.lines, isWhole: isLast)
      }
    }
    if tail > 0, count > tail {
      for offset in 0..<tail { buffer[offset] = buffer[count - tail + offset] }
    }
    carried = tail
    handler.pointee.endPiece()
    if let failure = handler.pointee.failure { throw failure.at(line: parser.line(prologue.lines)) }
    if isLast {
      isAtEnd = true
      try parser.finish(skippedLines: prologue.lines)
    }
  }

  /// What had to be mended so far, with the line of the first place.
  var repairs: [WorkbookRepair] {
    var repairs: [WorkbookRepair] = []
    if let declared = encoding.contradicts {
      let facts = ["declared": declared, "encoding": encoding.name]
      repairs.append(WorkbookRepair(code: "workbook-encoding-contradicts", line: 1, facts: facts))
    }
    if prologue.isOdd { repairs.append(WorkbookRepair(code: "workbook-prologue-mended", line: 1)) }
    if let line = parser.undeclaredPrefix {
      repairs.append(WorkbookRepair(code: "workbook-prefix-undeclared", line: line))
    }
    let counts = [
      ("workbook-bare-ampersands", repair.ampersands), ("workbook-html-entities", repair.entities),
      ("workbook-control-characters", repair.controls),
    ]
    for (index, (code, count)) in counts.enumerated() where count > 0 {
      repairs.append(WorkbookRepair(code: code, line: repair.firstLines[index], facts: ["count": String(count)]))
    }
    return repairs
  }
}
