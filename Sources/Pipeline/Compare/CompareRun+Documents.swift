// SPDX-License-Identifier: Apache-2.0

import CensusModel
import Comparison
import Findings
import Policy
import ReportWriting

extension CompareRun {
  package func title(of table: ComparisonTable) -> String { desk.text("compare.part.\(table.id)") }

  /// The tables as one object, keys in the order of a comparison.
  package func json(_ tables: [ComparisonTable]) -> String {
    let head = [
      ("schema", JSONWriter.quoted("league-census-comparison-1")),
      ("from", JSONWriter.quoted(before.period.description)), ("to", JSONWriter.quoted(after.period.description)),
    ]
    let members = tables.map { ($0.id, String($0.json().dropLast())) }
    return "{" + (head + members).map { JSONWriter.quoted($0.0) + ": " + $0.1 }.joined(separator: ",\n") + "}\n"
  }

  /// Writes the page (for a single unit), the tables as JSON and CSV, and for every measure of an indicator the rows
  /// behind its movements.
  ///
  /// - Returns: the paths of the files, in order.
  /// - Throws: `PipelineError("out-unwritable")`.
  package func write(to folder: String, units: [Int], programVersion: String) throws -> [String] {
    let tables = try ComparisonPart.allCases.map { try table($0, units: units) }
    let byPart = Dictionary(uniqueKeysWithValues: zip(ComparisonPart.allCases, tables))
    var files = [ReportFile(name: "comparison.json", text: json(tables))]
    files += tables.map { ReportFile(name: "\($0.id).csv", text: $0.csv()) }
    if let unit = units.first, units.count == 1 {
      let page = ComparisonPage(run: self, unit: unit, tables: byPart, programVersion: programVersion)
      let name = desk.language == .chinese ? "comparison.html" : "comparison.\(desk.language.rawValue).html"
      files.append(ReportFile(name: name, bytes: ComparisonPageWriter().write(page.report())))
      for measure in measuresOfIndicators() {
        files.append(
          ReportFile(name: "rows/\(measure).csv", text: try rowsTable(measure: measure, unit: unit).csv()))
      }
    }
    return try ReportFolder(path: folder, progress: .silent).write(files.sorted { $0.name < $1.name })
  }

  /// Numerators and denominators, each once, in the order of the pack.
  private func measuresOfIndicators() -> [String] {
    desk.pack.indicators.flatMap { [$0.numerator, $0.denominator] }.reduce(into: []) {
      if !$0.contains($1) { $0.append($1) }
    }
  }
}
