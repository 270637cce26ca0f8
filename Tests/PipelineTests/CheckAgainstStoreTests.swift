// SPDX-License-Identifier: Apache-2.0

import CensusModel
import CensusStore
import Findings
import Foundation
import Policy
import Testing

@testable import Intake
@testable import Pipeline
@testable import Reports
@testable import Results

/// `check` beside a workspace finds what `import` would find of the same file, in the same words, and stores nothing.
@Suite struct CheckAgainstStoreTests {
  private static let tree = """
    团组织ID,团组织全称,组织类别,单位所属行业类别,上级组织
    3302,测试市委,团的领导机关,党政机关,
    330203,甲区委,团的领导机关,党政机关,测试市委
    330205,乙区委,团的领导机关,党政机关,测试市委
    33020301,甲一支部,团支部,非公企业,甲区委
    33020501,乙一支部,团支部,非公企业,乙区委

    """

  private static func id(_ number: Int) -> String {
    let digits = "33020320000506" + String(format: "%03d", number)
    return digits + TestTown.checkDigit(digits)
  }

  private static func members(_ branch: String, _ numbers: [Int]) -> String {
    "姓名,身份证号码,入团年月,所在团支部,发展团员编号\n"
      + numbers.map { "测试\($0),\(id($0)),2016-05,\(branch),2016330\(10000 + $0)\n" }.joined()
  }

  private static func cadres(_ branch: String, _ numbers: [Int]) -> String {
    "姓名,身份证号码,团干所属组织,团内现任职务,任现职年月\n"
      + numbers.map { "测试\($0),\(id($0)),\(branch),书记,2018-01\n" }.joined()
  }

  private static func transfers(_ number: Int) -> String {
    "姓名,身份证号码,转接状态,转出团支部,转入团支部,申请日期,审核完成日期\n"
      + "测试\(number),\(id(number)),接转成功,甲一支部,乙一支部,2019-05-02,2019-05-03\n"
  }

  private final class Office {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("known-" + UUID().uuidString).path
    let context: CommandContext
    let period = Period("2019-Q2")!

    init() throws {
      context = CommandContext(
        workspaceDirectory: folder + "/ws", pack: try PackLoader.load("ningbo-2019"), language: .chinese)
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    func file(_ name: String, _ text: String) throws -> String {
      let path = "\(folder)/\(name).csv"
      try text.write(toFile: path, atomically: true, encoding: .utf8)
      return path
    }

    func send(_ name: String, _ text: String, unit: String? = nil) throws -> IntakeResult {
      try ImportRun(context: context, period: period, unit: unit).run([file(name, text)])
    }
  }

  private func office() throws -> Office {
    let office = try Office()
    _ = try office.send("组织", Self.tree)
    _ = try office.send("乙团员", Self.members("乙一支部", Array(1...12)), unit: "330205")
    _ = try office.send("乙团干", Self.cadres("乙一支部", [1]), unit: "330205")
    return office
  }

  private struct Line: Hashable {
    var severity: Severity
    var message: String
    var place: Place?
  }

  private static func lines(_ result: IntakeResult) -> [Line] {
    result.findings.map { Line(severity: $0.severity, message: $0.message, place: $0.finding.place) }
  }

  private static let files: [(name: String, text: String)] = [
    // Two of them stand in the other unit's roster.
    ("甲团员", members("甲一支部", [3, 4, 20, 21, 22])),
    // A secretary who is on no roster, and one of the other unit.
    ("甲团干", cadres("甲一支部", [2, 90])),
    ("甲转接", transfers(5)),
    ("甲团员生", members("甲九支部", [30, 31]) + "测试40,\(id(7)),2016-05,甲一支部,\n"),
  ]

  @Test(arguments: 0..<4) func checkFindsWhatImportFinds(index: Int) throws {
    let office = try office()
    let path = try office.file(Self.files[index].name, Self.files[index].text)
    let before = try office.context.workspace().auditTrail().count
    var run = CheckRun(context: office.context, period: office.period)
    run.unit = "330203"
    let checked = try run.run([path])
    #expect(try office.context.workspace().auditTrail().count == before)
    #expect(checked.submissions.isEmpty && checked.known?.gap == nil)
    let imported = try ImportRun(context: office.context, period: office.period, unit: "330203").run([path])
    #expect(!imported.findings.isEmpty)
    #expect(Self.lines(checked) == Self.lines(imported))
    // Once more, of what is stored now.
    #expect(try Self.lines(run.run([path])) == Self.lines(imported))
    // Without a workspace nobody of another file is known.
    var elsewhere = office.context
    elsewhere.workspaceDirectory = office.folder + "/none"
    let alone = try CheckRun(context: elsewhere, period: office.period).run([path])
    #expect(alone.known?.gap == .noWorkspace)
    #expect(!FileManager.default.fileExists(atPath: elsewhere.workspaceDirectory))
  }

  @Test func thePersonOfAnotherUnitIsNamed() throws {
    let office = try office()
    var run = CheckRun(context: office.context, period: office.period)
    run.unit = "330203"
    let result = try run.run([office.file("甲团员", Self.members("甲一支部", [3, 4, 20, 21, 22]))])
    let twice = result.findings.filter { $0.message.contains("乙团员.csv") }
    #expect(!twice.isEmpty, "\(result.findings.map(\.message))")
  }

  /// A list of which import would ask what it is.
  @Test func whatImportWouldAskIsSaid() throws {
    let office = try office()
    var run = CheckRun(context: office.context, period: office.period)
    run.unit = "330205"
    let result = try run.run([office.file("乙新", Self.members("乙一支部", Array(50...60)))])
    #expect(result.unclear?.isCorrection == false && result.unclear?.facts["number"] == "2")
  }

  @Test func whatCouldNotBeCheckedIsOneSentence() throws {
    let office = try office()
    let path = try office.file("甲团员", Self.members("甲一支部", [3, 20]))
    func sentence(_ period: Period?) throws -> String {
      let result = try CheckRun(context: office.context, period: period).run([path])
      return office.context.sentence(on: try #require(result.known))
    }
    #expect(try sentence(office.period) == "已按工作区里 2019-Q2 存入的全部团组织和人员核对，与导入时的检查相同。")
    #expect(
      try sentence(Period("2019-Q3")) == "团组织按工作区里 2019-Q2 的团组织信息表核对；2019-Q3 还没有存入名册，没有与其他文件里的人员核对。")
    #expect(try sentence(nil).hasSuffix("没有给出统计期（--period），没有与其他文件里的人员核对。"))
  }
}
