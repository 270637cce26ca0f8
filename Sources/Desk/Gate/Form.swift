// SPDX-License-Identifier: Apache-2.0

/// Names and values of a form or a query: `application/x-www-form-urlencoded`.
struct Form: Sendable, Hashable {
  private var values: [String: [String]] = [:]

  init() {}

  /// Reads them; what is not spelled right stays as it stands.
  init(_ text: some StringProtocol) {
    for pair in text.split(separator: "&") {
      let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let name = Form.decoded(parts[0])
      values[name, default: []].append(parts.count > 1 ? Form.decoded(parts[1]) : "")
    }
  }

  /// The first value of a name, without blanks around it; nil where there is none or it is empty.
  subscript(_ name: String) -> String? {
    guard let value = values[name]?.first?.trimmed, !value.isEmpty else { return nil }
    return value
  }

  /// The first value as it was typed: a password.
  func raw(_ name: String) -> String? { values[name]?.first }

  /// The names that have a value.
  var names: Set<String> { Set(values.keys) }

  func all(_ name: String) -> [String] { values[name] ?? [] }

  mutating func add(_ name: String, _ value: String) { values[name, default: []].append(value) }

  static func decoded(_ text: some StringProtocol) -> String {
    var bytes: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "+") {
        bytes.append(UInt8(ascii: " "))
      } else if byte == UInt8(ascii: "%"), rest.count >= 2,
        let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
      {
        bytes.append(value)
        rest = rest.dropFirst(2)
      } else {
        bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// One part of a path or of a query, spelled so that it is nothing else.
  static func encoded(_ text: String) -> String {
    var result = ""
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"):
        result.unicodeScalars.append(Unicode.Scalar(byte))
      default:
        let digits = String(byte, radix: 16, uppercase: true)
        result += "%" + (digits.count < 2 ? "0" + digits : digits)
      }
    }
    return result
  }
}

extension String {
  /// Without blanks at either end.
  var trimmed: String {
    let front = drop { $0.isWhitespace }
    return String(front.reversed().drop { $0.isWhitespace }.reversed())
  }
}
