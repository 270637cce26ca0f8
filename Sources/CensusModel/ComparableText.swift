// SPDX-License-Identifier: Apache-2.0

import Findings
import Foundation

/// Names of people and organisations as they are compared: without blanks and signs that nobody sees, one form of width,
/// dots, dashes and brackets, variant hanzi as their plain form, ordinals in digits (第二 is 第2).
package struct ComparableText: Sendable {
  private let variants: HanziVariants

  /// The forms under a pack's variants; without any, no hanzi is taken for another.
  ///
  /// - Parameter variants: which hanzi are compared as another.
  package init(_ variants: HanziVariants = HanziVariants()) { self.variants = variants }

  /// The comparable form of a text. Plain ASCII comes back as it is and costs nothing; equal forms are equal names.
  package func of(_ text: String) -> String {
    if text.utf8.withContiguousStorageIfAvailable({ isPlain(UnsafeRawBufferPointer($0)) }) == true { return text }
    var plain: [Unicode.Scalar] = []
    for scalar in text.precomposedStringWithCompatibilityMapping.unicodeScalars where !ComparableText.isLeftOut(scalar)
    {
      plain.append(spelled(scalar))
    }
    var result = String.UnicodeScalarView()
    result.append(contentsOf: ComparableText.withOrdinals(plain))
    return String(result)
  }

  /// The comparable form of a text as bytes, valid within `body`; a text that is its own costs no copy.
  package func with<Result>(
    _ text: UnsafeRawBufferPointer, _ body: (UnsafeRawBufferPointer) throws -> Result
  ) rethrows -> Result {
    if isPlain(text) { return try body(text) }
    var other = of(String(decoding: text, as: UTF8.self))
    return try other.withUTF8 { try body(UnsafeRawBufferPointer($0)) }
  }

  /// Whether a text is its own comparable form, as nearly all names are: ASCII letters, digits and round brackets, and
  /// common hanzi (U+4000 to U+9FFF, three bytes from E4 80 80 to E9 BF BF) that are no variants and no 第 before a hanzi.
  private func isPlain(_ text: UnsafeRawBufferPointer) -> Bool {
    var place = 0
    while place < text.count {
      switch text[place] {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x28, 0x29, 0x2D: place += 1
      case 0xE4...0xE9:
        guard place + 2 < text.count else { return false }
        let scalar =
          UInt32(text[place] & 0x0F) << 12 | UInt32(text[place + 1] & 0x3F) << 6 | UInt32(text[place + 2] & 0x3F)
        place += 3
        let isOrdinal = scalar == ComparableText.ordinal.value && place < text.count && text[place] >= 0x80
        if isOrdinal || variants.plain(scalar) != scalar { return false }
      default: return false
      }
    }
    return true
  }

  private static let ordinal: Unicode.Scalar = "第"

  private static func isLeftOut(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0xFE00...0xFE0F, 0xE0100...0xE01EF: true
    default: scalar.properties.isWhitespace || HiddenSigns.contains(scalar)
    }
  }

  private func spelled(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    switch scalar {
    case "·", "•", "・", "‧", "∙", "⋅", ".", "ᐧ": "·"
    case "[", "{", "【", "〔", "〖", "〈", "《", "「", "『", "<": "("
    case "]", "}", "】", "〕", "〗", "〉", "》", "」", "』", ">": ")"
    case "—", "–", "‐", "‑", "−", "―": "-"
    default: Unicode.Scalar(variants.plain(scalar.value)) ?? scalar
    }
  }

  /// Numbers in hanzi behind 第 as digits.
  private static func withOrdinals(_ scalars: [Unicode.Scalar]) -> [Unicode.Scalar] {
    guard scalars.contains(ordinal) else { return scalars }
    var result: [Unicode.Scalar] = []
    var index = 0
    while index < scalars.count {
      result.append(scalars[index])
      index += 1
      guard scalars[index - 1] == ordinal else { continue }
      let number = scalars[index...].prefix(while: HanziNumber.isSign)
      guard let value = HanziNumber.value(number) else { continue }
      result.append(contentsOf: String(value).unicodeScalars)
      index += number.count
    }
    return result
  }
}
