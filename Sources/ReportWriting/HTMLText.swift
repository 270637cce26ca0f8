// SPDX-License-Identifier: Apache-2.0

import ReportModel

/// HTML under construction: markup goes in as it is, texts go in escaped.
struct HTMLText {
  private(set) var bytes: [UInt8] = []

  mutating func markup(_ text: String) { bytes.append(contentsOf: text.utf8) }

  mutating func text(_ text: String) { bytes.append(contentsOf: HTMLText.escaped(text).utf8) }

  /// `<name attributes>text</name>`
  mutating func element(_ name: String, _ attributes: String = "", _ content: String) {
    markup("<\(name)\(attributes.isEmpty ? "" : " " + attributes)>")
    text(content)
    markup("</\(name)>")
  }

  /// A cell: `td` with a class.
  mutating func cell(_ content: String, _ style: String = "") {
    element("td", style.isEmpty ? "" : "class=\"\(style)\"", content)
  }

  /// - Parameter numbers: the columns whose headings stand to the right, above numbers.
  mutating func headings(_ titles: [String], numbers: Set<Int> = []) {
    markup("<thead><tr>")
    for (index, title) in titles.enumerated() {
      element("th", "scope=\"col\"" + (numbers.contains(index) ? " class=\"number\"" : ""), title)
    }
    markup("</tr></thead>\n")
  }

  /// For element content and quoted attributes alike.
  static func escaped(_ text: String) -> String {
    let text = VisibleText.spelled(text, keepsLines: true)
    guard text.utf8.contains(where: { $0 == 0x26 || $0 == 0x3C || $0 == 0x3E || $0 == 0x22 || $0 == 0x27 }) else {
      return text
    }
    var result = ""
    for character in text.unicodeScalars {
      switch character {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      default: result.unicodeScalars.append(character)
      }
    }
    return result
  }
}

/// Anchors within the page: `u-330203`, `i-league-youth-ratio`; only letters, digits and dashes survive.
enum Anchor {
  static func unit(_ id: String) -> String { "u-" + plain(id) }

  static func indicator(_ id: String) -> String { "i-" + plain(id) }

  private static func plain(_ id: String) -> String {
    String(
      id.unicodeScalars.map { scalar in
        let isPlain =
          scalar.isASCII && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil) || scalar == "-"
        return isPlain ? String(scalar) : "x" + String(scalar.value, radix: 16)
      }.joined())
  }
}
