// SPDX-License-Identifier: Apache-2.0

import CensusModel
import Findings
import Tabular
import Testing

/// Lists as people make them: nobody is dropped without a word.
@Suite struct ListShapeTests {
  private static let branch = "红星村团支部"

  @Test(arguments: [3, 1000]) func furtherTablesOfASheetAreRead(size: Int) throws {
    var sheet = SheetRows(
      lines: """
        姓名,身份证号码,入团年月,所在团支部
        钟一,330203200301010214,2017-05,红星村团支部
        钟二,330203200302020238,2017-05,红星村团支部

        姓名,身份证号码,团干所属组织,团内现任职务,团干部性质
        钟一,330203200301010214,红星村团支部,书记,兼职

        姓名,身份证号码,入团年月,所在团支部
        钟三,330203200303030251,2017-05,红星村团支部
        """)
    sheet.size = size
    let reading = try sheet.read()
    #expect(reading.sheets.map(\.kind) == [.member, .cadre, .member])
    #expect(reading.texts("organisation").count == 3 && reading.texts("post", of: .cadre) == ["书记"])
  }

  @Test func twoBlocksBesideEachOtherAreBothRead() throws {
    let reading = try SheetRows(
      lines: """
        序号,姓名,入团年月,所在团支部,序号,姓名,入团年月,所在团支部
        1,钟一,2017-05,红星村团支部,2,钟二,2018-05,白云村团支部
        3,钟三,2017-05,红星村团支部,,,,
        """
    ).read()
    #expect(reading.texts("organisation").sorted() == ["白云村团支部", "红星村团支部", "红星村团支部"])
    #expect(!reading.codes().contains("heading-duplicate"))
    #expect(reading.aside.isEmpty)
  }

  /// Another kind of list to the right, with the name a second time or with other headings, says itself whose it is.
  @Test(arguments: [
    ("姓名,团干所属组织,团内现任职务", "钟二,红星村团支部,书记", RecordKind.cadre),
    ("组织,14-28周岁青年数", "红星村团支部,90", .youth), ("姓名,入团年月,所在团支部", "钟二,2018-05,白云村团支部", .member),
    ("团干姓名,团干所属组织,团内现任职务,任现职年月", "钟二,白云村团支部,书记,2018-01", .cadre),
  ])
  func aListBesideTheTableIsRead(headings: String, row: String, kind: RecordKind) throws {
    for size in [1, 1000] {
      var sheet = SheetRows(
        lines: """
          姓名,身份证号码,入团年月,所在团支部,,\(headings)
          钟一,330203200301010214,2017-05,红星村团支部,,\(row)
          钟三,330203200303030251,2017-05,红星村团支部,,\(row)
          ,,,,,\(row)
          ,,,,,合计,3

          姓名,入团年月,所在团支部
          钟四,2017-05,红星村团支部
          """)
      sheet.size = size
      let reading = try sheet.read()
      #expect(reading.records.count { $0.kind == .member } == (kind == .member ? 6 : 3))
      #expect(reading.records.count { $0.kind == kind } == (kind == .member ? 6 : 3))
      #expect(!reading.codes().contains { $0 == "side-list-unread" || $0 == "heading-duplicate" })
      #expect(reading.aside.allSatisfy { $0.hasPrefix("5 ") }, "\(reading.aside)")
    }
  }

  /// Lists that stand under titles of their own are of those branches.
  @Test func listsBesideEachOtherAreUnderTheirTitles() throws {
    let blocks = try SheetRows([
      ["红星村团支部团员名单", "", "", "白云村团支部团员名单"], ["姓名", "入团年月", "", "姓名", "入团年月"],
      ["钟一", "2017-05", "", "钟二", "2018-05"], ["钟三", "2017-05"],
    ]).read()
    #expect(blocks.texts("organisation").sorted() == ["白云村团支部", "红星村团支部", "红星村团支部"])
    let kinds = try SheetRows([
      ["红星村团支部团员名单", "", "", "白云村团支部干部"], ["姓名", "入团年月", "", "姓名", "团内现任职务", "团干部性质"],
      ["钟一", "2017-05", "", "钟二", "书记", "兼职"], ["钟三", "2017-05"],
    ]).read()
    #expect(kinds.texts("organisation") == ["红星村团支部", "红星村团支部"])
    #expect(kinds.texts("organisation", of: .cadre) == ["白云村团支部"])
  }

