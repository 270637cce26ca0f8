// SPDX-License-Identifier: Apache-2.0

import CensusModel
import Comparison
import Findings
import Policy
import ReportWriting

extension CompareRun {
  package func title(of table: ComparisonTable) -> String { desk.text("compare.part.\(table.id)") }

  /// The tables as one object, keys in the order of a comparison.
  package func writeJSON(_ tables: [ComparisonTable], to body: @escaping ([UInt8]) throws -> Void) throws {
    let head = [
      ("schema", "league-census-comparison-1"), ("from", before.period.description), ("to", after.period.description),
    ]
    try ByteSink.write(to: body) { sink in
      sink.append("{" + head.map { "\"\($0)\": " + JSONWriter.quoted($1) }.joined(separator: ",\n"))
      for table in tables {
        sink.append(",\n\"\(table.id)\": ")
        try table.writeJSON(to: &sink)
      }
      sink.append("}\n")
    }
  }

  /// Writes the page (for a single unit), the tables as JSON and CSV, and for every measure of an indicator the rows
  /// behind its movements.
  ///
  /// - Returns: the paths of the files, in order.
  /// - Throws: `PipelineError("out-unwritable")`.
  package func write(to folder: String, units: [Int], programVersion: String) throws -> [String] {
    let isOne = units.count == 1
    // What one unit's page reads several times stays in memory; every unit's rows do not.
    let tables = try ComparisonPart.allCases.map { part in
      let table = try table(part, units: units)
      return isOne ? try table.kept() : table
    }
    let target = ReportFolder(path: folder, progress: .silent)
    var files = [try target.stream("comparison.json") { try writeJSON(tables, to: $0) }]
    files += try tables.map { table in
      try target.stream("\(table.id).csv") { try table.write(as: .csv, desk, to: $0) }
    }
    if let unit = units.first, isOne {
      let byPart = Dictionary(uniqueKeysWithValues: zip(ComparisonPart.allCases, tables))
      let page = ComparisonPage(run: self, unit: unit, tables: byPart, programVersion: programVersion)
      files += try target.write([ReportFile(name: pageName, bytes: ComparisonPageWriter().write(page.report()))])
      files += try measuresOfIndicators().map { measure in
        let rows = try rowsTable(measure: measure, unit: unit)
        return try target.stream("rows/\(measure).csv") { try rows.write(as: .csv, desk, to: $0) }
      }
    }
    return files.sorted()
  }

  private var pageName: String {
    desk.language == .chinese ? "comparison.html" : "comparison.\(desk.language.rawValue).html"
  }

  /// Numerators and denominators, each once, in the order of the pack.
  private func measuresOfIndicators() -> [String] {
    desk.pack.indicators.flatMap { [$0.numerator, $0.denominator] }.reduce(into: []) {
      if !$0.contains($1) { $0.append($1) }
    }
  }
}
