// SPDX-License-Identifier: Apache-2.0

import Comparison
import ReportModel

/// Collects what is written and hands it on in pieces, so that a long result is never in memory as a whole; cells are
/// spelled without a string for each.
package struct ByteSink {
  private static let full = 1 << 16

  private var bytes: [UInt8] = []
  private let body: ([UInt8]) throws -> Void

  private init(_ body: @escaping ([UInt8]) throws -> Void) {
    self.body = body
    bytes.reserveCapacity(ByteSink.full + 4096)
  }

  /// Spells into a buffer that is handed to `body` whenever it is full, and at the end.
  ///
  /// - Throws: What either of the two throws.
  package static func write(to body: @escaping ([UInt8]) throws -> Void, _ spell: (inout ByteSink) throws -> Void)
    throws
  {
    var sink = ByteSink(body)
    try spell(&sink)
    try sink.flush()
  }

  /// Spells a text that fits in memory.
  ///
  /// - Throws: What `spell` throws.
  package static func text(_ spell: (inout ByteSink) throws -> Void) throws -> String {
    var all: [UInt8] = []
    try write(to: { all += $0 }, spell)
    return String(decoding: all, as: UTF8.self)
  }

  /// To be called after each row.
  ///
  /// - Throws: What whoever takes the bytes throws.
  package mutating func flushIfFull() throws { if bytes.count >= ByteSink.full { try flush() } }

  private mutating func flush() throws {
    if !bytes.isEmpty { try body(bytes) }
    bytes.removeAll(keepingCapacity: true)
  }

  /// Bytes as they are.
  package mutating func append(_ more: [UInt8]) { bytes.append(contentsOf: more) }

  /// A text of the program, as it is.
  package mutating func append(_ text: StaticString) {
    bytes.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  /// A text as it is, unquoted.
  package mutating func append(_ text: String) { bytes.append(contentsOf: text.utf8) }

  // MARK: Cells

  /// A cell as a value of JSON.
  package mutating func append(json cell: ResultCell) {
    switch cell {
    case .text(let text): append(quoted: text)
    case .code(let code, _), .term(let code, _): append(quoted: code)
    case .number(let number): append(number)
    case .hundredths(let value), .percent(let value): append(hundredths: value, keepsZeros: false)
    case .fraction(let fraction):
      append("\"")
      append(fraction)
      append("\"")
    case .texts(let texts): append(list: texts) { $0.append(quoted: $1) }
    case .list(let cells): append(list: cells) { $0.append(json: $1) }
    case .object(let members):
      append("{")
      for (index, member) in members.enumerated() {
        if index > 0 { append(", ") }
        append(quoted: member.key)
        append(": ")
        append(json: member.value)
      }
      append("}")
    case .flag(let flag): if flag { append("true") } else { append("false") }
    case .nothing, .absent: append("null")
    }
  }

  private mutating func append<Element>(list: [Element], _ spell: (inout ByteSink, Element) -> Void) {
    append("[")
    for (index, element) in list.enumerated() {
      if index > 0 { append(", ") }
      spell(&self, element)
    }
    append("]")
  }

  /// A cell as a field of CSV: quoted where needed, never a formula.
  package mutating func append(csv cell: ResultCell) {
    switch cell {
    case .text(let text): append(cell: text)
    case .code(_, let word): append(cell: word)
    case .term(let code, _): append(cell: code)
    case .texts(let texts): append(cell: texts.joined(separator: "; "))
    case .number(let number): append(number)
    case .hundredths(let value), .percent(let value): append(hundredths: value, keepsZeros: true)
    case .fraction(let fraction):
      // As any text that starts like a formula and is no number.
      if fraction.numerator < 0, fraction.denominator != 1 { append("'") }
      append(fraction)
    case .flag(let flag): if flag { append("1") } else { append("0") }
    case .nothing, .absent, .object, .list: break
    }
  }

  /// A text as a value of JSON.
  package mutating func append(quoted text: String) {
    var text = text
    let isDone = text.withUTF8 { quoted in
      guard ByteSink.isPlainInQuotes(quoted) else { return false }
      bytes.append(UInt8(ascii: "\""))
      bytes.append(contentsOf: quoted)
      bytes.append(UInt8(ascii: "\""))
      return true
    }
    if !isDone { append(JSONWriter.quoted(text)) }
  }

  /// Whether JSON has a text as it is; nearly all texts hold no byte that must be looked at closely.
  private static func isPlainInQuotes(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    let isOrdinary = text.allSatisfy { byte in
      // Letters, digits and signs of ASCII; parts of characters, but for the first bytes of those that may be hidden.
      switch byte {
      case 0x20...0x21, 0x23...0x5B, 0x5D...0x7E, 0x80...0xC1, 0xC3...0xD7, 0xD9...0xE0, 0xE3...0xEE: true
      default: false
      }
    }
    if isOrdinary { return true }
    return text.allSatisfy { $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") } && VisibleText.isPlain(text)
  }

  /// A text as a cell of CSV.
  package mutating func append(cell text: String) {
    var text = text
    let isDone = text.withUTF8 { cell in
      guard ByteSink.isPlain(cell) else { return false }
      bytes.append(contentsOf: cell)
      return true
    }
    if !isDone { append(CSVWriter.cell(text)) }
  }

  /// Whether a cell of CSV may stand as it is: no quotes are needed, and it starts like no formula.
  private static func isPlain(_ cell: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let first = cell.first else { return true }
    let startsPlain =
      first >= 0x80
      || UInt8(ascii: "0")...UInt8(ascii: "z") ~= first && first != UInt8(ascii: "=")
        && first != UInt8(ascii: "@")
    if startsPlain, cell.allSatisfy(isOrdinary) { return true }
    // A full-width sign of a formula begins with this byte, as do all full-width signs.
    return startsPlain && first != 0xEF && VisibleText.isPlain(cell)
      && cell.allSatisfy { $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: ",") }
  }

  /// Neither a sign of CSV or JSON nor a part of a character that may be hidden or look like another; few texts hold others.
  @inline(__always)
  private static func isOrdinary(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x20...0x21, 0x23...0x2B, 0x2D...0x5B, 0x5D...0x7E, 0x80...0xC1, 0xC3...0xD7, 0xD9...0xE0, 0xE3...0xEE: true
    default: false
    }
  }

  private mutating func append(_ fraction: Fraction) {
    guard let top = Int64(exactly: fraction.numerator), let bottom = Int64(exactly: fraction.denominator) else {
      return append(fraction.description)
    }
    append(top)
    guard bottom != 1 else { return }
    append("/")
    append(bottom)
  }

  private mutating func append(hundredths: Int, keepsZeros: Bool) {
    if hundredths < 0 { append("-") }
    let (whole, rest) = abs(hundredths).quotientAndRemainder(dividingBy: 100)
    append(Int64(whole))
    guard keepsZeros || rest != 0 else { return }
    append(".")
    append(digit: rest / 10)
    if keepsZeros || rest % 10 != 0 { append(digit: rest % 10) }
  }

  private mutating func append(digit: Int) { bytes.append(UInt8(ascii: "0") + UInt8(digit)) }

  private mutating func append(_ number: Int64) {
    if number < 0 { append("-") }
    var rest = number.magnitude
    let start = bytes.count
    repeat {
      append(digit: Int(rest % 10))
      rest /= 10
    } while rest > 0
    bytes[start...].reverse()
  }
}
