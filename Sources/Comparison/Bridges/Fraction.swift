// SPDX-License-Identifier: Apache-2.0

import Basics

/// An exact rational number in lowest terms, its denominator above zero.
///
/// Counts of a nation (10⁹) over each other, and sums of such parts over a common denominator, stay far inside 128 bits.
package struct Fraction: Sendable, Hashable, Comparable, CustomStringConvertible {
  /// In lowest terms; bears the sign.
  package let numerator: Int128
  /// In lowest terms, above 0.
  package let denominator: Int128

  /// 0 over 1.
  package static let zero = Fraction(0, 1)

  /// - Precondition: `denominator` is not zero.
  package init(_ numerator: Int128, _ denominator: Int128 = 1) {
    precondition(denominator != 0, "a fraction needs a denominator")
    let sign: Int128 = denominator < 0 ? -1 : 1
    let (top, bottom) = (numerator.magnitude, denominator.magnitude)
    // Nearly every fraction fits into machine words, whose division is many times faster.
    if let small = UInt64(exactly: top), let smaller = UInt64(exactly: bottom) {
      let divisor = Fraction.greatestCommonDivisor(small, smaller)
      let isNegative = (numerator < 0) != (denominator < 0)
      self.numerator = isNegative ? -Int128(small / divisor) : Int128(small / divisor)
      self.denominator = Int128(smaller / divisor)
    } else {
      let divisor = Fraction.greatestCommonDivisor(top, bottom)
      self.numerator = sign * numerator / Int128(divisor)
      self.denominator = sign * denominator / Int128(divisor)
    }
  }

  package init(_ numerator: Int64, over denominator: Int64) { self.init(Int128(numerator), Int128(denominator)) }

  /// The exact sum. Traps beyond 128 bits, which no figures of a nation reach.
  package static func + (left: Fraction, right: Fraction) -> Fraction {
    if left.denominator == right.denominator {
      return Fraction(left.numerator + right.numerator, left.denominator)
    }
    return Fraction(
      left.numerator * right.denominator + right.numerator * left.denominator, left.denominator * right.denominator)
  }

  /// The exact difference.
  package static func - (left: Fraction, right: Fraction) -> Fraction {
    left + Fraction(-right.numerator, right.denominator)
  }

  /// The exact product.
  package static func * (left: Fraction, right: Fraction) -> Fraction {
    Fraction(left.numerator * right.numerator, left.denominator * right.denominator)
  }

  package static func < (left: Fraction, right: Fraction) -> Bool {
    left.numerator * right.denominator < right.numerator * left.denominator
  }

  /// Percent in hundredths, half away from zero: 1/16 is 625, −1/16 is −625.
  package var hundredths: Int { Percent.hundredths(numerator, of: denominator) }

  package var description: String { denominator == 1 ? "\(numerator)" : "\(numerator)/\(denominator)" }

  private static func greatestCommonDivisor<Number: UnsignedInteger>(_ first: Number, _ second: Number) -> Number {
    var (larger, smaller) = (first, second)
    while smaller != 0 { (larger, smaller) = (smaller, larger % smaller) }
    return max(larger, 1)
  }
}
