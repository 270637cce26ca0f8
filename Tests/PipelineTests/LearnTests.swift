// SPDX-License-Identifier: Apache-2.0

import CensusModel
import CensusStore
import Findings
import Foundation
import Intake
import Pipeline
import Policy
import Reports
import Results
import Testing

/// Headings that no vocabulary holds: proposed by name and values, kept by the workspace.
@Suite struct LearnTests {
  private static let roster = """
    姓　名,身份证（公民身份）号,性别,团员入团年月,所在支部全称,移动电话,现在团籍情况,爱好
    赵一,330203200001010012,男,2015-05,甲团支部,13800001234,正常,足球
    钱二,330203200002020021,女,2016-05,甲团支部,13800001235,正常,羽毛球

    """

  @Test func whatIsProposedIsUnderstoodOnceKept() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("learn-" + UUID().uuidString).path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try Self.roster.write(toFile: folder + "/r.csv", atomically: true, encoding: .utf8)
    var pack = try PackLoader.load("ningbo-2019")
    var context = CommandContext(workspaceDirectory: folder, pack: pack, language: .chinese)
    let before = try RecogniseRun(context: context).run([folder + "/r.csv"])
    #expect(before[0].sheets[0].sheet.kind == nil)

    let yaml = try LearnRun(context: context).yaml([folder + "/r.csv"])
    for expected in ["member:", "joined:", "\"团员入团年月\"", "organisation:", "\"所在支部全称\"", "membership:", "爱好"] {
      #expect(yaml.contains(expected), "\(expected)")
    }
    // Nothing of the values stands in it.
    for value in ["330203200001010012", "13800001234", "赵一", "足球"] { #expect(!yaml.contains(value)) }

    try yaml.write(toFile: folder + "/vocabulary.yaml", atomically: true, encoding: .utf8)
    let hash = pack.hash
    try VocabularyOverlay.apply(folder + "/vocabulary.yaml", to: &pack)
    #expect(pack.hash != hash)
    context.pack = pack
    let sheet = try RecogniseRun(context: context).run([folder + "/r.csv"])[0].sheets[0]
    #expect(sheet.sheet.kind == .member && sheet.records == 2)
    #expect(sheet.sheet.headings.filter { $0.match == .unknown }.map(\.text) == ["爱好"])
  }

