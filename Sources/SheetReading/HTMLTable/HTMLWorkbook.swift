// SPDX-License-Identifier: Apache-2.0

import Tabular

/// A web page with a table, as many systems hand out under the name .xls.
enum HTMLTableFormat: WorkbookFormat {
  private static let roots: Set<String> = [
    "html", "table", "body", "head", "meta", "div", "style", "title", "center", "font", "script", "tr", "thead",
    "tbody",
  ]

  static func open(_ probe: FileProbe) throws -> (any Workbook)? {
    guard !probe.isArchive, let root = try? probe.root.get(),
      root.doctype == "html" || root.doctype == nil && roots.contains(root.localName)
    else { return nil }
    return HTMLWorkbook(probe: probe, textEncoding: try encoding(probe))
  }

  /// A page that is no UTF-8 may name its encoding in a meta element.
  private static func encoding(_ probe: FileProbe) throws -> TextEncoding {
    let found = try probe.encoding.get()
    guard found.converter == "GB18030", let named = declared(String(decoding: probe.head, as: UTF8.self)) else {
      return found
    }
    return try TextEncoding.known(named)
  }

  private static func declared(_ head: String) -> String? {
    let text = head.lowercased()
    guard let key = text.firstRange(of: "charset=") else { return nil }
    let name = text[key.upperBound...].drop { "\"' ".contains($0) }.prefix {
      $0.isLetter || $0.isNumber || "-_".contains($0)
    }
    return name.isEmpty ? nil : String(name)
  }
}

/// A page with tables: each table that stands in no other one is a sheet.
struct HTMLWorkbook: Workbook {
  let probe: FileProbe
  let textEncoding: TextEncoding

  var format: String { "html-table" }
  var encoding: String { textEncoding.name }
  var writer: String? { (try? probe.text.get()).flatMap(WriterName.find) }

  func rows() throws -> any RowCursor { try HTMLCursor(self) }
}

/// Hands out the rows of the tables of a page.
final class HTMLCursor: RowCursor {
  private let source: FileBytes
  private let transcoder: Transcoder?
  private let chunkSize: Int
  private var buffer: [UInt8] = []
  private let parser: HTMLParser
  private var tags = TagCounter()
  private var isAtEnd = false

  init(_ workbook: HTMLWorkbook) throws {
    source = try workbook.probe.source(workbook.textEncoding)
    transcoder = try workbook.textEncoding.converter.map(Transcoder.init(from:))
    chunkSize = max(1, workbook.probe.chunkSize)
    parser = try HTMLParser()
  }

  func next(into batch: inout RowBatch) throws -> Bool {
    while !parser.tables.pointee.rows.queue.hasBatch {
      if isAtEnd {
        batch.removeAll()
        return false
      }
      try step()
    }
    parser.tables.pointee.rows.queue.take(&batch)
    return true
  }

  /// A page whose tables are not all closed was cut: browsers do not mind, a roster does.
  var repairs: [WorkbookRepair] {
    let stray = parser.tables.pointee.strayRows
    return (isAtEnd && tags.isUnbalanced ? [WorkbookRepair(code: "workbook-html-unclosed", line: tags.lines)] : [])
      + (stray > 0 ? [WorkbookRepair(code: "workbook-html-stray-rows", facts: ["count": String(stray)])] : [])
      + parser.tables.pointee.rows.repairs
  }

  private func step() throws {
    if buffer.count != chunkSize { buffer = [UInt8](repeating: 0, count: chunkSize) }
    let count = try buffer.withUnsafeMutableBytes { try source.read(into: $0) }
    isAtEnd = count < chunkSize
    var decoded: [UInt8] = []
    if let transcoder { try transcoder.convert(buffer[..<count], isLast: isAtEnd, into: &decoded) }
    let text = transcoder == nil ? buffer[..<count] : decoded[...]
    try text.withUnsafeBytes { bytes in
      tags.read(bytes)
      try parser.parse(bytes)
    }
    guard isAtEnd else { return }
    try parser.finish()
    if parser.tables.pointee.holdsNoTable { throw WorkbookError("workbook-html") }
  }
}

/// Counts the tags that open and close tables and the page, across pieces.
struct TagCounter {
  private static let tags = ["<table", "</table", "<html", "</html"].map { Array($0.utf8) }
  private var counts = [Int](repeating: 0, count: TagCounter.tags.count)
  /// The start of a tag, in small letters.
  private var tag: [UInt8] = []
  private(set) var lines = 1

  var isUnbalanced: Bool { counts[0] > counts[1] || counts[2] > counts[3] }

  mutating func read(_ bytes: UnsafeRawBufferPointer) {
    for byte in bytes {
      if byte == 0x0A { lines += 1 }
      if byte == UInt8(ascii: "<") {
        tag = [byte]
      } else if !tag.isEmpty {
        tag.append(byte | 0x20)
        if byte == UInt8(ascii: "/"), tag.count == 2 { tag[1] = byte }
        if let index = TagCounter.tags.firstIndex(of: tag) { counts[index] += 1 }
        if tag.count >= 7 { tag.removeAll(keepingCapacity: true) }
      }
    }
  }
}
