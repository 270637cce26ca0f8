// SPDX-License-Identifier: Apache-2.0

import CensusModel
import Findings
import Foundation
import Policy
import Testing

/// A pack that extends another: what it takes over, replaces, adds and takes out.
@Suite struct ExtendingTests {
  private let ratio = """
    id: three-haves-rate
    title: {zh-Hans: 试, en: test}
    meaning: {zh-Hans: 试, en: test}
    numerator: branches-hollow
    denominator: branches
    direction: neutral
    derived: {zh-Hans: 试, en: test}
    examples:
      - {numerator: 1, denominator: 2, state: value, value: "50.00"}
      - {numerator: 1, denominator: 0, state: denominator-zero}
    """

  @Test(arguments: ["indicators/three-haves-rate.yaml", "indicators/other-name.yaml"])
  func replacesByPathAndById(file: String) throws {
    let folder = try TemporaryPack([file: ratio])
    #expect(try PackLoader.check(folder.path) == [])
    let pack = try PackLoader.load(folder.path)
    let base = try PackLoader.load("ningbo-2019")
    #expect(pack.indicator("three-haves-rate")?.numerator == "branches-hollow")
    #expect(pack.indicators.count == base.indicators.count)
    #expect(pack.measures == base.measures && pack.overview == base.overview && pack.documents == base.documents)
  }

  @Test func takesOutWhatItNames() throws {
    let head = TemporaryPack.head + "\nremoves: [tasks/14-terms, checks/member-over-age]\n"
    let folder = try TemporaryPack([:], head: head)
    let pack = try PackLoader.load(folder.path)
    #expect(pack.task("14-terms") == nil && !pack.checks.contains { $0.id == "member-over-age" })
    #expect(pack.messages.findings["member-over-age"] == nil)
    #expect(try PackLoader.load("ningbo-2019").task("14-terms") != nil)
  }

  @Test func aTextOfItsOwnStandsForTheOther() throws {
    let folder = try TemporaryPack(["messages/own.yaml": "verdict.met: {zh-Hans: 达到, en: reached}"])
    let pack = try PackLoader.load(folder.path)
    #expect(pack.messages.text("verdict.met", in: .english) == "reached")
    #expect(pack.messages.text("verdict.not-met", in: .english) == "not met")
  }

  @Test func theHashCoversBothPacks() throws {
    let base = try PackLoader.load("ningbo-2019")
    let folder = try TemporaryPack([:])
    let plain = try PackLoader.load(folder.path)
    let changedFolder = try TemporaryPack(["indicators/three-haves-rate.yaml": ratio])
    let other = try PackLoader.load(changedFolder.path)
    #expect(Set([base.hash, plain.hash, other.hash]).count == 3)

    // The same files over another base: a folder beside it goes before the shipped pack of that name.
    let parent = URL(fileURLWithPath: folder.path).appendingPathComponent("packs").path
    let shipped = try shippedPath("ningbo-2019")
    try FileManager.default.createDirectory(atPath: parent + "/mine", withIntermediateDirectories: true)
    try FileManager.default.copyItem(atPath: folder.path + "/pack.yaml", toPath: parent + "/mine/pack.yaml")
    try FileManager.default.copyItem(atPath: shipped, toPath: parent + "/ningbo-2019")
    #expect(try PackLoader.load(parent + "/mine").hash == plain.hash)
    // The copy keeps its files; one less is another pack.
    try FileManager.default.removeItem(atPath: parent + "/ningbo-2019/tasks/14-terms.yaml")
    let changed = try PackLoader.load(parent + "/mine")
    #expect(changed.hash != plain.hash && changed.task("14-terms") == nil)
  }

  @Test func whatIsWrongFurtherDownIsNamedWithItsPack() throws {
    let folder = try TemporaryPack([:])
    let parent = URL(fileURLWithPath: folder.path).appendingPathComponent("packs").path
    try FileManager.default.createDirectory(atPath: parent + "/mine", withIntermediateDirectories: true)
    try FileManager.default.copyItem(atPath: folder.path + "/pack.yaml", toPath: parent + "/mine/pack.yaml")
    try FileManager.default.copyItem(atPath: try shippedPath("ningbo-2019"), toPath: parent + "/ningbo-2019")
    try Data("id: branches\n".utf8).write(to: URL(fileURLWithPath: parent + "/ningbo-2019/measures/branches.yaml"))
    let errors = try PackLoader.check(parent + "/mine")
    #expect(errors == [PackError(file: "ningbo-2019/measures/branches.yaml", line: 1, message: "“title” is missing")])
  }

