// SPDX-License-Identifier: Apache-2.0

import CensusModel
import CensusStore
import Foundation
import GRDB
import Intake
import Pipeline
import Policy
import Reports
import Results
import Testing

@testable import CensusStore

private let (first, second) = (Period("2019-Q1")!, Period("2019-Q2")!)

/// What a seal vouches for, and what becomes of a period that is sealed in spite of something.
@Suite struct SealedIssueTests {
  /// A file that was changed in passing is not sealed, unless somebody says why; that is told wherever the period is.
  @Test func whatIsSealedDespiteAChangeIsToldForEver() throws {
    let city = try City(seed: 101, members: 120)
    let path = city.folder + "/ws/periods/2019-Q1.sqlite"
    let queue = try DatabaseQueue(path: path)
    try queue.write { try $0.execute(sql: "UPDATE member SET counted = 0 WHERE id = 1") }
    try queue.close()
    #expect(try city.broken().map(\.subject) == [.file])
    let damaged = WorkspaceError("period-damaged", facts: ["period": "2019-Q1"])
    #expect(throws: damaged) { try city.seal(first) }
    #expect(throws: damaged) { try ImportRun(context: city.context, period: first).run([city.shortened()]) }
    let reason = "the county confirmed it by telephone"
    let version = try SealRun(
      context: city.context, period: first, by: "王", remark: "final", blockAt: nil, programVersion: "test",
      despite: reason
    ).seal().version
    #expect(version.despite == reason)
    let lines = try VerifyRun(context: city.context, programVersion: "test").lines()
    #expect(lines.filter { $0.state == .broken } == [])
    #expect(lines.contains { $0.subject == .despite && $0.state == .noted && $0.detail == reason })
    #expect(try StatusDocument(context: city.context, period: first).json().contains(reason))
    #expect(try StatusDocument(context: city.context, period: first).text(city.context).contains(reason))
    let report = try ReportRun(
      census: PeriodCensus(context: city.context, period: first), baseline: nil, outputs: [.html],
      programVersion: "test")
    let page = try #require(
      try report.write(to: city.folder + "/out", units: .one(.root)).first { $0.contains("/sources.") })
    #expect(try String(contentsOfFile: page, encoding: .utf8).contains(reason))
    // Opened again it is still told.
    #expect(try city.context.workspace().unseal(first, by: "王", reason: "x").despite == reason)
    #expect(try city.seal(first).version.despite == reason)
    #expect(try city.broken() == [])
  }

  /// Where nothing is wrong, a reason is no doubt.
  @Test func aReasonWithoutNeedIsNotNoted() throws {
    let city = try City(seed: 101, members: 120)
    let version = try SealRun(
      context: city.context, period: first, by: "王", remark: "", blockAt: nil, programVersion: "test", despite: "x"
    ).seal().version
    #expect(version.despite == nil)
  }

  /// The program that sealed gives the same bytes; another one the same figures, and says so.
  @Test func aNewerProgramIsHeldAgainstTheFigures() throws {
    let city = try City(seed: 102, members: 120)
    try FileManager.default.copyItem(atPath: city.folder + "/ws", toPath: city.folder + "/open")
    try city.seal(first)
    let database = try city.context.workspace().period(first)
    let seal = try #require(try database.seal())
    let figures = String(decoding: seal.issue.figures, as: UTF8.self)
    let number = try #require(figures.firstRange(of: /"numerator": [1-9]/))
    let cases: [(figures: String, sealedBy: String, state: VerifyState)] = [
      (figures, "0.1.0", .good), (figures.replacingCharacters(in: number, with: "\"numerator\": 77"), "0.1.0", .broken),
      (figures, "0.2.0", .broken), ("", "0.1.0", .broken),
    ]
    for (index, entry) in cases.enumerated() {
      var context = city.context
      context.workspaceDirectory = "\(city.folder)/case-\(index)"
      try FileManager.default.copyItem(atPath: city.folder + "/open", toPath: context.workspaceDirectory)
      let draft = SealDraft(
        by: "王", remark: "", packID: seal.packID, packVersion: seal.packVersion, packHash: seal.packHash,
        overlayHashes: seal.overlayHashes, packFiles: try database.packFiles(), programVersion: entry.sealedBy)
      _ = try context.workspace().seal(first, draft) { _ in
        SealedIssue(hashes: ["index.html": "of another program"], figures: Array(entry.figures.utf8))
      }
      let line = try VerifyRun(context: context, programVersion: "0.2.0").lines(first).first { $0.subject == .report }
      #expect(line?.state == entry.state, "\(index): \(line?.detail ?? "")")
      if entry.state == .good {
        #expect(
          line?.detail == "sealed by version 0.1.0; reports of version 0.2.0 look different, their figures are equal")
      }
    }
  }

  /// A workspace from somebody who made its hashes fit: names in the sealed pack that lead elsewhere are refused.
  @Test(arguments: ["../../escaped.txt", "/tmp/escaped.txt", "ningbo-2019/../../escaped.txt", "./x", "escaped.txt"])
  func aSealedPackIsNeverWrittenAnywhere(name: String) throws {
    let city = try City(seed: 103, members: 120)
    try city.seal(first)
    let store = try city.context.workspace()
    let path = city.folder + "/ws/periods/2019-Q1.sqlite"
    try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
    let queue = try DatabaseQueue(path: path)
    try queue.write { db in
      try db.execute(sql: "INSERT INTO seal_pack_file VALUES (?, ?)", arguments: [name, Data("x".utf8)])
      try db.execute(sql: "UPDATE seal SET value = 'other' WHERE name = 'pack-hash'")
    }
    try queue.close()
    let hash = ContentHash.ofFile(path)
    try store.changingCatalogue { db in
      try db.execute(sql: "UPDATE period SET sha256 = ? WHERE period = '2019-Q1'", arguments: [hash])
      try AuditTrail.add("test", by: "x", subject: "s", at: AuditTrail.moment(store.clock, in: db), in: db)
    }
    #expect(throws: PipelineError("sealed-pack-name")) { try PeriodCensus(context: city.context, period: first) }
    #expect(try city.broken(first).contains { $0.subject == .pack })
    #expect(!FileManager.default.fileExists(atPath: "/tmp/escaped.txt"))
    let temporary = FileManager.default.temporaryDirectory.path
    #expect(!FileManager.default.fileExists(atPath: temporary + "/escaped.txt"))
    #expect(!FileManager.default.fileExists(atPath: (temporary as NSString).deletingLastPathComponent + "/escaped.txt"))
  }

  /// Killed after the catalogue took the seal and before the file took its place: the next look finishes it.
  @Test func aSealThatWasCommittedIsFinished() throws {
    let city = try City(seed: 104, members: 120)
    let path = city.folder + "/ws/periods/2019-Q1.sqlite"
    let open = try Data(contentsOf: URL(fileURLWithPath: path))
    try city.seal(first)
    try FileManager.default.moveItem(atPath: path, toPath: path + ".sealing")
    try open.write(to: URL(fileURLWithPath: path))
    #expect(try city.broken() == [])
    #expect(!FileManager.default.fileExists(atPath: path + ".sealing"))
    // A draft that nobody committed goes, and the file stays.
    let sealed = try Data(contentsOf: URL(fileURLWithPath: path))
    try open.write(to: URL(fileURLWithPath: path + ".sealing"))
    #expect(try city.broken() == [])
    #expect(!FileManager.default.fileExists(atPath: path + ".sealing"))
    #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == sealed)
  }

  /// The variable is for tests: whoever uses it is told of.
  @Test func aClockThatWasSetIsNoted() throws {
    let city = try City(seed: 105, members: 120)
    let trail = try city.context.workspace().auditTrail()
    #expect(trail.allSatisfy { $0.clock == "LEAGUE_CENSUS_NOW" })
    city.context.clock = .system
    try city.context.workspace().audited("test", by: "x", subject: "s") {}
    #expect(try city.context.workspace().auditTrail().last?.clock == nil)
    let line = try VerifyRun(context: city.context, programVersion: "test").lines().first { $0.subject == .trail }
    #expect(line?.detail.contains("\(trail.count) entries carry a time set with LEAGUE_CENSUS_NOW") == true)
    #expect(try TrailDocument(context: city.context).text(city.context).contains("LEAGUE_CENSUS_NOW"))
  }
}
