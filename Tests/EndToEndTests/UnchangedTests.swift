// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// What settling works out, nobody sent: it differs without anybody changing anything.
@Suite struct UnchangedTests {
  private static let tree = """
    团组织ID,团组织全称,组织类别,单位所属行业类别,上级组织,所属系统
    3302,示例市委,团的领导机关,党政机关,,
    33020301,示例学校团支部,团支部,初中,示例市委,教育系统
    33020302,示例村团支部,团支部,农村,示例市委,

    """
  private static let graduates = """
    姓名,身份证号码,毕业团支部,毕业去向
    测甲,330203200405010112,示例学校团支部,升学
    测乙,330203200405020126,示例学校团支部,升学

    """
  private static let transfers = "姓名,身份证号码,转接状态,转出团支部,转入团支部,申请日期\n"

  private func run(_ folder: Folder, _ arguments: String...) throws -> Program.Run {
    try Program.run(
      arguments, environment: ["LEAGUE_CENSUS_WORKSPACE": folder.path + "/ws", "LEAGUE_CENSUS_LANG": "en"],
      in: folder.path)
  }

  private func write(_ text: String, _ name: String, _ folder: Folder) throws {
    let file = URL(fileURLWithPath: folder.path + "/" + name)
    try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
  }

  /// Only the transfers of the graduates changed, and one graduate came in.
  @Test func anUnchangedListThatIsSentAgainIsUnchanged() throws {
    let folder = try Folder()
    try write(Self.tree, "a/org.csv", folder)
    try write(Self.graduates, "a/grad.csv", folder)
    let row = "测甲,330203200405010112,%,示例学校团支部,示例村团支部,2019-04-01\n"
    try write(Self.transfers + row.replacing("%", with: "转入团支部待审核"), "a/tr.csv", folder)
    #expect(try run(folder, "import", "--period", "2019-Q2", "--unit", "3302", "a").status <= 1)
    let new = "测丙,33020320040503013X,示例学校团支部,升学\n"
    try write(Self.graduates + new, "b/grad.csv", folder)
    try write(Self.transfers + row.replacing("%", with: "接转成功"), "b/tr.csv", folder)
    let again = try run(folder, "import", "--period", "2019-Q2", "--unit", "3302", "b")
    #expect(
      again.errors.contains("graduates: 1 rows added, 0 removed, 0 changed, 2 unchanged"),
      "\(again.output)\(again.errors)")
  }

  /// Two lines of one person differ; sent again, neither of them changed.
  @Test func whoStandsOnTwoLinesIsUnchangedWhenSentAgain() throws {
    let folder = try Folder()
    try write(Self.tree, "a/org.csv", folder)
    let twice = """
      姓名,身份证号码,入团年月,所在团支部
      测甲,330203200405010112,2018-05,示例学校团支部
      测甲,330203200405010112,2018-06,示例村团支部

      """
    try write(twice, "a/mem.csv", folder)
    #expect(try run(folder, "import", "--period", "2019-Q2", "--unit", "3302", "a").status <= 1)
    try write(twice + "测乙,330203200405020126,2018-05,示例学校团支部\n", "b/mem.csv", folder)
    let again = try run(folder, "import", "--period", "2019-Q2", "--unit", "3302", "b")
    #expect(
      again.errors.contains("members: 1 rows added, 0 removed, 0 changed, 2 unchanged"),
      "\(again.output)\(again.errors)")
  }

  /// Another roster lists the member too; her own row is the same in both quarters.
  @Test func comparingTellsNoSettledColumn() throws {
    let folder = try Folder()
    let heading = "姓名,身份证号码,入团年月,所在团支部\n"
    let row = "测甲,330203200405010112,2018-05,示例学校团支部\n"
    for (period, more) in [("2019-Q1", ""), ("2019-Q2", "测甲,330203200405010112,2018-05,示例村团支部\n")] {
      try write(Self.tree, period + "/org.csv", folder)
      try write(heading + more + row, period + "/mem.csv", folder)
      #expect(try run(folder, "import", "--period", period, period).status <= 1)
    }
    for table in ["fields", "people"] {
      let told = try run(
        folder, "compare", "--from", "2019-Q1", "--to", "2019-Q2", "--part", table, "--format", "csv")
      #expect(told.status == 0 && !told.output.contains(/other_rosters|on_two_lines|also_in|,age,/), "\(told.output)")
    }
  }

  /// Meanings are in the reader's language.
  @Test func meaningsAreInTheReadersLanguage() throws {
    let chinese = try Program.run(["explain", "graduate"], environment: ["LEAGUE_CENSUS_LANG": "zh-Hans"])
    #expect(chinese.output.contains("毕业团支部，写编号或全称") && !chinese.output.contains("NULL"))
    let english = try Program.run(["explain", "graduate"], environment: ["LEAGUE_CENSUS_LANG": "en"])
    #expect(english.output.contains("organisations whose roster counts the person now"))
  }
}
