// SPDX-License-Identifier: Apache-2.0

import CensusModel
import CensusStore
import Conditions
import Foundation
import Pipeline
import Policy
import Results
import Testing

/// Counts for every person how many ID numbers fit all that the store holds, and all that the program prints.
@Suite struct CandidateTests {
  /// Reads every output of three quarters.
  @Test func theStoreLeavesFourHundredAndOutputsTenThousand() throws {
    let city = try PrintedCity(members: 250, seed: 20190630)
    let people = Set(city.ids.values).count
    try #require(people > 200)
    try #require(!city.old.isEmpty && !city.hidden.isEmpty, "\(city.old.count) \(city.hidden.count)")
    try hearStore(city)
    let stored = city.heard.map { $0.candidates() }
    #expect(stored.count > people * 9 / 10)
    #expect(stored.min() ?? 0 >= 400, "store: \(stored.min() ?? 0)")
    city.forget()
    try hearEvidence(city)
    try hearReports(city)
    try hearProgram(city)
    let printed = city.heard
    #expect(
      printed.count > people * 9 / 10 && city.heard(of: city.old).count > 0 && city.heard(of: city.hidden).count > 0)
    #expect(printed.filter { $0.ages.count > 1 }.count > people / 2)
    #expect(printed.filter(\.knowsMonth).count > people / 2 && printed.filter(\.knowsSex).count > people / 2)
    let least = printed.map { $0.candidates() }.min() ?? 0
    #expect(least >= 10_000, "all outputs: \(least)")
    // Each output by itself, so that a failure says where it came from.
    for output in [
      "evidence", "report", "compare", "check", "import", "marked", "duplicates", "transitions", "history",
    ] {
      let least = city.heard(in: output).map { $0.candidates() }.min()
      #expect(least ?? 0 >= 10_000, "\(output): \(least ?? 0)")
      print("Least numbers left by \(output): \(least ?? 0)")
    }
    print("Least numbers left: store \(stored.min() ?? 0) of \(stored.count), outputs \(least) of \(printed.count)")
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
      let database = try PeriodCensus(context: city.context, period: period).database
      for schema in city.context.pack.vocabulary.schemas.all where schema.namesPersons {
        let kind = schema.kind
        let columns = schema.columns.filter { $0.type != .organisation }
        let query = MeasureQuery(id: "every", kind: kind, condition: .everything, amount: .rows)
        let everything = 0...max(0, try database.organisationTree().nodes.count - 1)
        try database.evidence(query, among: [query], nodes: everything, columns: columns.map(\.name)) { row in
          city.hear(period, row.file, row.row) { claims in
            for (column, value) in zip(columns, row.values) { PrintedValue.hear(value, column, &claims) }
          }
        }
      }
    }
  }

  /// The rows behind every measure of the pack, in every period; JSON and CSV spell the same cells.
  private func hearEvidence(_ city: PrintedCity) throws {
    city.output = "evidence"
    for period in city.periods {
      let run = try EvidenceRun(census: PeriodCensus(context: city.context, period: period))
      for measure in city.context.pack.measures
      where !measure.isReported && city.context.pack.vocabulary.schemas[measure.kind].namesPersons {
        var lines = ""
        try EvidenceFormatter(format: .json).write(run, id: measure.id, unit: .all) {
          lines += String(decoding: $0, as: UTF8.self)
        }
        for line in lines.split(separator: "\n") {
          city.hear(json: try JSONSerialization.jsonObject(with: Data(line.utf8)), of: period)
        }
      }
      for format in ["text", "csv"] {
        let run = try Program.run(
          ["evidence", "--period", "\(period)", "--measure", "counted-members", "--format", format, "--unit", "all"]
            + workspace(city))
        hear(lines: run.output, city)
      }
    }
  }

  private func workspace(_ city: PrintedCity) -> [String] { ["--workspace", city.folder + "/ws"] }

  private static let pairs = [("2019-Q1", "2019-Q2"), ("2019-Q2", "2019-Q3"), ("2019-Q1", "2019-Q3")]

  private func hearReports(_ city: PrintedCity) throws {
    for (from, to) in CandidateTests.pairs {
      city.output = "report"
      let out = "\(city.folder)/out-\(from)-\(to)"
      let run = try Program.run(["report", "--period", to, "--baseline", from, "--out", out] + workspace(city))
      hear(lines: run.output + run.errors, city)
      try hearFiles(city, below: out)
      city.output = "compare"
      for measure in ["counted-members", "cadres", "graduates"] {
        for format in ["text", "json", "csv"] {
          let arguments = [
            "compare", "--from", from, "--to", to, "--rows", measure, "--unit", "all", "--format", format,
          ]
          try hear(arguments + workspace(city), format, city)
        }
      }
      for part in ["people", "fields"] {
        try hear(
          ["compare", "--from", from, "--to", to, "--part", part, "--format", "csv"] + workspace(city), "csv", city)
      }
    }
  }

  private func hearProgram(_ city: PrintedCity) throws {
    for period in city.periods.map(\.description) {
      let rosters = "\(city.folder)/rosters/\(period)"
      for format in ["text", "json"] {
        city.output = "check"
        try hear(["check", rosters, "--format", format], format, city)
        city.output = "import"
        let fresh = ["--workspace", try PrintedCity.makingKey(of: "\(city.folder)/\(format)-\(period)")]
        let marked = ["--annotate", "\(city.folder)/marked-\(format)-\(period)"]
        try hear(["import", "--period", period, rosters, "--format", format] + fresh + marked, format, city)
      }
      for verb in ["duplicates", "transitions", "explanations", "indicators", "status", "assess"] {
        city.output = verb
        for format in ["text", "json", "csv"] where format != "csv" || ["duplicates", "transitions"].contains(verb) {
          let words = verb == "explanations" ? [verb, "list"] : [verb]
          try hear(words + ["--period", period, "--format", format] + workspace(city), format, city)
        }
      }
    }
    try hearLists(city)
    try hearMarked(city)
    city.output = "history"
    for address in city.ids.keys.sorted(by: { ($0.file, $0.row) < ($1.file, $1.row) }).prefix(3) {
      for format in ["text", "json"] {
        try hear(
          [
            "history", "--period", "\(address.period)", "--file", address.file, "--row", "\(address.row)", "--format",
            format,
          ]
            + workspace(city), format, city)
      }
    }
  }

  /// The lists of persons of the transitions; their rows in JSON were heard as those of measures.
  private func hearLists(_ city: PrintedCity) throws {
    city.output = "transitions"
    let last = try #require(city.periods.last).description
    for measure in Set(city.context.pack.transitions.flatMap(\.gaps)).sorted() {
      for format in ["text", "csv"] {
        try hear(
          ["transitions", "--period", last, "--list", measure, "--format", format] + workspace(city), format, city)
      }
    }
  }

  /// Runs the program and takes in what it prints: one JSON text, JSON by lines, or lines of cells.
  private func hear(_ arguments: [String], _ format: String, _ city: PrintedCity) throws {
    let run = try Program.run(arguments)
    // 2: one of the planted defects is a file that is no workbook.
    try #require(run.status <= 2, "\(arguments): \(run.errors)")
    hear(lines: run.errors, city)
    guard format == "json" else { return hear(lines: run.output, city) }
    if let whole = try? JSONSerialization.jsonObject(with: Data(run.output.utf8)) {
      return city.hear(json: whole, of: nil)
    }
    for line in run.output.split(separator: "\n") {
      city.hear(json: try JSONSerialization.jsonObject(with: Data(line.utf8), options: .fragmentsAllowed), of: nil)
    }
  }

  private func hear(lines: String, _ city: PrintedCity) {
    // Lines of a CSV end with CR and LF, which are one character: "\n" would not part them.
    for line in lines.split(whereSeparator: \.isNewline) {
      let cells = line.split(separator: line.contains("\t") ? "\t" : line.contains(",") ? "," : "  ").map(String.init)
      city.hear(cells: [String(line)] + cells, of: nil)
    }
  }

  /// The texts of the cells of a row of a page.
  private static func cells(ofRow row: String) -> [String] {
    row.components(separatedBy: "<td").map { cell in
      var text: [UInt8] = []
      var depth = 1
      for byte in cell.utf8 {
        if byte == UInt8(ascii: "<") {
          depth += 1
        } else if byte == UInt8(ascii: ">") {
          depth = max(0, depth - 1)
        } else if depth == 0 {
          text.append(byte)
        }
      }
      return String(decoding: text, as: UTF8.self)
    }
  }

  private func hearFiles(_ city: PrintedCity, below folder: String) throws {
    for path in try FileManager.default.subpathsOfDirectory(atPath: folder) {
      guard let data = FileManager.default.contents(atPath: folder + "/" + path) else { continue }
      let text = String(decoding: data, as: UTF8.self)
      if path.hasSuffix(".html") {
        for row in text.components(separatedBy: "<tr") {
          city.hear(cells: CandidateTests.cells(ofRow: row), of: nil)
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
