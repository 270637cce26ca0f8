// SPDX-License-Identifier: Apache-2.0

import Tabular
import Testing

@testable import Roster

/// However a number is written, it is one number.
@Suite struct PlainNumberTests {
  private func plain(_ text: String) -> PlainNumber {
    Array(text.utf8).withUnsafeBytes { PlainNumber($0) }
  }

  @Test(arguments: [
    "33010620040229123x", "330106 20040229 123X", "330106—20040229—123X", "３３０１０６２００４０２２９１２３Ｘ",
    "\u{2018}33010620040229123X\u{2019}", "`33010620040229123X", "33010620040229123X。", "=\"33010620040229123X\"",
    "居民身份证号：33010620040229123X", "ID:33010620040229123X", "3301\u{200B}0620040229123X",
    "\u{202A}33010620040229123X\u{202C}",
    "330106\u{AD}20040229123X", "330106\u{180E}20040229123X\u{2063}", "\t33010620040229123X\u{FEFF}",
    "33010620040229123X；", "（33010620040229123X）", "[33010620040229123X]", "身份证【33010620040229123X】",
  ])
  func spellingsOfOneNumberAreOne(text: String) {
    #expect(String(decoding: plain(text).bytes, as: UTF8.self) == "33010620040229123X")
    #expect(plain(text).readAsX == nil)
  }

  @Test(arguments: ["×", "Х", "Χ", "х", "✕"])
  func aSignLikeXInTheLastPlaceIsReadAndTold(sign: String) {
    let number = plain("33010620040229123" + sign)
    #expect(String(decoding: number.bytes, as: UTF8.self) == "33010620040229123X")
    #expect(number.readAsX != nil)
  }

  @Test(arguments: [
    ("E12345678", "E12345678"), ("A123456(7)", "A123456(7)"), ("h08123456", "H08123456"),
    ("3.30106E+17", "3.30106E+17"),
    ("330106××××××××1234", "330106********1234"), ("手机 139-0574-1234", "13905741234"), ("13905741234.0", "13905741234"),
  ])
  func otherNumbersKeepWhatTellsThemApart(text: String, expected: String) {
    #expect(String(decoding: plain(text).bytes, as: UTF8.self) == expected)
  }

  @Test(arguments: ["+8613905741234", "008613905741234", "8613905741234", "13905741234"])
  func aPhoneIsTheSameWithThePrefixOfTheCountry(text: String) {
    #expect(String(decoding: PlainNumber.phone(Array(text.utf8)), as: UTF8.self) == "13905741234")
  }
}

/// Dates in words, and texts that may be two dates.
@Suite struct WordedDateTests {
  private func read(_ text: String, _ kind: CellKind = .string) -> DateReading.Outcome {
    Array(text.utf8).withUnsafeBytes { DateReading.read($0, kind: kind) }
  }

  @Test(arguments: [
    ("二〇一七年十二月", 2017, 12, nil), ("二○一九年十月三十一日", 2019, 10, 31), ("二零一八年六月", 2018, 6, nil),
    ("2017年9月", 2017, 9, nil), ("2017.9月", 2017, 9, nil), ("2019 - 05 - 06", 2019, 5, 6),
  ])
  func wordsAreRead(text: String, year: Int, month: Int, day: Int?) throws {
    #expect(read(text) == .date(try #require(ReadDate(year: year, month: month, day: day))))
  }

  @Test(arguments: ["17.12", "May-18", "Dec-17", "2019.05-06", "2019年5-6月", "五月", "18.5", "二〇一九年"])
  func whatMayBeAnotherMonthIsNotRead(text: String) { #expect(read(text) == .invalid) }

  @Test func aNumberWithoutItsCenturyIsNoDate() { #expect(read("17.12", .number) == .invalid) }
}
