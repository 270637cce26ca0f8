// SPDX-License-Identifier: Apache-2.0

import CensusModel
import TestSupport
import Testing

@testable import Roster

/// The quick look at a cell never says another thing than all patterns compared one by one.
@Suite struct PatternSieveTests {
  private static let rows: PreparedRows = {
    var words = RowVocabulary()
    words.examples = ["例{*}", "示例", "（样例）{*}"]
    words.totals = ["{*}合计{n}", "共{n}", "{*}小计", "Total", "以上共{n}"]
    words.lines = ["{n}年{n}月{n}日", "一、{*}", "审核{*}：{*}", "{n}/{n}", "第{n}页", "以下空白"]
    return PreparedRows(words, counting: ["人", "名"])
  }()

  /// What cells hold: words of patterns, names, numbers in several scripts, signs in several widths, characters that are
  /// compared in another spelling.
  private static let pieces = [
    "合计", "小计", "共", "以上", "例", "示例", "样例", "审核", "年", "月", "日", "第", "页", "以下空白", "Total", "人", "名", "王", "小", "明",
    "合",
    "计", "团支部", "12", "3", "十二", "二", "一", "〇", "２", "ｔ", "①", "Ⅳ", "é", "、", "：", ":", "/", "（", ")", " ", "\u{3000}",
    "\u{200B}", "，",
    "·",
  ]

  @Test func theQuickLookAgreesWithAllPatterns() {
    var dice = RandomSeed.dice("sieve")
    for _ in 0..<20_000 {
      let text = (0..<Int.random(in: 1...5, using: &dice)).map { _ in Self.pieces.randomElement(using: &dice) ?? "" }
        .joined()
      let slow = Self.rows.reason(of: text)
      var copy = text
      copy.withUTF8 { bytes in
        let cell = UnsafeRawBufferPointer(bytes)
        #expect(Self.rows.reason(ofSubject: cell, examplesOnly: false) == slow, "\(text)")
        let example = Self.rows.reason(ofSubject: cell, examplesOnly: true)
        #expect((example == "row-example") == (slow == "row-example"), "\(text)")
      }
    }
  }

  @Test(
    arguments: [
      ("合计：2人", "row-totals"), ("共2名", "row-totals"), ("（样例）王明", "row-example"), ("2019年5月3日", "row-note"),
      ("审核：", "row-note"),
      ("第3页", "row-note"), ("——", "row-note"), ("王小明", nil), ("合计师", nil), ("李一", nil),
    ] as [(String, String?)])
  func cellsAreToldForWhatTheyAre(text: String, reason: String?) {
    var copy = text
    copy.withUTF8 {
      #expect(Self.rows.reason(ofSubject: UnsafeRawBufferPointer($0), examplesOnly: false) == reason)
    }
  }
}
