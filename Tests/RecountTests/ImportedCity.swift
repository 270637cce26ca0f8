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

/// Rosters written to files and imported by the real thing into a workspace of its own; all of it goes away at the end.
final class ImportedCity {
  private let folder = FileManager.default.temporaryDirectory.appendingPathComponent("recount-" + UUID().uuidString)
    .path
  private let run: IndicatorsRun
  private let census: PeriodCensus
  let findings: Set<String>
  let recount: Recount

  /// What one unit hands in at once.
  struct Handing {
    var rosters: Rosters
    /// Who hands in; nil names nobody.
    var unit: String?
    /// Whether a file that nobody can read lies beside it.
    var hasRefused = false
  }

  /// - Parameters:
  ///   - firstFiles: how many files an import of its own takes before the others, modulo their number; nil takes all.
  ///   - later: rosters of a further import into the same quarter.
  ///   - seed: chooses forms and files; without one nothing unreadable is written into empty cells.
  convenience init(
    _ rosters: Rosters, firstFiles: Int? = nil, later: Rosters? = nil, period: Period = ImportedCity.period,
    seed: UInt64? = nil
  ) throws {
    // The top of the list hands in for all.
    let unit = rosters.organisations.first?.code
    let handings = [Handing(rosters: rosters, unit: unit)] + (later.map { [Handing(rosters: $0)] } ?? [])
    try self.init(handings: handings, firstFiles: firstFiles, period: period, seed: seed)
  }

  /// - Parameters:
  ///   - handings: in the order in which they come in.
  ///   - shuffle: puts rows and files into another order; the recount then speaks of other files.
  init(
    handings: [Handing], firstFiles: Int? = nil, period: Period = ImportedCity.period, seed: UInt64? = nil,
    shuffle: UInt64? = nil
  ) throws {
    let context = CommandContext(
      workspaceDirectory: folder + "/workspace", pack: try ImportedCity.pack.get(), language: .chinese)
    var sheets: [RecountedReporting.Sheet] = []
    var rosters = Rosters()
    for (number, handing) in handings.enumerated() {
      let place = "\(folder)/in-\(number)"
      let files = try RosterFiles.write(handing.rosters, seed: seed, shuffle: shuffle, to: place)
      var paths = files.map(\.path)
      if handing.hasRefused {
        paths.append(place + "/团员花名册.xls")
        try "%PDF-1.4 no workbook".write(toFile: paths[paths.count - 1], atomically: true, encoding: .utf8)
      }
      let first = number == 0 && !paths.isEmpty ? firstFiles.map { $0 % paths.count + 1 } ?? paths.count : paths.count
      for batch in [Array(paths[..<first]), Array(paths[first...])] where !batch.isEmpty {
        _ = try ImportRun(context: context, period: period, unit: handing.unit, intent: .adds).run(batch)
      }
      sheets += files.map { .init(title: $0.title, organisations: $0.organisations, rows: $0.rows, unit: handing.unit) }
      rosters = rosters.followed(by: handing.rosters)
    }
    census = try PeriodCensus(context: context, period: period)
    findings = try Set(census.findings().map(\.code))
    recount = Recount(rosters, sheets: sheets, censusDay: ImportedCity.day(of: period))
    run = try IndicatorsRun(census: census)
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  static let period = Period("2019-Q2")!
  private static let pack = Result { try PackLoader.load("ningbo-2019") }

  static func day(of period: Period) -> GivenDate {
    GivenDate(period.censusDay.year, period.censusDay.month, period.censusDay.day)
  }

  /// What `indicators --unit all --format json` prints, by unit and cut.
  func indicators(by breakdown: IndicatorsRun.Breakdown? = nil) throws -> [Printed: RecountedRatio] {
    let json = try run.document(units: .all, by: breakdown).json()
    let objects = try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [[String: Any]] ?? []
    let pairs = objects.map { (Printed($0), RecountedRatio(printed: $0)) }
    return Dictionary(pairs) { first, _ in first }
  }

  /// What `assess --unit all --format json` says of each unit's tasks: all of it but the order of the members.
  func verdicts() throws -> [String: String] {
    let json = try AssessRun(census: census).document(units: .all).json()
    let objects = try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [[String: Any]] ?? []
    let pairs = try objects.map { object in
      let line = try JSONSerialization.data(withJSONObject: object, options: [.sortedKeys])
      return ("\(object["unit"] ?? "") \(object["task"] ?? "")", String(decoding: line, as: UTF8.self))
    }
    return Dictionary(pairs) { $0 + "\n" + $1 }
  }

  /// Movements, bridges and causes between quarters that are written and imported one after the other, by part of `compare`.
  static func causes(_ quarters: [(Period, Rosters)], shuffle: UInt64?) throws -> [String: [String]] {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("causes-" + UUID().uuidString).path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let context = CommandContext(workspaceDirectory: folder + "/workspace", pack: try pack.get(), language: .chinese)
    for (period, rosters) in quarters {
      let files = try RosterFiles.write(rosters, seed: nil, shuffle: shuffle, to: "\(folder)/\(period)")
      _ = try ImportRun(context: context, period: period, unit: rosters.organisations.first?.code, intent: .adds)
        .run(files.map(\.path))
    }
    let run = try CompareRun(context: context, from: quarters[0].0, to: quarters[1].0)
    var lines: [String: [String]] = [:]
    for part in [ComparisonPart.units, .people, .stockFlow, .bridges, .mobility, .flows] {
      let table = try run.table(part, units: run.units(.all))
      lines[part.rawValue] = try table.csv().split(whereSeparator: \.isNewline).map(String.init)
    }
    return lines
  }

  /// One figure as the program prints it.
  func printed(_ indicator: String, _ unit: String) throws -> RecountedRatio? {
    try indicators()[Printed(unit: unit, cut: .whole, indicator: indicator)]
  }
}

/// Which figure: of which unit, of which part of it.
struct Printed: Hashable, CustomStringConvertible {
  var unit: String
  var cut: Recount.Cut
  var indicator: String

  init(unit: String, cut: Recount.Cut, indicator: String) {
    (self.unit, self.cut, self.indicator) = (unit, cut, indicator)
  }

  init(_ object: [String: Any]) {
    unit = object["unit"] as? String ?? ""
    indicator = object["indicator"] as? String ?? ""
    let group = object["group"] as? [String: String] ?? [:]
    cut = group["sector"].map(Recount.Cut.sector) ?? group["stage"].map(Recount.Cut.stage) ?? .whole
  }

  var description: String { "\(indicator) of \(unit), \(cut)" }
}

extension RecountedRatio {
  init(printed object: [String: Any]) {
    let value = (object["value"] as? NSNumber).map { Int(($0.doubleValue * 100).rounded()) }
    self.init(
      numerator: object["numerator"] as? Int, denominator: object["denominator"] as? Int,
      state: object["state"] as? String ?? "",
      percent: value.map { "\($0 / 100).\($0 % 100 < 10 ? "0" : "")\($0 % 100)" })
  }
}

extension Rosters {
  func followed(by later: Rosters?) -> Rosters {
    guard let later else { return self }
    var all = self
    all.organisations += later.organisations
    all.members += later.members
    all.cadres += later.cadres
    all.transfers += later.transfers
    all.youth += later.youth
    all.workUnits += later.workUnits
    all.graduates += later.graduates
    all.blank.formUnion(later.blank)
    return all
  }
}
