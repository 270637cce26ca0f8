// SPDX-License-Identifier: Apache-2.0

import Testing

/// What the built program says of a command line that it cannot understand, in both languages.
@Suite struct UsageTests {
  private static func said(_ arguments: [String], _ language: String = "zh-Hans") throws -> (
    status: Int32, text: String
  ) {
    let run = try Program.run(arguments + ["--lang", language])
    return (run.status, run.errors + run.output)
  }

  @Test(arguments: [
    (["indicatrs", "--period", "2019-Q2"], ["没有“indicatrs”这个命令", "indicators"], ["or:", "Unknown", "Unexpected"]),
    (["submissions", "lst"], ["没有“lst”这个命令", "list"], ["缺少"]),
    (["report", "--period", "2019-Q2", "--otu", "x"], ["没有“--otu”这个选项", "--out"], ["缺少"]),
    (["import", "x"], ["缺少 --period", "2019-Q2"], ["Missing", "expected argument"]),
    (["indicators", "--period", "2019-Q5"], ["“2019-Q5”不能作为 --period 的值"], ["invalid"]),
    (["import", "x", "--period"], ["--period 后面缺少值"], ["Missing"]),
    (["check", "x", "--fail-on", "error:0"], ["“error:0”不能作为 --fail-on 的值"], ["invalid"]),
    (["status", "--quiet=1"], ["--quiet 不带值"], ["does not take"]),
    (["explain", "a", "b"], ["多出“b”"], ["unexpected"]),
    (["user", "add", "x", "--role", "king"], ["“king”不能作为 --role 的值", "inspector", "department"], ["invalid"]),
  ])
  func inChinese(_ arguments: [String], says: [String], not: [String]) throws {
    let (status, text) = try Self.said(arguments)
    #expect(status == 64)
    for part in says { #expect(text.contains(part), "\(arguments): \(text)") }
    for part in not { #expect(!text.contains(part), "\(arguments): \(text)") }
  }

  @Test func inEnglish() throws {
    let (status, text) = try Self.said(["statsu"], "en")
    #expect(status == 64 && text.contains("no command “statsu”") && text.contains("status"))
    #expect(text.allSatisfy { !"：，。（）".contains($0) })
  }

  /// So many findings, or such a share of the rows: four rows, one of them with an ID that is none.
  @Test(arguments: [
    ("error", 1), ("error:1", 1), ("error:2", 0), ("error:25%", 1), ("error:25.5%", 0), ("warning:1000", 0),
    ("never", 0),
  ])
  func failsFromACountOrAShareOn(_ limit: String, status: Int) throws {
    let folder = try Folder()
    _ = try folder.write(
      "org.csv",
      "团组织ID,团组织全称,组织类别,单位所属行业类别,上级组织,所在区县\n"
        + "3302,共青团测试市委员会,团的领导机关,,,\n330201,测试团支部,团支部,普通高中,3302,测试区\n")
    _ = try folder.write(
      "mem.csv",
      "姓名,身份证号码,所在团支部,入团年月\n甲一,110105200403071234,330201,2018-05\n乙二,,330201,2018-05\n")
    let run = try Program.run(["check", "org.csv", "mem.csv", "--fail-on", limit], in: folder.path)
    #expect(run.status == Int32(status), "\(run.output)")
  }

  @Test func shortOptions() throws {
    let folder = try Folder()
    #expect(try Program.run(["init", "-w", "here", "-q"], in: folder.path).status == 0)
    let template = try Program.run(["template", "-o", "t.xlsx"], in: folder.path)
    #expect(template.status == 0 && template.output.contains("t.xlsx"))
  }
}
