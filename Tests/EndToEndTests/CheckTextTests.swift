// SPDX-License-Identifier: Apache-2.0

import Testing

/// What a clerk reads of `check`: a line for what is in order, a line a cause, and all of it with `--verbose`.
@Suite struct CheckTextTests {
  private static let tree = "团组织ID,团组织全称,组织类别,上级组织\n330213,奉化区委,团的领导机关,\n33021301,莼湖镇团支部,团支部,330213\n"
  private static let heading = "姓名,身份证号码,入团年月,发展团员编号,所在团支部\n"

  @Test func filesInOrderShareALineAndCausesHaveOneEach() throws {
    let folder = try Folder()
    let files =
      try [folder.write("组织.csv", Self.tree)]
      + (1...8).map { number in
        let joined = number == 5 ? "2018-13" : "2018-05"
        let people = (1...4).map { "卓\(number)\($0),,\(joined),2018330002\(number)\($0),莼湖镇团支部\n" }.joined()
        return try folder.write("\(number).csv", Self.heading + people)
      }
    func check(_ options: String...) throws -> [Substring] {
      let run = try Program.run(
        ["check", "--period", "2019-Q2", "--workspace", folder.path + "/ws", "--lang", "zh-Hans"] + options + files)
      #expect(run.status == 1)
      return run.output.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
    }
    let short = try check()
    #expect(!short.contains(""))
    #expect(short[0].hasPrefix("读取 9 个文件（--verbose 逐个列出）：") && short[0].contains("团员花名册 32 条"))
    #expect(short.filter { $0.contains("已读取") }.isEmpty)
    let dates = try #require(short.first { $0.hasPrefix("错误  日期无法识别（4 处）") })
    #expect(dates.contains("  5.csv ▸ C 列第 2–5 行") && dates.contains("→ "))
    let all = try check("--verbose")
    #expect(all.count { $0.contains("已读取") } == 9)
    #expect(all.filter { $0.contains("  “2018-13”") }.count == 4)
    #expect((2...5).allSatisfy { row in all.contains { $0.hasPrefix("  5.csv ▸ C\(row)  “2018-13”") } })
  }
}
