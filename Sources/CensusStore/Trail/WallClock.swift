// SPDX-License-Identifier: Apache-2.0

package import Foundation

/// Where the time of the audit trail comes from; a test hands in its own. Reports never ask it.
package struct WallClock: Sendable {
  private let read: @Sendable () -> Date
  /// Noted in the trail: what stopped the clock; nil for the system's.
  let source: String?

  init(source: String?, _ read: @escaping @Sendable () -> Date) {
    self.read = read
    self.source = source
  }

  /// The clock of the machine.
  package static let system = WallClock(source: nil) { Date() }

  /// The variable that stops the clock: for tests and rehearsals only.
  package static let variable = "LEAGUE_CENSUS_NOW"

  /// A clock that stands still, and entries say so; nil unless the text is like `2019-07-05T08:00:00Z`.
  package static func stopped(at text: String) -> WallClock? {
    Moment(text).map { moment in WallClock(source: variable) { moment.date } }
  }

  var now: Moment { Moment(read()) }
}

/// A second of the audit trail, written in UTC.
package struct Moment: Sendable, Hashable, Comparable, CustomStringConvertible {
  /// The time, cut to whole seconds.
  package let date: Date

  init(_ date: Date) { self.date = Date(timeIntervalSince1970: date.timeIntervalSince1970.rounded(.down)) }

  /// Reads a time in ISO 8601 with its zone, such as `2019-07-05T08:00:00Z`; nil for anything else.
  package init?(_ text: String) {
    guard let date = try? Date(text, strategy: .iso8601) else { return nil }
    self.init(date)
  }

  /// `2019-07-05T08:00:00Z`
  package var description: String { date.formatted(.iso8601) }

  /// The calendar day in China, which has one time zone (UTC+8), as yyyymmdd: due dates are Chinese days.
  package var dayInChina: Int {
    let day = date.addingTimeInterval(8 * 3600).formatted(.iso8601).prefix(10)
    return Int(day.replacing("-", with: "")) ?? 0
  }

  package static func < (left: Moment, right: Moment) -> Bool { left.date < right.date }
}
