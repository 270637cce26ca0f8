// SPDX-License-Identifier: Apache-2.0

import Findings
import Foundation
import Pipeline
import Policy
import Results
import Testing

/// Published figures recomputed: exact, half up, and told what was done to them.
@Suite struct FigureAuditTests {
  private func audit(_ rows: String) throws -> [AuditedFigure] {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString + ".csv").path
    try ("项 目,分子,分母,公布值,小数位,分组,是否合计\n" + rows + "\n").write(toFile: path, atomically: true, encoding: .utf8)
    defer { try? FileManager.default.removeItem(atPath: path) }
    return try AuditRun(
      context: CommandContext(workspaceDirectory: "", pack: PackLoader.load("ningbo-2019"), language: .chinese)
    )
    .run(path)
  }

  @Test(arguments: [
    ("a,98,692,14.2,1,,", AuditedFigure.Result.agrees, "14.2" as String?), ("a,98,692,14.1,1,,", .truncated, "14.2"),
    ("a,98,692,14.3,1,,", .differs, "14.2"), ("a,98,692,14.16%,,,", .agrees, "14.16"),
    // Half up, exactly on the half; decimals above and below.
    ("a,1,8,12.5,1,,", .agrees, "12.5"), ("a,1,8,13,0,,", .agrees, "13"), ("a,1,8,12,0,,", .truncated, "13"),
    ("a,2118.9,7215,29.4,1,,", .agrees, "29.4"), ("a,\"1,000\",\"4,000\",25,0,,", .agrees, "25"),
    ("a,1,0,0,0,,", .undefined, nil), ("a,,10,50,0,,", .undefined, nil), ("a,约一百,200,50,0,,", .undefined, nil),
    // Counts without a printed rate: worked out, held against nothing.
    ("a,6178,19800,,2,,", .undefined, "31.20"),
  ])
  func eachFigureIsClassified(row: String, result: AuditedFigure.Result, computed: String?) throws {
    let figure = try #require(try audit(row).first)
    #expect(figure.result == result && figure.computed == computed)
  }

  @Test func totalsAreAddedUp() throws {
    let figures = try audit("总,7.5,,,,g,是\n甲,4.25,,,,g,\n乙,3.25,,,,g,\n全,10,,,,h,是\n丙,9,,,,h,")
    #expect(figures.map(\.item) == ["总", "全"])
    #expect(figures.map(\.result) == [.agrees, .differs])
    #expect(figures.map(\.computed) == ["7.50", "9"])
  }

  @Test func aSheetWithoutTheHeadingsIsAnError() {
    #expect(throws: PipelineError.self) {
      let path = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString + ".csv").path
      try "姓名,性别\n赵一,男\n".write(toFile: path, atomically: true, encoding: .utf8)
      defer { try? FileManager.default.removeItem(atPath: path) }
      let context = CommandContext(workspaceDirectory: "", pack: try PackLoader.load("ningbo-2019"), language: .chinese)
      _ = try AuditRun(context: context).run(path)
    }
  }
}
