// SPDX-License-Identifier: Apache-2.0

import CensusModel
import Findings
import Foundation
import Testing

@testable import CensusStore

private let quarter = Period("2019-Q2")!

/// A workspace whose clock the test sets.
struct CommandContext: ~Copyable {
  let scratch = Scratch()
  let quarter = Period("2019-Q2")!
  var workspace: Workspace

  init() throws {
    workspace = try Workspace.made(at: scratch.path)
    workspace.clock = WallClock.stopped(at: "2019-07-01T00:00:00Z")!
  }

  /// Hands in a file of organisations by code and name.
  @discardableResult func send(
    _ rows: [(String, String)], as name: String, sha: String, unit: String? = nil,
    _ intent: SubmissionDraft.Intent = .told
  ) throws -> Int {
    let draft = SubmissionDraft(unit: unit, by: "tester", intent: intent)
    return try workspace.importing(into: quarter, submission: draft) { session in
      let file = FileDraft(name: name, sha256: sha, format: "csv", encoding: "utf-8", byteCount: 1)
      _ = try session.file(file) { sink in
        let sheet = RecognisedSheet(index: 0, name: "s", kind: .organisation, headerRows: 1...1, headings: [])
        try sink.recognised(sheet)
        var batch = RecordBatch(FormerSchemas.five[.organisation])
        for (index, entry) in rows.enumerated() { add(entry, row: index + 2, to: &batch) }
        try sink.take(batch, sheet: sheet)
        try sink.found(Finding("rows-totals", at: Place(file: name, sheet: "s", row: 9), facts: ["count": "1"]))
      }
      return session.submission
    }
  }

  /// Hands in a file for each of some pages of organisations.
  func sendPages(_ pages: [[(String, String)]]) throws {
    try workspace.importing(into: quarter, submission: SubmissionDraft(unit: nil, by: "tester")) { session in
      for page in pages {
        let name = page[0].0 + ".csv"
        let file = FileDraft(name: name, sha256: name, format: "csv", encoding: "utf-8", byteCount: 1)
        _ = try session.file(file) { sink in
          let sheet = RecognisedSheet(index: 0, name: "s", kind: .organisation, headerRows: 1...1, headings: [])
          try sink.recognised(sheet)
          var batch = RecordBatch(FormerSchemas.five[.organisation])
          for (index, entry) in page.enumerated() { add(entry, row: index + 2, to: &batch) }
          try sink.take(batch, sheet: sheet)
        }
      }
    }
  }

  private func add(_ entry: (String, String), row: Int, to batch: inout RecordBatch) {
    var slots = [Slot](repeating: .null, count: batch.columnCount)
    for (column, text) in [("code", entry.0), ("full_name", entry.1)] {
      slots[batch.schema.index(of: column) ?? 0] = .text(
        start: UInt32(batch.bytes.count), length: UInt32(text.utf8.count))
      batch.bytes += Array(text.utf8)
    }
    batch.slots += slots
    batch.sheetRows.append(Int32(row))
  }

  var names: [String] { get throws { try workspace.period(quarter).organisationTree().nodes.map(\.name) } }
  var states: [SubmissionState] { get throws { try workspace.submissions(of: quarter).map(\.state) } }

  /// Everything a reader of the period sees.
  var seen: String {
    get throws {
      let database = try workspace.period(quarter)
      return "\(try database.organisationTree().nodes)\n\(try database.findings())\n\(try database.sheets())\n"
        + (try database.snapshotHash)
    }
  }
}

@Suite struct ReplacementTests {
  @Test func aCorrectedFileTakesThePlaceOfTheOneOfItsName() throws {
    let desk = try CommandContext()
    try desk.send([("1", "city"), ("11", "old"), ("12", "gone")], as: "first/组织.csv", sha: "a")
    let before = try desk.seen
    let second = try desk.send([("1", "city"), ("11", "new"), ("13", "added")], as: "second/组织.csv", sha: "b")
    #expect(try desk.names == ["city", "new", "added"])
    #expect(try desk.states == [.superseded, .accepted])
    let codes = try desk.workspace.period(quarter).findings().map(\.code)
    #expect(!codes.contains("organisation-duplicate") && !codes.contains("organisation-contradiction"))
    let change = try #require(try desk.workspace.changes(of: second).first)
    #expect(change.unchanged == 1)
    #expect(ListChange.Kind.allCases.allSatisfy { change.count($0) == 1 })
    #expect(change.rows.first { $0.change == .changed }?.columns == ["full_name"])
    #expect(change.rows.first { $0.change == .removed }?.place == Place(file: "first/组织.csv", sheet: "s", row: 4))

    try desk.workspace.decide(second, .withdrawn, by: "tester", why: "mistake")
    #expect(try desk.seen == before)
    #expect(try desk.states == [.accepted, .withdrawn])
    try desk.workspace.decide(second, .accepted, by: "tester", why: nil)
    #expect(try desk.names == ["city", "new", "added"])
  }

