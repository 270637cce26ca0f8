// SPDX-License-Identifier: Apache-2.0

import CensusModel
import Findings
import Foundation
import GRDB
import Policy
import Results
import Testing

@testable import CensusStore
@testable import Pipeline
@testable import Reports

/// Figures that are counted twice agree, and whatever is edited behind the program's back does not pass.
@Suite struct RecountRunTests {
  @Test(arguments: [(31, false), (32, true)]) func aSampleCityAgrees(seed: Int, byUnit: Bool) throws {
    let city = try SampleImport(members: 900, seed: UInt64(seed), defects: byUnit ? 0 : 0.15, byUnit: byUnit)
    let outcome = try RecountRun(census: city.census).outcome()
    #expect(outcome.disagreements.prefix(5) == [])
    let (indicators, units) = (city.census.context.pack.indicators.count, outcome.record.units)
    #expect(units > 50 && outcome.record.figures > indicators * units, "parts of units are counted too")
  }

  /// A county that handed in nothing has no figures, in both counts.
  @Test func whatDidNotComeInIsSaidBothTimes() throws {
    var town = TestTown(organisations: TestTown.plain, members: [])
    town.members = (1...9).map { .init(number: $0, branch: "甲一支部") }
    town.youth = [(unit: "甲区委", count: 40, source: "公安")]
    let city = try TownWorkspace([("2019-Q2", town)])
    let census = try PeriodCensus(context: city.context, period: Period("2019-Q2")!)
    let outcome = try RecountRun(census: census).outcome()
    #expect(outcome.disagreements == [])
  }

  // MARK: What was edited

  /// What settling wrote down, changed by somebody who knows SQL.
  static let edits: [String] = [
    "UPDATE member SET superseded = 1 WHERE id = (SELECT MIN(id) FROM member WHERE superseded = 0 AND counted = 1)",
    "UPDATE member SET age = 40 WHERE age < 20",
    "UPDATE member SET joining_age = 12 WHERE joining_age > 13",
    "UPDATE graduate SET completed = 1, initiated = 1",
    "UPDATE organisation SET children = 0 WHERE children > 0",
    "UPDATE cadre SET superseded = 1 WHERE id IN (SELECT id FROM cadre WHERE in_post IS NOT NULL LIMIT 3)",
    """
    UPDATE organisation SET last = node WHERE node = (
      SELECT MAX(node) FROM organisation WHERE depth = 1 AND last > node AND superseded = 0)
    """,
    """
    UPDATE organisation_ref SET node = (SELECT MAX(node) FROM organisation WHERE kind = 'branch')
    WHERE id = (SELECT organisation FROM member WHERE counted = 1 AND superseded = 0 LIMIT 1)
    """,
  ]

  @Test(arguments: edits) func anEditedSettlementIsTold(sql: String) throws {
    let city = try SampleImport(members: 400, seed: 33)
    let path = "\(city.census.context.workspaceDirectory)/periods/\(city.period).sqlite"
    try DatabaseQueue(path: path).write { try $0.execute(sql: sql) }
    let census = try PeriodCensus(context: city.census.context, period: city.period)
    let told = try RecountRun(census: census).outcome().disagreements
    let first = try #require(told.first, "\(sql) passes")
    #expect(!first.unit.isEmpty && !first.figure.isEmpty && first.published != first.recounted)
    #expect(!first.rows.isEmpty, "\(first)")
  }

