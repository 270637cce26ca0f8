// SPDX-License-Identifier: Apache-2.0

import CensusModel
import Findings
import Indicators
import Intake
import Pipeline
import Reports
import Results
import Testing

/// Classes as they are called in lists: one name where that decides for one branch, else the nearest are named.
@Suite struct ClassNameTests {
  private static let organisations = """
    团组织ID,团组织全称,组织类别,单位所属行业类别,上级组织
    3309,共青团试市委员会,团的领导机关,党政机关,
    330901,共青团试市乙区委员会,团的领导机关,党政机关,共青团试市委员会
    33090101,乙区清泉中学团委,基层团委,普通高中,共青团试市乙区委员会
    33090102,清泉中学高二（3）班团支部,团支部,普通高中,乙区清泉中学团委
    33090103,清泉中学高二（13）班团支部,团支部,普通高中,乙区清泉中学团委
    33090104,清泉中学九年级2班团支部,团支部,初中,乙区清泉中学团委
    33090201,乙区白鹭中学团委,基层团委,普通高中,共青团试市乙区委员会
    33090202,白鹭中学高二（5）班团支部,团支部,普通高中,乙区白鹭中学团委
    33090203,白鹭中学高二（3）班团支部,团支部,普通高中,乙区白鹭中学团委
    """
  private static let person = "何一,330901200402291213,"

  private func roster(_ branch: String, title: String = "") throws -> HandMadeRosters {
    try HandMadeRosters([Self.organisations, title + "姓名,身份证号码,所在团支部\n" + Self.person + branch])
  }

  private func branches(_ roster: HandMadeRosters) throws -> [String] {
    let tree = try roster.census.calculator(measures: []).tree
    return try ["33090102", "33090103", "33090104", "33090202", "33090203"].filter { unit in
      try !roster.list("counted-members", unit: tree.node(named: unit)!).isEmpty
    }
  }

  @Test(arguments: [
    ("高二三班", "33090102"), ("高二（三）班", "33090102"), ("高二3班", "33090102"), ("高二 3 班", "33090102"),
    ("高23班", "33090102"), ("高2（3）班", "33090102"), ("高二年级3班", "33090102"),
    ("高中二年级3班", "33090102"), ("高二十三班", "33090103"), ("高二13班", "33090103"), ("九（2）班", "33090104"),
    ("九二班", "33090104"), ("初三（2）班", "33090104"), ("初三二班", "33090104"), ("9年级2班", "33090104"),
  ])
  func aClassIsKnownInEverySpelling(name: String, unit: String) throws {
    #expect(try branches(roster("清泉中学" + name)) == [unit])
    #expect(try branches(roster(name, title: "乙区清泉中学团员花名册\n")) == [unit], "below its school's title")
  }

  @Test func aBranchIsNamedInFull() throws {
    #expect(try branches(roster("清泉中学高二年级（三）班团支部")) == ["33090102"])
  }

  /// Only one school has a fifth class of that grade.
  @Test func whatOneUnitIsCalledAloneDecides() throws {
    #expect(try branches(roster("高二五班")) == ["33090202"])
  }

  @Test func aClassOfSeveralSchoolsIsToldWithAllOfThem() throws {
    let roster = try roster("高二三班")
    #expect(try branches(roster) == [])
    let told = try #require(roster.result.findings.first { $0.finding.code == "organisation-unknown" })
    #expect(told.message.contains("清泉中学高二（3）班团支部 / 白鹭中学高二（3）班团支部"))
    #expect(told.message.contains("33090102 / 33090203"))
  }
}