  /// One that lacks a column, or would have to take its branch from the list beside it, is told.
  @Test(arguments: [
    ("姓名,备注", "钟二,新生", "团员花名册", "E1"), ("姓名,团内现任职务,团干部性质", "钟二,书记,兼职", "团干部花名册", "E1"),
  ])
  func aListBesideTheTableIsTold(headings: String, row: String, kind: String, cell: String) throws {
    let reading = try SheetRows(
      lines: """
        姓名,入团年月,所在团支部,,\(headings)
        钟一,2017-05,红星村团支部,,\(row)
        钟三,2017-05,红星村团支部,,\(row)
        钟四,2017-05,红星村团支部,,,,
        """
    ).read()
    let finding = try #require(reading.finding("side-list-unread"))
    #expect(finding.facts["nearest"] == kind && finding.facts["count"] == "2" && finding.count == 2)
    #expect("\(finding.place?.columnLetters ?? "")\(finding.place?.row ?? 0)" == cell)
    #expect(reading.counted == 3 && reading.codes() == ["columns-missing", "side-list-unread"])
  }

  /// The branch of the list beside is none of the rows on the left, which have theirs in the title.
  @Test func aBranchBesideTheTableIsNotItsOwn() throws {
    let reading = try SheetRows([
      ["红星村团支部团员名单"], ["姓名", "身份证号码", "入团年月", "", "团干部姓名", "职务", "所在团支部"],
      ["钟一", "330203200301010214", "2017-05", "", "钟二", "书记", "白云村团支部"],
      ["钟三", "330203200303030251", "2017-05"],
    ]).read()
    #expect(reading.counted == 2 && reading.texts("organisation") == ["红星村团支部", "红星村团支部"])
    #expect(reading.texts("organisation", of: .cadre) == ["白云村团支部"] && reading.aside.isEmpty)
  }

  /// Two columns of remarks are no list.
  @Test func remarksBesideTheTableAreNoList() throws {
    let reading = try SheetRows(
      lines: "姓名,入团年月,所在团支部,备注,家长姓名\n钟一,2017-05,红星村团支部,新生,钟某"
    ).read()
    #expect(reading.counted == 1 && !reading.codes().contains("side-list-unread"))
  }

  @Test func namesAloneAreAListWhereTheTitleNamesTheBranch() throws {
    let named = try SheetRows([["红星村团支部团员名单"], ["姓名"], ["钟一"], ["钟二"]]).read()
    #expect(named.counted == 2 && named.texts("organisation") == ["红星村团支部", "红星村团支部"])
    let unnamed = try SheetRows([["姓名"], ["钟一"], ["钟二"]]).read()
    #expect(unnamed.records.isEmpty && unnamed.findings.contains { $0.count == 2 && $0.code != "sheet-without-table" })
  }