  /// Lists of the Party, of trade unions, pioneers and volunteers have headings that are spelled alike; none of them is learnt.
  @Test(arguments: [
    "姓名,身份证号,性别,入党时间,转正时间,所在党支部,党内职务,手机号\n王一,330203198001010012,男,2005-07-01,2006-07-01,甲村党支部,书记,13900000001\n",
    "党员花名册\n姓名,公民身份号码,学历,加入组织日期,所属党组织,联系电话\n王一,330203198001010012,本科,2005-07-01,甲村党支部,13900000001\n",
    "姓名,身份证号,入会时间,会员证编号,所在工会小组,职务,手机\n王一,330203198001010012,2015-07,201533000001,一车间工会小组,组长,13900000001\n",
    "姓名,身份证号码,入队时间,所在中队,队内职务,家长电话\n王一,330203201001010012,2017-06,五年级1中队,中队长,13900000001\n",
    "姓名,身份证号,注册时间,服务时长,所属团体\n王一,330203200301010012,2018-05,20,青年志愿者协会\n",
    "姓名,身份证号,入伍年月,所在单位,职务\n王一,330203199301010012,2012-12,民兵连一排,排长\n",
  ])
  func listsOfOtherBodiesTeachNothing(list: String) throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("learn-" + UUID().uuidString).path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try list.write(toFile: folder + "/r.csv", atomically: true, encoding: .utf8)
    try "请查收".write(toFile: folder + "/说明.txt", atomically: true, encoding: .utf8)
    let context = CommandContext(
      workspaceDirectory: folder, pack: try PackLoader.load("ningbo-2019"), language: .chinese)
    let yaml = try LearnRun(context: context).yaml([folder])
    #expect(!yaml.contains("member:") && !yaml.contains("cadre:"), "\(yaml)")
  }

  /// What stands in the file stays, remarks too; one sender's word means nothing in the files of others.
  @Test func whatIsLearntIsAddedToWhatIsKept() throws {
    let rosters = try HandMadeRosters(["团组织ID,团组织全称,组织类别\n3302,某市委,团的领导机关\n330209,甲团支部,团支部\n330208,乙团支部,团支部\n"])
    var context = rosters.context
    let path = context.workspaceDirectory + "/" + VocabularyOverlay.fileName
    let mine = "# 我的\nmember:\n  joined:\n    - \"入团那年\"  # 王某核对过\n"
    try mine.write(toFile: path, atomically: true, encoding: .utf8)
    let file = rosters.folder + "/r.csv"
    try Self.roster.write(toFile: file, atomically: true, encoding: .utf8)
    let added = try LearnRun(context: context).keep([file], for: "330209")
    #expect(added.contains(HeadingSpelling(kind: .member, field: "joined", text: "团员入团年月")))
    let text = try String(contentsOfFile: path, encoding: .utf8)
    #expect(text.hasPrefix("# 我的\n") && text.contains("\"入团那年\"  # 王某核对过") && text.contains("\"330209\":"))
    try VocabularyOverlay.apply(path, to: &context.pack)
    #expect(try LearnRun(context: context).keep([file], for: "330209") == [])
    let again = try String(contentsOfFile: path, encoding: .utf8)
    #expect(again == text)
    func read(by unit: String, in quarter: String) throws -> Int {
      let period = try #require(Period(quarter))
      let result = try ImportRun(context: context, period: period, unit: unit).run([rosters.folder + "/in", file])
      return result.sheets.filter { $0.kind == RecordKind.member }.count
    }
    #expect(try read(by: "330209", in: "2019-Q3") == 1)
    #expect(try read(by: "330208", in: "2019-Q4") == 0)
  }

  /// What the workspace keeps stays when more is learnt, and what is known is proposed no more.
  @Test func learningAddsToWhatIsKept() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("learn-" + UUID().uuidString).path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try Self.roster.write(toFile: folder + "/r.csv", atomically: true, encoding: .utf8)
    let kept = folder + "/vocabulary.yaml"
    let own = "cadre:\n  post: [担任的职位]\nmember:\n  joined: [\"团龄起算\"]\n"
    try own.write(toFile: kept, atomically: true, encoding: .utf8)
    var context = CommandContext(
      workspaceDirectory: folder, pack: try PackLoader.load("ningbo-2019"), language: .chinese)
    try VocabularyOverlay.apply(kept, to: &context.pack)
    _ = try LearnRun(context: context).keep([folder + "/r.csv"], for: nil)

    let first = try VocabularyOverlay.kept(kept, context.pack.vocabulary).all
    #expect(first.filter { $0.kind == .cadre } == [HeadingSpelling(kind: .cadre, field: "post", text: "担任的职位")])
    #expect(first.filter { $0.field == "joined" }.map(\.text) == ["团龄起算", "团员入团年月"])
    context.pack = try PackLoader.load("ningbo-2019")
    try VocabularyOverlay.apply(kept, to: &context.pack)
    #expect(try LearnRun(context: context).keep([folder + "/r.csv"], for: nil) == [])
    #expect(try VocabularyOverlay.kept(kept, context.pack.vocabulary).all == first)
  }

  /// A few alike headings make no roster of a list whose other headings are about something else.
  @Test(arguments: [
    "姓名,性别,出生日期,手机号,学号编号,课程名,教室号,学期,考试成绩,考试日期,教材,学分,监考\n王某,男,2000-01-01,13800000000,1,数学,3,1,90,2019-05-01,甲,2,李\n",
    "姓名,性别,手机号,体检日期,身高,体重,视力,血压,结论,医师\n王某,男,13800000000,2019-05-01,170,60,5.0,120,好,李\n",
  ])
  func nothingIsProposedAgainstTheOtherHeadings(list: String) throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("learn-" + UUID().uuidString).path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try list.write(toFile: folder + "/l.csv", atomically: true, encoding: .utf8)
    let context = CommandContext(
      workspaceDirectory: folder, pack: try PackLoader.load("ningbo-2019"), language: .chinese)
    let yaml = try LearnRun(context: context).yaml([folder + "/l.csv"])
    #expect(yaml.split(separator: "\n").allSatisfy { $0.hasPrefix("#") }, "\(yaml)")
  }

  @Test(arguments: [
    ("member:\n  nonsense: [a]\n", 2), ("member:\n  joined: [姓名]\n", 2), ("nobody:\n  joined: [a]\n", 1),
  ])
  func aMistakeIsNamedWithItsLine(yaml: String, line: Int) throws {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString + ".yaml").path
    try yaml.write(toFile: path, atomically: true, encoding: .utf8)
    defer { try? FileManager.default.removeItem(atPath: path) }
    var pack = try PackLoader.load("ningbo-2019")
    let error = #expect(throws: PackError.self) { try VocabularyOverlay.apply(path, to: &pack) }
    #expect(error?.line == line)
  }
}