  /// Two units may well send files of the same name: what has nothing in common is no correction.
  @Test func anotherListOfTheSameNameStandsBeside() throws {
    let desk = try CommandContext()
    try desk.send([("1", "city"), ("11", "a")], as: "组织.csv", sha: "a")
    try desk.send([("21", "b"), ("22", "c")], as: "组织.csv", sha: "b")
    #expect(try Set(desk.names) == ["city", "a", "b", "c"])
    #expect(try desk.states == [.accepted, .accepted])
  }

  @Test func aUnitsListIsReplacedWhateverItIsCalledAndHoweverTheUnitIsNamed() throws {
    let desk = try CommandContext()
    try desk.send([("1", "city"), ("11", "a")], as: "x.csv", sha: "a", unit: "1")
    try desk.send([("5", "other")], as: "x.csv", sha: "o", unit: "5")
    try desk.send([("1", "city"), ("12", "b")], as: "y.csv", sha: "b", unit: "city")
    #expect(try Set(desk.names) == ["city", "b", "other"])
    try desk.send([("13", "page two")], as: "z.csv", sha: "c", unit: "1", .adds)
    #expect(try Set(desk.names) == ["city", "b", "other", "page two"])
  }

  /// Two pages of one unit, sent one by one, do not erase each other.
  @Test func aListOfTheUnitThatSharesFewRowsIsAskedBack() throws {
    let desk = try CommandContext()
    try desk.send([("1", "city"), ("11", "a"), ("12", "b")], as: "page0.csv", sha: "a", unit: "1")
    let before = try desk.seen
    let page = [("13", "c"), ("14", "d"), ("15", "e")]
    #expect {
      try desk.send(page, as: "page1.csv", sha: "b", unit: "1")
    } throws: { error in
      let error = error as? WorkspaceError
      return error?.code == "submission-unclear" && error?.facts["number"] == "1" && error?.facts["shared"] == "0"
    }
    #expect(try desk.seen == before && desk.states.count == 1)
    try desk.send(page, as: "page1.csv", sha: "b", unit: "1", .adds)
    #expect(try desk.names.count == 6)
    // A correction of the second page leaves the first alone.
    let third = try desk.send([("13", "c"), ("14", "x")], as: "page1b.csv", sha: "c", unit: "1")
    #expect(try Set(desk.names) == ["city", "a", "b", "c", "x"])
    #expect(try desk.workspace.submissions(replacedBy: third) == [2])
    try desk.send([("1", "city"), ("16", "f")], as: "all.csv", sha: "d", unit: "1", .replaces(1))
    #expect(try Set(desk.names) == ["city", "f", "c", "x"])
    #expect(throws: WorkspaceError("submission-replaces-nothing", facts: ["value": "1"])) {
      try desk.send([("17", "g")], as: "g.csv", sha: "e", unit: "1", .replaces(1))
    }
  }

  /// In a batch the folder is all that the unit hands in.
  @Test func aWholeSubmissionIsNotAskedBack() throws {
    let desk = try CommandContext()
    try desk.send([("1", "city")], as: "a.csv", sha: "a", unit: "1")
    try desk.send([("2", "town")], as: "b.csv", sha: "b", unit: "1", .whole)
    #expect(try desk.names == ["town"])
  }

  @Test func mostlyTheSameRowsAreACorrectionWhateverTheFileIsCalled() throws {
    let desk = try CommandContext()
    try desk.send([("1", "city"), ("11", "a"), ("12", "b"), ("13", "c")], as: "june.csv", sha: "a")
    let second = try desk.send([("1", "city"), ("11", "a"), ("12", "b")], as: "final.csv", sha: "b")
    #expect(try desk.names.count == 3)
    #expect(try desk.workspace.submissions(replacedBy: second) == [1])
    // The part of a list is no correction of the whole.
    try desk.send([("11", "a")], as: "part.csv", sha: "c")
    #expect(try desk.names.count == 3)
  }

  /// A city sends its roster in more pages than SQLite takes parts of one statement.
  @Test func aPageOfOneOfManyHundredsIsCorrected() throws {
    let desk = try CommandContext()
    for submission in 0..<2 {
      try desk.sendPages((0..<350).map { page in (0..<2).map { ("\(submission)-\(page)-\($0)", "n") } })
    }
    #expect(try desk.names.count == 1400)
    let second = try desk.send([("0-7-0", "new"), ("0-7-1", "n")], as: "corrected.csv", sha: "c")
    #expect(try desk.names.count == 1400 && desk.names.count { $0 == "new" } == 1)
    #expect(try desk.workspace.submissions(replacedBy: second) == [1])
  }

  /// A ← B ← C: with B withdrawn C still replaces A; with C withdrawn as well A is back.
  @Test func aChainOfCorrectionsGivesWayOneByOne() throws {
    let desk = try CommandContext()
    let first = try desk.send([("1", "A")], as: "f.csv", sha: "a")
    let before = try desk.seen
    let second = try desk.send([("1", "B")], as: "f.csv", sha: "b")
    let third = try desk.send([("1", "C")], as: "f.csv", sha: "c")
    #expect(try desk.names == ["C"])
    try desk.workspace.decide(second, .rejected, by: "t", why: "")
    #expect(try desk.names == ["C"])
    try desk.workspace.decide(third, .withdrawn, by: "t", why: "")
    #expect(try desk.seen == before)
    try desk.workspace.decide(second, .accepted, by: "t", why: "")
    #expect(try desk.names == ["B"])
    // The bytes of the first, sent again, are news.
    try desk.send([("1", "A")], as: "f.csv", sha: "a")
    #expect(try desk.names == ["A"])
    #expect(throws: WorkspaceError.self) { try desk.workspace.decide(third, .withdrawn, by: "t", why: "") }
    #expect(
      try desk.workspace.submissions(of: quarter)[first - 1].events.map(\.state) == [
        .received, .checked, .accepted, .superseded, .accepted, .superseded,
      ])
  }

  @Test func namesOfFilesSentAgain() {
    #expect(FileNames.mayBeSame("2019-Q2/a.xml", "更正/a.xml"))
    #expect(FileNames.mayBeSame("a.xml", "2019-Q2/海曙/a.xml"))
    #expect(FileNames.mayBeSame("海曙/a.xml", "2019-Q2/海曙/a.xml"))
    #expect(!FileNames.mayBeSame("鄞州/a.xml", "2019-Q2/海曙/a.xml"))
    #expect(!FileNames.mayBeSame("a.xml", "ba.xml"))
  }
}

