// SPDX-License-Identifier: Apache-2.0

import CensusModel
import Foundation
import Testing

@Suite struct CalendarTests {
  @Test(arguments: [("2019-Q1", 20_190_331), ("2019-Q2", 20_190_630), ("2020-Q4", 20_201_231)])
  func aPeriodEndsOnItsCensusDay(text: String, day: Int) throws {
    let period = try #require(Period(text))
    #expect(period.censusDay.rawValue == day)
    #expect(period.description == text)
  }

  @Test(arguments: ["2019-Q5", "2019Q2", "19-Q2", "2019-Q", "", "2019-q2"])
  func otherSpellingsAreNoPeriod(text: String) { #expect(Period(text) == nil) }

  @Test func daysThatDoNotExistAreRefused() {
    #expect(CalendarDay(rawValue: 20_190_229) == nil)
    #expect(CalendarDay(rawValue: 20_200_229) != nil)
    #expect(CalendarDay(rawValue: 20_191_301) == nil)
  }

  /// Excel's serials against Foundation's calendar, day by day.
  @Test func serialsAgreeWithTheCalendar() throws {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = try #require(TimeZone(identifier: "UTC"))
    let epoch = try #require(calendar.date(from: DateComponents(year: 1899, month: 12, day: 30)))
    for serial in stride(from: 61, through: 60_000, by: 97) {
      let date = try #require(calendar.date(byAdding: .day, value: serial, to: epoch))
      let parts = calendar.dateComponents([.year, .month, .day], from: date)
      let expected = (parts.year ?? 0) * 10_000 + (parts.month ?? 0) * 100 + (parts.day ?? 0)
      #expect(CalendarDay(excelSerial: serial)?.rawValue == expected)
    }
    #expect(CalendarDay(excelSerial: 60) == nil)
    #expect(CalendarDay(excelSerial: 1)?.rawValue == 19_000_101)
  }

  @Test func aYearIsCompletedOnTheBirthday() throws {
    let birth = try #require(CalendarDay(rawValue: 20_040_229))
    #expect(try #require(CalendarDay(rawValue: 20_180_227)).completedYears(since: birth) == 13)
    #expect(try #require(CalendarDay(rawValue: 20_180_228)).completedYears(since: birth) == 14)
    #expect(try #require(CalendarDay(rawValue: 20_200_228)).completedYears(since: birth) == 15)
    #expect(try #require(CalendarDay(rawValue: 20_200_229)).completedYears(since: birth) == 16)
  }
}
