// SPDX-License-Identifier: Apache-2.0

import Basics
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

  /// A string of JSON; `null` for none.
  package static func quoted(_ text: String?) -> String { text.map { quoted($0) } ?? "null" }

  /// A number of JSON; `null` for none.
  package static func number(_ number: (some BinaryInteger)?) -> String { number.map { String($0) } ?? "null" }

  /// `{"key": value}` from values that are JSON already.
  package static func object(_ members: [(String, String)]) -> String {
    "{" + members.map { quoted($0.0) + ": " + $0.1 }.joined(separator: ", ") + "}"
  }

  /// An array, one element per line.
  package static func array(_ elements: [String]) -> String {
    elements.isEmpty ? "[]\n" : "[\n" + elements.joined(separator: ",\n") + "\n]\n"
  }

  /// Hundredths of a percent as a number without trailing zeros (2 690 is 26.9); `null` for nil.
  package static func percent(_ hundredths: Int?) -> String { hundredths.map(Percent.shortest) ?? "null" }
}
