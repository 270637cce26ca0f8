// SPDX-License-Identifier: Apache-2.0

import CensusModel
import Findings
import Foundation
import Tabular

/// A date as a cell gives it: a day, or a month alone.
struct ReadDate: Equatable {
  var year: Int
  var month: Int
  /// Nil when only the month is given.
  var day: Int?

  /// - Returns: nil when there is no such day or month; years 1900 to 2100.
  init?(year: Int, month: Int, day: Int?) {
    guard (1900...2100).contains(year), (1...12).contains(month) else { return nil }
    if let day, CalendarDay(year: year, month: month, day: day) == nil { return nil }
    (self.year, self.month, self.day) = (year, month, day)
  }

  /// yyyymmdd; a month alone is its first or its last day.
  func number(monthEnd: Bool) -> Int64 {
    let day = self.day ?? (monthEnd ? CalendarDay.days(inMonth: month, year: year) : 1)
    return Int64(year * 10_000 + month * 100 + day)
  }
}

extension ReadDate: CustomStringConvertible {
  /// As precise as it was given: "2019-05" or "2019-05-03".
  var description: String {
    let first = CalendarDay(rawValue: Int(number(monthEnd: false)))
    return (day == nil ? first?.monthDescription : first?.description) ?? ""
  }
}

extension ReadDate {
  /// "2019-05"
  var monthDescription: String { CalendarDay(year: year, month: month, day: 1)?.monthDescription ?? "" }
}

/// Reads dates in the forms met in China: 2019-05, 2019年5月, 201905, 20190503, 2019.5.1, 2019/5/1, serial numbers.
enum DateReading {
  enum Outcome: Equatable {
    case date(ReadDate)
    case invalid
    /// 2019.1 as a number is January, or October that lost its zero: nothing is guessed.
    case ambiguous
  }

  static func read(_ text: ByteText, kind: CellKind) -> Outcome {
    let date: ReadDate?
    switch kind {
    case .date: date = separated(text)
    case .number: return number(text)
    case .string: date = compact(text) ?? separated(text) ?? chinese(text)
    case .bool, .error: date = nil
    }
    return date.map(Outcome.date) ?? .invalid
  }

  /// 201905 or 20190503.
  private static func compact(_ text: ByteText) -> ReadDate? {
    if text.count == 8, let number = text.digits(0, 8) {
      return ReadDate(year: number / 10_000, month: number / 100 % 100, day: number % 100)
    }
    if text.count == 6, let number = text.digits(0, 6) {
      return ReadDate(year: number / 100, month: number % 100, day: nil)
    }
    return nil
  }

  /// Four digits of a year, then one or two of a month and of a day, with `-`, `/` or `.` between; a time may follow.
  private static func separated(_ text: ByteText) -> ReadDate? {
    guard text.count >= 6, let year = text.digits(0, 4), isSeparator(text[4]) else { return nil }
    guard let (month, afterMonth) = shortNumber(text, 5) else { return nil }
    if afterMonth == text.count { return ReadDate(year: year, month: month, day: nil) }
    guard text[afterMonth] == text[4], let (day, end) = shortNumber(text, afterMonth + 1) else { return nil }
    let hasOnlyTime = end == text.count || text[end] == UInt8(ascii: "T") || text[end] == UInt8(ascii: " ")
    guard hasOnlyTime, let date = ReadDate(year: year, month: month, day: day) else { return nil }
    // Only what is longer than a day and a time can name a zone.
    return text.count > 16 && end < text.count ? ZonedTime(text)?.day(date) ?? date : date
  }

