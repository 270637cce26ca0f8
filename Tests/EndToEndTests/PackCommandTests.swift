// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// Packs from the command line.
@Suite struct PackCommandTests {
  /// Every file the article "Writing a policy pack" shows, written as it stands there, checked and used.
  @Test func theArticleOnPacksIsTrue() throws {
    let article = try String(
      contentsOfFile: Program.root + "/Sources/Pipeline/Pipeline.docc/WritingAPolicyPack.md", encoding: .utf8)
    let folder = try Folder()
    let pack = folder.path + "/my-county"
    let blocks = article.components(separatedBy: "```yaml\n# ").dropFirst().map {
      $0.components(separatedBy: "\n```")[0]
    }
    try #require(blocks.count == 7)
    for block in blocks {
      let name = String(block.prefix { $0 != "\n" })
      let file = URL(fileURLWithPath: pack + "/" + name)
      try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(("# " + block + "\n").utf8).write(to: file)
      let check = try Program.run(["pack", "check", pack, "--lang", "en"])
      #expect(check.status == 0, "after \(name): \(check.output)")
    }
    let workspace = ["--workspace", folder.path + "/w", "--pack", pack, "--lang", "en"]
    let rosters = Program.samples + "/2019-Q2"
    _ = try Program.run(["import", "--period", "2019-Q2", rosters, "--quiet", "--fail-on", "never"] + workspace)

    let period = ["--period", "2019-Q2"]
    let indicator = try Program.run(
      ["indicators", "--indicator", "cadre-member-ratio", "--format", "json"] + period + workspace)
    #expect(indicator.output.contains("\"indicator\": \"cadre-member-ratio\", \"state\": \"value\""), "\(indicator)")
    let task = ["assess", "--task", "14-county-secretaries", "--format", "json"] + period + workspace
    let verdict = try Program.run(task)
    #expect(verdict.output.contains(">= 90"), "\(verdict)")
    let later = try Program.run(task + ["--rules-on", "2020-03-31"])
    #expect(later.output.contains(">= 100"), "\(later)")
    let evidence = try Program.run(["evidence", "--measure", "cadres-linking-hundred"] + period + workspace)
    #expect(evidence.status == 0, "\(evidence.errors)")
    let diff = try Program.run(["pack", "diff", "ningbo-2019", pack, "--lang", "en"])
    #expect(diff.output.hasSuffix("7 added, 0 removed, 1 changed\n"), "\(diff.output)")
    #expect(diff.output.contains("+ cadre-without-training") && diff.output.contains(">= 100%"))
  }

  /// The rules of 2025 with every command that reads a period, on rosters as handed in.
  @Test func theLaterPackWorksWithEveryCommand() throws {
    let folder = try Folder()
    let options = ["--workspace", folder.path + "/w", "--pack", "league-2025", "--quiet"]
    let rosters = Program.samples + "/2019-Q2"
    #expect(try Program.run(["check", rosters, "--fail-on", "never"] + options).status == 0)
    for period in ["2019-Q2", "2025-Q2"] {
      let run = try Program.run(["import", "--period", period, rosters, "--fail-on", "never"] + options)
      #expect(run.status == 0, "\(run.errors)")
    }
    func verdict(_ period: String, _ more: [String] = []) throws -> String {
      try Program.run(["assess", "--task", "14-ratio", "--period", period, "--format", "json"] + more + options).output
    }
    let early = try verdict("2019-Q2")
    #expect(early.contains("<= 60") && !early.contains("<= 15"), "\(early)")
    for late in [try verdict("2025-Q2"), try verdict("2019-Q2", ["--rules-on", "2025-06-30"])] {
      #expect(late.contains("<= 15") && late.contains("<= 20") && !late.contains("<= 60"), "\(late)")
    }
    let values = try Program.run(["indicators", "--period", "2019-Q2", "--format", "json"] + options).output
    #expect(values.contains("\"league-student-ratio-junior\", \"state\": \"value\""))
    #expect(try Program.run(["status"] + options).status == 0)
    #expect(try Program.run(["explain", "organisation-term-in-grace"] + options).output.contains("可批准延期"))
    let measure = ["evidence", "--measure", "members-junior", "--period", "2025-Q2"]
    #expect(try Program.run(measure + options).status == 0)
    let report = ["report", "--period", "2025-Q2", "--out", folder.path + "/r"]
    #expect(try Program.run(report + ["--rules-on", "2025-03-31"] + options).status == 0)
    let page = try String(contentsOfFile: folder.path + "/r/index.html", encoding: .utf8)
    let indicators = try String(contentsOfFile: folder.path + "/r/indicators.html", encoding: .utf8)
    #expect(page.contains("按2025-03-31有效的规定") && indicators.contains("初中团学比"))
  }

  @Test func aBrokenPackIsToldWithFileAndLine() throws {
    let folder = try Folder()
    _ = try folder.write("pack.yaml", "id: x\nextends: ningbo-2019\nfoo: 1\n")
    let run = try Program.run(["pack", "check", folder.path])
    #expect(run.status == 1 && run.output.hasPrefix("pack.yaml:3: 不认识的键“foo”"), "\(run)")
    let other = try Program.run(["pack", "diff", "ningbo-2019", folder.path])
    #expect(other.status == 2 && other.errors.hasPrefix("pack.yaml:3:"), "\(other)")
  }

  @Test func differencesAsJSONAreReadable() throws {
    let run = try Program.run(["pack", "diff", "ningbo-2019", "league-2025", "--format", "json", "--lang", "en"])
    let root = try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any]
    let entries = try #require(root?["entries"] as? [[String: Any]])
    #expect((root?["from"] as? [String: String])?["id"] == "ningbo-2019")
    #expect(entries.first { $0["id"] as? String == "14-ratio" }?["change"] as? String == "changed")
    #expect(entries.contains { $0["kind"] as? String == "column" && $0["id"] as? String == "term_grace_months" })
  }

  @Test func theReferenceIsWritten() throws {
    let folder = try Folder()
    let run = try Program.run(["pack", "document", "league-2025", "--out", folder.path + "/r", "--lang", "en"])
    #expect(run.status == 0 && run.errors.contains("11 files"), "\(run)")
    let page = try String(contentsOfFile: folder.path + "/r/Tasks.md", encoding: .utf8)
    #expect(page.contains("### 14-ratio-stricter-2020"))
  }
}
