// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// Two quarters in a workspace, by the program as it is; the first is sealed.
private final class SealedCity {
  let folder: Folder
  var workspace: String { folder.path + "/ws" }
  private(set) var head = ""

  init() throws {
    folder = try Folder()
    let out = folder.path + "/in"
    _ = try run(["sample", "--out", out, "--members", "120", "--seed", "5", "--periods", "2"])
    for period in try FileManager.default.contentsOfDirectory(atPath: out).sorted() where period.contains("-Q") {
      periods.append(period)
      #expect(try run(["import", "--period", period, out + "/" + period]).status <= 1)
    }
    let sealed = try run(["seal", "--period", periods[0], "--by", "x", "--block-at", "never"])
    #expect(sealed.status == 0, "\(sealed.output)\(sealed.errors)")
    head = try #require(sealed.output.firstMatch(of: /[0-9]+:[0-9a-f]{64}/)).output.description
  }

  private(set) var periods: [String] = []

  func run(_ arguments: [String]) throws -> Program.Run {
    try Program.run(
      arguments, environment: ["LEAGUE_CENSUS_WORKSPACE": workspace, "LEAGUE_CENSUS_LANG": "en"], in: folder.path)
  }

  /// Adds a byte to a period's file.
  func touch(_ period: String) throws {
    let path = "\(workspace)/periods/\(period).sqlite"
    try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
    let file = try #require(FileHandle(forWritingAtPath: path))
    try file.seek(toOffset: 8000)
    try file.write(contentsOf: Data([0x7f]))
    try file.close()
  }
}

@Suite struct VerifyTests {
  /// No command tells figures of a sealed period whose file was touched.
  @Test func aTamperedSealedPeriodIsRefusedByEveryCommand() throws {
    let city = try SealedCity()
    #expect(try city.run(["verify", "--expect", city.head]).status == 0)
    let (period, next) = (city.periods[0], city.periods[1])
    try city.touch(period)
    let commands: [[String]] = [
      ["indicators", "--period", period], ["assess", "--period", period],
      ["evidence", "--period", period, "--measure", "counted-members"], ["census", "--period", period],
      ["transitions", "--period", period], ["compare", "--from", period, "--to", next],
      ["trend"], ["history", "--person", String(repeating: "0", count: 32)],
      ["report", "--period", period, "--out", "out"], ["status"], ["duplicates", "--period", period],
      ["report", "--period", next, "--baseline", period, "--out", "out2"],
      ["unseal", "--period", period, "--by", "x", "--reason", "y"],
    ]
    for command in commands {
      let run = try city.run(command)
      #expect(run.status == 2, "\(command): \(run.status) \(run.output) \(run.errors)")
      #expect(run.errors.contains("is not as it was left after the last change"), "\(command): \(run.errors)")
      #expect(run.output.isEmpty, "\(command)")
    }
    let verify = try city.run(["verify"])
    #expect(verify.status == 1 && verify.output.contains("the bytes do not fit the hash on record"))
  }

  @Test func verifySaysWhatIsWrongInBothLanguages() throws {
    let city = try SealedCity()
    let file = "\(city.workspace)/periods/\(city.periods[1]).sqlite"
    try FileManager.default.removeItem(atPath: file)
    for (language, words) in [("en", "is lost"), ("zh-Hans", "不见了")] {
      let verify = try city.run(["verify", "--lang", language])
      #expect(verify.status == 1 && verify.output.contains(words))
      let indicators = try city.run(["indicators", "--period", city.periods[1], "--lang", language])
      #expect(indicators.status == 2 && indicators.errors.contains(words), "\(indicators.errors)")
    }
    #expect(try city.run(["verify", "--expect", "3:" + String(repeating: "0", count: 64)]).status == 1)
    try Data((0..<32).map { UInt8($0) }).write(to: URL(fileURLWithPath: city.workspace + "/workspace.key"))
    let imported = try city.run(["import", "--period", city.periods[1], "in/" + city.periods[1]])
    #expect(imported.status == 2 && imported.errors.contains("is not the key the workspace was made with"))
    #expect(try city.run(["verify"]).output.contains("another key than this workspace's"))
  }
}
