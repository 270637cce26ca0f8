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
import SheetReading
import Tabular
import TestSupport

/// A sample city written to a folder of its own and imported into a workspace of its own; all of it goes away at the end.
final class SampleImport {
  let folder = FileManager.default.temporaryDirectory.appendingPathComponent("pipeline-" + UUID().uuidString).path
  let planted: [PlantedDefect]
  let result: IntakeResult
  let census: PeriodCensus
  let period = Period("2019-Q2")!

  var rosters: String { "\(folder)/rosters/\(period)" }

  /// - Parameter byUnit: whether each unit hands in its own files, in any order, once the organisations are known.
  init(
    members: Int, seed: UInt64, pageRows: Int = 500, defects: Double = 0, shuffled: Bool = false, byUnit: Bool = false
  ) throws {
    let plan = SampleCity.Plan(members: members, seed: seed, periods: [period], pageRows: pageRows, defects: defects)
    planted = try SampleCity(plan).write(to: folder + "/rosters")[period] ?? []
    let context = CommandContext(
      workspaceDirectory: folder + "/workspace", pack: try PackLoader.load("ningbo-2019"), language: .chinese)
    let rosters = "\(folder)/rosters/\(period)"
    let names = try FileManager.default.contentsOfDirectory(atPath: rosters).sorted().map { rosters + "/" + $0 }
    let run = ImportRun(context: context, period: period)
    var dice = SeededDice(state: seed)
    if byUnit {
      result = try SampleImport.handIn(shuffled ? names.shuffled(using: &dice) : names, with: run)
    } else {
      result = try shuffled ? run.run(names.shuffled(using: &dice)) : run.run([rosters])
    }
    census = try PeriodCensus(context: context, period: period)
  }

  private static func handIn(_ paths: [String], with run: ImportRun) throws -> IntakeResult {
    let isTree = { (path: String) in path.hasSuffix("-团组织信息表.xml") }
    var result = try run.run(paths.filter(isTree))
    let byUnit = Dictionary(grouping: paths.filter { !isTree($0) }) { path in
      String((path as NSString).lastPathComponent.prefix { $0 != "-" })
    }
    for (unit, paths) in byUnit {
      var run = run
      run.unit = unit
      result = try run.run(paths)
    }
    return result
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  func indicators(_ units: UnitSelection = .all) throws -> String {
    try IndicatorsRun(census: census).document(units: units).json()
  }
}