  /// The branch in the name of the sheet or the file, or the unit that hands in, will do; other words make another list.
  @Test(arguments: [
    ("红星村团支部", "a.xlsx", 2), ("", "input/红星村团支部团员名单.csv", 2), ("Sheet1", "x.zip ▸ 2019年6月红星村团支部名单.xlsx", 2),
    ("工作表1", "红星村团支部.xls", 2), ("红星村团支部志愿者名单", "a.xlsx", 0), ("", "红星村团支部入党申请人.csv", 0), ("", "名单.csv", 0),
  ])
  func namesAloneAreAListOfTheBranchAround(sheet: String, file: String, count: Int) throws {
    var rows = SheetRows(sheet, [["姓名"], ["钟一"], ["钟二"]])
    rows.file = file
    #expect(try rows.read().texts("organisation") == Array(repeating: "红星村团支部", count: count))
    rows.branch = "33020409"
    let unit = try rows.read()
    #expect(unit.counted == (file == "名单.csv" ? 2 : count), "\(sheet) \(file)")
    if unit.counted == 0 { #expect(unit.findings.contains { $0.count == 2 && $0.code != "sheet-without-table" }) }
  }

  @Test func namesAloneBelowFurtherTitlesAreOfThoseBranches() throws {
    let reading = try SheetRows(
      [["红星村团支部团员名单"], ["姓名"], ["钟一"], ["白云村团支部团员名单"], ["姓名"], ["钟二"], ["钟三"]]
    ).read()
    #expect(reading.texts("organisation") == ["红星村团支部", "白云村团支部", "白云村团支部"])
  }

  /// A CSV file has no name of a sheet: that of the file says of whom and when it is.
  @Test func theNameOfAFileSpeaksForASheetWithoutAName() throws {
    let rows = [["姓名", "入团年月", "所在团支部"], ["钟一", "2017-05", Self.branch]]
    var sheet = SheetRows("", rows)
    sheet.file = "in/2018年第4季度超龄离团人员花名册.csv"
    #expect(try sheet.read().counted == 0)
    #expect(try sheet.read().codes().contains("title-of-another-period"))
    sheet.name = "团员"
    #expect(try sheet.read().counted == 1)
  }

  @Test func aMisspeltHeadingIsNamedWithItsRows() throws {
    let reading = try SheetRows(
      lines: "姓名,入团年月,所在团织\n钟一,2017-05,红星村团支部\n钟二,2017-05,红星村团支部"
    ).read()
    let finding = try #require(reading.finding("sheet-heading-misspelt"))
    #expect(finding.facts["value"] == "所在团织" && finding.facts["count"] == "2")
    #expect(reading.records.isEmpty)
  }

  @Test func anAddressListIsNoRoster() throws {
    let reading = try SheetRows(lines: "姓名,单位,联系电话\n钟一,某公司,13800001234").read()
    #expect(reading.records.isEmpty)
    #expect(reading.finding("sheet-kind-untold")?.count == 1)
  }

  @Test func noOtherColumnIsNeeded() throws {
    let reading = try SheetRows(lines: "姓名,团支部\n钟一,红星村团支部\n钟二,红星村团支部").read()
    #expect(reading.counted == 2)
    #expect(reading.finding("columns-missing")?.facts["missing"] == "身份证号码、入团年月、发展团员编号")
  }

  @Test(arguments: [
    ("*姓名▲", "* 加入共青团时间\n格式：YYYY-MM"), ("姓名：", "入團時間"), ("Name", "入团年月 yyyy-mm"),
  ])
  func headingsAreKnownWithHintsAndInOtherScripts(name: String, joined: String) throws {
    let reading = try SheetRows([[name, joined, "所屬團支部"], ["钟一", "2017-05", Self.branch]]).read()
    #expect(reading.records.first?.values["joined"] == .integer(20_170_531))
  }

  @Test func filledColumnsWithoutAHeadingAreNamed() throws {
    let rows = (1...6).map { ["钟\($0)甲", "2017-05", Self.branch, $0 % 2 == 0 ? "已转出" : "在册"] }
    let reading = try SheetRows([["姓名", "入团年月", "所在团支部", ""]] + rows).read()
    let finding = try #require(reading.finding("column-without-heading"))
    #expect(finding.place?.columnLetters == "D" && finding.facts["count"] == "6")
  }

  /// What was shifted beyond the headings may say that somebody left.
  @Test func aShiftedRowIsToldAndItsStateHeard() throws {
    let rows = (1...8).map { _ in ["钟一甲", "2017-05", Self.branch, "某厂", "正常"] }
    let shifted = ["钟二甲", "2017-05", Self.branch, "某厂", "二车间", "开除团籍"]
    let reading = try SheetRows([["姓名", "入团年月", "所在团支部", "工作单位", "团籍状态"]] + rows + [shifted]).read()
    #expect(reading.counted == 8)
    #expect(reading.finding("rows-wider-than-headings")?.place?.row == 10)
    #expect(
      reading.codes(["membership-unread-left-out", "membership-unread-counted"]) == ["membership-unread-left-out"])
  }

