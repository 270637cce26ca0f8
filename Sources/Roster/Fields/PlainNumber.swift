// SPDX-License-Identifier: Apache-2.0

import Findings
import Foundation

/// A number of a person as it is compared: without what takes no guess to leave out (blanks and signs without width, quotes
/// and guards, dashes, a stop behind it, a word before it), digits of any script and full-width forms as ASCII, letters in
/// capitals.
struct PlainNumber {
  private(set) var bytes: [UInt8] = []
  /// The sign in the last place that was read as the letter X; nil where nothing was guessed.
  private(set) var readAsX: Unicode.Scalar?

  init(_ text: ByteText) {
    var scalars = PlainNumber.cleaned(text.string)
    PlainNumber.dropWord(from: &scalars)
    PlainNumber.trim(&scalars)
    if scalars.suffix(2) == [".", "0"], scalars.count > 12, scalars.dropLast(2).allSatisfy(PlainNumber.isDigit) {
      scalars.removeLast(2)
    }
    mendLetter(&scalars)
    for scalar in scalars { bytes.append(contentsOf: UTF8.encode(scalar).map(Array.init) ?? []) }
  }

  /// Whether the bytes are their own plain form: digits, capitals and stars.
  @inline(__always) static func isPlain(_ text: ByteText) -> Bool {
    for byte in text where byte &- 0x30 > 9 && byte &- 0x41 > 25 { return false }
    return true
  }

  private static func cleaned(_ text: String) -> [Unicode.Scalar] {
    text.precomposedStringWithCompatibilityMapping.uppercased().unicodeScalars.compactMap { scalar in
      if scalar.properties.isWhitespace || HiddenSigns.contains(scalar) || isGuard(scalar) { return nil }
      if isDigit(scalar) || scalar == "X" { return scalar }
      switch DigitGroups.value(of: scalar) {
      case .some(let value) where value < 10: return Unicode.Scalar(0x30 + value)
      // × and its like may be the letter X in the last place.
      case .some where !isLikeX(scalar): return "*"
      default: return scalar
      }
    }
  }

  private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { scalar.value &- 0x30 <= 9 }

  /// Quotes, and dashes between groups of digits.
  private static func isGuard(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "'", "\"", "`", "´", "‘", "’", "‚", "‛", "“", "”", "„", "′", "″", "=": true
    default: scalar.properties.generalCategory == .dashPunctuation || scalar == "−"
    }
  }

  /// The multiplication sign, and Cyrillic and Greek letters of that shape.
  private static func isLikeX(_ scalar: Unicode.Scalar) -> Bool { "×✕✖╳⨯ХΧ".unicodeScalars.contains(scalar) }

  private static func trim(_ scalars: inout [Unicode.Scalar]) {
    var stops = Set(".。;,、:!·".unicodeScalars)
    // Brackets around the whole number; those within one, as of Hong Kong, stay.
    let inner = scalars.dropFirst().dropLast()
    if !inner.contains(where: { "([【".unicodeScalars.contains($0) }) { stops.formUnion("()[]【】".unicodeScalars) }
    while let last = scalars.last, stops.contains(last) { scalars.removeLast() }
    scalars = Array(scalars.drop { stops.contains($0) })
  }

  /// 身份证330203… and ID:330203…; letters of a passport's number stay.
  private static func dropWord(from scalars: inout [Unicode.Scalar]) {
    if let colon = scalars.firstIndex(of: ":"), scalars[..<colon].allSatisfy({ !isDigit($0) }) {
      scalars.removeSubrange(...colon)
    }
    let rest = scalars.drop { !isDigit($0) }
    guard rest.count < scalars.count, let first = scalars.first else { return }
    let word = scalars.prefix(scalars.count - rest.count)
    let number = rest.prefix { isDigit($0) || $0 == "X" || $0 == "*" || isLikeX($0) }
    guard first != "*", first != "+", !word.contains("*") else { return }
    let isOfID = number.count == 18 || number.count == 15
    if isOfID || number.count >= 11 && word.contains(where: \.properties.isIdeographic) { scalars = Array(rest) }
  }

  /// ×, Х and Χ in the last place of an ID number are its letter X, and so is a star where only X fits.
  private mutating func mendLetter(_ scalars: inout [Unicode.Scalar]) {
    if scalars.count == 18, let last = scalars.last, scalars.dropLast().allSatisfy(PlainNumber.isDigit),
      PlainNumber.isLikeX(last) || last == "*" && PlainNumber.endsInX(scalars)
    {
      readAsX = last
      scalars[17] = "X"
    }
    for index in scalars.indices where PlainNumber.isLikeX(scalars[index]) { scalars[index] = "*" }
  }

  private static func endsInX(_ scalars: [Unicode.Scalar]) -> Bool {
    let digits = scalars.map { UInt8(truncatingIfNeeded: $0.value) }
    return digits.withUnsafeBytes { NationalID.checkDigit(of: $0) } == UInt8(ascii: "X")
  }
}

extension PlainNumber {
  /// A phone without the prefix of the country: 86 stands before eleven digits that begin with 1.
  static func phone(_ digits: [UInt8]) -> [UInt8] {
    for prefix in ["+86", "0086", "86"] {
      let start = prefix.utf8.count
      if digits.count == start + 11, digits.starts(with: prefix.utf8), digits[start] == UInt8(ascii: "1") {
        return Array(digits[start...])
      }
    }
    return digits
  }
}
