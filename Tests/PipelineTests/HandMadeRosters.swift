// SPDX-License-Identifier: Apache-2.0

import CensusModel
import CensusStore
import Findings
import Foundation
import Indicators
import Intake
import Pipeline
import Policy
import Reports
import Results

/// Rosters written in a test as delimited text, imported into a workspace of their own; all of it goes away at the end.
final class HandMadeRosters {
  let folder = FileManager.default.temporaryDirectory.appendingPathComponent("hand-" + UUID().uuidString).path
  let census: PeriodCensus
  let result: IntakeResult
  let context: CommandContext
  let period: Period

  /// - Parameter sheets: text of each file; they are read in this order.
  init(_ sheets: [String], period: String = "2019-Q2") throws {
    self.period = Period(period)!
    context = CommandContext(
      workspaceDirectory: folder + "/ws", pack: try PackLoader.load("ningbo-2019"), language: .chinese)
    result = try HandMadeRosters.add(sheets, to: context, self.period, folder: folder + "/in")
    census = try PeriodCensus(context: context, period: self.period)
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  static func add(_ sheets: [String], to context: CommandContext, _ period: Period, folder: String) throws
    -> IntakeResult
  {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    for (index, text) in sheets.enumerated() {
      try text.write(toFile: "\(folder)/\(index).csv", atomically: true, encoding: .utf8)
    }
    return try ImportRun(context: context, period: period).run([folder])
  }

  /// The counts of a table by row code, at a unit named by its ID; rows of zeros are left out.
  func table(_ id: String, unit: String? = nil) throws -> [String: [Int64?]] {
    let run = try CensusRun(census: census, tables: [id])
    let node = unit.map { run.calculator.tree.node(named: $0)! } ?? 0
    let counts = run.tables[0].counts(unit: node)
    let rows = counts.rows.filter { row in row.counts.contains { $0 != 0 } }
    var table = Dictionary(uniqueKeysWithValues: rows.map { ($0.code, $0.counts) })
    if !counts.total.isEmpty { table["total"] = counts.total }
    return table
  }

  /// Masked ID and row in the sheet of every row behind a measure.
  func list(_ measure: String, unit: Int = 0) throws -> [String] {
    let evidence = try EvidenceRun(census: census)
    var rows: [String] = []
    for part in try evidence.parts(of: measure) {
      let name = EvidenceRun.columns(of: census.context.pack.vocabulary.schemas[part.measure.kind]).firstIndex {
        $0.name == "name" || $0.name == "code"
      }
      try evidence.rows(of: part, unit: unit) { row in
        if let name, case .text(let text) = row.values[name] { rows.append(text) } else { rows.append("\(row.row)") }
      }
    }
    return rows.sorted()
  }
}
