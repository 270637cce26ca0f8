// SPDX-License-Identifier: Apache-2.0

import Foundation
import Glibc
import Testing

/// Folders as they arrive: names in GBK, links, pipes, papers, archives, what may not be read.
@Suite(.serialized) struct WalkTests {
  private static let organisations =
    "团组织ID,团组织全称,组织类别,上级组织\n3302,团市委,团的领导机关,\n33020301,甲校团委,基层团委,3302\n3302030101,甲校一班团支部,团支部,33020301\n"

  private static func members(_ names: String...) -> String {
    "姓名,性别,所在团支部,入团年月\n" + names.map { "\($0),男,3302030101,2018-05\n" }.joined()
  }

  private final class Place {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("walk-" + UUID().uuidString).path
    init() throws {
      try FileManager.default.createDirectory(atPath: folder + "/in", withIntermediateDirectories: true)
      try put("in/00.csv", WalkTests.organisations)
    }
    deinit { try? FileManager.default.removeItem(atPath: folder) }

    func put(_ name: String, _ text: String) throws {
      let path = folder + "/" + name
      try FileManager.default.createDirectory(
        atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
      try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    }

    /// A file whose name is GBK.
    func put(gbk name: [UInt8], below part: String, _ text: String) throws -> [UInt8] {
      let path = Array((folder + "/" + part + "/").utf8) + name
      let file = try #require(fopen(path.map { CChar(bitPattern: $0) } + [0], "w"))
      fputs(text, file)
      fclose(file)
      return path
    }
  }

  private func run(_ place: Place, _ arguments: String..., wrap: String = "exec \"$@\"") throws -> Rig.Run {
    try start(place, arguments, wrap)
  }

  private func start(_ place: Place, _ arguments: [String], _ wrap: String) throws -> Rig.Run {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/bash")
    process.currentDirectoryURL = URL(fileURLWithPath: place.folder)
    process.arguments = ["-c", wrap, "bash", Rig.program] + arguments
    process.environment = ProcessInfo.processInfo.environment.merging([
      "LEAGUE_CENSUS_LANG": "en", "LEAGUE_CENSUS_NOW": Rig.moment, "LEAGUE_CENSUS_WORKSPACE": place.folder + "/ws",
    ]) { $1 }
    for name in ["out.txt", "err.txt"] {
      _ = FileManager.default.createFile(atPath: place.folder + "/" + name, contents: nil)
    }
    process.standardOutput = FileHandle(forWritingAtPath: place.folder + "/out.txt")
    process.standardError = FileHandle(forWritingAtPath: place.folder + "/err.txt")
    try process.run()
    process.waitUntilExit()
    func text(_ name: String) throws -> String {
      String(decoding: try Data(contentsOf: URL(fileURLWithPath: place.folder + "/" + name)), as: UTF8.self)
    }
    return Rig.Run(status: process.terminationStatus, output: try text("out.txt"), errors: try text("err.txt"))
  }

  /// The facts of the line that accounts for everything; its parts must sum up to what was seen.
  private func account(_ run: Rig.Run) throws -> [String: Int] {
    let line = try #require(run.output.split(separator: "\n").last { $0.contains("files-accounted") })
    let object = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
    let facts = try #require(object["facts"] as? [String: Int])
    #expect(facts["seen"] == facts.filter { $0.key != "seen" }.values.reduce(0, +), "\(facts)")
    return facts
  }

  private func stored(_ place: Place) throws -> Int {
    let run = try run(
      place, "evidence", "--period", "2019-Q2", "--measure", "counted-members", "--unit", "all", "--format", "csv")
    return run.output.split(whereSeparator: \.isNewline).count - 1
  }

  /// A name cannot pretend to be a line of ours.
  @Test func aNameOfTwoLinesIsOne() throws {
    let place = try Place()
    try place.put("in/a\n共 1 个文件，0 条记录.csv", Self.members("张三"))
    let text = try run(place, "import", "--period", "2019-Q2", "in", "-v").output
    #expect(text.contains("a⟨U+000A⟩共 1 个文件，0 条记录.csv"), "\(text)")
    #expect(!text.split(separator: "\n").contains { $0.hasPrefix("共 1 个文件，0 条记录.csv") })
    // What the program says in many lines stays in many.
    let status = try run(place, "status").output
    #expect(status.split(separator: "\n").count > 5 && !status.contains("U+000A"), "\(status)")
  }