  @Test func whatStandsForNoNameIsToldWithItsCell() throws {
    let names = ["钟\u{FFFD}", "钟一、王二", "钟3", "测试", "宋和平", "买买提·艾力", "欧阳海"]
    let reading = try SheetRows(
      [["姓名", "入团年月", "所在团支部"]] + names.map { [$0, "2017-05", Self.branch] }
    ).read()
    let told = reading.findings.filter { $0.code.hasPrefix("name-") }.map { "\($0.code) \($0.place?.row ?? 0)" }
    #expect(told == ["name-garbled 2", "name-several 3", "name-garbled 4", "name-doubtful 5"])
    #expect(reading.counted == 7)
  }

  /// A branch that has nobody writes 无 or a dash where a name should be, and lists end with how many are boys.
  @Test func rowsThatSayNobodyAreNobody() throws {
    let nobody = ["无", "暂无", "暂无团员", "/", "-", "——", "无。", "（无）", "本支部无团员"]
    let lists = [["平均年龄", "16.2"], ["男", "5"], ["女：4人", ""], ["其中：男5人，女4人"]]
    let reading = try SheetRows(
      [["姓名", "入团年月", "所在团支部"], ["钟一", "2017-05", Self.branch]] + nobody.map { [$0, "", Self.branch] } + lists
    ).read()
    #expect(reading.texts("organisation").count == 1, "\(reading.records.map(\.row))")
    #expect(reading.aside.allSatisfy { $0.hasSuffix("row-note") || $0.hasSuffix("row-totals") }, "\(reading.aside)")
    let named = try SheetRows([
      ["姓名", "身份证号码", "所在团支部"], ["无", "330203200301010214", Self.branch], ["同上", "330203200302020238", Self.branch],
    ]).read()
    #expect(named.counted == 2 && named.codes(["name-doubtful"]).count == 2)
  }

  @Test func hiddenAndStruckRowsCountUnlessToldOtherwise() throws {
    var sheet = SheetRows([["姓名", "入团年月", "所在团支部"]] + (1...5).map { _ in ["钟一", "2017-05", Self.branch] })
    sheet.flags = [3: .hidden, 4: [.hidden, .struck], 6: .struck]
    var reading = try sheet.read()
    #expect(reading.counted == 5)
    #expect(reading.finding("rows-hidden-counted")?.count == 2 && reading.finding("rows-struck-counted")?.count == 2)
    sheet.choices = RosterChoices(countsHiddenRows: false, countsStruckRows: false)
    reading = try sheet.read()
    #expect(reading.counted == 2)
    #expect(reading.codes(["rows-hidden-left-out", "rows-struck-left-out"]).count == 2)
  }

  @Test(arguments: [SheetVisibility.hidden, .veryHidden]) func aHiddenSheetIsLeftOutAndTold(
    _ visibility: SheetVisibility
  )
    throws
  {
    var sheet = SheetRows("旧表", [["姓名", "入团年月", "所在团支部"]] + (1...3).map { _ in ["钟一", "2017-05", Self.branch] })
    sheet.visibility = visibility
    #expect(try sheet.read().counted == 0)
    #expect(try sheet.read().finding("sheet-hidden-left-out")?.count == 3)
    sheet.choices = RosterChoices(readsHiddenSheets: true)
    #expect(try sheet.read().counted == 3)
    #expect(try sheet.read().finding("sheet-hidden-counted")?.count == 3)
    // The values of drop-down lists are hidden as a rule.
    var lists = SheetRows("选项", [["男"], ["女"]])
    lists.visibility = visibility
    #expect(try lists.read().findings.isEmpty)
  }
}
