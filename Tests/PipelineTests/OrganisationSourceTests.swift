// SPDX-License-Identifier: Apache-2.0

import CensusModel
import Findings
import Tabular
import Testing

/// Ways in which a sheet says which branch its people belong to.
@Suite struct OrganisationSourceTests {
  @Test func theCellAboveHoldsForTheRowsOfItsBlock() throws {
    let sheet = SheetRows(
      lines: """
        所属团支部,序号,姓名,入团时间
        东海小学教工团支部,1,钟一,2012-05
        ,2,钟二,2013-05
        ,3,钟三,2014-05
        西山社区团支部,1,钟四,2015-05
        ,2,钟五,2015-12
        """)
    let reading = try sheet.read()
    #expect(
      reading.texts("organisation")
        == Array(repeating: "东海小学教工团支部", count: 3) + Array(repeating: "西山社区团支部", count: 2))
    #expect(reading.finding("organisation-from-above")?.facts["count"] == "3")
  }

  /// One cell that was forgotten is nobody's branch.
  @Test func aForgottenCellIsNotFilledIn() throws {
    let reading = try SheetRows(
      lines: """
        姓名,所在团支部,入团年月
        钟一,西山社区团支部,2012-05
        钟二,西山社区团支部,2013-05
        钟三,,2014-05
        钟四,西山社区团支部,2015-05
        """
    ).read()
    #expect(reading.aside == ["4 row-no-organisation"])
    #expect(reading.records.count == 3)
  }

  @Test func ofAMergedColumnOnlyWhatIsMergedIsFilled() throws {
    var sheet = SheetRows(
      lines: """
        姓名,所在团支部,入团年月
        钟一,西山社区团支部,2012-05
        钟二,,2013-05
        钟三,,2014-05
        """)
    sheet.vertical = [MergedRange(firstRow: 2, firstColumn: 2, lastRow: 3, lastColumn: 2)]
    for size in [1, 2, 1000] {
      sheet.size = size
      let reading = try sheet.read()
      #expect(reading.texts("organisation") == ["西山社区团支部", "西山社区团支部"], "\(size)")
      #expect(reading.aside == ["4 row-no-organisation"])
    }
  }

  @Test(arguments: [
    ("江北中学初三（2）班团支部团员花名册", "江北中学初三（2）班团支部"),
    ("2018-2019学年第二学期江北中学初三2班团支部 团员名册", "江北中学初三2班团支部"),
    ("团支部名称：红星村团支部", "红星村团支部"),
  ])
  func theTitleNamesTheBranch(title: String, branch: String) throws {
    let reading = try SheetRows([[title], ["姓名", "入团年月"], ["钟一", "2017-05"], ["钟二", "2017-05"]]).read()
    #expect(reading.texts("organisation") == [branch, branch])
    #expect(reading.finding("organisation-from-title")?.facts["value"] == branch)
  }

  /// A class is a branch of the school that the title or the file names.
  @Test(arguments: [
    ("江北中学团员花名册", "a.xlsx", "江北中学初三（2）班"), ("花名册", "江北中学.xlsx", "江北中学初三（2）班"), ("花名册", "a.xlsx", "初三（2）班"),
  ])
  func aClassIsOfTheSchoolAround(title: String, file: String, branch: String) throws {
    let people = [["钟一", "2017-05"], ["钟二", "2017-05"]]
    var sheet = SheetRows("初三（2）班", [[title], ["姓名", "入团年月"]] + people)
    sheet.file = file
    #expect(try sheet.read().texts("organisation") == [branch, branch])
    sheet = SheetRows("Sheet1", [[title], ["姓名", "入团年月", "班级"]] + people.map { $0 + ["初三（2）班"] })
    sheet.file = file
    #expect(try sheet.read().texts("organisation") == [branch, branch])
  }

  /// Beside the branch the class is a column that nobody reads.
  @Test func theClassBesideTheBranchIsNotRead() throws {
    let rows = [["姓名", "入团年月", "班级", "所在团支部"], ["钟一", "2017-05", "初三（2）班", "江北中学初三（2）班团支部"]]
    for rows in [rows, rows.map { [$0[0], $0[1], $0[3], $0[2]] }] {
      let reading = try SheetRows(rows).read()
      #expect(reading.texts("organisation") == ["江北中学初三（2）班团支部"])
      #expect(!reading.codes().contains("heading-duplicate"))
    }
  }

  @Test func theSheetNameAndTheUnitDoAsWell() throws {
    let rows = [["姓名", "入团年月", "发展团员编号"], ["钟一", "2017-05", "201733000009"]]
    #expect(try SheetRows("红星村团支部", rows).read().texts("organisation") == ["红星村团支部"])
    var sheet = SheetRows("Sheet1", rows)
    #expect(try sheet.read().finding("sheet-unrecognised")?.facts["count"] == "1")
    sheet.branch = "33020409"
    let reading = try sheet.read()
    #expect(reading.texts("organisation") == ["33020409"])
    #expect(reading.codes().contains("organisation-from-unit"))
  }

  /// Lines below a list get no branch from its title.
  @Test func aLineBelowIsNobody() throws {
    let reading = try SheetRows([
      ["红星村团支部团员花名册"], ["序号", "姓名", "入团年月"], ["1", "钟一", "2017-05"],
      ["", "以上名单经支部大会讨论通过，现予上报。"], ["", "共1人"],
    ]).read()
    #expect(reading.records.count == 1)
    #expect(reading.aside == ["4 row-note", "5 row-totals"])
  }

  /// Sections with numbers, below the heading, in whatever column, also where no title names a branch.
  @Test(arguments: [
    [["姓名", "入团年月"], ["红星村团支部"], ["钟一", "2017-05"], ["白云村团支部："], ["钟二", "2018-05"]],
    [["序号", "姓名", "入团年月"], ["一、红星村团支部团员名单（1人）"], ["1", "钟一", "2017-05"], ["（二）白云村团支部"], ["1", "钟二", "2018-05"]],
    [["1.红星村团支部"], ["姓名", "入团年月"], ["钟一", "2017-05"], ["", "2．白云村团支部（共1人）"], ["钟二", "2018-05"]],
  ])
  func sectionsNameTheBranchesOfTheirRows(lines: [[String]]) throws {
    #expect(try SheetRows(lines).read().texts("organisation") == ["红星村团支部", "白云村团支部"])
  }

  @Test(arguments: [
    ("毕业团员转出明细表", 0), ("积极分子名单", 0), ("入党积极分子登记表", 0), ("2019年上半年转出情况", 0), ("转入转出团员名册", 1), ("团员花名册（扣除转出）", 1),
    ("新转入团员名单", 1),
  ])
  func aTitleSaysThatItsPeopleAreNoMembers(title: String, count: Int) throws {
    let reading = try SheetRows([[title], ["姓名", "入团年月", "所在团支部"], ["钟一", "2017-05", "红星村团支部"]]).read()
    #expect(reading.counted == count, "\(title)")
  }

  @Test func aLineWithinTheListNamesTheNextBranch() throws {
    let reading = try SheetRows([
      ["某镇团委所属支部团员名单"], ["红星村团支部"], ["姓名", "入团年月"], ["钟一", "2017-05"], ["钟二", "2017-05"],
      ["白云村团支部"], ["姓名", "入团年月"], ["钟三", "2017-05"],
    ]).read()
    #expect(reading.texts("organisation") == ["红星村团支部", "红星村团支部", "白云村团支部"])
  }

  /// A serial number that nobody reads may be a formula.
  @Test func aFormulaInAnUnreadColumnIsNoFinding() throws {
    var sheet = SheetRows(lines: "姓名,所在团支部,入团年月,序号\n钟一,红星村团支部,2012-05,\n钟二,红星村团支部,2013-05,")
    sheet.formulas = [CellPlace(row: 2, column: 4), CellPlace(row: 3, column: 4)]
    sheet.flags = [2: .hasFormulaWithoutValue, 3: .hasFormulaWithoutValue]
    let reading = try sheet.read()
    #expect(reading.records.count == 2 && reading.finding("formula-without-value") == nil)
  }

  @Test func aFormulaWithoutAResultIsNotTheCellAbove() throws {
    var sheet = SheetRows(
      lines: """
        姓名,所在团支部,入团年月
        钟一,红星村团支部,2012-05
        钟二,,2013-05
        钟三,,2014-05
        """)
    sheet.formulas = [CellPlace(row: 3, column: 2), CellPlace(row: 4, column: 2)]
    sheet.flags = [3: .hasFormulaWithoutValue, 4: .hasFormulaWithoutValue]
    let reading = try sheet.read()
    #expect(reading.records.count == 1)
    #expect(reading.finding("formula-without-value")?.facts == ["value": "所在团支部", "count": "2"])
    #expect(reading.codes(["rows-formula-left-out", "row-no-organisation"]) == ["rows-formula-left-out"])
  }
}
