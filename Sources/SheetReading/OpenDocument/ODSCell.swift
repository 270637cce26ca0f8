// SPDX-License-Identifier: Apache-2.0

import Tabular

/// The value of one cell: what its attributes say, else its paragraphs.
struct ODSCell {
  private enum ValueType { case none, string, number, date, time, boolean }

  private var type = ValueType.none
  private var isError = false
  /// The value as an attribute spells it.
  private var given: [UInt8]?
  private var text: [UInt8] = []
  private var paragraphs = 0
  /// Blanks run together and stand at no end of a paragraph (OpenDocument 1.2 part 1, 6.1.2).
  private var hasPendingBlank = false
  private var isAtStart = true
  private(set) var isInParagraph = false
  private(set) var columnsRepeated = 1
  private(set) var columnsSpanned = 1
  private(set) var rowsSpanned = 1
  private(set) var hasFormula = false
  private(set) var style = ODSStyles.none

  mutating func clear() {
    (type, isError, given, paragraphs, isInParagraph) = (.none, false, nil, 0, false)
    (columnsRepeated, columnsSpanned, rowsSpanned) = (1, 1, 1)
    (hasFormula, style) = (false, ODSStyles.none)
    text.removeAll(keepingCapacity: true)
  }

  mutating func set(_ attribute: ODSAttribute, _ value: UnsafeBufferPointer<UInt8>) {
    func number(_ limit: Int) -> Int { min(max(1, CellName.number(value) ?? 1), limit) }
    switch attribute {
    case .type: type = ODSCell.type(value)
    case .extendedType: isError = value.elementsEqual("error".utf8)
    case .value, .date, .time, .boolean, .string: given = Array(value)
    case .columnsRepeated: columnsRepeated = number(SheetLimits.columns)
    case .columnsSpanned: columnsSpanned = number(SheetLimits.columns)
    case .rowsSpanned: rowsSpanned = number(SheetLimits.rows)
    case .formula: hasFormula = !value.isEmpty
    case .styleName: style = ODSStyles.key(value)
    default: break
    }
  }

  /// Whether nothing says what a formula gave.
  var lacksResult: Bool { hasFormula && type == .none && !isError && text.isEmpty }

  private static func type(_ value: UnsafeBufferPointer<UInt8>) -> ValueType {
    switch value.first {
    case UInt8(ascii: "s"): .string
    case UInt8(ascii: "d"): .date
    case UInt8(ascii: "t"): .time
    case UInt8(ascii: "b"): .boolean
    // float, percentage, currency
    case UInt8(ascii: "f"), UInt8(ascii: "p"), UInt8(ascii: "c"): .number
    default: .none
    }
  }

  /// The bytes of its text up to now.
  var length: Int { text.count }

  // MARK: Paragraphs

  mutating func beginParagraph() {
    if paragraphs > 0 { text.append(0x0A) }
    paragraphs += 1
    (isInParagraph, hasPendingBlank, isAtStart) = (true, false, true)
  }

  mutating func endParagraph() { isInParagraph = false }

  mutating func put(_ bytes: UnsafeBufferPointer<UInt8>) {
    var index = 0
    while index < bytes.count {
      let start = index
      while index < bytes.count, bytes[index] > 0x20 { index += 1 }
      if index > start {
        flushBlank()
        text.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[start..<index]))
      } else {
        hasPendingBlank = !isAtStart
        index += 1
      }
    }
  }

  mutating func put(_ mark: ODSElement, count: Int) {
    guard isInParagraph else { return }
    flushBlank()
    switch mark {
    case .space: text.append(contentsOf: repeatElement(0x20, count: count))
    case .tab: text.append(0x09)
    default: text.append(0x0A)
    }
  }

  private mutating func flushBlank() {
    if hasPendingBlank { text.append(0x20) }
    (hasPendingBlank, isAtStart) = (false, false)
  }

  // MARK: Value

  /// Kind and text of the cell; nil for an empty one.
  mutating func value() -> (CellKind, [UInt8])? {
    if isError { return text.isEmpty ? nil : (.error, text) }
    switch type {
    case .string, .none: return shown
    case .number: return settled(.number)
    case .boolean: return settled(.boolean)
    case .date: return settled(.dateTime)
    case .time: return given.flatMap(ODSCell.time) ?? shown
    }
  }

  private var shown: (CellKind, [UInt8])? {
    let value = type == .string ? given ?? text : text
    return value.isEmpty ? nil : (.string, value)
  }

  private func settled(_ kind: DataKind) -> (CellKind, [UInt8])? {
    guard var value = given, let settled = kind.settle(&value, from: 0) else { return shown }
    return (settled, value)
  }

  /// `PT13H30M00S`: a time of day, or a number of days where it is longer than one.
  private static func time(_ text: [UInt8]) -> (CellKind, [UInt8])? {
    var (number, seconds) = (0.0, 0.0)
    var digits: [UInt8] = []
    for byte in text {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."):
        digits.append(byte)
        continue
      case UInt8(ascii: "P"), UInt8(ascii: "T"): continue
      default: break
      }
      guard let parsed = Double(String(decoding: digits, as: UTF8.self)) else { return nil }
      number = parsed
      digits.removeAll()
      switch byte {
      case UInt8(ascii: "D"): seconds += number * 86_400
      case UInt8(ascii: "H"): seconds += number * 3600
      case UInt8(ascii: "M"): seconds += number * 60
      case UInt8(ascii: "S"): seconds += number
      default: return nil
      }
    }
    if seconds < 86_400, let spelled = SerialDate.text(seconds / 86_400, is1904: false) { return (.date, spelled) }
    return (.number, Array(String(seconds / 86_400).utf8))
  }
}
