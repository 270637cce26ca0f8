// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@Suite struct HelpTests {
  static let commands = [
    ["init"], ["cells"], ["check"], ["import"], ["status"], ["indicators"], ["assess"], ["evidence"], ["report"],
    ["duplicates"],
    ["explain"], ["pack"], ["pack", "check"], ["pack", "list"], ["sample"], ["waiver"], ["waiver", "add"],
    ["waiver", "list"], ["forecast"], ["batch"], ["census"], ["transitions"], [],
  ]

  @Test(arguments: commands, ["zh-Hans", "en"]) func everyCommandExplainsItself(command: [String], language: String)
    throws
  {
    let run = try Program.run(command + ["--help"], environment: ["LEAGUE_CENSUS_LANG": language])
    #expect(run.status == 0)
    #expect(run.output.contains("USAGE: league-census"))
    #expect(!run.output.contains("⟨"), "a text is missing")
    if language == "en" { #expect(!run.output.contains("工作区目录")) }
  }

  @Test func globalOptionsMayStandBeforeTheCommand() throws {
    let folder = try Folder()
    let before = try Program.run(["--workspace", folder.path + "/w", "--lang", "en", "status"])
    let after = try Program.run(["status", "--workspace", folder.path + "/w", "--lang", "en"])
    #expect(before.status == 2 && before.errors == after.errors && before.errors.contains(folder.path))
  }

  @Test(arguments: [["check"], ["recognise"], ["vocabulary", "learn"], ["import", "--period", "2019-Q2"]])
  func anEmptyFolderIsASentence(command: [String]) throws {
    let folder = try Folder()
    let run = try Program.run(command + [folder.path])
    #expect(run.status == 2 && !run.errors.isEmpty && run.output.isEmpty, "\(command)")
  }

  @Test func aFileOfTheWrongKindIsSaidInFewWords() throws {
    let folder = try Folder()
    let run = try Program.run(["check", try folder.write("名册.xlsx", "hello")])
    // No list of checks that were left out: there was nothing to check.
    #expect(run.status == 2 && run.output.contains("名册.xlsx") && !run.errors.contains("项检查没有做"), "\(run)")
  }

  @Test func aTemplateIsWrittenRecognisedAndChecked() throws {
    let folder = try Folder()
    let file = folder.path + "/模板.xlsx"
    #expect(try Program.run(["template", "--kind", "all", "--out", file]).status == 0)
    let recognised = try Program.run(["recognise", file, "--format", "json"])
    #expect(recognised.status == 0 && recognised.output.contains("\"kind\": \"member\""))
    // Its marked examples are nobody's rows: as it came it hands in nothing.
    let check = try Program.run(["check", file, "--period", "2019-Q2"])
    #expect(check.status == 2 && check.output.contains("没有读到任何记录"), "\(check.output)")
    #expect(try Program.run(["vocabulary", "learn", file]).status == 0)
    #expect(try Program.run(["template", "--kind", "nonsense", "--out", file]).status == 64)
  }

  @Test func wrongUsageIs64() throws {
    #expect(try Program.run(["import"]).status == 64)
    #expect(try Program.run(["indicators", "--period", "2019-Q7"]).status == 64)
    #expect(try Program.run(["nonsense"]).status == 64)
    for half in [["--dismiss", "a"], ["--dismiss", "a", "b"], ["--dismiss", "a", "b", "--reason", "x"]] {
      #expect(try Program.run(["duplicates", "--period", "2019-Q2"] + half).status == 64, "\(half)")
    }
  }
}

@Suite struct FailureTests {
  @Test(arguments: [
    ("empty.xml", ""), ("text.xls", "姓名 性别"), ("page.xls", "<html><table></table></html>"),
    ("cut.xml", "<?xml version=\"1.0\"?><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\"><Worksheet>"),
    ("bomb.xml", "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\">]><Workbook>&a;</Workbook>"),
  ])
  func aFileThatCannotBeReadIsOneSentenceAndTwo(name: String, text: String) throws {
    let folder = try Folder()
    let file = try folder.write(name, text)
    let cells = try Program.run(["cells", file])
    #expect(cells.status == 2)
    #expect(!cells.errors.isEmpty && !cells.errors.contains("⟨") && !cells.errors.contains("Fatal"))
    let workspace = folder.path + "/ws"
    let imported = try Program.run(["import", "--period", "2019-Q2", "--workspace", workspace, file])
    #expect(imported.status == 2)
    #expect(try Program.run(["status", "--workspace", workspace, "--format", "json"]).output == "[]\n")
  }

