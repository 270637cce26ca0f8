// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// Workspaces that earlier programs made: each format that a release had stays here and must open, report, verify and compare
/// for ever. All persons in them are invented.
///
/// Each has 2019-Q1 sealed and 2019-Q2 open, with six members and four graduates in both.
@Suite struct FormerFormatTests {
  static let formats = ["format-5"]

  private struct Copy {
    let folder: Folder

    /// Git keeps no more of permissions than whether a file can be run.
    init(of format: String) throws {
      folder = try Folder()
      let source = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
        "Fixtures/" + format)
      try FileManager.default.copyItem(atPath: source.path, toPath: folder.path + "/ws")
      for name in ["workspace.key", "workspace.sqlite", "periods/2019-Q2.sqlite"] {
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: folder.path + "/ws/" + name)
      }
    }

    func run(_ arguments: String...) throws -> Program.Run {
      try Program.run(
        arguments, environment: ["LEAGUE_CENSUS_WORKSPACE": folder.path + "/ws", "LEAGUE_CENSUS_LANG": "en"],
        in: folder.path)
    }

    func bytes(_ name: String) -> Data? { FileManager.default.contents(atPath: folder.path + "/ws/" + name) }
  }

  @Test(arguments: formats) func isReadAsItIs(format: String) throws {
    let copy = try Copy(of: format)
    let files = ["workspace.sqlite", "periods/2019-Q1.sqlite", "periods/2019-Q2.sqlite"]
    let before = files.map(copy.bytes)
    let verified = try copy.run("verify")
    #expect(verified.status == 0 && !verified.output.contains("broken"), "\(verified.output)\(verified.errors)")
    for period in ["2019-Q1", "2019-Q2"] {
      let indicators = try copy.run("indicators", "--period", period, "--format", "json")
      #expect(
        indicators.output.contains(/"birth-known-share"[^}]*"numerator": 6, "denominator": 6/), "\(indicators.errors)")
      let told = try copy.run("indicators", "--period", period)
      #expect(told.output.contains("100.00") && !told.output.contains("⟨"), "\(told.output)")
      let evidence = try copy.run("evidence", "--period", period, "--measure", "graduates", "--format", "csv")
      #expect(
        evidence.status == 0 && evidence.output.split(whereSeparator: \.isNewline).count == 5, "\(evidence.errors)")
      let report = try copy.run("report", "--period", period, "--out", "report-" + period)
      #expect(report.status <= 1, "\(report.errors)")
    }
    let compared = try copy.run("compare", "--from", "2019-Q1", "--to", "2019-Q2", "--out", "compare")
    #expect(compared.status <= 1, "\(compared.errors)")
    let moved = try copy.run(
      "compare", "--from", "2019-Q1", "--to", "2019-Q2", "--part", "people", "--format", "csv")
    #expect(moved.output.contains(/3302,示例市委,opening,[^,]*,6/), "\(moved.output)")
    #expect(files.map(copy.bytes) == before)
  }

  /// The open period goes over to the present format with the first change; the sealed one is never written.
  @Test(arguments: formats) func goesOverWithTheFirstChange(format: String) throws {
    let copy = try Copy(of: format)
    let sealed = copy.bytes("periods/2019-Q1.sqlite")
    let sheet = "姓名,身份证号码,入团年月,所在团支部\n测新,330203200405090175,2018-05,示例村团支部\n"
    try Data(sheet.utf8).write(to: URL(fileURLWithPath: copy.folder.path + "/新增.csv"))
    let imported = try copy.run("import", "--period", "2019-Q2", "--adds", "新增.csv")
    #expect(imported.status <= 1, "\(imported.output)\(imported.errors)")
    let indicators = try copy.run("indicators", "--period", "2019-Q2", "--format", "json")
    #expect(indicators.output.contains(/"birth-known-share"[^}]*"numerator": 7, "denominator": 7/))
    #expect(copy.bytes("periods/2019-Q1.sqlite") == sealed)
    let names = try FileManager.default.contentsOfDirectory(atPath: copy.folder.path + "/ws/periods").sorted()
    #expect(names == ["2019-Q1.sqlite", "2019-Q2.sqlite"])
    let verified = try copy.run("verify")
    #expect(verified.status == 0, "\(verified.output)")
    #expect(try copy.run("unseal", "--period", "2019-Q1", "--by", "x", "--reason", "y").status == 0)
    #expect(try copy.run("import", "--period", "2019-Q1", "--adds", "新增.csv").status <= 1)
    #expect(copy.bytes("periods/2019-Q1.sqlite") == sealed)
    #expect(try copy.run("verify").status == 0)
  }
}
