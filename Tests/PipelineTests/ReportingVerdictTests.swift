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
import Testing

private let quarter = Period("2019-Q2")!

/// The quarter of a small city of which some files were not handed in.
private final class PartOfACity {
  let folder = FileManager.default.temporaryDirectory.appendingPathComponent("part-" + UUID().uuidString).path
  let census: PeriodCensus

  init(without isMissing: (String) -> Bool) throws {
    try SampleCity(.init(members: 600, seed: 31, periods: [quarter])).write(to: folder + "/in")
    let place = "\(folder)/in/\(quarter)"
    let names = try FileManager.default.contentsOfDirectory(atPath: place).filter { !isMissing($0) }.sorted()
    let context = CommandContext(
      workspaceDirectory: folder + "/ws", pack: try PackLoader.load("ningbo-2019"), language: .chinese)
    _ = try ImportRun(context: context, period: quarter).run(names.map { "\(place)/\($0)" })
    census = try PeriodCensus(context: context, period: quarter)
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  func indicator(_ id: String, _ unit: String) throws -> [String: Any] {
    let document = try IndicatorsRun(census: census).document(units: UnitSelection(unit), indicator: id)
    return try objects(document.json())[0]
  }

  func verdict(_ task: String, _ unit: String) throws -> [String: Any] {
    try objects(AssessRun(census: census).document(units: UnitSelection(unit), task: task).json())[0]
  }
}

private func objects(_ json: String) throws -> [[String: Any]] {
  try #require(JSONSerialization.jsonObject(with: Data(json.utf8)) as? [[String: Any]])
}

/// Who handed in no roster has no figure, no verdict and no rank, and neither has whoever stands above for the whole.
@Suite struct ReportingVerdictTests {
  @Test func aDistrictWithoutARosterHasNoFigureAndNoVerdict() throws {
    let city = try PartOfACity { $0.hasPrefix("330205-团员花名册") }
    let ratio = try city.indicator("league-youth-ratio", "330205")
    #expect(ratio["state"] as? String == "incomplete-reporting" && ratio["value"] is NSNull)
    let verdict = try city.verdict("14-ratio", "330205")
    #expect(verdict["verdict"] as? String == "not-evaluable")
    #expect((verdict["reason"] as? String ?? "").contains("未报团员花名册"), "\(verdict)")
    // Its neighbour handed in, and is judged.
    #expect(try city.indicator("league-youth-ratio", "330203")["state"] as? String == "value")
    #expect(try city.verdict("14-ratio", "330203")["verdict"] as? String != "not-evaluable")
  }

  @Test func aCityWithOneCountyOfTenIsNotJudgedByIt() throws {
    let city = try PartOfACity { $0.contains("团员花名册") && !$0.hasPrefix("330203") }
    let ratio = try city.indicator("league-youth-ratio", "3302")
    #expect(ratio["state"] as? String == "incomplete-reporting")
    #expect(try city.verdict("14-ratio", "3302")["verdict"] as? String == "not-evaluable")
  }
}

/// The office's own targets on trial and under seal, and a pack of one's own.
@Suite struct OwnPolicyTests {
  private static let low = """
    - {indicator: staffing-rate, at-least: "0.01", from: 2019-01-01, document: 试〔2019〕1号, set-by: 办公室}
    """

  private func targets(_ text: String, of city: City) throws {
    let folder = city.context.workspaceDirectory
    try text.write(toFile: folder + "/" + TargetsFile.fileName, atomically: true, encoding: .utf8)
    city.context.pack = try PackLoader.load("ningbo-2019")
    try WorkspaceOverlays.apply(directory: folder, to: &city.context.pack)
  }

  private func staffing(_ city: City, _ period: Period) throws -> [String: Any] {
    let census = try PeriodCensus(context: city.context, period: period)
    return try objects(AssessRun(census: census).document(units: .root, task: "14-staffing").json())[0]
  }

  @Test func aTargetIsTriedOnEveryQuarterAndStoresNothing() throws {
    let city = try City(seed: 72)
    #expect(throws: PipelineError.self) { try TargetsRun(context: city.context).targets() }
    let file = city.folder + "/draft.yaml"
    try (Self.low + "\n" + Self.low.replacing("0.01", with: "100")).write(
      toFile: file, atomically: true, encoding: .utf8)
    let run = TargetsRun(context: city.context)
    let rows = try objects(run.trial(run.targets(of: file), units: "3302").json())
    let told = rows.map { "\($0["target"] ?? "") \($0["period"] ?? "") \($0["verdict"] ?? "")" }
    #expect(told == ["1 2019-Q1 met", "1 2019-Q2 met", "2 2019-Q1 not-met", "2 2019-Q2 not-met"])
    #expect(try staffing(city, quarter)["verdict"] as? String == "not-evaluable")
  }

  /// Where the quarter before is not there, nothing is said of how much would have been enough.
  @Test func aRelativeTargetWithoutItsQuarterHasNoLimit() throws {
    let city = try City(seed: 72)
    let relative = Self.low.replacing("at-least: \"0.01\"", with: "not-worse: true")
    let file = city.folder + "/draft.yaml"
    try relative.write(toFile: file, atomically: true, encoding: .utf8)
    let run = TargetsRun(context: city.context)
    let trial = try run.trial(run.targets(of: file), units: "3302")
    let rows = try objects(trial.json())
    #expect(rows.map { $0["verdict"] as? String } == ["not-evaluable", "met"], "\(rows)")
    #expect(rows[0]["condition"] is NSNull && (rows[1]["condition"] as? String)?.hasPrefix(">= ") == true)
    let text = try trial.text(city.context)
    #expect(text.contains("not worse than last quarter  ") && !text.contains(">= 0 "), "\(text)")
  }

  @Test func aSealedPeriodKeepsItsTargets() throws {
    let (city, first) = (try City(seed: 73), Period("2019-Q1")!)
    try targets(Self.low, of: city)
    try city.seal(first)
    try targets(Self.low.replacing("0.01", with: "100"), of: city)
    for (period, verdict) in [(first, "met"), (quarter, "not-met")] {
      let result = try staffing(city, period)
      #expect(result["verdict"] as? String == verdict, "\(period)")
      let checks = try #require(result["checks"] as? [[String: Any]])
      #expect(checks.contains { $0["standing"] as? String == "own" })
    }
    #expect(try city.broken().isEmpty)
  }

  @Test func aNewPackPassesItsCheckAndTakesNoFolderInUse() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("own-" + UUID().uuidString).path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let run = PackNewRun(extending: try PackLoader.load("ningbo-2019"))
    let files = try run.write(to: folder, id: "yinzhou-2020", language: .chinese)
    #expect(files == ["pack.yaml", "tasks/14-own-staffing.yaml"])
    #expect(files.allSatisfy { FileManager.default.fileExists(atPath: folder + "/" + $0) })
    #expect(try PackCheckRun().run(folder).errors == [])
    #expect(throws: PipelineError("pack-folder-used", facts: ["path": folder])) {
      try run.write(to: folder, id: "again", language: .english)
    }
  }
}
