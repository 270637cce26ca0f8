// SPDX-License-Identifier: Apache-2.0

import CensusModel
import CensusStore
import Conditions
import Findings
import Foundation
import Intake
import Pipeline
import Policy
import Reports
import Results
import SampleRosters
import Testing

/// Small workbooks of a few rows, imported for real.
struct Sheets: ~Copyable {
  let folder = FileManager.default.temporaryDirectory.appendingPathComponent("sheets-" + UUID().uuidString).path
  let context: CommandContext
  let period = Period("2019-Q2")!

  init() throws {
    try FileManager.default.createDirectory(atPath: folder + "/in", withIntermediateDirectories: true)
    context = CommandContext(
      workspaceDirectory: folder + "/ws", pack: try PackLoader.load("ningbo-2019"), language: .english)
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  /// Writes a CSV of the sheet kind named by its title.
  func write(_ name: String, _ rows: [[String]]) throws {
    let text = rows.map { $0.joined(separator: ",") }.joined(separator: "\n") + "\n"
    try Data(text.utf8).write(to: URL(fileURLWithPath: "\(folder)/in/\(name).csv"))
  }

  func findings(unit: String? = nil) throws -> [RenderedFinding] {
    try ImportRun(context: context, period: period, unit: unit, by: "tester").run([folder + "/in"]).findings
  }

  static let organisations: [[String]] = [
    ["团组织ID", "团组织全称", "团组织简称", "组织类别", "单位所属行业类别", "上级组织", "书记姓名", "团员数"],
    ["3302", "共青团宁波市委", "宁波团市委", "团的领导机关", "党政机关", "", "", ""],
    ["330203", "共青团宁波市海曙区委", "海曙区团委", "团的领导机关", "党政机关", "3302", "", ""],
    ["330203001", "东村团支部", "东村", "团支部", "农村", "330203", "王小明", "2"],
  ]
  static let memberHeading = ["姓名", "身份证号码", "出生日期", "入团年月", "发展团员编号", "所在团支部", "团内现任职务", "手机号码"]
}

extension Array where Element == RenderedFinding {
  fileprivate func codes(_ prefix: String = "") -> [String] {
    map(\.finding.code).filter { $0.hasPrefix(prefix) }.sorted()
  }

  fileprivate func one(_ code: String) -> RenderedFinding? {
    let found = filter { $0.finding.code == code }
    return found.count == 1 ? found[0] : nil
  }
}

@Suite struct NameRuleTests {
  private func findings(_ names: [String]) throws -> [RenderedFinding] {
    let sheets = try Sheets()
    try sheets.write("a", Sheets.organisations)
    try sheets.write(
      "b", [["姓名", "青联组织", "界别", "出生日期"]] + names.enumerated().map { ["王\($0)", $1, "科技", "1985-01-0\($0 + 1)"] })
    return try sheets.findings()
  }

  @Test func aFederationLeadsToTheCommitteeOfItsPlace() throws {
    let names = ["宁波市青联", "宁波市海曙区青年联合会", "海曙区青联", "共青团宁波市海曙区委"]
    #expect(try findings(names).codes("organisation-unknown") == [])
  }

  @Test(arguments: ["江北区青联", "青联", "海曙区青少年联合会", "东村青联"])
  func aNameThatLeadsNowhereStaysAFinding(name: String) throws {
    #expect(try findings([name]).codes("organisation-unknown") == ["organisation-unknown"])
  }
}

@Suite struct TotalsTests {
  private let heading = ["组织名称", "行业类别", "基层团委数", "团总支数", "团支部数", "团员数"]

  private func run(_ row: [String], unit: String? = nil, members: Int = 2) throws -> [RenderedFinding] {
    let sheets = try Sheets()
    try sheets.write("a", Sheets.organisations)
    let people = (0..<members).map {
      ["王\($0)", "", "1995-01-0\($0 + 1)", "2010-05", "", "东村团支部", $0 == 0 ? "书记" : "", ""]
    }
    try sheets.write("b", [Sheets.memberHeading] + people)
    try sheets.write("c", [heading, row])
    return try sheets.findings(unit: unit)
  }

  @Test func figuresThatAgreeAreNoFinding() throws {
    #expect(try run(["", "农村", "0", "0", "1", "2"]).codes("members-three") == [])
  }

  @Test func threeFiguresThatDifferAreAllTold() throws {
    let found = try #require(try run(["", "农村", "0", "0", "1", "3"]).one("members-three-figures"))
    #expect(found.finding.facts == ["system": "3", "roster": "2", "hand": "2"])
    #expect(found.finding.place?.columnLetters == "F")
  }

  @Test func totalsWithoutAnOrganisationAreThoseOfTheUnitThatHandsIn() throws {
    // The city has no member of the sector 党政机关 and one committee below the county: none.
    #expect(try run(["", "农村", "0", "0", "1", "2"], unit: "330203001").codes("totals") == [])
    #expect(try run(["", "农村", "0", "0", "7", "2"], unit: "330203001").codes("totals") == ["totals-differ"])
    // Who hands in must be known: nothing is stored for a unit that is not.
    let failure = #expect(throws: WorkspaceError.self) {
      try run(["", "农村", "0", "0", "1", "2"], unit: "nowhere")
    }
    #expect(failure?.code == "unit-unknown")
  }

