// SPDX-License-Identifier: Apache-2.0

import ReportModel

/// Spells JSON by hand: the order of members and the digits of numbers are part of the contract.
package enum JSONWriter {
  /// A text in quotes, escaped as RFC 8259 asks.
  package static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case _ where VisibleText.isHidden(scalar):
        for unit in String(scalar).utf16 {
          let digits = String(unit, radix: 16)
          result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        }
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }

  static func quoted(_ text: String?) -> String { text.map { quoted($0) } ?? "null" }

  static func number(_ number: (some BinaryInteger)?) -> String { number.map { String($0) } ?? "null" }

  /// `{"key": value}` from values that are JSON already.
  static func object(_ members: [(String, String)]) -> String {
    "{" + members.map { quoted($0.0) + ": " + $0.1 }.joined(separator: ", ") + "}"
  }

  /// An array, one element per line.
  static func array(_ elements: [String]) -> String {
    elements.isEmpty ? "[]\n" : "[\n" + elements.joined(separator: ",\n") + "\n]\n"
  }
}

/// Hundredths of a percent as text: 2697 is "26.97".
enum PercentText {
  static func spelled(_ hundredths: Int) -> String {
    let rest = hundredths % 100
    return "\(hundredths / 100).\(rest < 10 ? "0" : "")\(rest)"
  }

  /// As a JSON number: no trailing zeros.
  static func json(_ hundredths: Int?) -> String {
    guard let hundredths else { return "null" }
    var text = spelled(hundredths)
    while text.hasSuffix("0") { text.removeLast() }
    if text.hasSuffix(".") { text.removeLast() }
    return text
  }

  /// A threshold: "30" or "62.5".
  static func plain(_ hundredths: Int) -> String { json(hundredths) }
}
