// SPDX-License-Identifier: Apache-2.0

import CensusModel
import CensusStore
import Findings
import Foundation
import Intake
import Pipeline
import Policy
import Reports
import Results
import SampleRosters
import TestSupport
import Testing

private let (first, second) = (Period("2019-Q1")!, Period("2019-Q2")!)

/// Two quarters of a small city in a workspace of their own.
final class City {
  let folder = FileManager.default.temporaryDirectory.appendingPathComponent("seal-" + UUID().uuidString).path
  var context: CommandContext

  init(seed: UInt64, pack: String = "ningbo-2019", members: Int = 300) throws {
    context = CommandContext(
      workspaceDirectory: folder + "/ws", pack: try PackLoader.load(pack), language: .english,
      clock: WallClock.stopped(at: "2019-07-02T08:00:00Z")!)
    try SampleCity(SampleCity.Plan(members: members, seed: seed, periods: [first, second])).write(to: folder + "/in")
    for period in [first, second] {
      _ = try ImportRun(context: context, period: period).run(["\(folder)/in/\(period)"])
    }
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  @discardableResult func seal(
    _ period: Period, at severity: Severity? = nil
  ) throws -> (version: PeriodVersion, isNew: Bool) {
    try SealRun(
      context: context, period: period, by: "王", remark: "final", blockAt: severity, programVersion: "test"
    ).seal()
  }

  func explainEverything(_ period: Period) throws {
    let run = try ExplanationsRun(census: PeriodCensus(context: context, period: period))
    for item in try run.items() where item.given == nil {
      try run.add(unit: item.unit, measure: item.duty.measure, text: "graduates left", by: "李")
    }
  }

  func broken(_ period: Period? = nil) throws -> [VerifyLine] {
    try VerifyRun(context: context, programVersion: "test").lines(period).filter { $0.state == .broken }
  }

  /// Turns one bit of a file around.
  func flip(_ file: String, at offset: Int) throws {
    let path = folder + "/ws/periods/" + file
    try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
    var bytes = try #require(FileManager.default.contents(atPath: path))
    bytes[offset % bytes.count] ^= 0x10
    try bytes.write(to: URL(fileURLWithPath: path))
  }

  func bytes(_ file: String) -> Data? { FileManager.default.contents(atPath: folder + "/ws/periods/" + file) }

  /// Writes a member list of the second quarter without its last rows of members.
  func shortened(by count: Int = 2) throws -> String {
    let name = "330203-团员花名册-01.xml"
    let text = try String(contentsOfFile: "\(folder)/in/\(second)/\(name)", encoding: .utf8)
    var rows = text.components(separatedBy: "<Row>")
    rows.removeSubrange((rows.count - 2 - count)..<(rows.count - 2))
    try FileManager.default.createDirectory(atPath: folder + "/again", withIntermediateDirectories: true)
    try rows.joined(separator: "<Row>").write(toFile: folder + "/again/" + name, atomically: true, encoding: .utf8)
    return folder + "/again"
  }
}

@Suite struct SealingTests {
  @Test func aSealedPeriodIsNeverWrittenAgain() throws {
    let city = try City(seed: 71)
    #expect(throws: WorkspaceError("earlier-open", facts: ["period": "2019-Q2", "earlier": "2019-Q1"])) {
      try city.seal(second)
    }
    #expect(try city.seal(first).isNew)
    try city.explainEverything(second)
    let version = try city.seal(second).version
    let sealed = city.bytes("2019-Q2.sqlite")
    #expect(try !city.seal(second).isNew)
    let again = try city.shortened()
    #expect(throws: WorkspaceError.self) { try ImportRun(context: city.context, period: second).run([again]) }
    #expect(throws: WorkspaceError.self) { try city.context.workspace().decide(2, .withdrawn, by: "x", why: "x") }
    // The same bytes again change nothing and are no error.
    let same = try ImportRun(context: city.context, period: second).run(["\(city.folder)/in/\(second)"])
    #expect(same.files.allSatisfy { $0.outcome == .unchanged })
    #expect(city.bytes("2019-Q2.sqlite") == sealed)
    #expect(FileDigest.sha256(of: Array(sealed ?? Data())) == version.sha256)
    #expect(try city.broken() == [])
    let seal = try #require(try city.context.workspace().period(second).seal())
    #expect(seal.by == "王" && seal.remark == "final" && seal.packHash == city.context.pack.hash)
    #expect(seal.programVersion == "test" && seal.issue.hashes["index.html"] != nil)
  }