@Suite struct TrailTests {
  private func tampered(_ sql: String) throws -> Int? {
    let desk = try CommandContext()
    for index in 1...4 { try desk.send([("1", "v\(index)")], as: "f.csv", sha: "s\(index)") }
    #expect(try desk.workspace.firstBreakOfTrail() == nil)
    try desk.workspace.tamper(sql)
    return try desk.workspace.firstBreakOfTrail()
  }

  @Test func aChangedEntryBreaksTheChain() throws {
    #expect(try tampered("UPDATE audit SET who = 'somebody else' WHERE id = 2") == 2)
    #expect(try tampered("DELETE FROM audit WHERE id = 3") == 3)
    #expect(try tampered("UPDATE audit SET detail = subject, subject = detail WHERE id = 4") == 4)
    #expect(try tampered("UPDATE audit SET who = NULL WHERE id = 1") == 1)
  }

  @Test func aClockSetBackIsAnErrorAndNothingIsLost() throws {
    var desk = try CommandContext()
    try desk.send([("1", "city")], as: "f.csv", sha: "a")
    let before = try desk.seen
    desk.workspace.clock = WallClock.stopped(at: "2019-06-30T23:00:00Z")!
    #expect(
      throws: WorkspaceError(
        "clock-backwards",
        facts: [
          "value": "2019-06-30T23:00:00Z", "last": "2019-07-01T00:00:00Z",
        ])
    ) { try desk.send([("1", "town")], as: "f.csv", sha: "b") }
    #expect(try desk.seen == before)
    // A few minutes are an ordinary correction: the trail stands still until the clock has caught up.
    desk.workspace.clock = WallClock.stopped(at: "2019-06-30T23:58:00Z")!
    try desk.send([("1", "town")], as: "f.csv", sha: "b")
    #expect(try desk.workspace.auditTrail().last?.at == "2019-07-01T00:00:00Z")
    desk.workspace.clock = WallClock.stopped(at: "2019-06-01T00:00:00Z")!
    try desk.workspace.acceptClock(by: "tester", reason: "the clock was wrong")
    try desk.send([("1", "village")], as: "f.csv", sha: "c")
    #expect(try desk.names == ["village"])
    #expect(try desk.workspace.firstBreakOfTrail() == nil)
  }

  @Test func dueDatesAreDaysInChina() {
    #expect(Moment("2019-07-05T15:59:59Z")?.dayInChina == 20_190_705)
    #expect(Moment("2019-07-05T16:00:00Z")?.dayInChina == 20_190_706)
  }
}
