// SPDX-License-Identifier: Apache-2.0

import CensusModel
import CensusStore
import Findings
import Foundation
import Indicators
import Intake
import Pipeline
import Reports
import Results
import Testing

/// A unit speaks for itself and for what is below it.
@Suite struct OtherUnitsTests {
  private static let tree = """
    团组织ID,团组织全称,团组织简称,组织类别,上级组织,14-28周岁青年数
    3302,某市委,,团的领导机关,,
    330206,北仑区委,,团的领导机关,3302,2400
    33020601,明港中学团委,明港,基层团委,330206,300
    3302060101,明港一支部,,团支部,33020601,
    33020602,泰河中学团委,泰河,基层团委,330206,
    3302060201,泰河一支部,,团支部,33020602,

    """
  private static let heading = "姓名,身份证号码,入团年月,发展团员编号,所在团支部,团籍状态\n"

  private static func members(_ places: [String], from first: Int = 1) -> String {
    heading
      + places.enumerated().map { index, place in
        "钟\(index),\(identity(first + index)),2018-05,201833000\(100 + first + index),\(place),正常\n"
      }.joined()
  }

  private static func identity(_ number: Int) -> String {
    let start = "33020620030101" + String(1000 + number).suffix(3)
    let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
    let sum = zip(start, weights).reduce(0) { $0 + ($1.0.wholeNumberValue ?? 0) * $1.1 }
    return start + String(Array("10X98765432")[sum % 11])
  }

  @discardableResult private func hand(
    _ text: String, as name: String, by unit: String?, in rosters: HandMadeRosters
  ) throws -> IntakeResult {
    let path = rosters.folder + "/" + name
    try text.write(toFile: path, atomically: true, encoding: .utf8)
    return try ImportRun(context: rosters.context, period: rosters.period, unit: unit).run([path])
  }

  private func counted(_ rosters: HandMadeRosters, _ measure: String = "counted-members") throws -> Int {
    let run = try EvidenceRun(census: PeriodCensus(context: rosters.context, period: rosters.period))
    var count = 0
    for part in try run.parts(of: measure) { try run.rows(of: part, unit: 0) { _ in count += 1 } }
    return count
  }

  private func codes(_ result: IntakeResult) -> [String: Int] {
    result.findings.reduce(into: [:]) { $0[$1.finding.code, default: 0] += 1 }
  }

  @Test(arguments: ["33020602", "泰河中学团委", "泰河", "泰河 中学團委", "泰河中学\u{200B}团委", "泰河中学团委员会"])
  func membersOfAnotherSchoolAreSetAside(unit: String) throws {
    let rosters = try HandMadeRosters([Self.tree])
    let list = Self.members(["泰河一支部", "明港一支部", "泰河一支部", "明港中学团委"])
    let result = try hand(list, as: "名册.csv", by: unit, in: rosters)
    let errors = result.findings.filter { $0.finding.code == "record-of-another-unit" }
    #expect(errors.map(\.finding.place?.row) == [3, 5] && errors.allSatisfy { $0.severity == .error })
    #expect(errors.map(\.finding.facts["value"]) == ["明港一支部", "明港中学团委"])
    #expect(errors.allSatisfy { $0.finding.facts["unit"] == "泰河中学团委" && $0.finding.place?.heading == "所在团支部" })
    #expect(result.sheets.map(\.records) == [2] && result.sheets.map(\.setAside) == [2])
    #expect(codes(result)["organisation-unknown"] == nil)
    #expect(try counted(rosters) == 2)
  }

  @Test func aSuperiorHandsInForThoseBelow() throws {
    let rosters = try HandMadeRosters([Self.tree])
    let result = try hand(Self.members(["泰河一支部", "明港一支部"]), as: "名册.csv", by: "330206", in: rosters)
    #expect(codes(result)["record-of-another-unit"] == nil)
    #expect(try counted(rosters) == 2)
  }

  /// What is set aside is kept: it counts once the tree says that it is the unit's own, and not any more when it does not.
  @Test func recordsComeBackWithTheTree() throws {
    let rosters = try HandMadeRosters([Self.tree])
    try hand(Self.members(["明港一支部"]), as: "名册.csv", by: "33020602", in: rosters)
    #expect(try counted(rosters) == 0)
    let moved = "团组织ID,团组织全称,组织类别,上级组织\n3302060101,明港一支部,团支部,33020602\n"
    let number = try #require(try hand(moved, as: "调整.csv", by: nil, in: rosters).submission?.number)
    #expect(try counted(rosters) == 1)
    try rosters.context.workspace().decide(number, .withdrawn, by: "tester", why: nil)
    #expect(try counted(rosters) == 0)
  }

