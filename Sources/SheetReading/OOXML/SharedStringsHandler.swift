// SPDX-License-Identifier: Apache-2.0

import Tabular

/// Reads `sharedStrings.xml`; what the part says of its own size is not believed.
struct SharedStringsHandler: SAXHandler {
  private static let byteLimit = 1 << 30
  /// Texts that are shared are unlike each other, and pack no better than prose.
  static let ratioLimit: UInt64 = 30

  private(set) var strings = SharedStrings()
  private(set) var failure: WorkbookError?
  @inline(__always) var hasFailed: Bool { failure != nil }
  private var names = NameTable.sheetElements()
  private var text = InlineText()

  static var events: SAXEvents {
    SAXEvents(
      start: { frame, local, prefix, uri, scopes, _, count, _, values in
        SAXFrame.start(frame, SharedStringsHandler.self, local, prefix, uri, scopes, count, values)
      },
      end: { frame, _, _, _ in SAXFrame.end(frame, SharedStringsHandler.self) },
      text: { frame, text, count in SAXFrame.text(frame, SharedStringsHandler.self, text, count) })
  }

  mutating func start(_ element: SAXElement) {
    text.start(SheetElement(rawValue: names.token(element.local, element.uri)) ?? .other)
    if text.isTooDeep { failure = WorkbookError("workbook-too-deep") }
    if strings.bytes.count > SharedStringsHandler.byteLimit { failure = WorkbookError("workbook-too-large") }
  }

  mutating func endPiece() {
    if strings.openLength > ReadingLimits.refusedBytes {
      let limit = String(ReadingLimits.cellUnits)
      failure = WorkbookError("workbook-cell-too-long", facts: ["row": "", "column": "–", "limit": limit])
    }
  }

  mutating func end() { if text.end() == .si { strings.endText(isEscaped: true) } }

  mutating func text(_ bytes: UnsafeBufferPointer<UInt8>) { if text.isOpen { strings.append(bytes) } }
}

/// Follows `si` and `is` elements: their text stands in `t`, but not in the phonetic runs.
struct InlineText {
  private static let depthLimit = 200
  private var path: [SheetElement] = []
  private var phonetic = 0
  private(set) var isOpen = false

  var isTooDeep: Bool { path.count > InlineText.depthLimit }
  var depth: Int { path.count }
  var parent: SheetElement { path.last ?? .other }

  mutating func start(_ name: SheetElement) {
    path.append(name)
    if name == .phonetic { phonetic += 1 }
    isOpen = name == .t && phonetic == 0
  }

  /// - Returns: the element that ended.
  mutating func end() -> SheetElement {
    let name = path.popLast() ?? .other
    if name == .phonetic { phonetic -= 1 }
    isOpen = false
    return name
  }
}

/// `_x000D_` and its like: characters that XML cannot hold, as Excel spells them (ECMA-376 part 1, 22.9.2.19).
enum EscapedCharacters {
  static func decode(_ bytes: inout [UInt8], from start: Int) {
    guard let first = bytes[start...].firstIndex(of: UInt8(ascii: "_")), first + 7 <= bytes.count else { return }
    var output = Array(bytes[start..<first])
    var index = first
    var isChanged = false
    while index < bytes.count {
      if let unit = unit(at: index, of: bytes) {
        output.append(contentsOf: spelled(unit))
        index += 7
        isChanged = true
      } else {
        output.append(bytes[index])
        index += 1
      }
    }
    if isChanged { bytes.replaceSubrange(start..., with: output) }
  }

  private static func unit(at index: Int, of bytes: [UInt8]) -> UInt32? {
    guard bytes[index] == UInt8(ascii: "_"), index + 7 <= bytes.count, bytes[index + 1] == UInt8(ascii: "x"),
      bytes[index + 6] == UInt8(ascii: "_")
    else { return nil }
    return UInt32(String(decoding: bytes[index + 2..<index + 6], as: UTF8.self), radix: 16)
  }

  /// A line end is kept; another control character has no place in a cell.
  private static func spelled(_ unit: UInt32) -> [UInt8] {
    guard let scalar = Unicode.Scalar(unit) else { return [] }
    if unit < 0x20, unit != 0x09, unit != 0x0A, unit != 0x0D { return [] }
    return Array(String(Character(scalar)).utf8)
  }
}
