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

/// What `check` and `import` print: one line a cause with its places and what to do, and nothing about what is in order.
@Suite struct IntakeTextTests {
  private static let tree = """
    团组织ID,团组织全称,组织类别,上级组织
    330211,镇海区委,团的领导机关,
    33021101,蛟川中学团委,基层团委,330211
    3302110101,蛟川一支部,团支部,33021101

    """
  private static let heading = "姓名,身份证号码,入团年月,发展团员编号,所在团支部\n"

  private func rendered(
    _ context: CommandContext, _ code: String, _ values: [(row: Int, column: Int, value: String)]
  ) -> [RenderedFinding] {
    context.render(
      values.map {
        let place = Place(file: "名册.xlsx", sheet: "团员", row: $0.row, column: $0.column)
        return Finding(code, at: place, facts: ["value": $0.value])
      })
  }

  private func context(_ language: Language = .chinese) throws -> CommandContext {
    CommandContext(workspaceDirectory: "nowhere", pack: try PackLoader.load("ningbo-2019"), language: language)
  }

  /// Causes of one sheet share a line: its name stands once, each keeps its cell and its sentence.
  @Test func causesOfOneSheetShareALine() throws {
    let context = try context()
    let findings =
      rendered(context, "date-invalid", [(4, 3, "前年"), (9, 3, "五月"), (9, 8, "昨天")])
      + rendered(context, "integer-invalid", [(2, 5, "约六十")])
    let paragraphs = FindingParagraph.paragraphs(of: findings, in: context)
    #expect(paragraphs.map(\.title) == ["日期无法识别（3 处）", "不是整数"])
    #expect(
      paragraphs.map(\.lines) == [
        ["名册.xlsx ▸ 团员 ▸ C 列第 4、9 行  “前年”、“五月”不是能识别的日期。  H9  “昨天”不是能识别的日期。"],
        ["名册.xlsx ▸ 团员 ▸ E2  “约六十”不是整数。"],
      ])
    #expect(paragraphs.allSatisfy { $0.severity == .error && !$0.remedy.isEmpty })
  }

  /// Of many causes the first are told, the rest is a number that says where all of them are; nothing is left out when asked for.
  @Test func theRestIsANumberThatLeadsToAll() throws {
    let context = try context()
    let findings = context.render(
      (1...9).map { number in
        let place = Place(file: "名册.xlsx", sheet: "团员", row: number, column: 2)
        return Finding("organisation-unknown", at: place, facts: ["value": "\(number)村", "nearest": "\(number)村团支部"])
      })
    let short = FindingParagraph.paragraphs(of: findings, in: context)[0]
    #expect(short.title.hasSuffix("（9 处）") && short.lines.count == 1)
    #expect(short.lines[0].hasSuffix("……另有 4 处，全部在标注副本里（--annotate 文件夹，原表标好颜色）"))
    let all = FindingParagraph.paragraphs(of: findings, all: true, in: context)[0].lines
    #expect(all.count == 9 && all.indices.allSatisfy { all[$0].hasPrefix("名册.xlsx ▸ 团员 ▸ B\($0 + 1)  ") })
  }

  /// What differs between two rows of an organisation is named as the sheets head it.
  @Test func whatDiffersIsNamedByItsHeading() throws {
    let again = "团组织ID,团组织全称,组织类别,团组织简称,上级组织\n33021101,蛟川中学团委,团总支,蛟川,330211\n"
    let result = try HandMadeRosters([Self.tree, again]).result
    let told = try #require(result.findings.first { $0.finding.code == "organisation-contradiction" })
    #expect(told.finding.facts["fields"].map { Set($0.split(separator: "、")) } == ["组织类别", "团组织简称"])
    #expect(!told.message.contains("_"))
  }

  /// What differs in value and column alone names its cells, and no column of another.
  @Test func cellsOfSeveralColumnsAreNamed() throws {
    let context = try context()
    let findings = rendered(context, "date-invalid", (1...4).map { (row: $0, column: $0, value: "约\($0)0年") })
    #expect(
      FindingParagraph.paragraphs(of: findings, in: context)[0].lines == [
        "名册.xlsx ▸ 团员 ▸ A1、B2、C3、D4  “约10年”、“约20年”、“约30年”、“约40年”不是能识别的日期。"
      ])
  }

  private func people(_ count: Int, from first: Int = 1) -> String {
    Self.heading + (first..<first + count).map { "沈\($0),,2018-05,201833000\(100 + $0),蛟川一支部\n" }.joined()
  }

  @Test func filesInOrderAreOneLine() throws {
    let few = try HandMadeRosters([Self.tree, people(4)])
    #expect(
      IntakeFileLines(few.result, context: few.context).summary.map(\.text) == [
        "读取 2 个文件：in/0.csv（团组织信息表 3 条）、in/1.csv（团员花名册 4 条）"
      ])
    let many = try HandMadeRosters([Self.tree] + (0..<8).map { people(3, from: 10 * $0 + 1) })
    let lines = IntakeFileLines(many.result, context: many.context)
    #expect(
      lines.summary.map(\.text) == ["读取 9 个文件（--verbose 逐个列出）：团员花名册 24 条、团组织信息表 3 条"])
    #expect(lines.all.count == 9 && lines.all[3].text.hasPrefix("in/3.csv  已读取  “无名工作表”是团员花名册：列名在第 1 行"))
  }

  /// An .et of WPS is read by what is in it; an archive in a format that is not opened is an error with its name.
  @Test func filesOfOtherProgramsAreReadOrNamed() throws {
    let rosters = try HandMadeRosters([Self.tree])
    let folder = rosters.folder + "/wps"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let rows = people(3).split(separator: "\n").map { line in
      "<tr>" + line.split(separator: ",", omittingEmptySubsequences: false).map { "<td>\($0)</td>" }.joined() + "</tr>"
    }
    try "<html><body><table>\(rows.joined())</table></body></html>"
      .write(toFile: folder + "/名册.et", atomically: true, encoding: .utf8)
    try Data("Rar!\u{1A}\u{07}\u{01}\u{00}名册.xlsx".utf8).write(to: URL(fileURLWithPath: folder + "/材料.rar"))
    let result = try ImportRun(context: rosters.context, period: rosters.period).run([folder])
    #expect(result.sheets.map(\.records) == [3])
    let told = result.findings.filter { $0.finding.place?.file == "wps/材料.rar" }
    #expect(told.map(\.severity) == [.error] && told[0].remedy.contains("解压"))
  }

  /// Whatever was not read is named, however many files there are.
  @Test func everyFileThatWasNotReadIsNamed() throws {
    let rosters = try HandMadeRosters([Self.tree])
    let folder = rosters.folder + "/more"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    for number in 1...9 {
      try Data([0xD0, 0xCF, 0x11, 0xE0, UInt8(number)]).write(to: URL(fileURLWithPath: "\(folder)/坏\(number).xls"))
    }
    try people(2).write(toFile: folder + "/好.csv", atomically: true, encoding: .utf8)
    let result = try ImportRun(context: rosters.context, period: rosters.period).run([folder])
    let lines = IntakeFileLines(result, context: rosters.context).summary
    #expect(lines.map(\.isRefusal) == [false, true])
    #expect(lines[0].text == "读取 1 个文件：more/好.csv（团员花名册 2 条）")
    #expect((1...9).allSatisfy { lines[1].text.contains("more/坏\($0).xls") } && lines[1].text.contains("9 个"))
    #expect(!result.account.isAllRead && rosters.result.account.isAllRead)
  }
}
