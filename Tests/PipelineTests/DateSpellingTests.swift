// SPDX-License-Identifier: Apache-2.0

import CensusModel
import Findings
import Tabular
import Testing

/// Dates as people type them: read where they can mean one month only, else a finding; never another month.
@Suite struct DateSpellingTests {
  private func joined(_ text: String) throws -> (value: RecordValue?, codes: [String]) {
    let reading = try SheetRows([
      ["姓名", "入团年月", "所在团支部"], ["钟一", text, "红星村团支部"],
    ]).read()
    return (reading.records[0].values["joined"], reading.codes(["date-invalid", "date-ambiguous"]))
  }

  @Test(arguments: [
    ("2017年9月份", 20_170_930), ("2017·09", 20_170_930), ("2017。09", 20_170_930), ("2017．09", 20_170_930),
    ("17年9月", 20_170_930), ("95年5月", 19_950_531), ("一七年九月", 20_170_930), ("2017年09月08", 20_170_908),
    ("2017-9-", 20_170_930), ("201709.", 20_170_930), ("201709。", 20_170_930), ("'2017-09", 20_170_930),
    ("‘2017-09’", 20_170_930), ("2017 09", 20_170_930), ("2017 1 2", 20_170_102), ("2017 年 9 月 8 日", 20_170_908),
    ("2017年9月。", 20_170_930), ("２０１７．９．８", 20_170_908), ("2017–09", 20_170_930), ("2017年9", 20_170_930),
    ("2017.09.08.", 20_170_908), ("20170908。", 20_170_908), ("二〇一七年九月份", 20_170_930),
  ])
  func whatMeansOneMonthIsRead(text: String, day: Int64) throws {
    let read = try joined(text)
    #expect(read.value == .integer(day) && read.codes == [], "\(read)")
  }

  @Test(arguments: [
    "2017-9-10月", "2017年9-10月", "2017.09-10", "2017年9日", "17.9", "17-09", "Sep-17", "9/2017", "2017年1 2月", "2017 1",
    "2017年", "2017.9.", "2017..9", "2017年13月", "2017年秋", "1709", "2017月9", "9月2017年", "2017年9月、10月",
  ])
  func whatMayMeanAnotherIsToldUnlessItIsRight(text: String) throws {
    let read = try joined(text)
    let isRight = read.value == .integer(20_170_930) || read.value == .integer(20_170_131)
    #expect(
      read.codes == ["date-invalid"] && read.value == .null || isRight && ["2017 1", "2017.9."].contains(text),
      "\(read)")
  }
}
