// SPDX-License-Identifier: Apache-2.0

import CensusModel
import Comparison
import Findings
import Pipeline
import Policy
import ReportModel
import ReportWriting
package import Results

extension CompareRun {
  /// What a table of the comparison is called, in the language of the context.
  package func title(of table: ResultTable) -> String { context.text("compare.part.\(table.id)") }

  /// The tables as one object, keys in the order of a comparison.
  ///
  /// - Throws: what working the tables out throws, and what `body` throws.
  package func writeJSON(_ tables: [ResultTable], to body: @escaping ([UInt8]) throws -> Void) throws {
    let head = [
      ("schema", "league-census-comparison-1"), ("from", before.period.description), ("to", after.period.description),
    ]
    try ByteSink.write(to: body) { sink in
      sink.append("{" + head.map { "\"\($0)\": " + JSONWriter.quoted($1) }.joined(separator: ",\n"))
      for table in tables {
        sink.append(",\n\"\(table.id)\": ")
        try ResultWriter(table).writeArray(to: &sink)
      }
      sink.append("}\n")
    }
  }

  /// Folder of the comparison beside a report.
  static let folderName = "compare"

  /// Writes the page (for a single unit), the tables as JSON and CSV, and for every measure of an indicator that moved the
  /// rows behind its movements.
  ///
  /// - Returns: the paths of the files, in order.
  /// - Throws: `PipelineError("out-unwritable")`.
  package func write(
    to folder: String, units: [Int], outputs: Set<ReportOutput> = ReportOutput.usual, programVersion: String
  ) throws -> [String] {
    try DraftFiles.whole { drafts in
      try write(
        into: ReportFolder(path: folder, progress: .silent, drafts: drafts), units: units, outputs: outputs,
        frame: .alone(self), programVersion: programVersion)
    }
  }

  /// The same into a folder whose files get their names with those of a report.
  ///
  /// - Parameter frame: where the report lies that the comparison stands beside.
  func write(
    into target: ReportFolder, units: [Int], outputs: Set<ReportOutput>, frame: PageFrame, programVersion: String
  ) throws -> [String] {
    let isOne = units.count == 1
    // What one unit's page reads several times stays in memory; every unit's rows do not.
    let tables = try ComparisonPart.allCases.map { part in
      let table = try table(part, units: units)
      return isOne ? try table.kept() : table
    }
    var files: [String] = []
    if outputs.contains(.json) {
      files.append(try target.stream(context.language.fileName("comparison.json")) { try writeJSON(tables, to: $0) })
    }
    if outputs.contains(.csv) {
      files += try tables.map { table in
        try target.stream(context.language.fileName("\(table.id).csv")) { try table.write(as: .csv, context, to: $0) }
      }
    }
    guard let unit = units.first, isOne else { return files.sorted() }
    let moved = try writeRows(unit, target, outputs, frame)
    files += moved.values.flatMap(\.self)
    if outputs.contains(.html) {
      let page = ComparisonPage(
        run: self, unit: unit, tables: Dictionary(uniqueKeysWithValues: zip(ComparisonPart.allCases, tables)),
        rowFiles: Set(moved.keys), hasTables: outputs.contains(.csv), frame: frame, programVersion: programVersion)
      files += try target.write(
        [ReportFile(name: pageName, bytes: PageWriter().write(page.page()))] + PageLook(in: context.language).files)
    }
    return files.sorted()
  }

  /// Measure → the files with the rows behind its movements at a unit, a list and a page; measures that did not move have
  /// none.
  private func writeRows(
    _ unit: Int, _ target: ReportFolder, _ outputs: Set<ReportOutput>, _ frame: PageFrame
  ) throws -> [String: [String]] {
    let (hasList, hasPage) = (outputs.contains(.csv), outputs.contains(.html))
    guard hasList || hasPage else { return [:] }
    var files: [String: [String]] = [:]
    for measure in measuresOfIndicators() {
      let rows = try rowsTable(measure: measure, unit: unit).kept()
      guard try !rows.rows().isEmpty else { continue }
      var written: [String] = []
      if hasList {
        written.append(try target.stream(rowsName(measure)) { try rows.write(as: .csv, context, to: $0) })
      }
      if hasPage {
        let page = MovementPage(run: self, unit: unit, measure: measure, rows: rows, hasList: hasList, frame: frame)
        written += try target.write([ReportFile(name: rowsPage(measure), bytes: PageWriter().write(page.page()))])
      }
      files[measure] = written
    }
    return files
  }

  /// The page of the rows behind the movements of a measure.
  func rowsPage(_ measure: String) -> String { context.language.fileName(FileName.path("rows", measure + ".html")) }

  /// The file of the rows behind the movements of a measure.
  func rowsName(_ measure: String) -> String { context.language.fileName(FileName.path("rows", measure + ".csv")) }

  var pageName: String { CompareRun.pageName(in: context.language) }

  static func pageName(in language: Language) -> String { language.fileName("comparison.html") }

  /// Numerators and denominators, each once, in the order of the pack.
  private func measuresOfIndicators() -> [String] {
    context.pack.indicators.flatMap { [$0.numerator, $0.denominator] }.reduce(into: []) {
      if !$0.contains($1) { $0.append($1) }
    }
  }
}
