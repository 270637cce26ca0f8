// SPDX-License-Identifier: Apache-2.0

/// Spells texts so that they can stand in markup.
enum MarkupText {
  /// Excel keeps no longer text in a cell or a note.
  static let limit = 32_767

  /// For .xlsx: a text that looks like one of Excel's `_x000D_` stays what it is.
  static func escaped(_ text: String) -> String {
    let result = spelled(text)
    guard result.utf8.contains(UInt8(ascii: "_")) else { return result }
    return result.replacing(#/_(x[0-9A-Fa-f]{4}_)/#) { "_x005F_" + $0.output.1 }
  }

  /// Signs that XML does not know are left out.
  ///
  /// - Parameter isUnicode: whether the encoding of the markup has every character; if not, ASCII says them all.
  static func spelled(_ text: String, isUnicode: Bool = true) -> String {
    var result = ""
    result.reserveCapacity(text.utf8.count)
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "\n": result += "&#10;"
      case "\t": result += "&#9;"
      case "\u{0}"..."\u{1F}", "\u{FFFE}", "\u{FFFF}": break
      default:
        if isUnicode || scalar.isASCII { result.unicodeScalars.append(scalar) } else { result += "&#\(scalar.value);" }
      }
    }
    return result
  }

  /// As much of a text as Excel keeps.
  static func cut(_ text: String) -> String {
    text.utf16.count <= limit ? text : String(text.unicodeScalars.prefix(limit / 2))
  }

  /// The letters of a column: `C` for 3, `AA` for 27.
  static func letters(_ column: Int) -> String {
    column > 26
      ? letters((column - 1) / 26) + letters((column - 1) % 26 + 1) : String(UnicodeScalar(UInt8(64 + max(1, column))))
  }
}