  /// Whoever comes first: a school neither renames the district nor changes its figures, nor takes a branch of another.
  @Test(arguments: [false, true]) func nobodyDescribesAnother(schoolFirst: Bool) throws {
    let school = """
      团组织ID,团组织全称,组织类别,上级组织,14-28周岁青年数
      330206,北仑大区委,团的领导机关,3302,90000
      33020602,泰河中学团委,基层团委,330206,410
      3302060101,明港一支部,团支部,33020602,

      """
    let rosters = try HandMadeRosters([schoolFirst ? Self.members(["外省某支部"]) : Self.tree])
    try hand(school, as: "学校.csv", by: "33020602", in: rosters)
    if schoolFirst {
      try hand(Self.tree, as: "全市.csv", by: nil, in: rosters)
    }
    let database = try rosters.context.workspace().period(rosters.period)
    let tree = try database.organisationTree()
    #expect(tree.nodes.first { $0.code == "330206" }?.name == "北仑区委")
    let branch = try #require(tree.nodes.first { $0.code == "3302060101" })
    #expect(tree.nodes[branch.parent ?? 0].code == "33020601")
    let errors = try database.findings().filter { $0.code == "organisation-of-another-unit" }
    #expect(errors.compactMap { $0.facts["value"] }.sorted() == ["330206", "3302060101"])
  }

  /// The unit's superior as it is known already may well stand in the first row of its list.
  @Test func theSameWordsAboutTheSuperiorAreNoFault() throws {
    let rosters = try HandMadeRosters([Self.tree])
    let lines = Self.tree.split(separator: "\n").map(String.init)
    let list = ([lines[0], lines[2], lines[5]]).joined(separator: "\n") + "\n"
    let result = try hand(list, as: "学校.csv", by: "33020602", in: rosters)
    #expect(codes(result)["organisation-of-another-unit"] == nil)
  }

  /// A class that several schools have is none of them: all that it may be are named. One that a single school has is the nearest.
  @Test func aClassOfSeveralSchoolsIsAskedAbout() throws {
    let classes = """
      3302060102,明港中学初一（3）班团支部,,团支部,33020601,
      3302060202,泰河中学初一（3）班团支部,,团支部,33020602,
      3302060203,泰河中学初一（4）班团支部,,团支部,33020602,

      """
    let rosters = try HandMadeRosters([Self.tree + classes])
    let list = Self.members(["初一（3）班团支部", "泰河中学初一（14）班团支部"])
    let result = try hand(list, as: "名册.csv", by: "330206", in: rosters)
    let unknown = result.findings.map(\.finding).filter { $0.code == "organisation-unknown" }
    let told = unknown.sorted { ($0.place?.row ?? 0) < ($1.place?.row ?? 0) }.map(\.facts)
    #expect(try told.count == 2 && counted(rosters) == 0)
    #expect(told.first?["nearest"] == "明港中学初一（3）班团支部 / 泰河中学初一（3）班团支部")
    #expect(told.map { $0["nearestID"] } == ["3302060102 / 3302060202", "3302060203"])
  }

  /// An unknown unit is refused with those that it may be; a far-fetched name helps nobody.
  @Test(arguments: [
    ("泰河小学", "泰河中学团委 (33020602)"), ("明港", ""), ("泰河中学的团委", "泰河中学团委 (33020602)"), ("3302060", "33020601"),
    ("明港中学", "明港中学团委 (33020601)"), ("镇海区某厂", ""), ("foo", ""),
  ]) func anUnknownUnitIsRefusedWithTheNearest(unit: String, nearest: String) throws {
    let rosters = try HandMadeRosters([Self.tree])
    // 明港 and 明港中学 are known by their short name and without their ending.
    let isKnown = unit.hasPrefix("明港")
    do {
      try hand(Self.members(["明港一支部"]), as: "名册.csv", by: unit, in: rosters)
      #expect(isKnown)
    } catch let error as WorkspaceError {
      #expect(!isKnown && error.code == "unit-unknown" && error.facts["value"] == unit)
      let told = error.facts["nearest"] ?? ""
      // Each unit once, by its full name.
      #expect(Set(told.split(separator: ";")).count == told.split(separator: ";").count && !told.contains("泰河 ("))
      #expect(nearest.isEmpty ? told.isEmpty : told.contains(nearest), "\(told)")
      #expect(try counted(rosters) == 0)
    }
  }