  @Test func aBranchThatReportsOtherMembersThanItsRosterIsTold() throws {
    let found = try #require(try run(["", "农村", "0", "0", "1", "3"], members: 3).one("reported-members-differ"))
    #expect(found.finding.facts["hand"] == "2" && found.finding.facts["roster"] == "3")
  }
}

@Suite struct RosterComparisonTests {
  private let cadreHeading = ["姓名", "身份证号码", "出生日期", "团干所属组织", "团内现任职务", "团干部性质", "任现职年月"]

  /// 1995-01-01 is 24 on the census day.
  private func run(cadre: [String], member: [String]) throws -> [RenderedFinding] {
    let sheets = try Sheets()
    try sheets.write("a", Sheets.organisations)
    let other = ["李华", "", "1994-01-01", "2010-05", "", "东村团支部", "", ""]
    try sheets.write("b", [Sheets.memberHeading, other, member])
    try sheets.write("c", [cadreHeading, cadre])
    return try sheets.findings()
  }

  private let member = ["王小明", "330203199501010010", "1995-01-01", "2010-05", "", "东村团支部", "", ""]
  private let cadre = ["王小明", "330203199501010010", "1995-01-01", "东村团支部", "书记", "兼职", "2018-03"]

  @Test func aCadreWhoIsAMemberIsNoFinding() throws {
    let codes = try run(cadre: cadre, member: member).codes()
    #expect(!codes.contains("cadre-not-member") && !codes.contains("secretary-not-on-roster"))
    #expect(!codes.contains("cadre-appointed-before-joining") && !codes.contains("person-differs-between-sheets"))
  }

  @Test func aCadreUnder28WhoIsNoMemberIsTold() throws {
    var young = cadre
    (young[0], young[1], young[2]) = ("张三", "330203199602020015", "1996-02-02")
    #expect(try run(cadre: young, member: member).codes("cadre-not") == ["cadre-not-member"])
    (young[1], young[2]) = ("330203199002020011", "1990-02-02")
    #expect(try run(cadre: young, member: member).codes("cadre-not") == [])
  }

  @Test func oneWrongDigitIsTwoPersonsAndProbablyOne() throws {
    var typo = cadre
    typo[1] = "330203199501010011"
    let findings = try run(cadre: typo, member: member)
    #expect(findings.codes("cadre-not") == ["cadre-not-member"])
    let pair = try #require(findings.one("person-differs-between-sheets"))
    #expect(pair.finding.place?.file.hasSuffix("c.csv") == true)
    // Name and birth date 30 each, region 10, organisation 5; the last four differ.
    #expect(pair.finding.facts["score"] == "75" && pair.message.contains("same name +30"))
  }

  @Test func aPostBeforeTheLeagueIsTold() throws {
    var early = cadre
    early[6] = "2009-03"
    let found = try #require(try run(cadre: early, member: member).one("cadre-appointed-before-joining"))
    // The month alone that the sheet gives.
    #expect(found.finding.facts == ["joined": "2010-05"])
  }

  @Test func aSecretaryWhoIsOnNoRosterIsTold() throws {
    var other = cadre
    var nobody = member
    (other[0], nobody[0]) = ("王 晓", "王 晓")
    #expect(try run(cadre: other, member: nobody).codes("secretary") == ["secretary-not-on-roster"])
    // Where names are masked nobody can be missed.
    (other[0], nobody[0]) = ("王*明", "王*明")
    #expect(try run(cadre: other, member: nobody).codes("secretary") == [])
  }

  @Test func aDismissedPairStaysDismissedAfterAnotherImport() throws {
    let sheets = try Sheets()
    try sheets.write("a", Sheets.organisations)
    var twin = member
    (twin[1], twin[7]) = ("", "13800001234")
    var first = member
    first[7] = "13800001234"
    try sheets.write("b", [Sheets.memberHeading, first, twin])
    #expect(try sheets.findings().codes("person-probable") == ["person-probable-duplicate"])
    let run = DuplicatesRun(context: sheets.context, period: sheets.period)
    let pair = try #require(try run.pairs().first)
    #expect(pair.score == 90 && pair.dismissal == nil)
    #expect(throws: WorkspaceError.self) { try run.dismiss("0000000000", "1111111111", reason: "x", by: "y") }
    try run.dismiss(pair.second.person, pair.first.person, reason: "two cousins", by: "Li Hua")
    try sheets.write("d", [["组织", "14-28周岁青年数"], ["3302", "100"]])
    #expect(try sheets.findings().codes("person-probable") == [])
    let later = try #require(try run.pairs().first)
    #expect(later.dismissal?.reason == "two cousins" && later.dismissal?.by == "Li Hua")
    // A later period knows of it too.
    let next = CommandContext(
      workspaceDirectory: sheets.context.workspaceDirectory, pack: sheets.context.pack, language: .english)
    let quarter = Period("2019-Q3")!
    let again = try ImportRun(context: next, period: quarter, by: "tester").run([sheets.folder + "/in"])
    #expect(again.findings.codes("person-probable") == [])
    #expect(try DuplicatesDocument(context: next, pairs: [later]).text(next).contains("dismissed: two cousins (Li Hua"))
  }

