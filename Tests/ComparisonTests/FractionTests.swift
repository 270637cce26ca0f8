// SPDX-License-Identifier: Apache-2.0

import Comparison
import Testing

@Suite struct FractionTests {
  @Test func isKeptInLowestTermsWithThePositiveDenominator() {
    #expect(Fraction(6, 8) == Fraction(3, 4))
    #expect(Fraction(3, -4).description == "-3/4")
    #expect(Fraction(0, 7) == .zero)
    #expect(Fraction(1, 3) + Fraction(1, 6) == Fraction(1, 2))
    #expect(Fraction(1, 3) - Fraction(1, 3) == .zero)
    #expect(Fraction(2, 3) * Fraction(3, 4) == Fraction(1, 2))
    #expect(Fraction(-1, 3) < Fraction(-1, 4))
  }

  @Test func roundsHalfAwayFromZero() {
    #expect(Fraction(1, 16).hundredths == 625)
    #expect(Fraction(1, 800).hundredths == 13)
    #expect(Fraction(-1, 800).hundredths == -13)
    #expect(Fraction(1, 3).hundredths == 3333)
    #expect(Fraction(-2, 3).hundredths == -6667)
  }

  @Test func holdsTheCountsOfANation() {
    let nation = Fraction(73_715_000, 246_000_000) - Fraction(74_000_001, 246_000_007)
    #expect(nation + Fraction(74_000_001, 246_000_007) == Fraction(73_715_000, 246_000_000))
  }
}
