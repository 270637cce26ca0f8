// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// Workbooks and papers of a report, read back by programs of others and held against its JSON.
@Suite(.serialized) struct PaperTests {
  /// Two quarters of the stories in one workspace.
  static func city() throws -> Folder {
    let folder = try Folder()
    for period in ["2019-Q1", "2019-Q2"] {
      let run = try Program.run(
        ["--no-progress", "import", "--period", period, Program.samples + "/" + period, "--fail-on", "never"],
        in: folder.path)
      try #require(run.status == 0, "\(run.errors)")
    }
    return folder
  }

  static func report(_ outputs: String, to name: String, in folder: Folder, _ more: [String] = []) throws {
    let run = try Program.run(
      ["--no-progress", "report", "--period", "2019-Q2", "--out", name, "--outputs", outputs] + more, in: folder.path)
    try #require(run.status == 0, "\(run.errors)")
  }

  /// Runs `papers.py`, and gives what it printed.
  static func python(_ arguments: [String]) throws -> String {
    let script = Program.root + "/Tests/EndToEndTests/papers.py"
    let run = try Program.run([script] + arguments, executable: "/usr/bin/python3")
    #expect(run.status == 0, "\(run.errors.suffix(2000))")
    return run.output
  }

  /// Fills cells of a list: row from 1, heading, value.
  static func fill(_ source: String, to target: String, sheet: String, _ cells: [Int: [String: String]]) throws {
    let named = Dictionary(uniqueKeysWithValues: cells.map { (String($0), $1) })
    let json = String(decoding: try JSONEncoder().encode(named), as: UTF8.self)
    _ = try python(["fill", source, target, sheet, json])
  }

  static func page(_ name: String, in folder: Folder) throws -> String {
    try String(contentsOfFile: folder.path + "/" + name, encoding: .utf8)
  }

  @Test func workbooksAndPapersSayWhatTheJSONSays() throws {
    let folder = try Self.city()
    try Self.report("html,json,csv,xlsx,docx", to: "r", in: folder, ["--baseline", "2019-Q1"])
    let told = try Self.python(["check", folder.path + "/r"])
    #expect(told.isEmpty, "\(told.prefix(3000))")
  }