  /// Ten thousand rows of the largest number that was once read would have been more than 64 bits hold.
  @Test(arguments: [("9999999999", true), ("10000000000", false), ("999999999999999", false), ("1e10", false)])
  func aFigureThatNoCityHasIsNone(text: String, isRead: Bool) throws {
    let sheets = try Sheets()
    try sheets.write("a", Sheets.organisations)
    try sheets.write("d", [["组织", "14-28周岁青年数"], ["3302", text]])
    #expect(try sheets.findings().codes("integer-invalid").isEmpty == isRead)
  }

  @Test func aNumberOfTwoPersonsIsTold() throws {
    let sheets = try Sheets()
    try sheets.write("a", Sheets.organisations)
    let rows = [("王小明", "330203199501010010"), ("李华", "330203199402020010")].map {
      [$0, $1, "", "2018-05", "201833000001", "东村团支部", "", ""]
    }
    try sheets.write("b", [Sheets.memberHeading] + rows)
    let found = try #require(try sheets.findings().one("member-number-taken"))
    #expect(found.finding.related.count == 1)
  }
}

@Suite struct FreeTextTests {
  /// What people write freely comes into the store without the numbers of persons.
  @Test func noNumberOfAPersonComesIntoTheStoreWithFreeText() throws {
    let sheets = try Sheets()
    let numbers = [
      "13812345678", "330203199501010010", "33020319950101001X", "１３９１２３４５６７８", "138 1234 5670", "330203 19950101 0026",
    ]
    try sheets.write("a", Sheets.organisations)
    try sheets.write(
      "b",
      [["任务编号", "责任单位", "进展状态", "完成情况说明", "佐证材料", "责任人", "填报日期"]]
        + numbers.map {
          [
            "11-volunteer-network", "330203", "已完成", "联系人\($0)；2019-05-22 2019-06-30共12场", "〔2019〕12号 \($0)", "王明",
            "2019-06-20",
          ]
        })
    // A number in the wrong column must not come in through a finding either.
    try sheets.write(
      "c", [Sheets.memberHeading, ["李华", "", "330203199501010010", "2010-05", "", "13812345678", "13812345678", ""]])
    _ = try sheets.findings()
    let store = try #require(
      FileManager.default.contents(atPath: sheets.context.workspaceDirectory + "/periods/2019-Q2.sqlite"))
    let text = String(decoding: store, as: UTF8.self)
    for number in numbers { #expect(!text.contains(number), "\(number)") }
    #expect(text.contains("2019-05-22 2019-06-30共12场") && text.contains("〔2019〕12号"))
  }
}

@Suite struct NumberedCodeTests {
  /// A bare number means a code of the list of its own table only.
  @Test func numbersAreUnderstoodInTheRightListOnly() throws {
    let sheets = try Sheets()
    try sheets.write("a", Sheets.organisations)
    try sheets.write(
      "b",
      [
        ["姓名", "出生日期", "全日制学历", "入团年月", "所在团支部", "团籍状态"],
        ["王明", "1995-01-01", "3", "2010-05", "东村团支部", "3"],
      ])
    try sheets.write(
      "c",
      [
        ["姓名", "出生日期", "团干所属组织", "文化程度", "团干部性质", "团内现任职务"],
        ["王明", "1995-01-01", "东村团支部", "3", "2", "书记"],
      ])
    try sheets.write(
      "d",
      [["姓名", "出生日期", "团干所属组织", "学历", "团干部性质", "团内现任职务"], ["李明", "1985-01-01", "东村团支部", "3", "2", "委员"]])
    let findings = try sheets.findings()
    // Under a heading of both lists a number says nothing.
    #expect(findings.codes("code-unknown") == ["code-unknown"])
    #expect(findings.one("code-unknown")?.finding.place?.file.hasSuffix("d.csv") == true)
    let database = try sheets.context.workspace().period(sheets.period)
    func values(_ kind: RecordKind, _ columns: [String]) throws -> [[RecordValue]] {
      var found: [[RecordValue]] = []
      let query = MeasureQuery(id: "all", kind: kind, condition: .everything)
      try database.evidence(query, among: [], nodes: 0...10, columns: columns) { found.append($0.values) }
      return found
    }
    #expect(try values(.member, ["education", "membership"]) == [[.text("college"), .text("left-at-28-pending")]])
    #expect(
      try values(.cadre, ["education", "nature"])
        == [[.text("master"), .text("part-time")], [.null, .text("part-time")]])
  }
}
