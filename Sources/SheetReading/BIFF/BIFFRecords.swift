// SPDX-License-Identifier: Apache-2.0

import Tabular

/// The kinds of records that matter ([MS-XLS] 2.3).
enum BIFFRecord {
  static let formula: UInt16 = 0x0006
  static let end: UInt16 = 0x000A
  static let dateMode: UInt16 = 0x0022
  static let filePass: UInt16 = 0x002F
  static let continuation: UInt16 = 0x003C
  static let codePage: UInt16 = 0x0042
  static let boundSheet: UInt16 = 0x0085
  static let font: UInt16 = 0x0031
  static let multipleRK: UInt16 = 0x00BD
  static let richString: UInt16 = 0x00D6
  static let format5: UInt16 = 0x001E
  static let cellFormat: UInt16 = 0x00E0
  static let mergedCells: UInt16 = 0x00E5
  static let sharedStrings: UInt16 = 0x00FC
  static let labelShared: UInt16 = 0x00FD
  static let number: UInt16 = 0x0203
  static let label: UInt16 = 0x0204
  static let boolOrError: UInt16 = 0x0205
  static let string: UInt16 = 0x0207
  static let row: UInt16 = 0x0208
  static let blank: UInt16 = 0x0201
  static let multipleBlank: UInt16 = 0x00BE
  static let array: UInt16 = 0x0221
  static let sharedFormula: UInt16 = 0x04BC
  static let index: UInt16 = 0x020B
  static let rowBlock: UInt16 = 0x00D7
  static let rk: UInt16 = 0x027E
  static let format: UInt16 = 0x041E
  static let begin: UInt16 = 0x0809
}

/// Walks over the records of a stream; a record's bytes are valid until the next one is read.
struct BIFFReader {
  private let stream: CompoundStream
  private(set) var offset: Int
  private(set) var type: UInt16 = 0
  private(set) var body: [UInt8] = []
  private var header: [UInt8] = []
  /// Where the body of the record begins that `skip` met.
  private(set) var bodyOffset = 0

  init(_ stream: CompoundStream, at offset: Int = 0) {
    self.stream = stream
    self.offset = offset
  }

  /// - Throws: `workbook-truncated-archive` when the stream ends before a record does.
  mutating func next() throws {
    header.removeAll(keepingCapacity: true)
    body.removeAll(keepingCapacity: true)
    guard try stream.read(4, at: offset, into: &header) else { throw WorkbookError("workbook-truncated-archive") }
    type = LittleEndian.u16(header, 0)
    let length = Int(LittleEndian.u16(header, 2))
    guard try stream.read(length, at: offset + 4, into: &body) else {
      throw WorkbookError("workbook-truncated-archive")
    }
    stream.cipher?.open(&body, at: offset + 4, of: type)
    offset += 4 + length
  }

  /// Moves on to the next record without its body.
  ///
  /// - Throws: `workbook-truncated-archive` when the stream ends before the record's head does.
  mutating func skip() throws {
    header.removeAll(keepingCapacity: true)
    guard try stream.read(4, at: offset, into: &header) else { throw WorkbookError("workbook-truncated-archive") }
    type = LittleEndian.u16(header, 0)
    bodyOffset = offset + 4
    offset += 4 + Int(LittleEndian.u16(header, 2))
  }

  /// The body of this record and of the continuations behind it, one array each.
  mutating func segments() throws -> [[UInt8]] {
    var segments = [body]
    while try isContinued() {
      try next()
      segments.append(body)
    }
    return segments
  }

  private mutating func isContinued() throws -> Bool {
    header.removeAll(keepingCapacity: true)
    guard try stream.read(2, at: offset, into: &header) else { return false }
    return LittleEndian.u16(header, 0) == BIFFRecord.continuation
  }
}

/// Reads texts of BIFF8: one or two bytes a character, perhaps spread over continuations ([MS-XLS] 2.5.293).
struct BIFFText {
  private let segments: [[UInt8]]
  private var segment = 0
  private var position: Int

  init(_ segments: [[UInt8]], from position: Int) {
    self.segments = segments
    self.position = position
    settle()
  }

  private var isAtEnd: Bool { segment >= segments.count }

  /// Moves to the next segment at the end of one; true when it did.
  @discardableResult
  private mutating func settle() -> Bool {
    var moved = false
    while segment < segments.count, position >= segments[segment].count {
      position -= segments[segment].count
      segment += 1
      moved = true
    }
    return moved
  }

  private mutating func byte() -> UInt8? {
    guard !isAtEnd else { return nil }
    let byte = segments[segment][position]
    position += 1
    settle()
    return byte
  }

  private mutating func number(_ width: Int) -> Int? {
    var number = 0
    for index in 0..<width {
      guard let byte = byte() else { return nil }
      number |= Int(byte) << (8 * index)
    }
    return number
  }

  private mutating func skip(_ count: Int) {
    guard !isAtEnd else { return }
    position += count
    settle()
  }

  /// Reads a text whose length stands in `lengthWidth` bytes into `strings`; false when the bytes end before it does.
  mutating func read(lengthWidth: Int, into strings: inout SharedStrings) -> Bool {
    guard let count = number(lengthWidth), let flags = number(1) else { return false }
    let runs = flags & 0x08 != 0 ? number(2) : 0
    let extra = flags & 0x04 != 0 ? number(4) : 0
    guard let runs, let extra, characters(count, isWide: flags & 1 != 0, into: &strings) else { return false }
    skip(4 * runs + extra)
    strings.endText()
    return true
  }

  /// At the start of a continuation stands a flag of its own, so that the width may change in the middle of a text.
  private mutating func characters(_ count: Int, isWide: Bool, into strings: inout SharedStrings) -> Bool {
    var (left, isWide) = (count, isWide)
    var high: UInt16?
    while left > 0 {
      guard !isAtEnd else { return false }
      let bytes = segments[segment]
      let width = isWide ? 2 : 1
      let taken = min(left, (bytes.count - position) / width)
      for index in 0..<taken {
        let start = position + index * width
        put(isWide ? LittleEndian.u16(bytes, start) : UInt16(bytes[start]), &high, &strings)
      }
      left -= taken
      position += taken * width
      // Half a character at the end of a segment belongs to nobody.
      if left > 0 {
        position = bytes.count
        settle()
        guard let flag = byte() else { return false }
        isWide = flag & 1 != 0
      }
    }
    settle()
    return true
  }

  /// Joins surrogates; one alone becomes U+FFFD.
  private func put(_ unit: UInt16, _ high: inout UInt16?, _ strings: inout SharedStrings) {
    if let first = high {
      high = nil
      if UTF16.isTrailSurrogate(unit) {
        let value = 0x10000 + (UInt32(first) - 0xD800) << 10 + (UInt32(unit) - 0xDC00)
        return strings.append(Unicode.Scalar(value) ?? "\u{FFFD}")
      }
      strings.append("\u{FFFD}")
    }
    if UTF16.isLeadSurrogate(unit) {
      high = unit
    } else if unit >= 0x20 || unit == 0x09 || unit == 0x0A || unit == 0x0D {
      strings.append(Unicode.Scalar(unit) ?? "\u{FFFD}")
    }
  }
}
