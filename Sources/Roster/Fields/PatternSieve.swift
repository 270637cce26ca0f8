// SPDX-License-Identifier: Apache-2.0

/// Tells quickly which patterns a cell cannot match: every hanzi, letter and sign that a pattern spells out must stand in the
/// cell, and a number where the pattern has one. What passes is compared properly.
struct PatternSieve: Sendable {
  /// The characters of the patterns as bits; bit 0 stands for any numeral.
  typealias Signature = SIMD4<UInt64>

  /// What each pattern needs, in the order of the patterns.
  private let needs: [Signature]
  /// By number of a common character its bit; 0 for one that no pattern spells out.
  private let bits: [UInt8]

  init(_ patterns: [WordPattern]) {
    var bits = [UInt8](repeating: 0, count: 0x1_0000)
    var next: UInt8 = 1
    needs = patterns.map { pattern in
      var needs = Signature()
      if pattern.hasNumber { needs.insert(bit: 0) }
      for scalar in pattern.spelledOut.flatMap(\.unicodeScalars) where PatternSieve.isAsked(scalar.value) {
        // Beyond 255 characters the others are not asked for.
        if bits[Int(scalar.value)] == 0, next < .max { (bits[Int(scalar.value)], next) = (next, next + 1) }
        if case let bit = bits[Int(scalar.value)], bit > 0 { needs.insert(bit: bit) }
      }
      return needs
    }
    self.bits = bits
  }

  /// The numbers of the patterns that the cell may match, in order; nil where the cell holds what is compared in another spelling, or
  /// nothing but signs.
  func candidates(for text: ByteText) -> [Int]? {
    var signature = Signature()
    var hasWord = false
    var index = 0
    while index < text.count {
      let byte = text[index]
      let scalar: Int
      switch byte {
      case 0..<0x80:
        scalar = Int(byte)
        index += 1
      case 0xE0...0xEF where index + 2 < text.count:
        scalar = Int(byte & 0x0F) << 12 | Int(text[index + 1] & 0x3F) << 6 | Int(text[index + 2] & 0x3F)
        index += 3
      default: return nil
      }
      // Full-width signs are compared as ASCII.
      let plain = (0xFF01...0xFF20).contains(scalar) ? scalar - 0xFEE0 : scalar
      if bits[plain] > 0 { signature.insert(bit: bits[plain]) }
      switch PatternSieve.kinds[plain] {
      case .sign: continue
      case .other: return nil
      case .word: hasWord = true
      case .numeral:
        hasWord = true
        signature.insert(bit: 0)
      }
    }
    guard hasWord else { return nil }
    var candidates: [Int] = []
    for (index, needs) in needs.enumerated() where needs & signature == needs { candidates.append(index) }
    return candidates
  }

  private enum Kind {
    /// Not among the characters that are looked up here: an accented letter, a compatibility form.
    case other
    /// No part of a word: ASCII blanks and signs, brackets and stops of hanzi.
    case sign
    /// ASCII letters, and the hanzi that have no other form.
    case word
    case numeral
  }

  private static func isAsked(_ scalar: UInt32) -> Bool { scalar < 0x1_0000 && kinds[Int(scalar)] != .other }

  /// By number of a common character.
  private static let kinds: [Kind] = (0..<0x1_0000).map { number in
    switch number {
    case 0x09, 0x0A, 0x0D, 0x20...0x2F, 0x3A...0x40, 0x5B...0x60, 0x7B...0x7E, 0x3001...0x3003, 0x3008...0x3011:
      .sign
    case 0x30...0x39: .numeral
    case 0x41...0x5A, 0x61...0x7A: .word
    case 0x3400...0x9FFF:
      Unicode.Scalar(UInt32(number)).map { RowText.isNumeral($0) } == true ? .numeral : .word
    default: .other
    }
  }
}

extension PatternSieve.Signature {
  fileprivate mutating func insert(bit: UInt8) { self[Int(bit >> 6)] |= 1 << UInt64(bit & 63) }
}