  private static func isSeparator(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "-") || byte == UInt8(ascii: "/") || byte == UInt8(ascii: ".")
  }

  private static func shortNumber(_ text: ByteText, _ start: Int) -> (Int, Int)? {
    guard start < text.count, text.isDigit(start) else { return nil }
    let hasTwo = start + 1 < text.count && text.isDigit(start + 1)
    return text.digits(start, hasTwo ? 2 : 1).map { ($0, start + (hasTwo ? 2 : 1)) }
  }

  private static let marks: Set<Unicode.Scalar> = [
    "年", "月", "日", "号", "-", "/", ".", "。", "、", "—", "·", "•", "–", " ",
  ]
  private static let quotes: Set<Unicode.Scalar> = ["'", "\"", "‘", "’", "“", "”", "`", "′"]

  /// 2019年5月, 二〇一九年五月三日, full-width digits and other signs between the numbers.
  private static func chinese(_ text: ByteText) -> ReadDate? {
    guard let parts = DateParts(plain(text.string), marks: marks, number: number), let first = parts.numbers.first
    else {
      return nil
    }
    // A full stop behind the number ends no more than the cell.
    if parts.numbers.count == 1 { return parts.signs[0].allSatisfy(isStop) ? compact(digits: parts.firstDigits) : nil }
    guard parts.isOneDate, let year = year(first, parts) else { return nil }
    return ReadDate(year: year, month: parts.numbers[1], day: parts.numbers.count == 3 ? parts.numbers[2] : nil)
  }

  /// Two digits of a year where 年 says that they are one: 18年 is 2018, 95年 is 1995.
  private static func year(_ number: Int, _ parts: DateParts) -> Int? {
    if parts.yearLength == 4 { return number }
    guard parts.yearLength == 2, parts.signs[0] == ["年"] else { return nil }
    return number < 50 ? 2000 + number : 1900 + number
  }

  private static func isStop(_ scalar: Unicode.Scalar) -> Bool { scalar == "." || scalar == "。" }

  /// Compatibility forms made plain, without what guards a cell, without 份 behind 月; a blank stays where it parts two
  /// numbers.
  private static func plain(_ text: String) -> [Unicode.Scalar] {
    let scalars = text.precomposedStringWithCompatibilityMapping.unicodeScalars.filter {
      !quotes.contains($0) && ($0.properties.isWhitespace || !HiddenSigns.contains($0))
    }
    var result: [Unicode.Scalar] = []
    var isParted = false
    for scalar in scalars {
      if scalar.properties.isWhitespace {
        isParted = true
      } else if scalar != "份" || result.last != "月" {
        if isParted, let last = result.last, !marks.contains(last), !marks.contains(scalar) { result.append(" ") }
        result.append(scalar)
        isParted = false
      }
    }
    return result
  }

  private static func compact(digits: String) -> ReadDate? {
    digits.utf8.withContiguousStorageIfAvailable { compact(ByteText($0)) } ?? nil
  }

  /// A number in digits or in hanzi.
  private static func number(_ scalars: [Unicode.Scalar]) -> Int? {
    guard scalars.count <= 8 else { return nil }
    if let number = HanziNumber.value(scalars) { return number }
    guard scalars.allSatisfy({ $0.value &- 0x30 <= 9 }) else { return nil }
    return scalars.reduce(0) { $0 * 10 + Int($1.value - 0x30) }
  }

  /// A number cell: yyyymmdd, yyyymm, 2019.05, or a serial of the 1900 system.
  private static func number(_ text: ByteText) -> Outcome {
    if let date = compact(text) { return .date(date) }
    if text.count >= 6, text[4] == UInt8(ascii: "."), let year = text.digits(0, 4), (1900...2100).contains(year) {
      // 2019.05 says its month; 2019.1 does not say whether it was .1 or .10.
      if text.count == 7, let month = text.digits(5, 2), let date = ReadDate(year: year, month: month, day: nil) {
        return .date(date)
      }
      if text.count == 6, let month = text.digits(5, 1), month > 1,
        let date = ReadDate(year: year, month: month, day: nil)
      {
        return .date(date)
      }
      return text.count == 6 ? .ambiguous : .invalid
    }
    guard let value = Double(text.string), value >= 10_000, value < 80_000,
      // Less than a second before a day is that day.
      let day = CalendarDay(excelSerial: Int(value + 1 / 86_400)),
      let date = ReadDate(year: day.year, month: day.month, day: day.day)
    else { return .invalid }
    return .date(date)
  }
}

/// A day with the time of day where the cell gives one.
struct ReadMoment: Equatable {
  var day: CalendarDay
  /// Minutes since midnight; midnight itself is how a spreadsheet spells a day without a time.
  var minutes: Int?

  init?(_ date: ReadDate, _ text: ByteText) {
    guard let number = date.day, let day = CalendarDay(year: date.year, month: date.month, day: number) else {
      return nil
    }
    self.day = day
    guard let colon = text.firstIndex(of: UInt8(ascii: ":")), colon >= 1 else { return }
    let hasTwo = colon >= 2 && text.isDigit(colon - 2)
    guard let hour = text.digits(colon - (hasTwo ? 2 : 1), hasTwo ? 2 : 1), let minute = text.digits(colon + 1, 2),
      hour < 24, minute < 60, hour + minute > 0
    else { return }
    minutes = ZonedTime(text)?.minutesOfDay ?? hour * 60 + minute
  }

  /// Whole days where one of the two gives no time of day; nil where one is missing.
  static func minutes(from start: ReadMoment?, to end: ReadMoment?) -> Int? {
    guard let start, let end else { return nil }
    let days = end.day.days(since: start.day)
    guard let first = start.minutes, let last = end.minutes else { return days * 1440 }
    return days * 1440 + last - first
  }
}
