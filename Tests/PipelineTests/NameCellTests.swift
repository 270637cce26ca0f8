// SPDX-License-Identifier: Apache-2.0

import CensusModel
import Findings
import Intake
import Tabular
import Testing

/// Cells of names that hold more than a name, and headings and marks that stand for others.
@Suite struct NameCellTests {
  private static let heading = ["姓名", "身份证号码", "入团年月", "所在团支部", "团籍状态", "发展团员编号"]
  private static let person = ["钟一", "330203200301010214", "2018-05", "红星村团支部", "正常", "201833000001"]
  private static let cadres = ["姓名", "身份证号码", "团干所属组织", "团内现任职务", "团干部性质"]

  private func read(name: String) throws -> SheetRows.Reading {
    try SheetRows([Self.heading, [name] + Self.person.dropFirst()]).read()
  }

  @Test(arguments: [
    "钱三和施四", "钱三与施四", "钱小三以及施四", "钱三、施四", "钱三/施四", "钱三 施四", "钱三\n施四", "钱三　施四", "钱三+施四",
    "钱三等3人", "钱三等三名同学", "钱三等人", "钱三，施四", "钱三 施四 孙五",
  ])
  func aCellWithSeveralPeopleIsAnErrorThatSaysHowItCounted(name: String) throws {
    let reading = try read(name: name)
    #expect(reading.codes() == ["name-several"] && reading.counted == 1, "\(reading.codes())")
    #expect(reading.findings[0].place?.columnLetters == "A" && reading.findings[0].place?.row == 2)
  }

  /// Blanks and such signs stand in names of one person as well.
  @Test(arguments: [
    "钱和平", "和小明", "李与时", "欧阳 娜娜", "夏侯 文静", "古丽 阿依木", "阿依古丽·买买提", "施 三", "钱 小 三", "热和曼古丽", "Li Ming", "及小云",
  ])
  func aNameOfOnePersonStaysOne(name: String) throws {
    #expect(try read(name: name).codes() == [])
  }

  @Test(arguments: [
    ("施四（已离任）", "离任"), ("施四【调离】", "调离"), ("施四-免职", "免职"), ("施四(2019年3月卸任)", "卸任"), ("施四（原书记）", "原"),
    ("施四（挂职期满）", "期满"), ("施四 已故", "已故"), ("施四（拟任）", "拟任"),
  ])
  func aCadreWhoLeftByTheNameIsNotCounted(name: String, word: String) throws {
    let rows = [[name, "330203200301010214", "红星村团支部", "书记", "专职"], ["钟一", "", "红星村团支部", "委员", "兼职"]]
    let reading = try SheetRows("团干部", [Self.cadres] + rows).read()
    #expect(reading.texts("name", of: .cadre) == ["钟*"] && reading.aside == ["2 row-cadre-left"])
    let told = reading.findings.filter { $0.code == "row-cadre-left" }
    #expect(told.count == 1 && told[0].facts["value"] == word && told[0].place?.columnLetters == "A")
  }

  @Test(arguments: ["施四（待离任）", "施四（女）", "施四（兼）"]) func otherWordsLeaveACadre(name: String) throws {
    let reading = try SheetRows("团干部", [Self.cadres, [name, "", "红星村团支部", "书记", "专职"]]).read()
    #expect(reading.records.count == 1 && !reading.codes().contains("row-cadre-left"))
  }

  @Test(arguments: ["钟一【调离】", "钟一（已调走）"]) func whoMovedAwayIsNoMember(name: String) throws {
    let reading = try read(name: name)
    #expect(reading.counted == 0 && reading.codes() == ["name-against-membership"])
  }

  @Test func aPostSaysTheNatureOfACadre() throws {
    let posts = [("兼职副书记", ""), ("兼职团委副书记", ""), ("书记（挂职）", ""), ("专职副书记", ""), ("副书记", ""), ("兼职委员", "兼职")]
    let rows = posts.map { ["钟一", "", "红星村团支部", $0.0, $0.1] }
    let reading = try SheetRows("团干部", [Self.cadres] + rows).read()
    #expect(
      reading.texts("nature", of: .cadre) == ["part-time", "part-time", "seconded", "full-time", "", "part-time"])
    #expect(reading.texts("post", of: .cadre)[0] == "兼职副书记")
    #expect(reading.finding("nature-from-post")?.count == 4 && reading.finding("post-against-nature") == nil)
  }

  @Test func aPostThatSaysAnotherNatureIsToldAndTheColumnCounts() throws {
    let reading = try SheetRows("团干部", [Self.cadres, ["钟一", "", "红星村团支部", "兼职副书记", "专职"]]).read()
    #expect(reading.texts("nature", of: .cadre) == ["full-time"])
    let told = try #require(reading.finding("post-against-nature"))
    #expect(told.facts == ["value": "兼职", "expected": "专职"] && told.place?.columnLetters == "D")
  }

  @Test func dittoMarksStandForTheCellAbove() throws {
    let branches = ["红星村团支部", "同上", "〃", "", "清溪村团支部", "\"", "″"]
    let rows = branches.enumerated().map { ["钟\($0.offset)甲", "", "2018-05", $0.element, "正常", ""] }
    for size in [3, 1000] {
      var sheet = SheetRows([Self.heading] + rows)
      sheet.size = size
      let reading = try sheet.read()
      let (first, second) = ("红星村团支部", "清溪村团支部")
      #expect(reading.texts("organisation") == [first, first, first, second, second, second], "\(size)")
      #expect(reading.aside == ["5 row-no-organisation"])
      #expect(reading.finding("organisation-from-above")?.count == 4)
    }
  }

  /// A lost column changes figures: 团籍壮态 holds who left.
  @Test(arguments: [
    ("团籍壮态", "团籍状态"), ("人团年月", "入团年月"), ("身份正号码", "身份证号码"), ("姓明", "姓名"),
  ])
  func aHeadingThatSoundsOrLooksLikeAMissingOneIsAnError(heading: String, expected: String) throws {
    let headings = Self.heading.map { $0 == expected ? heading : $0 }
    let told = try #require(try SheetRows([headings, Self.person]).read().finding("heading-misspelt"))
    #expect(told.facts == ["value": heading, "expected": expected])
  }

  @Test(arguments: ["入学年月", "入队年月", "学员编号", "备用号码"]) func headingsOfOtherThingsAreNot(heading: String) throws {
    let reading = try SheetRows([["姓名", "身份证号码", "所在团支部", heading], ["钟一", "", "红星村团支部", "x"]]).read()
    #expect(reading.finding("heading-misspelt") == nil && reading.counted == 1)
  }

  /// 男 in a row that slipped to the side is no word for a total.
  @Test func aRowThatSlippedIsNoTotal() throws {
    let headings = ["姓名", "身份证号码", "性别", "民族", "出生日期", "入团年月", "所在团支部"]
    let row = ["钟二", "330203200302020238", "男", "汉族", "2003-02-02", "2018-05", "红星村团支部"]
    let reading = try SheetRows([headings, row, ["", ""] + row]).read()
    #expect(reading.aside == ["3 row-no-person"])
  }
}