  @Test func theOtherFilesOfAFolderAreStillRead() throws {
    let folder = try Folder()
    let samples = Program.samples + "/2019-Q1"
    for name in ["3302-团组织信息表.xml", "3302-青年底数表.xml"] {
      try FileManager.default.copyItem(atPath: samples + "/" + name, toPath: folder.path + "/" + name)
    }
    _ = try folder.write("broken.xml", "<Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\"><Worksheet>")
    let workspace = try Folder()
    let run = try Program.run([
      "import", "--period", "2019-Q1", "--workspace", workspace.path + "/ws", "--format", "json", folder.path,
    ])
    #expect(run.status == 1)
    #expect(run.output.contains("\"code\": \"workbook-truncated\""))
    let status = try Program.run(["status", "--workspace", workspace.path + "/ws", "--format", "json"]).output
    #expect(status.contains("\"organisation\": 11"))
  }

  @Test func missingThingsAreReadableErrors() throws {
    let folder = try Folder()
    let here = ["--workspace", folder.path + "/none"]
    for command in [
      ["cells", folder.path + "/nothing.xml"], ["status"] + here, ["indicators", "--period", "2019-Q2"] + here,
      ["import", "--period", "2019-Q2", folder.path + "/nothing"] + here, ["explain", "no-such-thing"],
      ["status", "--pack", "no-such-pack"] + here,
    ] {
      let run = try Program.run(command)
      #expect(run.status == 2, "\(command)")
      #expect(!run.errors.isEmpty && !run.errors.contains("⟨"), "\(command): \(run.errors)")
    }
  }

  /// Called by a relative name, on the folder it stands in, writing there.
  @Test func relativePathsAreFine() throws {
    let folder = try Folder()
    let samples = Program.samples + "/2019-Q1/"
    for name in ["3302-团组织信息表.xml", "3302-青年底数表.xml"] {
      try FileManager.default.copyItem(atPath: samples + name, toPath: folder.path + "/" + name)
    }
    try FileManager.default.createSymbolicLink(
      atPath: folder.path + "/census", withDestinationPath: Program.path)
    let shell =
      "./census import --period 2019-Q1 . --fail-on never >/dev/null && ./census report --period 2019-Q1 --out ."
    let run = try Program.run(["-c", shell], executable: "/bin/sh", in: folder.path)
    #expect(run.status == 0, "\(run.errors)")
    #expect(FileManager.default.fileExists(atPath: folder.path + "/index.html"))
  }

  /// Folders and files whose whole path is one letter.
  @Test func pathsOfOneLetterAreFine() throws {
    let folder = try Folder()
    for (arguments, status) in [
      (["init", "-w", "w"], 0), (["backup", "-w", "w", "--to", "b", "--by", "x", "--with-key"], 0),
      (["restore", "-w", "w", "--from", "b", "--by", "x", "--yes"], 0),
      (["restore", "-w", "v", "--from", "b", "--by", "x", "--yes"], 0), (["batch", "p", "-w", "w"], 2),
    ] as [([String], Int32)] {
      if arguments[0] == "batch" { _ = try folder.write("p", "incoming: nowhere\nout: o\n") }
      let run = try Program.run(arguments, in: folder.path)
      #expect(run.status == status && !run.errors.contains("Fatal"), "\(arguments): \(run.status) \(run.errors)")
    }
  }

  /// A copied program without its definitions says so and ends with 2. The build folder is hidden from it by a name that
  /// no pack has there.
  @Test func aProgramWithoutItsPackDoesNotTrap() throws {
    let folder = try Folder()
    try FileManager.default.copyItem(atPath: Program.path, toPath: folder.path + "/league-census")
    let run = try Program.run(["status", "--pack", "zhejiang-2030"], executable: folder.path + "/league-census")
    #expect(run.status == 2)
    #expect(run.errors.contains("--pack"))
  }
}

@Suite(.serialized) struct StoryTests {
  /// The main job on the samples: import two quarters, figures, verdicts, evidence, report.
  @Test func twoQuartersBecomeAReport() throws {
    let folder = try Folder()
    let here = ["--workspace", folder.path + "/ws"]
    for quarter in ["2019-Q1", "2019-Q2"] {
      let run = try Program.run(["import", "--period", quarter, Program.samples + "/" + quarter] + here)
      #expect(run.status == 0, "\(run.errors)")
    }
    let again = try Program.run(
      ["import", "--period", "2019-Q2", Program.samples + "/2019-Q2", "--lang", "en"] + here)
    #expect(again.output.contains("unchanged"))

    let figures = try Self.json(["indicators", "--period", "2019-Q2", "--format", "json"] + here)
    #expect(figures.count == 52)
    let ratio = try #require(figures.first { $0["indicator"] as? String == "league-youth-ratio" })
    #expect(ratio["state"] as? String == "value")
    let evidence = try Program.run(
      ["evidence", "--period", "2019-Q2", "--measure", "counted-members", "--format", "csv"] + here)
    #expect(evidence.output.split(separator: "\r\n").count - 1 == ratio["numerator"] as? Int)

    let verdicts = try Self.json(["assess", "--period", "2019-Q2", "--format", "json", "--fail-on", "never"] + here)
    #expect(verdicts.count == 121)
    #expect(verdicts.first { $0["task"] as? String == "14-terms" }?["verdict"] as? String == "partly-met")
    #expect(verdicts.first { $0["task"] as? String == "14-staffing" }?["verdict"] as? String == "not-evaluable")

    try Self.tablesOpenToTheirRows(here)
    try Self.reportTwice(folder, here)
  }

