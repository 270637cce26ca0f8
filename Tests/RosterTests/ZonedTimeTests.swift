// SPDX-License-Identifier: Apache-2.0

import Tabular
import Testing

@testable import Roster

/// Moments with a zone are days of China, and serials a breath below a day are that day.
@Suite struct ZonedTimeTests {
  private func read(_ text: String, _ kind: CellKind) -> DateReading.Outcome {
    Array(text.utf8).withUnsafeBytes { DateReading.read($0, kind: kind) }
  }

  @Test(
    arguments: [
      ("2018-04-30T16:00:00Z", 2018, 5, 1), ("2018-04-30T15:59:59Z", 2018, 4, 30),
      ("2018-12-31T18:30:00.5Z", 2019, 1, 1),
      ("2018-05-01T00:00:00+08:00", 2018, 5, 1), ("2018-05-01T03:00:00+14:00", 2018, 4, 30),
      ("2018-05-01 23:00:00-05:00", 2018, 5, 2), ("2018-05-01T16:00:00", 2018, 5, 1),
    ], [CellKind.string, .date])
  func aMomentIsADayOfChina(example: (String, Int, Int, Int), kind: CellKind) throws {
    let date = try #require(ReadDate(year: example.1, month: example.2, day: example.3))
    #expect(read(example.0, kind) == .date(date))
  }

  @Test func aSerialJustBelowADayIsThatDay() throws {
    let date = try #require(ReadDate(year: 2018, month: 6, day: 1))
    #expect(read("43252", .number) == .date(date) && read("43251.99999999999", .number) == .date(date))
    #expect(read("43252.5", .number) == .date(date) && read("43251.9", .number) != .date(date))
  }
}