  @Test func unsealingIsANewVersionAndTheOldOneStays() throws {
    let city = try City(seed: 72)
    try city.seal(first)
    try city.explainEverything(second)
    try city.seal(second)
    let sealed = city.bytes("2019-Q2.sqlite")
    #expect(throws: WorkspaceError("later-sealed", facts: ["period": "2019-Q1", "later": "2019-Q2"])) {
      try city.context.workspace().unseal(first, by: "王", reason: "x")
    }
    let before = try PeriodCensus(context: city.context, period: second).database.snapshotHash
    #expect(try city.context.workspace().unseal(second, by: "王", reason: "a list was short").number == 2)
    #expect(try PeriodCensus(context: city.context, period: second).database.snapshotHash == before)
    let receipt = try ImportRun(context: city.context, period: second).run([city.shortened()]).submission
    #expect(receipt?.changes.first?.count(.removed) == 2)
    #expect(try PeriodCensus(context: city.context, period: second).database.snapshotHash != before)
    try city.explainEverything(second)
    #expect(try city.seal(second).version.number == 2)
    #expect(city.bytes("2019-Q2.sqlite") == sealed)
    #expect(try city.broken() == [])
    #expect(
      try city.context.workspace().auditTrail().map(\.action).filter { $0.hasSuffix("seal") } == [
        "seal", "seal", "unseal", "seal",
      ])
  }

  /// A pack that changed since does not change what a sealed period says.
  @Test func aReportOfASealedPeriodIsIssuedByThePackItWasSealedWith() throws {
    let city = try City(seed: 73)
    let run = { (context: CommandContext, out: String) in
      try ReportRun(
        census: PeriodCensus(context: context, period: first), baseline: nil, outputs: [.html, .json],
        programVersion: "test"
      ).write(to: city.folder + "/" + out, units: .one(.root))
    }
    let before = try run(city.context, "before")
    try city.seal(first)
    var changed = city.context
    changed.pack.hash = String(repeating: "0", count: 64)
    changed.pack.indicators.removeAll { $0.id == "league-youth-ratio" }
    let after = try run(changed, "after")
    for (one, two) in zip(before, after) {
      #expect(FileManager.default.contents(atPath: one) == FileManager.default.contents(atPath: two), "\(one)")
    }
  }

  @Test func whateverByteIsFlippedIsFound() throws {
    let city = try City(seed: 74)
    try city.seal(first)
    var dice = RandomSeed.dice("flipped bytes")
    for file in ["2019-Q1.sqlite", "2019-Q2.sqlite"] {
      let size = try #require(city.bytes(file)?.count)
      for _ in 0..<5 {
        let offset = Int.random(in: 0..<size, using: &dice)
        try city.flip(file, at: offset)
        // A flip in the header of an open file may also hide when it was last written: SQLite itself sees those.
        let (isOpen, isCounter) = (file == "2019-Q2.sqlite", (24..<28).contains(offset))
        if !isOpen || !isCounter {
          #expect(try city.broken().map(\.subject) == [.file], "\(file), byte \(offset)")
        }
        if isOpen, !isCounter {
          #expect(throws: WorkspaceError.self) {
            try ImportRun(context: city.context, period: second).run([city.shortened()])
          }
        }
        if !isOpen {
          #expect(throws: WorkspaceError.self, "byte \(offset)") {
            try ReportRun(
              census: PeriodCensus(context: city.context, period: first), baseline: nil, outputs: [.json],
              programVersion: "test"
            ).write(to: city.folder + "/out", units: .one(.root))
          }
        }
        try city.flip(file, at: offset)
      }
    }
    #expect(try city.broken() == [])
  }

  @Test func findingsFromTheChosenSeverityOnBlock() throws {
    let city = try City(seed: 75)
    #expect(throws: SealBlocked.self) { try city.seal(first, at: .warning) }
    #expect(try city.context.workspace().version(of: first)?.isSealed == false)
    #expect(try FileManager.default.contentsOfDirectory(atPath: city.folder + "/ws/periods").count == 2)
    #expect(try city.seal(first, at: .error).isNew)
  }
}

