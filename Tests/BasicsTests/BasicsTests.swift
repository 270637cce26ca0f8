// SPDX-License-Identifier: Apache-2.0

import Basics
import Testing

@Suite struct PercentTests {
  @Test(arguments: [
    (1, 16, 625), (1, 3, 3333), (2, 3, 6667), (-1, 16, -625), (0, 7, 0), (1, 20_000, 1), (1, 20_001, 0),
    (9_000_000_000, 7, 12_857_142_857_143),
  ]) func areRoundedHalfAwayFromZero(part: Int, whole: Int, hundredths: Int) {
    #expect(Percent.hundredths(Int128(part), of: Int128(whole)) == hundredths)
    // The same ratio over numbers that need more than machine words.
    let much: Int128 = 1 << 62
    #expect(Percent.hundredths(Int128(part) * much, of: Int128(whole) * much) == hundredths)
  }

  @Test func ofNothingAreNone() {
    #expect(Percent.hundredths(0, of: 0) == nil)
    #expect(Percent.hundredths(Int64.max, of: Int64.max) == 10_000)
  }

  @Test(arguments: [("30", 3000), ("62.5", 6250), ("62.50", 6250), ("0.07", 7), ("100", 10_000)])
  func areReadAsText(text: String, hundredths: Int) {
    #expect(Percent.hundredths(reading: text) == hundredths)
  }

  @Test(arguments: ["", ".5", "5.", "1.234", "-3", "1.-2", "1.2.3", "3e1", "30%", "+4", " 5", "٣"])
  func areNotGuessed(text: String) {
    #expect(Percent.hundredths(reading: text) == nil)
  }

  @Test(arguments: [
    (2697, "26.97", "26.97"), (3000, "30.00", "30"), (6250, "62.50", "62.5"), (-45, "-0.45", "-0.45"),
    (7, "0.07", "0.07"),
  ])
  func areSpelled(hundredths: Int, text: String, shortest: String) {
    #expect(Percent.text(hundredths) == text)
    #expect(Percent.shortest(hundredths) == shortest)
  }
}

@Suite struct CivilDateTests {
  @Test func everyDayOfFourCenturiesFollowsTheOneBefore() {
    var date = CivilDate(year: 1899, month: 12, day: 31)
    let first = date.daysSince1970
    #expect(first == -25_568)
    for number in 1...146_097 {
      if date.day < CivilDate.days(inMonth: date.month, year: date.year) {
        date.day += 1
      } else {
        (date.day, date.month) = (1, date.month + 1)
        if date.month > 12 { (date.month, date.year) = (1, date.year + 1) }
      }
      guard date.daysSince1970 == first + number, CivilDate(daysSince1970: first + number) == date else {
        Issue.record("\(date)")
        return
      }
    }
  }

  @Test func datesBeforeTheFirstYearAreCountedToo() {
    #expect(CivilDate(daysSince1970: -719_468) == CivilDate(year: 0, month: 3, day: 1))
    #expect(
      CivilDate(year: -1, month: 12, day: 31).daysSince1970 == CivilDate(year: 0, month: 1, day: 1).daysSince1970 - 1)
  }
}

@Suite struct SpellingTests {
  @Test func numbersArePadded() {
    #expect([7, 70, 700].map { $0.padded(to: 2) } == ["07", "70", "700"])
  }

  @Test func bytesAreHex() {
    #expect(HexText.of([0, 15, 16, 255]) == "000f10ff")
    #expect(HexText.of([UInt8]()) == "")
  }
}
