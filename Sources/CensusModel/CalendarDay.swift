// SPDX-License-Identifier: Apache-2.0

import Basics

/// A day of the Gregorian calendar as the whole number yyyymmdd: how every date is stored and compared.
package struct CalendarDay: Sendable, Hashable, Comparable, RawRepresentable {
  package let rawValue: Int

  /// - Returns: nil when yyyymmdd is no day of the calendar.
  package init?(rawValue: Int) {
    self.init(year: rawValue / 10_000, month: rawValue / 100 % 100, day: rawValue % 100)
  }

  /// - Returns: nil when there is no such day; years 1 to 9999.
  package init?(year: Int, month: Int, day: Int) {
    guard (1...9999).contains(year), (1...12).contains(month), day >= 1,
      day <= CalendarDay.days(inMonth: month, year: year)
    else { return nil }
    rawValue = year * 10_000 + month * 100 + day
  }

  /// The year of our era, 1 to 9999.
  package var year: Int { rawValue / 10_000 }
  /// The month, 1 to 12.
  package var month: Int { rawValue / 100 % 100 }
  /// The day of the month, from 1.
  package var day: Int { rawValue % 100 }

  /// How many days a month has in a year of the Gregorian calendar; `month` is 1 to 12.
  package static func days(inMonth month: Int, year: Int) -> Int {
    CivilDate.days(inMonth: month, year: year)
  }

  /// The last day of a month; nil where there is no such month or year.
  package static func lastDay(ofMonth month: Int, year: Int) -> CalendarDay? {
    CalendarDay(year: year, month: month, day: days(inMonth: month, year: year))
  }

  /// The day an Excel serial number stands for in the 1900 system (serial 60, 29 February 1900, does not exist).
  package init?(excelSerial serial: Int) {
    guard serial >= 1, serial != 60, serial < 2_958_466 else { return nil }
    self.init(daysSince1970: serial - (serial > 60 ? 25_569 : 25_568))
  }

  private init?(daysSince1970 days: Int) {
    let date = CivilDate(daysSince1970: days)
    self.init(year: date.year, month: date.month, day: date.day)
  }

  /// Days from `earlier` to this day; negative when it is later.
  package func days(since earlier: CalendarDay) -> Int { daysSince1970 - earlier.daysSince1970 }

  private var daysSince1970: Int { CivilDate(year: year, month: month, day: day).daysSince1970 }

  /// The day before; the first day of year 1 has none but itself.
  package var dayBefore: CalendarDay { CalendarDay(daysSince1970: daysSince1970 - 1) ?? self }

  /// The same day of a later month, or the last day of that month where it is shorter.
  package func adding(months: Int) -> CalendarDay {
    let total = year * 12 + month - 1 + months
    let (later, number) = (total / 12, total % 12 + 1)
    return CalendarDay(year: later, month: number, day: min(day, CalendarDay.days(inMonth: number, year: later)))
      ?? self
  }

  /// Completed years from `birth` to this day; someone born on 29 February is a year older on 28 February of other years.
  ///
  /// So everybody born in a month is of the same age at its end: an age on such a day says nothing of the day of birth.
  package func completedYears(since birth: CalendarDay) -> Int {
    let birthday = min(birth.day, CalendarDay.days(inMonth: birth.month, year: year))
    let before = month * 100 + day < birth.month * 100 + birthday
    return year - birth.year - (before ? 1 : 0)
  }

  package static func < (left: CalendarDay, right: CalendarDay) -> Bool { left.rawValue < right.rawValue }
}

extension CalendarDay: CustomStringConvertible {
  /// "2019-06-30"
  package var description: String {
    "\(year.padded(to: 4))-\(month.padded(to: 2))-\(day.padded(to: 2))"
  }

  /// "2019-06"
  package var monthDescription: String { String(description.prefix(7)) }

  /// The month where a month alone would be stored as this day, its first or its last; else the day.
  package func description(ofMonth standIn: FieldType) -> String {
    let number = standIn == .dayFirst ? 1 : CalendarDay.days(inMonth: month, year: year)
    return day == number ? monthDescription : description
  }
}