  @Test func namesInGBKAreReadAndShown() throws {
    let place = try Place()
    // 名册.csv and 名单.csv
    let path = try place.put(gbk: [0xC3, 0xFB, 0xB2, 0xE1] + Array(".csv".utf8), below: "in", Self.members("王甲", "王乙"))
    try place.put("in/名册.csv", Self.members("李丙"))
    let all = try run(place, "import", "--period", "2019-Q2", "in", "--format", "json")
    #expect(try account(all)["stored"] == 3)
    #expect(try stored(place) == 3)
    let text = try run(place, "check", "in")
    #expect(text.output.contains("in/名册.csv") && text.output.contains("in/名册.csv ⟨2⟩"), "\(text.output)")
    // The same named on the command line, in bytes.
    let bytes = path.suffix(8).map { String(format: "\\x%02x", $0) }.joined()
    let named = try run(place, "check", wrap: "exec \"$@\" in/$'\(bytes)'")
    #expect(named.status != 2 && named.output.contains("名册.csv"), "\(named)")
    let cells = try run(place, "cells", wrap: "exec \"$@\" in/$'\(bytes)'")
    #expect(cells.status == 0 && cells.output.contains("王甲"))
  }

  @Test func linksAreFollowedOnceAndTold() throws {
    let place = try Place()
    try place.put("elsewhere/乙/a.csv", Self.members("王甲"))
    try place.put("in/b.csv", Self.members("王乙"))
    let links = [
      "in/乙": "../elsewhere/乙", "in/again.csv": "b.csv", "in/gone.xlsx": "../nowhere.xlsx", "in/loop": "loop",
      "in/up": ".",
    ]
    for (name, target) in links {
      try FileManager.default.createSymbolicLink(atPath: place.folder + "/" + name, withDestinationPath: target)
    }
    let result = try run(place, "import", "--period", "2019-Q2", "in", "--format", "json")
    let facts = try account(result)
    #expect(facts["stored"] == 3 && facts["passed-over"] == 2 && facts["unreachable"] == 2, "\(facts)")
    for name in ["in/gone.xlsx", "in/loop", "in/up", "in/again.csv"] { #expect(result.output.contains("\"\(name)\"")) }
    #expect(try stored(place) == 2 && result.status == 1)
  }

  @Test(arguments: ["in", "in/pipe", "/dev/zero", "/dev/full"]) func aPipeOrADeviceIsRefusedAtOnce(path: String) throws
  {
    let place = try Place()
    try #require(mkfifo(place.folder + "/in/pipe", 0o600) == 0)
    for verb in [["import", "--period", "2019-Q2"], ["check"], ["recognise"], ["cells"]]
    where verb != ["cells"] || path != "in" {
      let start = Date()
      let result = try self.start(place, verb + [path], "exec timeout 20 \"$@\"")
      #expect(
        result.status == (path == "in" && verb[0] == "recognise" ? 0 : path == "in" ? 1 : 2), "\(verb): \(result)")
      #expect((result.output + result.errors).contains("pipe") && Date().timeIntervalSince(start) < 10, "\(result)")
    }
  }

  @Test func papersAndLitterAreNoErrors() throws {
    let place = try Place()
    try place.put("in/佐证/通知.pdf", "%PDF-1.4 …")
    try place.put("in/佐证/图.gif", "GIF89a…")
    for name in ["Thumbs.db", "desktop.ini", ".DS_Store", "~$名册.xlsx", "._名册.xlsx", "__MACOSX/x.csv"] {
      try place.put("in/" + name, "x")
    }
    try place.put("in/.旧名册.csv", Self.members("王甲"))
    try place.put("in/a.rar", "Rar!\u{1A}\u{7}\u{1}")
    let result = try run(place, "import", "--period", "2019-Q2", "in", "--format", "json")
    let facts = try account(result)
    #expect(
      facts == [
        "seen": 11, "stored": 1, "papers": 2, "passed-over": 7, "unreachable": 1, "unchanged": 0, "refused": 0,
        "opened": 0,
      ], "\(facts)")
    #expect(result.output.contains("files-no-tables") && result.output.contains("图.gif, 通知.pdf"))
    #expect(result.output.contains("in/.旧名册.csv") && result.output.contains("RAR") && !result.output.contains("Thumbs"))
  }

