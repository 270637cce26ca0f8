// SPDX-License-Identifier: Apache-2.0

/// A quarter, written `2019-Q2`; stocks are taken on its census day, the last day of the quarter.
package struct Period: Sendable, Hashable, Comparable, CustomStringConvertible {
  /// The calendar year, from 1 on.
  package let year: Int
  /// The quarter of the calendar year, 1 to 4.
  package let quarter: Int

  /// - Returns: nil unless the text is four digits, `-Q` and 1 to 4.
  package init?(_ text: String) {
    let bytes = Array(text.utf8)
    guard bytes.count == 7, bytes[4] == UInt8(ascii: "-"), bytes[5] == UInt8(ascii: "Q"),
      let year = Int(text.prefix(4)), year >= 1922, let quarter = Int(text.suffix(1)), (1...4).contains(quarter)
    else { return nil }
    self.year = year
    self.quarter = quarter
  }

  /// 统计时点: the last day of the quarter.
  package var censusDay: CalendarDay {
    let month = quarter * 3
    // A year from 1922 on and a month of 3, 6, 9 or 12 always exist.
    return CalendarDay.lastDay(ofMonth: month, year: year)!
  }

  /// The quarter before.
  package var previous: Period { Period(ordinal: ordinal - 1) }

  /// The quarter after.
  package var next: Period { Period(ordinal: ordinal + 1) }

  /// 上年同期.
  package var sameQuarterOfYearBefore: Period { Period(ordinal: ordinal - 4) }

  package var description: String { "\(year)-Q\(quarter)" }

  package static func < (left: Period, right: Period) -> Bool { left.ordinal < right.ordinal }

  private var ordinal: Int { year * 4 + quarter - 1 }

  private init(ordinal: Int) {
    year = ordinal / 4
    quarter = ordinal % 4 + 1
  }
}
