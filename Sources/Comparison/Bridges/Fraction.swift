// SPDX-License-Identifier: Apache-2.0

/// An exact rational number in lowest terms, its denominator above zero.
///
/// Counts of a nation (10⁹) over each other, and sums of such parts over a common denominator, stay far inside 128 bits.
package struct Fraction: Sendable, Hashable, Comparable, CustomStringConvertible {
  package let numerator: Int128
  package let denominator: Int128

  package static let zero = Fraction(0, 1)

  /// - Precondition: `denominator` is not zero.
  package init(_ numerator: Int128, _ denominator: Int128 = 1) {
    precondition(denominator != 0, "a fraction needs a denominator")
    let sign: Int128 = denominator < 0 ? -1 : 1
    let divisor = Fraction.greatestCommonDivisor(numerator.magnitude, denominator.magnitude)
    self.numerator = sign * numerator / Int128(divisor)
    self.denominator = sign * denominator / Int128(divisor)
  }

  package init(_ numerator: Int64, over denominator: Int64) { self.init(Int128(numerator), Int128(denominator)) }

  package static func + (left: Fraction, right: Fraction) -> Fraction {
    if left.denominator == right.denominator {
      return Fraction(left.numerator + right.numerator, left.denominator)
    }
    return Fraction(
      left.numerator * right.denominator + right.numerator * left.denominator, left.denominator * right.denominator)
  }

  package static func - (left: Fraction, right: Fraction) -> Fraction {
    left + Fraction(-right.numerator, right.denominator)
  }

  package static func * (left: Fraction, right: Fraction) -> Fraction {
    Fraction(left.numerator * right.numerator, left.denominator * right.denominator)
  }

  package static func < (left: Fraction, right: Fraction) -> Bool {
    left.numerator * right.denominator < right.numerator * left.denominator
  }

  /// Percent in hundredths, half away from zero: 1/16 is 625, −1/16 is −625.
  package var hundredths: Int {
    let doubled = numerator.magnitude * 20_000 + UInt128(denominator)
    let rounded = Int(doubled / (UInt128(denominator) * 2))
    return numerator < 0 ? -rounded : rounded
  }

  package var description: String { denominator == 1 ? "\(numerator)" : "\(numerator)/\(denominator)" }

  private static func greatestCommonDivisor(_ first: UInt128, _ second: UInt128) -> UInt128 {
    var (larger, smaller) = (first, second)
    while smaller != 0 { (larger, smaller) = (smaller, larger % smaller) }
    return max(larger, 1)
  }
}