  @Test(arguments: [
    (TemporaryPack.head.replacing("ningbo-2019", with: "nowhere"), 2, "extends: no pack “nowhere”"),
    (TemporaryPack.head + "\nremoves: [tasks/15-nothing]\n", 6, "the pack that is extended has no “tasks/15-nothing”"),
    (TemporaryPack.head.replacing("extends: ningbo-2019\n", with: ""), 1, "is missing"),
    (TemporaryPack.head + "\nreplaces: []\n", 6, "unknown key “replaces”"),
  ])
  func aHeadThatIsWrongIsFound(head: String, line: Int, message: String) throws {
    let folder = try TemporaryPack([:], head: head)
    var errors: [PackError] = []
    do { errors = try PackLoader.check(folder.path) } catch { errors = [try #require(error as? PackError)] }
    #expect(errors.contains { $0.file == "pack.yaml" && $0.line == line && $0.message.contains(message) }, "\(errors)")
  }

  @Test func twoPacksThatExtendEachOtherAreRefused() throws {
    let first = try TemporaryPack(["a/pack.yaml": "extends: b", "b/pack.yaml": "extends: a"])
    #expect(throws: PackError(file: "b/pack.yaml", line: 1, message: "extends: “a” would extend itself")) {
      try PackLoader.check(first.path + "/a")
    }
  }

  /// The folder of a shipped pack, in the sources.
  private func shippedPath(_ name: String) throws -> String {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    return root.appendingPathComponent("Sources/Policy/Packs/\(name)").path
  }
}

/// What `league-2025` says, on the days it says it for.
@Suite struct LaterRulesTests {
  private func threshold(
    _ task: String, _ indicator: String, on day: Int, _ standing: Threshold.Authority = .rule
  ) throws -> Int? {
    let pack = try PackLoader.load("league-2025")
    let check = try #require(pack.task(task)?.checks.first { $0.indicator == indicator })
    let day = try #require(CalendarDay(rawValue: day))
    return check.thresholds.first { $0.standing == standing && $0.inForce.contains(day) }?.hundredths
  }

  @Test(arguments: [
    ("league-student-ratio-junior-graduating", 20_190_630, 3000 as Int?),
    ("league-student-ratio-junior-graduating", 20_230_331, nil),
    ("league-student-ratio-senior-graduating", 20_221_231, 6000), ("league-student-ratio-junior", 20_221_231, nil),
    ("league-student-ratio-junior", 20_230_331, 1500), ("league-student-ratio-senior-high", 20_250_630, 3000),
    ("league-student-ratio-vocational", 20_250_630, 2000),
  ])
  func schoolRatiosAreThoseOfTheDay(indicator: String, day: Int, hundredths: Int?) throws {
    #expect(try threshold("14-ratio", indicator, on: day) == hundredths)
  }

  @Test func theStricterGoalsHoldForTheirYearsAndSayTheyAreLocal() throws {
    let indicator = "league-student-ratio-junior-graduating"
    #expect(try threshold("14-ratio-stricter-2020", indicator, on: 20_191_231, .reference) == nil)
    #expect(try threshold("14-ratio-stricter-2020", indicator, on: 20_200_331, .reference) == 2000)
    let pack = try PackLoader.load("league-2025")
    let thresholds = try #require(pack.task("14-ratio-stricter-2020")).checks.flatMap(\.thresholds)
    #expect(thresholds.allSatisfy { $0.source.confidence == .medium && $0.scope.english.contains("not confirmed") })
  }

  /// Last election, census day: whether the organisation is past its term, yet within the delay that may be approved.
  @Test(arguments: [
    ("branch", 20_220_331, 20_250_331, false), ("branch", 20_220_330, 20_250_331, true),
    ("branch", 20_211_231, 20_250_331, true), ("branch", 20_210_930, 20_250_331, false),
    ("branch", 20_211_030, 20_250_630, false), ("branch", 20_211_231, 20_250_630, true),
    ("general-branch", 20_211_030, 20_250_630, true), ("committee", 20_190_630, 20_250_630, true),
    ("committee", 20_190_629, 20_250_630, false), ("committee", 20_190_331, 20_250_331, true),
    ("branch", 20_210_630, 20_240_930, false), ("working-committee", 20_190_331, 20_250_630, false),
  ])
  func theDelayIsCountedInMonths(kind: String, election: Int64, day: Int, holds: Bool) throws {
    let pack = try PackLoader.load("league-2025")
    let check = try #require(pack.checks.first { $0.id == "organisation-term-in-grace" })
    let row: [String: RecordValue] = [
      "kind": .text(kind), "full_name": .text("东村"), "sector": .text("rural"), "last_election": .integer(election),
    ]
    let day = try #require(CalendarDay(rawValue: day))
    #expect(try pack.holds(check.condition, of: check.kind, in: row, on: day) == holds)
  }
}
