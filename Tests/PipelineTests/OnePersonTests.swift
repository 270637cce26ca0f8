// SPDX-License-Identifier: Apache-2.0

import CensusModel
import Findings
import Indicators
import Intake
import Pipeline
import Reports
import Testing

/// One person is one person, one unit one unit, however they are spelled.
@Suite struct OnePersonTests {
  private static let organisations = """
    团组织ID,团组织全称,组织类别,单位所属行业类别,上级组织
    3309,共青团试市委员会,团的领导机关,党政机关,
    330901,共青团试市乙区委员会,团的领导机关,党政机关,共青团试市委员会
    33090101,乙区清泉中学团委,基层团委,普通高中,共青团试市乙区委员会
    33090102,清泉中学高二（3）班团支部,团支部,普通高中,乙区清泉中学团委
    33090103,清泉中学第三团支部,团支部,普通高中,乙区清泉中学团委
    33090104,乙区白鹭村团支部,团支部,农村,共青团试市乙区委员会
    """
  private static let heading = "姓名,身份证号码,性别,民族,出生日期,所在团支部,手机号码,政治面貌\n"

  private func roster(_ rows: [String]) throws -> HandMadeRosters {
    try HandMadeRosters([OnePersonTests.organisations, OnePersonTests.heading + rows.joined(separator: "\n")])
  }

  private func codes(_ roster: HandMadeRosters) -> [String] { roster.result.findings.map(\.finding.code) }

  @Test func spellingsOfANumberCountOnce() throws {
    let spelled = ["33090120040229123X", "330901-20040229-123x", "‘33090120040229123X’", "33090120040229123×"]
    let roster = try roster(spelled.map { "何一,\($0),男,汉族,,33090104,," })
    #expect(try roster.list("counted-members").count == 1)
    #expect(codes(roster).filter { $0 == "id-letter-read" }.count == 1)
  }

  @Test func oneNumberWithTwoNamesIsOnePersonAndAnError() throws {
    let roster = try roster(["何一,330901200402291213,,汉族,,33090104,,", "何二,330901200402291213,,汉族,,33090104,,"])
    let told = try #require(roster.result.findings.first { $0.finding.code == "person-two-names" })
    #expect(told.severity == .error && told.message.contains("姓名不同") && !told.remedy.contains("删除"))
    #expect(try roster.list("counted-members").count == 1)
    #expect(!codes(roster).contains("person-duplicate"))
  }

  @Test func spellingsOfANameAreOneName() throws {
    let roster = try roster(["呂國明,330901200402291213,,汉族,,33090104,,", "吕 国明,330901200402291213,,汉族,,33090104,,"])
    #expect(!codes(roster).contains("person-two-names"))
  }

  @Test func maskedNumbersWithOtherPhonesAreTwoPeople() throws {
    let row = "何一,330901********1213,男,汉族,2004-02-29,33090104,"
    #expect(try roster([row + "13900000001,", row + "13900000002,"]).list("counted-members").count == 2)
    #expect(try roster([row + "13900000001,", row + ","]).list("counted-members").count == 1)
  }

  @Test(arguments: [
    ("清泉中学\u{200B}高二【3】班团支部", "33090102"), ("清泉中学高二(3)班", "33090102"), ("乙区清泉中学第3团支部", "33090103"),
    ("白鹭村团支部", "33090104"), ("共青团试市乙区白鹭村支部", "33090104"), ("乙區白鷺村團支部", "33090104"),
  ])
  func aUnitIsKnownInEverySpelling(name: String, unit: String) throws {
    let roster = try roster(["何一,330901200402291213,,汉族,,\(name),,"])
    #expect(!codes(roster).contains("organisation-unknown"))
    let node = try #require(try roster.census.calculator(measures: []).tree.node(named: unit))
    #expect(try roster.list("counted-members", unit: node).count == 1)
  }

  @Test func aNameThatDoesNotDecideIsToldWithTheNearest() throws {
    let roster = try roster(["何一,330901200402291213,,汉族,,白鹿村团支部,,", "何二,330901200403011235,,汉族,,丙区白鹭村团支部,,"])
    let told = roster.result.findings.filter { $0.finding.code == "organisation-unknown" }
    #expect(told.count == 2 && told.allSatisfy { $0.message.contains("最接近的是“乙区白鹭村团支部”，ID为33090104") })
  }

  @Test func numbersOfCodesAreReadAndToldOnceAColumn() throws {
    let roster = try roster([
      "何一,330901200402291213,1,01,,33090104,,03", "何二,330901200403011235,1,11,,33090104,,3",
    ])
    let told = roster.result.findings.filter { $0.finding.code == "codes-by-number" }
    #expect(told.count == 3 && told.contains { $0.message.contains("01＝汉族、11＝满族") })
    #expect(!codes(roster).contains("code-unknown"))
  }

  @Test func anUnknownNumberOfACodeIsNearNoWord() throws {
    let roster = try roster(["何一,330901200402291213,,77,,33090104,,"])
    let told = try #require(roster.result.findings.first { $0.finding.code == "code-unknown" })
    #expect(told.message.contains("“77”不在“民族”的代码表中") && !told.message.contains("相近"))
  }

  @Test func messagesShowWhatIsInvisible() throws {
    let roster = try roster(["何一,330901200402291213,,汉族,,无此\u{200E}组织,,"])
    #expect(roster.result.findings.contains { $0.message.contains("无此⟨U+200E⟩组织") })
  }
}
