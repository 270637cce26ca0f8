// SPDX-License-Identifier: Apache-2.0

import Foundation

/// How headings and words of a vocabulary are made comparable.
enum HeadingText {
  /// NFKC, without blanks, line breaks, `<br/>`, zero-width characters and required-marks; one kind of dash.
  static func normalised(_ text: String) -> String {
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

  private static func isIgnored(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isWhitespace || scalar == "*" || scalar == "★" || scalar == "※" || scalar.value < 0x20
      || (0x200B...0x200F).contains(scalar.value) || scalar.value == 0xFEFF || scalar.value == 0x2060
  }
}