  /// What is said of another unit's task counts for nothing, and that is an error.
  @Test(arguments: [("33020602", "330206", 1), ("330206", "33020602", 0), ("3302", "330206", 0)])
  func progressOfAnotherUnitIsSetAside(sender: String, unit: String, errors: Int) throws {
    let rosters = try HandMadeRosters([Self.tree])
    let progress = "任务编号,责任单位,进展状态,完成情况说明,佐证材料,责任人,填报日期\n01-study,\(unit),已完成,参学率达标,通报第3期,贺某,2019-06-20\n"
    let result = try hand(progress, as: "进展.csv", by: sender, in: rosters)
    let told = result.findings.filter { $0.finding.code == "attested-by-another" }
    #expect(told.map(\.severity) == Array(repeating: .error, count: errors))
    #expect(told.first.map { $0.message.contains("北仑区委") } ?? true)
  }

  @Test func figuresOfTheSuperiorAreSetAside() throws {
    let rosters = try HandMadeRosters([Self.tree])
    let youth = "组织,14-28周岁青年数,数据来源\n330206,99000,自报\n330206,98000,自报\n33020602,420,自报\n"
    let result = try hand(youth, as: "青年.csv", by: "33020602", in: rosters)
    #expect(codes(result)["record-of-another-unit"] == 2 && codes(result)["figure-contradiction"] == nil)
    let run = try IndicatorsRun(census: PeriodCensus(context: rosters.context, period: rosters.period))
    let json = try run.document(units: .named("330206"), indicator: "league-youth-ratio").json()
    #expect(json.contains("2400") && !json.contains("99000") && !json.contains("98000"))
  }

  /// A transfer concerns both its ends: it is somebody else's when neither is the unit's.
  @Test func aTransferBelongsToBothEnds() throws {
    let rosters = try HandMadeRosters([Self.tree])
    let transfers = """
      姓名,身份证号码,转接状态,转出团支部,转入团支部,申请日期,审核完成日期
      钟一,\(Self.identity(1)),接转成功,明港一支部,泰河一支部,2019-05-01,2019-05-02
      钟二,\(Self.identity(2)),接转成功,明港一支部,明港中学团委,2019-05-01,2019-05-02
      钟三,\(Self.identity(3)),接转成功,明港一支部,外省某支部,2019-05-01,2019-05-02

      """
    let result = try hand(transfers, as: "转接.csv", by: "33020602", in: rosters)
    let rows = result.findings.filter { $0.finding.code == "record-of-another-unit" }.map(\.finding.place?.row)
    #expect(rows == [3, 4])
    #expect(try counted(rosters, "transfers") == 1)
  }

  // MARK: One submission for each unit