  /// Whatever is in a document, a picture or a note beside the lists, and however damaged it is.
  @Test func brokenPapersAndNotesAreNoErrors() throws {
    let place = try Place()
    for (name, content) in [
      ("通知.docx", "PK\u{3}\u{4}坏"), ("扫描.PDF", ""), ("照片.jpg", "姓名,团支部\n"), ("旧表.doc", "\0\0\0"),
      ("会议.wps", "<html><table><tr><td>a</td></tr></table>"),
    ] {
      try place.put("in/佐证/" + name, content)
    }
    try place.put("in/说明.txt", "各单位,请核对\n联系人,甲某\n谢谢,再见\n")
    try place.put("in/填报说明.txt", "请各单位核对\n于月底前报送\n")
    let result = try run(place, "import", "--period", "2019-Q2", "in", "--format", "json")
    #expect(result.status == 0 && !result.output.contains("\"severity\": \"error\""), "\(result)")
    #expect(result.output.contains("会议.wps, 扫描.PDF, 旧表.doc, 照片.jpg, 通知.docx"), "\(result.output)")
    #expect(result.output.contains("file-skipped"))
    // A table that is named as one and holds nothing is still missed.
    try place.put("in/名册.csv", "各单位,请核对\n联系人,甲某\n")
    #expect(try run(place, "import", "--period", "2019-Q2", "in").status == 1)
  }

