// SPDX-License-Identifier: Apache-2.0

import Foundation
import Glibc
import TestSupport
import Testing

/// A quarter in one command, on the built program and the sample rosters laid out by unit.
@Suite struct BatchTests {
  /// Lays the samples out as incoming/<period>/<unit>/<file>; the city's own files lie beside the unit folders.
  static func incoming(_ folder: Folder, periods: [String], units: Int? = nil) throws {
    let files = FileManager.default
    for period in periods {
      let source = "\(Program.samples)/\(period)"
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

  /// Every output of two compared quarters, pseudonyms and all: with one key the bytes are the same with one worker, with
  /// four, and where the batch was killed three times on its way.
  @Test func sameBytesHoweverItWasDone() throws {
    let folder = try Folder()
    try Self.incoming(folder, periods: ["2019-Q2", "2019-Q3"])
    let plan = try folder.write("plan.yaml", "incoming: incoming\nout: reports\n")
    func arguments(_ name: String, workers: Int) -> [String] {
      [
        "batch", plan, "--workspace", folder.path + "/ws-" + name, "--out", folder.path + "/" + name, "--workers",
        String(workers), "--format", "json", "--fail-on", "never", "--lang", "zh-Hans", "--quiet",
      ]
    }
    for name in ["one", "four", "killed"] {
      // A key that is there already is that of the workspace.
      let home = folder.path + "/ws-\(name)"
      try FileManager.default.createDirectory(atPath: home, withIntermediateDirectories: true)
      _ = FileManager.default.createFile(
        atPath: home + "/workspace.key", contents: Data("the key of this test: no secret.".utf8),
        attributes: [.posixPermissions: 0o600])
      #expect(try Program.run(["init", "--workspace", "ws-" + name, "--quiet"], in: folder.path).status == 0)
    }
    let start = Date()
    let one = try Program.run(arguments("one", workers: 1))
    let seconds = Date().timeIntervalSince(start)
    #expect(one.status == 0, "\(one.errors)")
    let four = try Program.run(arguments("four", workers: 4))
    #expect(four.status == 0 && four.output == one.output)
    let expected = Self.contents(folder.path + "/one")
    #expect(expected.keys.contains("2019-Q3/330203/compare/rows/cadres.csv") && expected.count > 1000)
    #expect(Self.differences(expected, Self.contents(folder.path + "/four")) == [])
    var dice = RandomSeed.dice("batch kills")
    for _ in 0..<3 {
      let after = Double.random(in: 0.1...0.5, using: &dice) * seconds
      try Self.kill(arguments("killed", workers: 2), after: after)
    }
    #expect(try Program.run(arguments("killed", workers: 2)).status == 0)
    #expect(Self.differences(expected, Self.contents(folder.path + "/killed")) == [])
    let names = try FileManager.default.subpathsOfDirectory(atPath: folder.path + "/ws-killed").sorted()
    #expect(try names == FileManager.default.subpathsOfDirectory(atPath: folder.path + "/ws-one").sorted())
  }

  private static func kill(_ arguments: [String], after seconds: Double) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: Program.path)
    process.arguments = arguments
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    Thread.sleep(forTimeInterval: seconds)
    Glibc.kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
  }

  /// Files that only one of two folders has, or whose bytes differ.
  private static func differences(_ first: [String: Data], _ second: [String: Data]) -> [String] {
    Set(first.keys).union(second.keys).filter { first[$0] != second[$0] }.sorted()
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
    #expect(units.filter { $0["state"] as? String == "imported" }.count == 10)
    let incomplete = try #require(units.first { $0["state"] as? String == "incomplete" })
    #expect(incomplete["unit"] as? String == "330203")
    let refusal = try #require((incomplete["refusals"] as? [[String: Any]])?.first)
    #expect(
      (refusal["file"] as? String)?.hasSuffix("notes.xml") == true && (refusal["message"] as? String)?.isEmpty == false)
    #expect(run.errors.contains("notes.xml") && run.errors.contains("330299"))
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
