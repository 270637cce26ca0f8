// SPDX-License-Identifier: Apache-2.0

import CensusModel

/// The time of day behind a date that names its zone (`T16:00:00Z`, ` 09:30+08:00`), as the clock of China showed it.
struct ZonedTime {
  private static let china = 480

  /// Minutes since midnight of the day that the text names; below 0 or from 1440 on it was another day in China.
  let minutes: Int

  /// - Returns: nil for a text without a zone.
  init?(_ text: ByteText) {
    guard let last = text.last, let colon = text.firstIndex(of: UInt8(ascii: ":")), colon >= 2,
      let hour = text.digits(colon - 2, 2), let minute = text.digits(colon + 1, 2), hour < 24, minute < 60
    else { return nil }
    if last | 0x20 == UInt8(ascii: "z") {
      minutes = hour * 60 + minute + ZonedTime.china
      return
    }
    guard let sign = text.lastIndex(where: { $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "-") }), sign > colon,
      let offset = ZonedTime.offset(text.part(sign + 1, text.count))
    else { return nil }
    minutes = hour * 60 + minute + ZonedTime.china - (text[sign] == UInt8(ascii: "-") ? -offset : offset)
  }

  /// `08`, `0800` or `08:00` in minutes.
  private static func offset(_ text: ByteText) -> Int? {
    guard let hours = text.digits(0, 2), hours < 24 else { return nil }
    if text.count == 2 { return hours * 60 }
    let start = text[2] == UInt8(ascii: ":") ? 3 : 2
    guard text.count == start + 2, let minutes = text.digits(start, 2) else { return nil }
    return hours * 60 + minutes
  }

  /// The day in China.
  func day(_ date: ReadDate) -> ReadDate? {
    let step = minutes < 0 ? -1 : minutes >= 1440 ? 1 : 0
    guard step != 0, let number = date.day, let named = CalendarDay(year: date.year, month: date.month, day: number),
      let epoch = CalendarDay(year: 1899, month: 12, day: 30),
      let moved = CalendarDay(excelSerial: named.days(since: epoch) + step)
    else { return date }
    return ReadDate(year: moved.year, month: moved.month, day: moved.day)
  }

  /// Minutes since midnight in China.
  var minutesOfDay: Int { (minutes + 1440) % 1440 }
}