  @Test func anArchiveIsOpenedWithNamesInGBK() throws {
    let place = try Place()
    try place.put("pack/b.csv", Self.members("王甲", "王乙"))
    try place.put("pack/__MACOSX/._b.csv", "x")
    try place.put("pack/照片.png", "\u{89}PNG")
    let script = """
      import sys, zipfile
      z = zipfile.ZipFile(sys.argv[1], 'w', zipfile.ZIP_DEFLATED)
      class Gbk(zipfile.ZipInfo):
          def _encodeFilenameFlags(self): return self.filename.encode('gbk'), 0
      z.writestr(Gbk('材料/名册.csv'), open(sys.argv[2], 'rb').read())
      z.writestr('__MACOSX/._b.csv', 'x')
      z.writestr('inner.zip', b'PK\\x05\\x06' + bytes(18))
      z.writestr('图.pdf', b'%PDF')
      z.close()
      b = zipfile.ZipFile(sys.argv[3], 'w', zipfile.ZIP_DEFLATED)
      b.writestr('bomb.csv', b'a,b\\n' + bytes(120_000_000))
      b.close()
      """
    try place.put("make.py", script)
    let made = try start(place, ["x"], "python3 make.py in/材料.zip pack/b.csv bomb.zip")
    try #require(made.status == 0, "\(made.errors)")
    let result = try run(place, "import", "--period", "2019-Q2", "in", "--format", "json")
    let facts = try account(result)
    #expect(
      facts["opened"] == 1 && facts["stored"] == 2 && facts["papers"] == 1 && facts["unreachable"] == 1, "\(facts)")
    #expect(result.output.contains("in/材料.zip ▸ inner.zip") && !result.output.contains("MACOSX"))
    #expect(try stored(place) == 2)
    let marked = try run(place, "check", "in", "--annotate", "marked", "--period", "2019-Q2")
    #expect(marked.status != 2)
    let copies = try FileManager.default.subpathsOfDirectory(atPath: place.folder + "/marked").filter {
      $0.hasSuffix(".xlsx")
    }
    // One for each, and the list of all findings.
    #expect(copies.count == 3 && copies.contains("All findings.xlsx"), "\(copies)")
    #expect(copies.contains { $0.hasPrefix("材料.zip ▸ 材料/名册") }, "\(copies)")
    let bomb = try run(place, "check", "bomb.zip", "--format", "json", wrap: "ulimit -v 4000000; exec \"$@\"")
    #expect(bomb.output.contains("workbook-archive-bomb"), "\(bomb)")
  }

  @Test func standardInputIsReadAsAWorkbook() throws {
    let place = try Place()
    let result = try run(place, "import", "--period", "2019-Q2", "-", wrap: "cat in/00.csv | \"$@\"")
    #expect(result.status == 0 && result.output.contains("read: - ("), "\(result)")
    let cells = try run(place, "cells", "-", wrap: "cat in/00.csv | \"$@\"")
    let named = try run(place, "cells", "in/00.csv")
    #expect(cells.status == 0 && cells.output == named.output, "\(cells)")
    let owed = try run(
      place, "submissions", "expect", "--period", "2019-Q2", "-", wrap: "printf '单位,报表\\n3309,团员花名册\\n' | \"$@\"")
    #expect(owed.status == 0, "\(owed)")
  }

  @Test func aTextCutWithinACharacterIsAnError() throws {
    let place = try Place()
    for mark in ["", "\u{FEFF}"] {
      let text = Data((mark + Self.members("王甲", "李丙")).utf8).dropLast(24)
      for cut in 1...2 {
        let name = URL(fileURLWithPath: place.folder + "/cut.csv")
        try (text + Data("\n王".utf8).dropLast(cut)).write(to: name)
        let cells = try run(place, "cells", "cut.csv")
        #expect(cells.status == 2 && cells.errors.contains("none of its encoding"), "\(cells)")
      }
    }
  }

  @Test func whatIsMadeIsForItsOwnerOnly() throws {
    let place = try Place()
    try place.put("in/b.csv", Self.members("王甲"))
    try FileManager.default.createDirectory(atPath: place.folder + "/ws", withIntermediateDirectories: true)
    try #require(chmod(place.folder + "/ws", 0o755) == 0)
    let open = "umask 000; exec \"$@\""
    for arguments in [
      ["import", "--period", "2019-Q2", "in"], ["report", "--period", "2019-Q2", "--out", "out/deep"],
      ["check", "in", "--annotate", "marked", "--period", "2019-Q2"], ["template", "--out", "t/template.xlsx"],
      ["seal", "--period", "2019-Q2", "--by", "x"], ["sample", "--members", "50", "--out", "s", "--periods", "1"],
    ] {
      let result = try start(place, arguments, open)
      #expect(result.status < 2, "\(arguments): \(result)")
    }
    for top in ["ws", "out", "marked", "t", "s"] {
      for name in try FileManager.default.subpathsOfDirectory(atPath: place.folder + "/" + top) {
        let path = "\(place.folder)/\(top)/\(name)"
        let rights = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int ?? 0o777
        #expect(rights & 0o077 == 0, "\(top)/\(name) \(String(rights, radix: 8))")
        // A sealed period can be read only.
        if name.hasPrefix("periods/") { #expect(rights == 0o400, "\(name)") }
      }
    }
  }

  @Test func aFullOrClosedOutputIsSaidAndABrokenPipeIsQuiet() throws {
    let place = try Place()
    for target in ["> /dev/full", ">&-"] {
      let result = try run(place, "cells", "in/00.csv", wrap: "\"$@\" \(target)")
      #expect(result.status == 2 && result.errors.contains("not complete"), "\(target): \(result)")
      let stored = try run(place, "check", "in", wrap: "\"$@\" \(target)")
      #expect(stored.status == 2 && stored.errors.contains("not complete"), "\(target): \(stored)")
    }
    let many = (1...60_000).map { "王\($0),男,3302030101,2018-05\n" }.joined()
    try place.put("big.csv", "姓名,性别,所在团支部,入团年月\n" + many)
    let piped = try run(place, "cells", "big.csv", wrap: "\"$@\" | head -c 100")
    #expect(piped.status == 0 && piped.errors.isEmpty, "\(piped)")
  }

  @Test func namesThatActAreShownByNumber() throws {
    let place = try Place()
    try place.put("in/a\u{1B}[31m\u{202E}b.csv", Self.members("王甲", "王甲"))
    let text = try run(place, "import", "--period", "2019-Q2", "in", "--color", "always")
    #expect(text.output.contains("a⟨U+001B⟩[31m⟨U+202E⟩b.csv"), "\(text.output)")
    _ = try run(place, "report", "--period", "2019-Q2", "--out", "out")
    var outputs = [text.output, text.errors]
    for format in ["json", "csv", "text"] {
      outputs.append(try run(place, "check", "in", "--period", "2019-Q2", "--format", format).output)
    }
    for name in try FileManager.default.subpathsOfDirectory(atPath: place.folder + "/out") where name.contains(".") {
      outputs.append(try String(contentsOfFile: place.folder + "/out/" + name, encoding: .utf8))
    }
    #expect(outputs.contains { $0.contains("\\u202e") } && outputs.count > 20)
    for output in outputs {
      #expect(!output.unicodeScalars.contains("\u{202E}") && !output.contains("\u{1B}[31m\u{202E}"))
    }
  }

  @Test func aReportOnAFullDiskIsWholeOrNotThere() throws {
    let place = try Place()
    try place.put("in/b.csv", Self.members("王甲", "王乙"))
    #expect(try run(place, "import", "--period", "2019-Q2", "in").status < 2)
    for kilobytes in [40, 120, 300] {
      guard let disk = try SmallDisk(kilobytes: kilobytes) else { return }
      for arguments in [
        ["report", "--period", "2019-Q2", "--out", disk.path + "/r"],
        ["report", "--period", "2019-Q2", "--each", "children", "--out", disk.path + "/e"],
        ["sample", "--members", "3000", "--out", disk.path + "/s"],
      ] {
        let result = try start(place, arguments, "exec \"$@\"")
        let left = try FileManager.default.subpathsOfDirectory(atPath: disk.path)
        #expect(
          result.status == 2 && result.errors.contains("cannot be written") && left.isEmpty,
          "\(result) \(left.prefix(3))")
      }
    }
  }
}
