// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// A quarter in one command, on the built program and the sample rosters laid out by unit.
@Suite struct BatchTests {
  /// Lays the samples out as incoming/<period>/<unit>/<file>; the city's own files lie beside the unit folders.
  static func incoming(_ folder: Folder, periods: [String], units: Int? = nil) throws {
    let files = FileManager.default
    for period in periods {
      let source = "\(Program.root)/Samples/\(period)"
      let target = "\(folder.path)/incoming/\(period)"
      try files.createDirectory(atPath: target, withIntermediateDirectories: true)
      for name in try files.contentsOfDirectory(atPath: source).sorted() {
        let code = String(name.prefix { $0 != "-" })
        let place = code.count > 4 ? target + "/" + code : target
        try files.createDirectory(atPath: place, withIntermediateDirectories: true)
        try files.copyItem(atPath: source + "/" + name, toPath: place + "/" + name)
      }
    }
  }

  static func contents(_ path: String) -> [String: Data] {
    let names = FileManager.default.enumerator(atPath: path)?.compactMap { $0 as? String } ?? []
    return Dictionary(
      uniqueKeysWithValues: names.compactMap { name in
        FileManager.default.contents(atPath: path + "/" + name).map { (name, $0) }
      })
  }

  private static func batch(_ folder: Folder, _ arguments: [String]) throws -> Program.Run {
    try Program.run(
      ["batch", "--format", "json", "--fail-on", "never", "--lang", "zh-Hans"] + arguments, in: folder.path)
  }

  @Test func twoQuartersOnceWithOneWorkerOnceWithThree() throws {
    let folder = try Folder()
    try Self.incoming(folder, periods: ["2019-Q1", "2019-Q2"])
    _ = try folder.write(
      "plan.yaml", "incoming: incoming\nout: reports\noutputs: [html, json]\nlanguages: [zh-Hans, en]\n")
    let one = try Self.batch(folder, ["plan.yaml", "--workspace", "one", "--workers", "1"])
    #expect(one.status == 0, "\(one.errors)")
    let three = try Self.batch(folder, ["plan.yaml", "--workspace", "three", "--workers", "3", "--out", "other"])
    #expect(one.output == three.output)
    let (first, second) = (Self.contents(folder.path + "/reports"), Self.contents(folder.path + "/other"))
    #expect(first == second)
    #expect(first.keys.filter { $0.hasSuffix("/index.html") }.count == 22)
    #expect(first["2019-Q2/330203/index.en.html"] != nil)
    let index = String(decoding: first["index.html"] ?? Data(), as: UTF8.self)
    #expect(index.contains("href=\"2019-Q2/3302/index.html\"") && !index.contains("⟨"))
  }

  /// What was done is not done again; a report that lost a file, or an interrupted one, is.
  @Test func goesOnWhereItStopped() throws {
    let folder = try Folder()
    try Self.incoming(folder, periods: ["2019-Q2"])
    let run = ["incoming", "--workspace", "ws", "--out", "reports"]
    #expect(try Self.batch(folder, run).status == 0)
    let before = Self.contents(folder.path + "/reports")
    for name in ["330203/index.html", "330205/.batch"] {
      try FileManager.default.removeItem(atPath: folder.path + "/reports/2019-Q2/" + name)
    }
    let again = try Self.batch(folder, run)
    #expect(again.status == 0)
    #expect(again.output.components(separatedBy: "\"state\": \"written\"").count - 1 == 2)
    #expect(!again.output.contains("\"state\": \"imported\""))
    #expect(Self.contents(folder.path + "/reports") == before)
  }

  /// An empty folder, a folder of rubbish: the other units go on, and the exit code tells.
  @Test func oneUnitsFailureDoesNotStopTheOthers() throws {
    let folder = try Folder()
    try Self.incoming(folder, periods: ["2019-Q2"])
    let period = folder.path + "/incoming/2019-Q2"
    try FileManager.default.createDirectory(atPath: period + "/330299", withIntermediateDirectories: true)
    _ = try folder.write("incoming/2019-Q2/330203/notes.xml", "<not-closed>")
    let run = try Self.batch(folder, ["incoming", "--workspace", "ws", "--out", "reports"])
    #expect(run.status == 2)
    let summary = try #require(try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
    let part = try #require((summary["periods"] as? [[String: Any]])?.first)
    let units = try #require(part["units"] as? [[String: Any]])
    #expect(units.filter { $0["state"] as? String == "failed" }.map { $0["unit"] as? String } == ["330299"])
    #expect(units.filter { $0["state"] as? String == "imported" }.count == 11)
    #expect((part["reports"] as? [[String: Any]])?.count == 11)
  }

  @Test func wrongPlansAreSentences() throws {
    let folder = try Folder()
    _ = try folder.write("plan.yaml", "incoming: incoming\nout: reports\nworker: 3\n")
    let unknownKey = try Self.batch(folder, ["plan.yaml", "--workspace", "ws"])
    #expect(unknownKey.status == 2 && unknownKey.errors.contains("plan.yaml:3") && unknownKey.errors.contains("worker"))
    _ = try folder.write("plan.yaml", "incoming: nowhere\nout: reports\n")
    #expect(try Self.batch(folder, ["plan.yaml", "--workspace", "ws"]).status == 2)
    #expect(try Self.batch(folder, ["no-such-file.yaml"]).status == 2)
    #expect(try Self.batch(folder, ["plan.yaml", "--workers", "0"]).status == 64)
  }
}