  @Test func aFolderIsOneSubmissionForEachUnit() throws {
    let rosters = try HandMadeRosters([Self.tree])
    let folder = rosters.folder + "/全区"
    let files = [
      "a.csv": Self.members(["明港一支部", "明港中学团委"]), "泰河/b.csv": Self.members(["泰河一支部"], from: 11),
      "33020602.csv": Self.members(["泰河一支部"], from: 21), "c.csv": Self.members(["泰河一支部", "明港一支部"], from: 31),
    ]
    try FileManager.default.createDirectory(atPath: folder + "/泰河", withIntermediateDirectories: true)
    for (name, text) in files { try text.write(toFile: folder + "/" + name, atomically: true, encoding: .utf8) }
    var run = ImportRun(context: rosters.context, period: rosters.period)
    run.annotate = rosters.folder + "/marked"
    let result = try run.run([folder])
    #expect(result.submissions.map(\.unit) == ["33020602", "33020601", "330206"])
    #expect(
      Set(result.marked.map { $0.dropFirst(rosters.folder.count + 8) }) == [
        "33020602/33020602（已标注·含个人信息）.xlsx", "33020602/泰河/b（已标注·含个人信息）.xlsx", "33020601/a（已标注·含个人信息）.xlsx",
        "330206/c（已标注·含个人信息）.xlsx",
      ])
    #expect(try counted(rosters) == 6)
    let workspace = try rosters.context.workspace()
    #expect(try workspace.submissions(of: rosters.period).map(\.files) == [1, 2, 1, 1])
    try workspace.decide(result.submissions[0].number, .withdrawn, by: "tester", why: nil)
    #expect(try counted(rosters) == 4)
  }

  // MARK: Checking

  @Test func checkKnowsTheOrganisationsOfTheWorkspace() throws {
    let rosters = try HandMadeRosters([Self.tree])
    let path = rosters.folder + "/名册.csv"
    try Self.members(["泰河一支部", "泰河九支部", "明港一支部"]).write(toFile: path, atomically: true, encoding: .utf8)
    var run = CheckRun(context: rosters.context, period: rosters.period)
    let result = try run.run([path])
    #expect(codes(result)["organisation-unknown"] == 1 && result.leftOut.unplaced == 0 && result.submission == nil)
    #expect(result.known?.organisations == rosters.period && result.sheets.map(\.records) == [2])
    run.unit = "泰河"
    #expect(try codes(run.run([path]))["record-of-another-unit"] == 1)
    // A later quarter has the tree of the last one; an earlier one knows none.
    #expect(try CheckRun(context: rosters.context, period: Period("2019-Q4")).run([path]).leftOut.unplaced == 0)
    let early = try CheckRun(context: rosters.context, period: Period("2018-Q4")).run([path])
    #expect(early.leftOut.unplaced > 20 && early.known?.organisations == nil)
    #expect(try counted(rosters) == 0)
  }

  /// A file that is stored already finds the same as when it came in, under whatever name.
  @Test func checkOfStoredFilesFindsTheSame() throws {
    let rosters = try HandMadeRosters([Self.tree, Self.members(["泰河一支部", "泰河九支部"])])
    let again = try CheckRun(context: rosters.context, period: rosters.period).run([rosters.folder + "/in"])
    #expect(again.findings.map(\.finding) == rosters.result.findings.map(\.finding))
    #expect(again.files.allSatisfy { $0.outcome == .unchanged })
    let other = rosters.folder + "/抄本.csv"
    try FileManager.default.copyItem(atPath: rosters.folder + "/in/1.csv", toPath: other)
    let copy = try CheckRun(context: rosters.context, period: rosters.period).run([other])
    #expect(codes(copy)["organisation-unknown"] == 1 && copy.sheets.map(\.file) == ["抄本.csv"])
  }

  // MARK: Files that are refused

  /// A scan that somebody called a workbook is missed by whoever sent it; an attachment is none.
  @Test func aRenamedScanLeavesATrace() throws {
    let rosters = try HandMadeRosters([Self.tree])
    let folder = rosters.folder + "/扫描"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    for name in ["泰河名册.XLSX", "通知.pdf"] {
      try "%PDF-1.4 …".write(toFile: folder + "/" + name, atomically: true, encoding: .utf8)
    }
    try Self.members(["泰河一支部"]).write(toFile: folder + "/a.csv", atomically: true, encoding: .utf8)
    let result = try ImportRun(context: rosters.context, period: rosters.period).run([folder])
    #expect(result.account.refused == 1 && result.account.tally.papers == 1)
    let trace = try rosters.context.workspace().refusedFiles(of: rosters.period)
    #expect(trace.map(\.file) == ["扫描/泰河名册.XLSX"])
  }
}

/// Names of classes as people number them.
@Suite struct NumberedNamesTests {
  private static let tree = """
    团组织ID,团组织全称,组织类别,上级组织
    3307,某市委,团的领导机关,
    330705,泉溪区樟树中学团委,基层团委,3307
    33070501,泉溪区樟树中学高二1班团支部,团支部,330705
    33070511,泉溪区樟树中学高二11班团支部,团支部,330705
    33070512,泉溪区樟树中学高二12班团支部,团支部,330705
    """

