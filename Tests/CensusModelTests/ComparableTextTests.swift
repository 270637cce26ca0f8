// SPDX-License-Identifier: Apache-2.0

import CensusModel
import Testing

@Suite struct ComparableTextTests {
  private let comparable = ComparableText(HanziVariants(pairs: "呂吕國国陳陈".unicodeScalars))

  @Test(arguments: [
    ("呂國明", "吕国明"), ("阿依古丽•買", "阿依古丽．買"), ("高二〔3〕班团支部", "高二（3）班团支部"), ("镇海第十二中学", "镇海第12中学"),
    ("月湖\u{200B}中学", "月湖中学"), ("陳\u{202C}明", "陈明"), ("王 小明", "王\u{3000}小明"), ("第二十一支部", "第21支部"),
  ])
  func spellingsAreAlike(first: String, second: String) {
    #expect(comparable.of(first) == comparable.of(second))
    let bytes = Array(first.utf8)
    let other = bytes.withUnsafeBytes { comparable.with($0) { String(decoding: $0, as: UTF8.self) } }
    #expect(other == comparable.of(first))
  }

  @Test(arguments: [("王明", "王朋"), ("第一支部", "第二支部"), ("乾", "干"), ("高一1班", "高一11班")])
  func otherNamesStayApart(first: String, second: String) {
    #expect(comparable.of(first) != comparable.of(second))
  }

  @Test func numbersInHanzi() {
    func value(_ text: String) -> Int? { HanziNumber.value(Array(text.unicodeScalars)) }
    #expect(value("十") == 10 && value("二十") == 20 && value("一百零五") == 105 && value("二〇一八") == 2018)
    #expect(value("二三十") == nil && value("") == nil && value("年") == nil)
  }
}
