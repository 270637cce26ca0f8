// SPDX-License-Identifier: Apache-2.0

/// Signs that a reader cannot see: control characters, marks of writing direction, signs without width.
package enum HiddenSigns {
  /// Whether a sign is one of them: C0 and C1 controls, the soft hyphen, marks of direction, zero-width signs, the byte
  /// order mark, tags. Blanks that have a width are none, tab and line break are.
  package static func contains(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0...0x1F, 0x7F...0x9F, 0xAD, 0x61C, 0x180E: true
    case 0x200B...0x200F, 0x2028...0x202E, 0x2060...0x206F: true
    case 0xFEFF, 0xFFF9...0xFFFB, 0xE0000...0xE007F: true
    default: false
    }
  }

  /// ⟨U+200B⟩
  package static func number(of scalar: Unicode.Scalar) -> String {
    let digits = String(scalar.value, radix: 16, uppercase: true)
    return "⟨U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits + "⟩"
  }

  /// `text` with every hidden sign by its number, so that nothing in a name that a message quotes hides.
  package static func spelled(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: contains) else { return text }
    var result = ""
    for scalar in text.unicodeScalars {
      if contains(scalar) { result += number(of: scalar) } else { result.unicodeScalars.append(scalar) }
    }
    return result
  }

  /// Whether whoever looks at a text sees nothing: blanks, hidden signs, fillers and marks that change no sign.
  package static func showNothing(_ text: String) -> Bool {
    text.unicodeScalars.allSatisfy { scalar in
      // U+2800 is the pattern of Braille without a dot.
      contains(scalar) || scalar.properties.isWhitespace || scalar.properties.isDefaultIgnorableCodePoint
        || scalar == "\u{2800}"
    }
  }

  /// `text` without its hidden signs; for values that are compared or stored, where `spelled` is for those that are
  /// shown.
  package static func removed(from text: String) -> String {
    var result = String.UnicodeScalarView()
    result.append(contentsOf: text.unicodeScalars.filter { !contains($0) })
    return String(result)
  }
}