  /// A cell of a table and a gap of a transition, each against the rows it opens to.
  private static func tablesOpenToTheirRows(_ here: [String]) throws {
    func rows(_ arguments: [String]) throws -> Int {
      try Program.run(arguments + ["--period", "2019-Q2", "--format", "csv"] + here).output
        .split(separator: "\r\n").count - 1
    }
    let table = ["--table", "official"]
    let cells = try json(["census", "--period", "2019-Q2", "--format", "json"] + table + here)
    #expect(cells.count == 17)
    for cell in cells where ["rural", "total"].contains(cell["row"] as? String) {
      let counts = try #require(cell["counts"] as? [String: Int])
      let row = ["--row", try #require(cell["row"] as? String), "--measure", "counted-members"]
      #expect(try rows(["evidence"] + table + row) == counts["counted-members"])
    }
    let figures = try json(["transitions", "--period", "2019-Q2", "--which", "school", "--format", "json"] + here)
    let gap = try #require(figures.first { $0["measure"] as? String == "graduates-still-here" })
    #expect(try rows(["transitions", "--list", "graduates-still-here"]) == gap["count"] as? Int)
    #expect(try Program.run(["evidence", "--period", "2019-Q2"] + table + here).status == 64)
    let unknown = try Program.run(["evidence", "--period", "2019-Q2", "--row", "mars"] + table + here)
    #expect(unknown.status == 2 && unknown.errors.contains("junior-high-school") && !unknown.errors.contains("⟨"))
    #expect(try Program.run(["census", "--period", "2019-Q2", "--table", "mars"] + here).status == 2)
  }

  private static func reportTwice(_ folder: Folder, _ here: [String]) throws {
    for name in ["one", "two"] {
      let run = try Program.run(
        ["report", "--period", "2019-Q2", "--baseline", "2019-Q1", "--out", folder.path + "/" + name] + here)
      #expect(run.status == 0, "\(run.errors)")
    }
    let files = FileManager.default.enumerator(atPath: folder.path + "/one")?.compactMap { $0 as? String } ?? []
    #expect(files.contains("index.html") && files.contains("evidence/3302/organisation.csv"))
    for file in files {
      let (one, two) = (folder.path + "/one/" + file, folder.path + "/two/" + file)
      #expect(FileManager.default.contents(atPath: one) == FileManager.default.contents(atPath: two), "\(file)")
    }
  }

  private static func json(_ arguments: [String]) throws -> [[String: Any]] {
    let run = try Program.run(arguments)
    #expect(run.status == 0, "\(run.errors)")
    return try #require(try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [[String: Any]])
  }

  @Test func checkStoresNothingAndExitsOne() throws {
    let folder = try Folder()
    let dirty = Program.root + "/Samples/dirty/2019-Q2"
    let run = try Program.run(["check", dirty, "--workspace", folder.path + "/ws", "--format", "json"])
    #expect(run.status == 1)
    #expect(!FileManager.default.fileExists(atPath: folder.path + "/ws"))
    #expect(run.output.split(separator: "\n").allSatisfy { $0.hasPrefix("{\"code\": ") })
    #expect(try Program.run(["check", dirty, "--fail-on", "never"]).status == 0)
  }

  /// What `make reports` writes is what stands in Reports/.
  @Test func theReportsOfTheRepositoryAreFresh() throws {
    let folder = try Folder()
    let out = folder.path + "/Reports"
    let make = try Program.run(
      [
        "make", "--silent", "-C", Program.root, "reports", "BINARY=" + Program.path, "DEMO=" + folder.path + "/demo",
        "REPORTS=" + out,
      ], executable: "/usr/bin/env")
    #expect(make.status == 0, "\(make.errors)")
    let written = Set(FileManager.default.enumerator(atPath: out)?.compactMap { $0 as? String } ?? [])
    let kept = FileManager.default.enumerator(atPath: Program.root + "/Reports")?.compactMap { $0 as? String } ?? []
    #expect(written == Set(kept))
    for file in written {
      let isSame =
        FileManager.default.contents(atPath: out + "/" + file)
        == FileManager.default.contents(atPath: Program.root + "/Reports/" + file)
      #expect(isSame, "Reports/\(file) is stale: run make reports")
    }
  }
}

@Suite struct CorpusTests {
  /// Every `must` case of the shared corpus, where it is at hand.
  @Test func readsTheSharedCorpus() throws {
    let score = Program.root + "/../shared/corpus/score.py"
    guard FileManager.default.fileExists(atPath: score) else {
      print("skipped: ../shared/corpus is not here")
      return
    }
    let run = try Program.run(
      [score, "--reader", Program.path + " cells {}", "--only", "spreadsheetml2003"], executable: "/usr/bin/python3")
    #expect(run.status == 0, "\(run.output)")
  }
}
