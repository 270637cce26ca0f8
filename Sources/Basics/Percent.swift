// SPDX-License-Identifier: Apache-2.0

/// Percentages as whole hundredths of a percent (2 697 is 26.97 %): where they are rounded, read and spelled.
package enum Percent {
  /// `numerator` ÷ `denominator`, half away from zero: 1/16 is 625, −1/16 is −625. Exact for all counts of people.
  ///
  /// - Precondition: `denominator` is above zero.
  package static func hundredths(_ numerator: Int128, of denominator: Int128) -> Int {
    let top = numerator.magnitude
    let size: Int
    // Division of machine words is many times faster, and nearly every count fits.
    if top < 1 << 48, denominator < 1 << 62 {
      size = rounded(UInt64(top), UInt64(denominator))
    } else {
      size = rounded(top, UInt128(denominator))
    }
    return numerator < 0 ? -size : size
  }

  /// The same of counts; nil for a part of nothing.
  package static func hundredths(_ part: Int64, of whole: Int64) -> Int? {
    whole > 0 ? hundredths(Int128(part), of: Int128(whole)) : nil
  }

  private static func rounded<Number: UnsignedInteger>(_ top: Number, _ bottom: Number) -> Int {
    Int((top * 20_000 + bottom) / (bottom * 2))
  }

  /// "30", "62.5" or "62.50" in hundredths, read as text so that no binary fraction comes in.
  ///
  /// - Returns: nil for what is no number of at least zero with at most two decimals.
  package static func hundredths(reading text: some StringProtocol) -> Int? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count <= 2, parts.allSatisfy({ $0.allSatisfy(\.isNumber) }), let whole = Int(parts[0]), whole >= 0
    else {
      return nil
    }
    guard parts.count == 2 else { return whole * 100 }
    guard (1...2).contains(parts[1].count), let rest = Int(parts[1]) else { return nil }
    return whole * 100 + (parts[1].count == 1 ? rest * 10 : rest)
  }

  /// With two decimals and no sign of percent: "26.97", "-0.45".
  package static func text(_ hundredths: Int) -> String {
    let size = hundredths.magnitude
    return "\(hundredths < 0 ? "-" : "")\(size / 100).\((size % 100).padded(to: 2))"
  }

  /// Without zeros that say nothing: "30", "62.5".
  package static func shortest(_ hundredths: Int) -> String {
    var text = text(hundredths)
    while text.hasSuffix("0") { text.removeLast() }
    if text.hasSuffix(".") { text.removeLast() }
    return text
  }
}
