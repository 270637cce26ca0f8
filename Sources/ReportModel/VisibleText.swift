// SPDX-License-Identifier: Apache-2.0

import Findings

/// What a reader cannot see and a terminal or a page would obey: control characters, marks of writing direction, signs
/// without width. They are shown by number, so that nothing in a name hides and nothing in it acts.
package enum VisibleText {
  /// Whether the sign is shown by its number. Line feeds and tabs are: who keeps them asks before.
  package static func isHidden(_ scalar: Unicode.Scalar) -> Bool { HiddenSigns.contains(scalar) }

  /// `text` with every hidden sign as ⟨U+202E⟩.
  ///
  /// - Parameter keepsLines: whether line feeds and tabs stay, as they do where a text may have several lines.
  package static func spelled(_ text: String, keepsLines: Bool = false) -> String {
    var text = text
    if text.withUTF8({ isPlain($0, keepsLines: keepsLines) }) { return text }
    var result = ""
    for scalar in text.unicodeScalars {
      let isKept = keepsLines && (scalar == "\n" || scalar == "\t")
      if isHidden(scalar), !isKept { result += number(of: scalar) } else { result.unicodeScalars.append(scalar) }
    }
    return result
  }

  /// ⟨U+200B⟩
  package static func number(of scalar: Unicode.Scalar) -> String { HiddenSigns.number(of: scalar) }

  /// Whether UTF-8 holds no hidden sign; looks at bytes only, for texts come by the million.
  package static func isPlain(_ bytes: UnsafeBufferPointer<UInt8>, keepsLines: Bool = false) -> Bool {
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      if byte < 0x20, !(keepsLines && (byte == 0x0A || byte == 0x09)) { return false }
      if byte == 0x7F || isLead(byte), isHidden(bytes, index) { return false }
      index += 1
    }
    return true
  }

  private static func isLead(_ byte: UInt8) -> Bool {
    byte == 0xC2 || byte == 0xD8 || byte == 0xE1 || byte == 0xE2 || byte == 0xEF || byte == 0xF3
  }

  /// Whether the character that begins at `index` is hidden.
  private static func isHidden(_ bytes: UnsafeBufferPointer<UInt8>, _ index: Int) -> Bool {
    func byte(_ offset: Int) -> UInt8 { index + offset < bytes.count ? bytes[index + offset] : 0 }
    let (second, third) = (byte(1), byte(2))
    return switch (bytes[index], second) {
    case (0x7F, _): true
    case (0xC2, 0x80...0x9F), (0xC2, 0xAD), (0xD8, 0x9C): true
    case (0xE1, 0xA0): third == 0x8E
    case (0xE2, 0x80): 0x8B...0x8F ~= third || 0xA8...0xAE ~= third
    case (0xE2, 0x81): 0xA0...0xAF ~= third
    case (0xEF, 0xBB): third == 0xBF
    case (0xEF, 0xBF): 0xB9...0xBB ~= third
    case (0xF3, 0xA0): third == 0x80 || third == 0x81
    default: false
    }
  }
}
