// SPDX-License-Identifier: Apache-2.0

import CensusModel
import CensusStore
import Findings
import Foundation
import Pipeline
import Policy
import SampleRosters
import SheetReading
import Tabular

/// A sample city written to a folder of its own and imported into a workspace of its own; all of it goes away at the end.
final class SampleImport {
  let folder = FileManager.default.temporaryDirectory.appendingPathComponent("pipeline-" + UUID().uuidString).path
  let planted: [PlantedDefect]
  let result: IntakeResult
  let census: PeriodCensus
  let period = Period("2019-Q2")!

  var rosters: String { "\(folder)/rosters/\(period)" }

  init(members: Int, seed: UInt64, pageRows: Int = 500, defects: Double = 0, shuffled: Bool = false) throws {
    let plan = SampleCity.Plan(members: members, seed: seed, periods: [period], pageRows: pageRows, defects: defects)
    planted = try SampleCity(plan).write(to: folder + "/rosters")[period] ?? []
    let desk = Desk(
      workspaceDirectory: folder + "/workspace", pack: try PackLoader.load("ningbo-2019"), language: .chinese)
    let rosters = "\(folder)/rosters/\(period)"
    let names = try FileManager.default.contentsOfDirectory(atPath: rosters).sorted().map { rosters + "/" + $0 }
    let run = ImportRun(desk: desk, period: period)
    result = try shuffled ? run.run(names.shuffled()) : run.run([rosters])
    census = try PeriodCensus(desk: desk, period: period)
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  func indicators(_ units: UnitSelection = .all) throws -> String {
    try IndicatorsRun(census: census).document(units: units).json()
  }
}
