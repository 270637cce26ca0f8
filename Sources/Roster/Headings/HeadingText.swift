// SPDX-License-Identifier: Apache-2.0

import Findings
import Foundation
import Tabular

/// How other modules compare headings: as rosters are recognised.
package enum RosterHeadings {
  /// NFKC, without blanks, line breaks, `<br/>` and required-marks.
  package static func comparable(_ text: String) -> String { HeadingText.normalised(text) }
}

/// How headings and words of a vocabulary are made comparable.
enum HeadingText {
  /// NFKC, without blanks, line breaks, `<br/>`, zero-width characters and required-marks; one kind of dash.
  static func normalised(_ text: String) -> String {
    if text.unicodeScalars.allSatisfy(isPlain) { return text }
    var plain = ""
    var isInTag = false
    for scalar in text.precomposedStringWithCompatibilityMapping.unicodeScalars {
      if scalar == "<" { isInTag = true }
      if !isInTag, !isIgnored(scalar) { plain.unicodeScalars.append(dashes.contains(scalar) ? "-" : scalar) }
      if scalar == ">" { isInTag = false }
    }
    while plain.hasSuffix(":") { plain.removeLast() }
    return plain
  }

  /// Compatibility forms made plain, without zero-width characters; signs and blanks stay.
  static func compatible(_ text: String) -> [Character] {
    if text.utf8.withContiguousStorageIfAvailable({ isOwnForm(ByteText($0)) }) == true { return Array(text) }
    let scalars = text.precomposedStringWithCompatibilityMapping.unicodeScalars.filter { scalar in
      scalar.properties.isWhitespace || !HiddenSigns.contains(scalar)
    }
    return Array(String(String.UnicodeScalarView(scalars)))
  }

  /// Whether a text is its own compatibility form, as nearly all are: ASCII without controls, and hanzi from U+4000 to U+9FFF
  /// (three bytes from E4 80 80 to E9 BF BF).
  private static func isOwnForm(_ text: ByteText) -> Bool {
    text.allSatisfy { byte in
      switch byte {
      case 0x20...0x7E, 0x80...0xBF, 0xE4...0xE9: true
      default: false
      }
    }
  }

  /// Whether a normalised text holds a normalised word, byte by byte.
  static func holds(_ text: String, _ word: String) -> Bool {
    var text = text
    return text.withUTF8 { ByteSearch.find(Array(word.utf8), in: ByteText($0), from: 0) != nil }
  }

  /// A heading without the hint behind it: its first line, up to the first blank or colon, without signs around it.
  static func withoutHint(_ text: String) -> String {
    let plain = String(compatible(text).drop { !$0.isLetter })
    let end = plain.firstIndex { $0.isWhitespace || $0.isNewline || ":;,<".contains($0) } ?? plain.endIndex
    var lead = withoutBrackets(normalised(String(plain[..<end])))
    while let last = lead.last, !last.isLetter, !last.isNumber, !")]】".contains(last) { lead.removeLast() }
    return lead
  }

  /// What stands before and after brackets: "身份证号码(必填)" is "身份证号码".
  static func withoutBrackets(_ normalised: String) -> String {
    var depth = 0
    var plain = ""
    for character in normalised {
      if "([【".contains(character) { depth += 1 }
      if depth == 0 { plain.append(character) }
      if ")]】".contains(character) { depth = max(0, depth - 1) }
    }
    return plain
  }

  private static let dashes: Set<Unicode.Scalar> = ["—", "–", "‐", "−", "~", "〜", "～", "至"]

  /// Common hanzi but for 至, ASCII letters and digits: their own comparable form.
  private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x4E00...0x9FFF: scalar != "至"
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
    default: false
    }
  }

  private static func isIgnored(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isWhitespace || scalar == "*" || scalar == "★" || scalar == "※"
      || HiddenSigns.contains(scalar)
  }
}

/// A text of the first rows with its comparable forms, worked out once for all kinds of sheet.
struct HeadingKey {
  let text: String
  let normalised: String
  /// Without what stands in brackets; nil where nothing does.
  let bare: String?
  /// Without signs and hints; nil where that is the same.
  let lead: String?

  init(_ text: String) {
    self.text = text
    // No heading is a number or a long sentence.
    let isHeading = text.utf8.count <= 200 && !text.utf8.allSatisfy { $0 < 0x41 }
    normalised = isHeading ? HeadingText.normalised(text) : ""
    bare =
      normalised.utf8.contains { $0 == 0x28 || $0 == 0x5B || $0 == 0xE3 }
      ? HeadingText.withoutBrackets(normalised) : nil
    // 1.姓名 is 姓名 with its number.
    let isPlain = !isHeading || normalised == text && bare == nil && text.first?.isLetter == true
    let lead = isPlain ? "" : HeadingText.withoutHint(text)
    self.lead = lead.isEmpty || lead == normalised || lead == bare ? nil : lead
  }
}