  /// A list of one quarter, filled in, is read with the next: what is done, planned and overdue.
  @Test func aFilledLedgerHasALife() throws {
    let folder = try Self.city()
    let first = ["--no-progress", "report", "--period", "2019-Q1", "--out", "first", "--outputs", "xlsx"]
    #expect(try Program.run(first, in: folder.path).status == 0)
    let (blank, filled) = (folder.path + "/first/整改台账.xlsx", folder.path + "/filled.xlsx")
    try Self.fill(
      blank, to: filled, sheet: "整改台账",
      [
        1: ["责任人": "王小明", "计划完成日期": "2019-05-31", "状态": "整改中", "整改措施": "=补齐名册"],
        2: ["责任人": "李大海", "计划完成日期": "2019-12-31", "状态": "未启动"],
        3: ["计划完成日期": "2019-06-10", "实际完成日期": "2019-06-05", "状态": "已完成", "销号": "是"],
      ])
    let arguments = ["--no-progress", "import", "--period", "2019-Q2", "filled.xlsx", "--fail-on", "never"]
    let imported = try Program.run(arguments, in: folder.path)
    #expect(imported.status == 0 && imported.output.contains("整改台账"), "\(imported.output) \(imported.errors)")
    try Self.report("html,json,xlsx", to: "second", in: folder, ["--baseline", "2019-Q1"])
    #expect(try Self.page("second/index.html", in: folder).contains("整改措施逾期1项"))
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path + "/second/units")
    let root = try #require(names.min { ($0.count, $0) < ($1.count, $1) })
    let unit = try Self.page("second/units/" + root, in: folder)
    for words in ["逾期1项", "进行中1项", "已完成1项", "已销号", "王*明", "整改措施"] {
      #expect(unit.contains(words), "\(words)")
    }
    #expect(!unit.contains("王小明"))
    #expect(try Self.page("second/findings.jsonl", in: folder).contains("action-overdue"))
    let rows = try Self.python(["rows", folder.path + "/second/整改台账.xlsx", "整改台账"])
    #expect(
      rows.contains("2019-12-31") && rows.contains("\\u674e"),
      "what came back stands in the new list: \(rows.prefix(900))")
  }

  /// The same seed draws the same rows, spread over the units as their members are; what was seen comes back.
  @Test func aSampleIsDrawnAndComesBack() throws {
    let folder = try Self.city()
    func draw(_ name: String, seed: String) throws {
      let run = try Program.run(
        ["sample-rows", "--period", "2019-Q2", "--size", "40", "--seed", seed, "-o", name], in: folder.path)
      #expect(run.status == 0 && run.output.contains("40"), "\(run.output) \(run.errors)")
    }
    for (name, seed) in [("a.xlsx", "7"), ("b.xlsx", "7"), ("c.xlsx", "8")] { try draw(name, seed: seed) }
    let bytes = ["a", "b", "c"].map { FileManager.default.contents(atPath: "\(folder.path)/\($0).xlsx") }
    #expect(bytes[0] != nil && bytes[0] == bytes[1] && bytes[0] != bytes[2])
    let json = try Self.python(["rows", folder.path + "/a.xlsx", "抽查名单"])
    let rows = try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [[String: String]])
    #expect(rows.count == 40 && rows.allSatisfy { $0["姓名（掩码）"]?.contains("*") == true })
    #expect(Set(rows.map { "\($0["原表文件"] ?? "") \($0["原表工作表"] ?? "") \($0["原表行号"] ?? "")" }).count == 40)
    let counties = Dictionary(grouping: rows) { String(($0["团组织ID"] ?? "").prefix(6)) }.mapValues(\.count)
    #expect(counties.count > 1, "\(counties)")

    var seen: [Int: [String: String]] = [:]
    for row in 1...40 { seen[row] = ["核查结果": "符合", "核查人": "王小明", "核查日期": "2019-07-12"] }
    for row in [3, 9] { seen[row] = ["核查结果": "不符", "不符说明": "已转出", "核查人": "王小明"] }
    try Self.fill(folder.path + "/a.xlsx", to: folder.path + "/seen.xlsx", sheet: "抽查名单", seen)
    let imported = try Program.run(
      ["--no-progress", "import", "--period", "2019-Q2", "seen.xlsx", "--fail-on", "never"], in: folder.path)
    #expect(imported.status == 0 && imported.output.contains("抽查名单"), "\(imported.output) \(imported.errors)")
    try Self.report("html", to: "r", in: folder)
    #expect(try Self.page("r/index.html", in: folder).contains("抽查40，不符2（5.00%）"))
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path + "/r/units")
    let unit = try Self.page("r/units/" + (try #require(names.min { ($0.count, $0) < ($1.count, $1) })), in: folder)
    #expect(unit.contains("已转出") && unit.contains("抽查不符的行") || unit.contains("不符说明"), "the rows are named")
    for row in [2, 8] { #expect(unit.contains("▸ \(rows[row]["原表行号"] ?? "?")"), "row \(row)") }
  }

  /// What the office says of itself stands in the papers; what it does not say is a place to fill in.
  @Test func theLetterheadIsTheOffices() throws {
    let folder = try Self.city()
    try Self.report("docx", to: "blank", in: folder)
    func text(_ path: String) throws -> String {
      try Program.run(["-p", folder.path + "/" + path, "word/document.xml"], executable: "/usr/bin/unzip").output
    }
    let blank = try text("blank/通报.docx")
    for field in ["发文机关标志", "发文字号", "主送机关", "成文日期", "整改期限"] {
      #expect(blank.contains("【\(field)】"), "\(field)")
    }
    let head = "office: 共青团示例市委员会文件\nnumber: 示团〔2019〕12号\ndate: 2019-07-08\ndeadline: 2019-09-20\n"
    try Data(head.utf8).write(to: URL(fileURLWithPath: folder.path + "/census-workspace/letterhead.yaml"))
    try Self.report("docx", to: "own", in: folder)
    let own = try text("own/通报.docx")
    for words in ["共青团示例市委员会文件", "示团〔2019〕12号", "2019年7月8日", "2019年9月20日", "【主送机关】"] {
      #expect(own.contains(words), "\(words)")
    }
    try Data("offise: x\n".utf8).write(to: URL(fileURLWithPath: folder.path + "/census-workspace/letterhead.yaml"))
    let wrong = try Program.run(
      ["--no-progress", "report", "--period", "2019-Q2", "--out", "w", "--outputs", "docx"], in: folder.path)
    #expect(wrong.status == 2 && wrong.errors.contains("letterhead.yaml"), "\(wrong.errors)")
  }

  @Test func everyPartIsWellFormedAndPagesLinkWhatWasMade() throws {
    let folder = try Self.city()
    try Self.report("html,xlsx,docx", to: "r", in: folder, ["--baseline", "2019-Q1"])
    let index = try Self.page("r/index.html", in: folder)
    for name in ["通报.docx", "整改台账.xlsx", "数据.xlsx", "对比表.docx"] {
      #expect(index.contains("href=\"\(name)\""), "\(name)")
      #expect(FileManager.default.fileExists(atPath: "\(folder.path)/r/\(name)"), "\(name)")
    }
    let papers = try FileManager.default.subpathsOfDirectory(atPath: folder.path + "/r")
      .filter { $0.hasSuffix(".docx") || $0.hasSuffix(".xlsx") }
    #expect(papers.count > 6)
    for paper in papers {
      let shell = """
        set -e; d=$(mktemp -d); cd "$d"; unzip -q "$1"; find . -name '*.xml' -o -name '*.rels' | while read f; do
        xmllint --noout --nonet "$f"; done; rm -r "$d"
        """
      let run = try Program.run(["-c", shell, "x", "\(folder.path)/r/\(paper)"], executable: "/bin/bash")
      #expect(run.status == 0 && run.errors.isEmpty, "\(paper) \(run.errors)")
    }
    try Self.report("html", to: "plain", in: folder)
    let plain = try Self.page("plain/index.html", in: folder)
    #expect(!plain.contains(".docx") && !plain.contains(".xlsx"))
  }

  @Test func theSameDataGivesTheSameBytes() throws {
    let folder = try Self.city()
    for name in ["a", "b"] { try Self.report("xlsx,docx", to: name, in: folder) }
    let names = try FileManager.default.subpathsOfDirectory(atPath: folder.path + "/a").filter { $0.hasSuffix("x") }
    #expect(names.count > 4)
    for name in names {
      let bytes = ["a", "b"].map { FileManager.default.contents(atPath: "\(folder.path)/\($0)/\(name)") }
      #expect(bytes[0] != nil && bytes[0] == bytes[1], "\(name)")
    }
  }

  @Test func anUnknownOutputNamesTheKnown() throws {
    let run = try Program.run(["report", "--period", "2019-Q2", "--out", "x", "--outputs", "html,pdf"])
    #expect(run.status == 64)
    for output in ["pdf", "html", "json", "csv", "xlsx", "docx"] {
      #expect(run.errors.contains(output), "\(run.errors)")
    }
  }
}