@Suite struct ExplanationTests {
  @Test func aFallOwesAnExplanation() throws {
    let city = try City(seed: 76)
    _ = try ImportRun(context: city.context, period: second).run([city.shortened(by: 12)])
    try city.seal(first)
    let run = try ExplanationsRun(census: PeriodCensus(context: city.context, period: second))
    let item = try #require(try run.items().first { $0.unit == "330203" && $0.duty.measure == "counted-members" })
    #expect(item.before > item.after && item.against == first)
    let blocked = #expect(throws: SealBlocked.self) { try city.seal(second) }
    #expect(blocked?.blockers.contains(.explanation(item)) == true)
    #expect(throws: PipelineError.self) { try run.add(unit: "330203", measure: "youth", text: "x", by: "y") }
    try city.explainEverything(second)
    #expect(try run.items().allSatisfy { $0.given?.text == "graduates left" })
    try city.seal(second)
  }

  /// The sheet 变动说明 does as well as the command.
  @Test func aSheetExplains() throws {
    let city = try City(seed: 76)
    _ = try ImportRun(context: city.context, period: second).run([city.shortened(by: 12)])
    let run = try ExplanationsRun(census: PeriodCensus(context: city.context, period: second))
    let owed = try run.items()
    let rows = try owed.map { item in
      let title = try #require(city.context.pack.measure(item.duty.measure)?.title.chinese)
      return "\(item.unit),\(title),毕业转出,王小明,2019-07-03"
    }
    let sheet = city.folder + "/变动说明.csv"
    try (["单位,数据项,变动原因说明,填报人,填报日期"] + rows).joined(separator: "\n").appending("\n")
      .write(toFile: sheet, atomically: true, encoding: .utf8)
    let result = try ImportRun(context: city.context, period: second).run([sheet])
    #expect(result.sheets.first?.kind == .explanation && result.sheets.first?.records == owed.count)
    let after = try ExplanationsRun(census: PeriodCensus(context: city.context, period: second)).items()
    #expect(!after.isEmpty && after.allSatisfy { $0.given?.text == "毕业转出" && $0.given?.by == "王*明" })
  }

  @Test func aDutyHasParameters() {
    let source = SourceReference(document: "d", confidence: .high)
    func duty(_ count: Int, _ hundredths: Int) -> ExplanationDuty {
      ExplanationDuty(
        id: "d", measure: "m", against: [.previous], depth: 1, beyondCount: count, beyondHundredths: hundredths,
        source: source)
    }
    #expect(duty(0, 0).isOwed(before: 10, after: 9) && !duty(0, 0).isOwed(before: 10, after: 10))
    #expect(!duty(1, 0).isOwed(before: 10, after: 9) && duty(1, 0).isOwed(before: 10, after: 8))
    #expect(!duty(0, 1000).isOwed(before: 10, after: 9) && duty(0, 1000).isOwed(before: 10, after: 8))
  }
}

@Suite struct ExpectedTests {
  @Test func whatIsOwedIsHeldAgainstWhatCame() throws {
    let city = try City(seed: 77)
    let list = city.folder + "/应报清单.csv"
    try """
    应报清单,,
    单位,应报表,截止日期
    330203,团员花名册、变动说明,2019年7月2日
    共青团宁波市江北区委,团干部花名册,2019-07-01
    330299,团员花名册,2019/7/2

    """.write(toFile: list, atomically: true, encoding: .utf8)
    let run = ExpectedRun(context: city.context, period: second)
    #expect(try run.take(list, by: "王") == 4)
    let lines = try run.lines()
    #expect(lines.map(\.state) == [.onTime, .missing, .late, .missing])
    #expect(lines[0].received == CalendarDay(rawValue: 20_190_702))
    let status = try StatusDocument(context: city.context, period: second).json()
    #expect(status.contains("\"expected\": 4, \"received\": 2, \"onTime\": 1, \"late\": 1, \"missing\": 2"))

    // A correction after the due date does not make late what was on time.
    city.context.clock = WallClock.stopped(at: "2019-07-09T08:00:00Z")!
    _ = try ImportRun(context: city.context, period: second).run([city.shortened(by: 12)])
    #expect(try ExpectedRun(context: city.context, period: second).lines()[0].state == .onTime)

    try "单位,应报表\n330203,无此表\n".write(toFile: list, atomically: true, encoding: .utf8)
    #expect(throws: PipelineError("expected-kind-unknown", facts: ["value": "无此表", "row": "2"])) {
      try run.take(list, by: nil)
    }
    #expect(try run.lines().count == 4)
  }
}