  @Test func aRowThatDoesNotCountAnyMoreIsNamed() throws {
    let city = try SampleImport(members: 400, seed: 34)
    let path = "\(city.census.context.workspaceDirectory)/periods/\(city.period).sqlite"
    let place = try DatabaseQueue(path: path).write { db in
      let row = try #require(
        try Row.fetchOne(
          db,
          sql: """
            SELECT t.id, t.row, s.name, f.name AS file FROM member AS t JOIN sheet AS s ON s.id = t.sheet
            JOIN file AS f ON f.id = s.file WHERE t.superseded = 0 AND t.counted = 1 ORDER BY t.id LIMIT 1
            """))
      try db.execute(sql: "UPDATE member SET superseded = 1 WHERE id = ?", arguments: [row["id"] as Int64])
      return SheetRow(file: row["file"], sheet: row["name"], row: row["row"])
    }
    let census = try PeriodCensus(context: city.census.context, period: city.period)
    let told = try RecountRun(census: census).outcome().disagreements
    let ratio = try #require(told.first { $0.figure == "league-youth-ratio" })
    #expect(ratio.rows.map { SheetRow(file: $0.file, sheet: $0.sheet ?? "", row: $0.row ?? 0) } == [place])
  }

  /// Counts that are kept and signed with the workspace's own key, but wrong.
  @Test func aTamperedCountIsTold() throws {
    let city = try SampleImport(members: 300, seed: 35)
    _ = try city.indicators()
    let database = city.census.database
    let queries = try city.census.queries()
    let byID = Dictionary(queries.map { ($0.id, $0) }) { first, _ in first }
    let query = try #require(byID["counted-members"])
    let (cache, state) = (try #require(database.cache), try #require(try database.state()))
    let hash = query.definitionHash(among: byID)
    var tally = try #require(cache.tallies([hash], state: state)[hash])
    tally.entries[0] = Tally.Entry(node: tally.entries[0].node, count: tally.entries[0].count + 1)
    cache.keep([hash: tally], state: state)
    let census = try PeriodCensus(context: city.census.context, period: city.period)
    let told = try RecountRun(census: census).outcome().disagreements
    #expect(told.contains { $0.figure == "league-youth-ratio" && !$0.rows.isEmpty })
    let lines = try verify(city).lines(city.period)
    #expect(
      lines.contains { $0.subject == .recount && $0.state == .broken && $0.detail.contains("league-youth-ratio") })
    #expect(try !city.census.context.workspace().auditTrail().contains { $0.action == RecountRecord.action })
  }

  // MARK: On record

  private func verify(_ city: SampleImport) -> VerifyRun {
    var run = VerifyRun(context: city.census.context, programVersion: "test")
    (run.recounts, run.by) = (true, "王")
    return run
  }

  private func report(_ city: SampleImport, _ name: String) throws -> (sources: String, coverage: String) {
    let census = try PeriodCensus(context: city.census.context, period: city.period)
    let run = try ReportRun(
      census: census, baseline: nil, outputs: [.html, .json], programVersion: "test", depth: 0)
    let out = "\(city.folder)/\(name)"
    _ = try run.write(to: out, units: .one(.root))
    func text(_ file: String) throws -> String { try String(contentsOfFile: "\(out)/\(file)", encoding: .utf8) }
    return (try text("sources.html"), try text("coverage.json"))
  }

  @Test func aReportSaysThatItWasRecountedUntilItsContentChanges() throws {
    let city = try SampleImport(members: 300, seed: 36)
    let before = try report(city, "before")
    #expect(!before.sources.contains("复算") && !before.coverage.contains("recounted"))
    let lines = try verify(city).lines(city.period)
    let line = try #require(lines.first { $0.subject == .recount })
    #expect(line.state == .good && line.detail.contains("全部一致"), "\(line)")
    let entry = try #require(try city.census.context.workspace().auditTrail().last)
    #expect(entry.action == RecountRecord.action && entry.who == "王" && entry.subject == "2019-Q2 v1")
    #expect(try verify(city).lines().allSatisfy { $0.state != .broken }, "the trail is sound with the entry")
    let after = try report(city, "after")
    #expect(after.sources.contains("复算"))
    #expect(after.coverage.contains("\"recounted\": {\"entry\":"))
    let path = "\(city.census.context.workspaceDirectory)/periods/\(city.period).sqlite"
    try DatabaseQueue(path: path).write { try $0.execute(sql: RecountRunTests.edits[0]) }
    let edited = try report(city, "edited")
    #expect(!edited.sources.contains("复算") && !edited.coverage.contains("recounted"))
  }
}
