// SPDX-License-Identifier: Apache-2.0

import Tabular

/// Leads the parser's events to the assembler: names become tokens, attributes become values.
struct SpreadsheetMLHandler: SAXHandler {
  var assembler: SheetAssembler
  /// Whether the workbook says no namespace: names are then all there is to go by.
  private(set) var lacksNamespace = false
  private var elements = NameTable.spreadsheetMLElements()
  private var attributes = NameTable.spreadsheetMLAttributes()

  init(visibilities: [SheetVisibility]?) { assembler = SheetAssembler(visibilities: visibilities) }

  @inline(__always) var hasFailed: Bool { assembler.hasFailed }
  var failure: WorkbookError? { assembler.failure }

  static var events: SAXEvents {
    SAXEvents(
      start: { frame, local, prefix, uri, scopes, _, count, _, values in
        SAXFrame.start(frame, SpreadsheetMLHandler.self, local, prefix, uri, scopes, count, values)
      },
      end: { frame, _, _, _ in SAXFrame.end(frame, SpreadsheetMLHandler.self) },
      text: { frame, text, count in SAXFrame.text(frame, SpreadsheetMLHandler.self, text, count) })
  }

  @inline(__always) mutating func start(_ element: SAXElement) {
    let name = SpreadsheetMLElement(rawValue: elements.token(element.local, element.uri)) ?? .other
    if name == .workbook, element.uri == nil { lacksNamespace = true }
    var given = SheetAssembler.Attributes()
    if name != .other {
      element.forEachAttribute { key, uri, value in
        let token = SpreadsheetMLAttribute(rawValue: attributes.token(key, uri)) ?? .other
        if token != .other { given.set(token, value) }
      }
    }
    assembler.start(name, given)
  }

  @inline(__always) mutating func end() { assembler.end() }

  mutating func endPiece() { assembler.endPiece() }

  @inline(__always) mutating func text(_ bytes: UnsafeBufferPointer<UInt8>) { assembler.text(bytes) }
}

extension SheetAssembler.Attributes {
  @inline(__always)
  mutating func set(_ name: SpreadsheetMLAttribute, _ value: UnsafeBufferPointer<UInt8>) {
    switch name {
    case .index: index = SheetAssembler.Attributes.number(value)
    case .span: span = SheetAssembler.Attributes.bounded(value, SheetLimits.rows)
    case .mergeAcross: mergeAcross = SheetAssembler.Attributes.bounded(value, SheetLimits.columns)
    case .mergeDown: mergeDown = SheetAssembler.Attributes.bounded(value, SheetLimits.rows)
    case .type: type = DataKind(value)
    case .name, .format: text = value
    case .hidden: if SheetAssembler.Attributes.flag(value) { marks.insert(.hidden) }
    case .strikeThrough: if SheetAssembler.Attributes.flag(value) { marks.insert(.struck) }
    case .formula: if !value.isEmpty { marks.insert(.formula) }
    case .topCell: top = SheetAssembler.Attributes.number(value)
    case .leftCell: left = SheetAssembler.Attributes.number(value)
    case .styleID, .id: style = StyleTable.key(value)
    case .parent: parent = StyleTable.key(value)
    case .other: break
    }
  }

  private static func flag(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    text.first == UInt8(ascii: "1") || text.first.map { $0 | 0x20 } == UInt8(ascii: "t")
  }

  private static func bounded(_ text: UnsafeBufferPointer<UInt8>, _ limit: Int) -> Int32 {
    min(max(0, number(text)), Int32(limit))
  }

  /// A whole number with blanks around it; a huge one stays huge instead of overflowing.
  private static func number(_ text: UnsafeBufferPointer<UInt8>) -> Int32 {
    var number: Int32 = 0
    var isNegative = false
    var hasDigits = false
    for byte in text {
      if byte == UInt8(ascii: "-"), !hasDigits { isNegative = true }
      if byte == UInt8(ascii: ".") { break }
      guard byte &- 0x30 <= 9 else { continue }
      hasDigits = true
      number = min(number, 1 << 26) * 10 + Int32(byte &- 0x30)
    }
    return hasDigits ? (isNegative ? -number : number) : absent
  }
}