  /// A committee of a place is its place, whatever stands around it.
  @Test(arguments: [
    "共青团泉溪市柳江区委", "共青团泉溪市柳江区委员会", "团柳江区委", "共青团柳江区委", "柳江区团委", "中国共产主义青年团泉溪市柳江区委员会",
  ])
  func aCommitteeIsItsPlace(name: String) throws {
    let tree = """
      团组织ID,团组织全称,组织类别,上级组织
      3307,共青团泉溪市委,团的领导机关,
      330705,共青团泉溪市柳江区委,团的领导机关,3307
      330706,共青团泉溪市樟树县委,团的领导机关,3307
      33070501,团结村团支部,团支部,330705
      """
    let rosters = try HandMadeRosters([tree])
    let list = "姓名,身份证号码,入团年月,所在团支部\n钟一,330203200301010214,2018-05,团结村团支部\n"
    let path = rosters.folder + "/名册.csv"
    try list.write(toFile: path, atomically: true, encoding: .utf8)
    let run = ImportRun(context: rosters.context, period: rosters.period, unit: name)
    _ = try run.run([path])
    #expect(try rosters.context.workspace().submissions(of: rosters.period).last?.unit == "330705")
    // 团 is no prefix where no place follows.
    try list.replacingOccurrences(of: "钟一", with: "钟二").write(toFile: path, atomically: true, encoding: .utf8)
    let misspelt = ImportRun(context: rosters.context, period: rosters.period, unit: "结村团支部")
    #expect(throws: WorkspaceError.self) { try misspelt.run([path]) }
  }

  /// A class without its school is the one of the unit that hands in, or the only one of that number.
  @Test(
    arguments: [
      ("高二（1）班", "330705", "33070501"), ("高二1班团支部", nil, "33070501"), ("高二（11）班", "330705", "33070511"),
      ("高二（2）班", "330705", nil), ("二1班", "330705", nil), ("高二（1）班", "330706", "33070601"),
      ("高三（3）班", "330706", "33070602"),
      ("樟树中学高三（3）班", "330706", nil),
    ] as [(String, String?, String?)])
  func aClassIsOfTheUnitThatHandsIn(name: String, unit: String?, code: String?) throws {
    var others = "330706,泉溪区柳江中学团委,基层团委,3307\n33070602,高三（3）班团支部,团支部,330706\n"
    if unit != nil { others += "33070601,泉溪区柳江中学高二1班团支部,团支部,330706\n" }
    let rosters = try HandMadeRosters([Self.tree + "\n" + others])
    let path = rosters.folder + "/名册.csv"
    try "姓名,身份证号码,入团年月,班级\n钟一,330203200301010214,2018-05,\(name)\n".write(
      toFile: path, atomically: true, encoding: .utf8)
    let result = try ImportRun(context: rosters.context, period: rosters.period, unit: unit).run([path])
    let codes = result.findings.map(\.finding.code)
    let census = try PeriodCensus(context: rosters.context, period: rosters.period)
    let tree = try IndicatorsRun(census: census).calculator.tree
    let run = try EvidenceRun(census: census)
    var units: [String] = []
    for part in try run.parts(of: "counted-members") {
      try run.rows(of: part, unit: 0) { row in units.append(tree.nodes[row.node].code) }
    }
    #expect(units == [code].compactMap(\.self), "\(name)")
    #expect(codes.contains(code == nil ? "organisation-unknown" : "organisation-respelled"))
  }

  @Test(
    arguments: [
      ("泉溪区樟树中学高二(1)班团支部", "33070501"), ("泉溪区樟树中学高二（12）班团支部", "33070512"), ("泉溪区樟树中学高二十二班团支部", "33070512"),
      ("泉溪区樟树中学高二１班团支部", "33070501"), ("泉溪区樟树中学高二3班团支部", nil), ("泉溪区樟树中学高二一一班团支部", nil),
    ] as [(String, String?)])
  func oneClassHasManySpellings(name: String, code: String?) throws {
    let rosters = try HandMadeRosters([
      Self.tree, "姓名,身份证号码,入团年月,所在团支部\n钟一,330203200301010214,2018-05,\(name)\n",
    ])
    let run = try IndicatorsRun(census: rosters.census)
    let counted = try rosters.list("counted-members").count
    #expect(counted == (code == nil ? 0 : 1), "\(name)")
    if let code {
      let node = try #require(run.calculator.tree.node(named: code))
      #expect(try rosters.list("counted-members", unit: node).count == 1, "\(name)")
    }
  }
}
