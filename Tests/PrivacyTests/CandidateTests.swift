// SPDX-License-Identifier: Apache-2.0

import CensusModel
import CensusStore
import Foundation
import Pipeline
import Policy
import Testing

/// Counts for every person how many ID numbers fit all that the store holds, and all that the program prints.
@Suite struct CandidateTests {
  @Test func theStoreLeavesFourHundredAndOutputsTenThousand() throws {
    let city = try PrintedCity(members: 250, seed: 20190630)
    let people = Set(city.ids.values).count
    try #require(people > 300)
    try hearStore(city)
    let stored = city.heard.map { $0.candidates() }
    #expect(stored.count > people * 9 / 10)
    #expect(stored.min() ?? 0 >= 400, "store: \(stored.min() ?? 0)")
    city.forget()
    try hearEvidence(city)
    try hearProgram(city)
    let printed = city.heard.map { $0.candidates() }
    #expect(printed.count > people * 9 / 10)
    #expect(city.heard.filter(\.knowsMonth).count > people / 2 && city.heard.filter(\.knowsSex).count > people / 2)
    #expect(printed.min() ?? 0 >= 10_000, "outputs: \(printed.min() ?? 0)")
  }

  /// What the count is worth: the masked form of old would leave one number.
  @Test func theCountSeesWhatAMaskShows() {
    var old = Claims(id: "330203200501011238")
    for value in ["330203********1238", "2005-01-01", "male"] { old.hear(value) }
    #expect(old.candidates() == 1)
    var month = Claims(id: "330203200501011238")
    for value in ["330203************", "2005-01", "male"] { month.hear(value) }
    #expect(month.candidates() == 31 * 500)
    // An age on a day in the middle of the month parts it.
    month.hear(age: 14, on: CalendarDay(rawValue: 20190110)!)
    #expect(month.candidates() == 10 * 500)
    var day = Claims(id: "330203200501011238")
    day.hear("2005-01-01")
    #expect(day.candidates() == 1000)
  }

  /// Every column of every record, as the database has it.
  private func hearStore(_ city: PrintedCity) throws {
    for period in city.periods {
      let database = try PeriodCensus(desk: city.desk, period: period).database
      for kind in RecordKind.allCases where kind.namesPersons {
        let columns = kind.columns.filter { $0.type != .organisation }
        let query = MeasureQuery(id: "every", kind: kind, condition: "1 = 1", amount: .rows)
        let everything = 0...max(0, try database.organisationTree().nodes.count - 1)
        try database.evidence(query, among: [query], nodes: everything, columns: columns.map(\.name)) { row in
          city.hear(period, row.file, row.row) { claims in
            for (column, value) in zip(columns, row.values) { PrintedValue.hear(value, column, &claims) }
          }
        }
      }
    }
  }

  /// The rows behind every measure of the pack, in every period.
  private func hearEvidence(_ city: PrintedCity) throws {
    for period in city.periods {
      let run = try EvidenceRun(census: PeriodCensus(desk: city.desk, period: period))
      for measure in city.desk.pack.measures where !measure.isReported && measure.kind.namesPersons {
        var lines = ""
        try EvidenceSpelling(format: .json).write(run, id: measure.id, unit: .all) { lines += $0 }
        for line in lines.split(separator: "\n") {
          city.hear(json: try JSONSerialization.jsonObject(with: Data(line.utf8)), of: period)
        }
      }
    }
  }

  private func hearProgram(_ city: PrintedCity) throws {
    let (first, second, third) = ("2019-Q1", "2019-Q2", "2019-Q3")
    let workspace = ["--workspace", city.folder + "/ws"]
    for (from, to) in [(first, second), (second, third), (first, third)] {
      let out = "\(city.folder)/out-\(from)-\(to)"
      _ = try Program.run(["report", "--period", to, "--baseline", from, "--out", out] + workspace)
      try hearFiles(city, below: out)
      for measure in ["counted-members", "cadres", "graduates"] {
        let run = try Program.run(
          ["compare", "--from", from, "--to", to, "--rows", measure, "--unit", "all"] + workspace)
        hear(lines: run.output, city)
      }
    }
    for period in [first, second, third] {
      let rosters = "\(city.folder)/rosters/\(period)"
      for arguments in [["check", rosters], ["duplicates", "--period", period], ["transitions", "--period", period]] {
        let run = try Program.run(arguments + workspace)
        hear(lines: run.output + run.errors, city)
      }
      hear(lines: try Program.run(["duplicates", "--period", period, "--format", "csv"] + workspace).output, city)
    }
    for address in city.ids.keys.sorted(by: { ($0.file, $0.row) < ($1.file, $1.row) }).prefix(5) {
      let run = try Program.run(
        ["history", "--period", "\(address.period)", "--file", address.file, "--row", "\(address.row)"] + workspace)
      hear(lines: run.output, city)
    }
  }

  private func hear(lines: String, _ city: PrintedCity) {
    for line in lines.split(separator: "\n") {
      let cells = line.split(separator: line.contains("\t") ? "\t" : line.contains(",") ? "," : "  ").map(String.init)
      city.hear(cells: [String(line)] + cells, of: nil)
    }
  }

  private func hearFiles(_ city: PrintedCity, below folder: String) throws {
    for path in try FileManager.default.subpathsOfDirectory(atPath: folder) {
      guard let data = FileManager.default.contents(atPath: folder + "/" + path) else { continue }
      let text = String(decoding: data, as: UTF8.self)
      if path.hasSuffix(".html") {
        for row in text.components(separatedBy: "<tr") {
          let cells = row.components(separatedBy: "<td").map { $0.replacing(/<[^>]*>/, with: "").drop { $0 != ">" } }
          city.hear(cells: cells.map { String($0.dropFirst()) }, of: nil)
        }
      } else if path.hasSuffix(".json") {
        city.hear(json: try JSONSerialization.jsonObject(with: data), of: nil)
      } else {
        hear(lines: text, city)
      }
    }
  }
}

/// A stored value in the words of the claims.
private enum PrintedValue {
  static func hear(_ value: RecordValue, _ column: RecordColumn, _ claims: inout Claims) {
    switch value {
    case .null: break
    // The region is known of everybody whose number was read.
    case .text(let text): claims.hear(text)
    case .integer(let number):
      if column.type == .pseudonym { return }
      let day = column.type == .day ? CalendarDay(rawValue: Int(number))?.description : nil
      claims.hear(day ?? String(number))
    }
  }
}
