// SPDX-License-Identifier: Apache-2.0

import Tabular

/// The `ss:Type` of a `Data` element, and how its text is spelled in a batch.
enum DataKind {
  case string, number, dateTime, boolean, error
  /// No type, or one that is not known.
  case missing

  init(_ type: UnsafeBufferPointer<UInt8>) {
    let known: [(StaticString, DataKind)] = [
      ("string", .string), ("number", .number), ("datetime", .dateTime), ("boolean", .boolean), ("error", .error),
      ("integer", .number), ("float", .number), ("date", .dateTime),
    ]
    self = DataKind.isString(type) ? .string : known.first { DataKind.equals(type, $0.0) }?.1 ?? .missing
  }

  /// Nearly every cell is a String: told without a search.
  private static func isString(_ type: UnsafeBufferPointer<UInt8>) -> Bool {
    type.count == 6 && type[0] == UInt8(ascii: "S") && equals(type, "string")
  }

  /// Equal but for the case of letters; `name` is in small letters.
  private static func equals(_ type: UnsafeBufferPointer<UInt8>, _ name: StaticString) -> Bool {
    guard type.count == name.utf8CodeUnitCount else { return false }
    for index in 0..<type.count where type[index] | 0x20 != name.utf8Start[index] { return false }
    return true
  }

  /// Rewrites the text from `start` where the type wants it, and says what the cell is; nil for an empty cell.
  func settle(_ bytes: inout [UInt8], from start: Int) -> CellKind? {
    switch self {
    case .string: return .string
    case .missing: return .string
    case .error: return .error
    case .number:
      DataKind.trim(&bytes, from: start)
      guard bytes.count > start else { return nil }
      return DataKind.isNumber(bytes[start...]) ? .number : .string
    case .boolean:
      DataKind.trim(&bytes, from: start)
      return DataKind.settleBoolean(&bytes, from: start)
    case .dateTime:
      if DateTimeText.settle(&bytes, from: start) { return .date }
      DataKind.trim(&bytes, from: start)
      guard let spelled = DateTimeText.normalised(bytes[start...]) else { return bytes.count > start ? .string : nil }
      bytes.replaceSubrange(start..., with: spelled)
      return .date
    }
  }

  private static func trim(_ bytes: inout [UInt8], from start: Int) {
    while bytes.count > start, bytes[bytes.count - 1] <= 0x20 { bytes.removeLast() }
    var leading = start
    while leading < bytes.count, bytes[leading] <= 0x20 { leading += 1 }
    if leading > start { bytes.removeSubrange(start..<leading) }
  }

  private static func settleBoolean(_ bytes: inout [UInt8], from start: Int) -> CellKind? {
    guard bytes.count > start else { return nil }
    let isTrue: Bool
    switch String(decoding: bytes[start...], as: UTF8.self).lowercased() {
    case "1", "true", "-1": isTrue = true
    case "0", "false": isTrue = false
    default: return .string
    }
    bytes.replaceSubrange(start..., with: [isTrue ? 0x31 : 0x30])
    return .bool
  }

  /// An optional sign, digits with at most one point, an optional exponent; what Excel writes, and nothing else.
  private static func isNumber(_ text: ArraySlice<UInt8>) -> Bool {
    var index = text.startIndex
    func digits() -> Int {
      let start = index
      while index < text.endIndex, text[index] &- 0x30 <= 9 { index += 1 }
      return index - start
    }
    func take(_ bytes: UInt8...) -> Bool {
      guard index < text.endIndex, bytes.contains(text[index]) else { return false }
      index += 1
      return true
    }
    _ = index < text.endIndex && (text[index] == 0x2D || text[index] == 0x2B) && take(0x2D, 0x2B)
    var count = digits()
    if index < text.endIndex, text[index] == 0x2E {
      index += 1
      count += digits()
    }
    guard count > 0 else { return false }
    if index < text.endIndex, text[index] | 0x20 == 0x65 {
      index += 1
      _ = take(0x2D, 0x2B)
      guard digits() > 0 else { return false }
    }
    return index == text.endIndex
  }
}
