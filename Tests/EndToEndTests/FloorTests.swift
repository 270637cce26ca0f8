// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// A target of the office's own where of a hundred cadres one is known to be in post.
@Suite struct FloorTests {
  private static let organisations = """
    团组织ID,团组织全称,组织类别,单位所属行业类别,上级组织
    3302,甬市团委,团的领导机关,党政机关,
    330203,甲区团委,团的领导机关,党政机关,3302

    """
  private static let cadres =
    "姓名,身份证号码,团干所属组织,团内现任职务,在岗状态\n"
    + (0..<100).map { "王\($0),,330203,委员,\($0 == 0 ? "在岗" : "")\n" }.joined()

  @Test func oneKnownOfAHundredIsToldAndNotJudged() throws {
    let folder = try Folder()
    let here = ["--workspace", folder.path + "/ws", "--lang", "en"]
    let files = [try folder.write("o.csv", Self.organisations), try folder.write("c.csv", Self.cadres)]
    _ = try Program.run(["import", "--period", "2019-Q2", "--fail-on", "never"] + files + here)
    _ = try folder.write(
      "ws/targets.yaml",
      "- {indicator: in-post-rate, at-least: \"90\", from: 2019-01-01, document: d, set-by: s}\n")
    let words = "too little is known to speak for all: 1 of 100, at least 66.66 % is asked"
    let assess = ["assess", "--period", "2019-Q2", "--unit", "330203", "--task", "14-in-post", "--fail-on", "never"]
    let run = try Program.run(assess + ["--format", "json"] + here)
    let all = try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [[String: Any]]
    let result = try #require(all?.first)
    #expect(result["verdict"] as? String == "not-evaluable" && result["reason"] as? String == words)
    #expect(try Program.run(assess + here).output.contains(words))
    let how = try Program.run(["assess", "--period", "2019-Q2", "--how", "--format", "json"] + here)
    let tasks = try JSONSerialization.jsonObject(with: Data(how.output.utf8)) as? [[String: Any]]
    let floors = tasks?.first { $0["task"] as? String == "14-in-post" }?["floors"] as? [[String: Any]]
    #expect(floors?.first?["atLeast"] as? Double == 66.66)
    #expect(floors?.first?["known"] as? String == "Cadres with a known in-post state ÷ Cadres")
    for format in ["text", "csv"] {
      let how = try Program.run(["assess", "--period", "2019-Q2", "--how", "--format", format] + here)
      #expect(how.output.contains("Cadres with a known in-post state ÷ Cadres ≥ 66.66 %"), "\(format)")
    }
  }
}
