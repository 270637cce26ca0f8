// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Moments as the clock in China shows them; stores and JSON keep them in UTC.
package enum ChinaTime {
  /// "2019-07-05 14:03:09" for `2019-07-05T06:03:09Z`, for records that prove something.
  package static func spelledToTheSecond(_ moment: String) -> String {
    let minute = spelled(moment)
    // China is whole hours from UTC, so that the seconds are those of the moment itself.
    return minute == moment ? moment : minute + ":" + moment.dropLast().suffix(2)
  }

  /// "2019-07-05 14:03" for a moment in seconds since 1970.
  package static func spelled(_ seconds: Int) -> String {
    spelled(Date(timeIntervalSince1970: Double(seconds)).formatted(.iso8601))
  }

  /// "2019-07-05 14:03" for `2019-07-05T06:03:09Z`; what is no such moment stays as it is.
  package static func spelled(_ moment: String) -> String {
    guard let date = try? Date(moment, strategy: .iso8601), let zone = TimeZone(secondsFromGMT: 8 * 3600) else {
      return moment
    }
    let style = Date.VerbatimFormatStyle(
      format:
        "\(year: .defaultDigits)-\(month: .twoDigits)-\(day: .twoDigits) \(hour: .twoDigits(clock: .twentyFourHour, hourCycle: .zeroBased)):\(minute: .twoDigits)",
      locale: Locale(identifier: "en_US_POSIX"), timeZone: zone, calendar: Calendar(identifier: .gregorian))
    return date.formatted(style)
  }
}
