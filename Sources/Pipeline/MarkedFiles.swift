// SPDX-License-Identifier: Apache-2.0

import Findings
import Foundation
import ReportModel
import ReportWriting
import Roster
import SheetReading
import Tabular

/// Gives checked workbooks back with their findings marked: `check --annotate`, `import --annotate`.
struct MarkedFiles {
  let desk: Desk
  let directory: String
  /// ID of the unit that gets a file back, by the file's name; the others lie in the folder itself.
  var units: [String: String] = [:]

  /// Writes one .xlsx for each file that could be read, below `directory` as the files lay below their folder.
  ///
  /// - Returns: the paths written, in order of the files.
  /// - Throws: `PipelineError("out-unwritable")`; `WorkbookError` when a file changed since it was checked.
  func write(_ files: [WorkbookFile], _ result: IntakeResult) throws -> [String] {
    let refused = Set(result.files.filter { if case .refused = $0.outcome { true } else { false } }.map(\.file))
    let findings = Dictionary(grouping: result.findings) { $0.finding.place?.file ?? "" }
    var taken: Set<[String]> = []
    return try files.filter { !refused.contains($0.name) }.map { file in
      let path = FileName.path(directory, markedName(of: file, &taken))
      try PrivateFiles.makeFolder(PrivateFiles.parent(of: path))
      do {
        try write(file, findings[file.name] ?? [], to: path)
      } catch is XLSXFailure {
        throw PipelineError("out-unwritable", facts: ["path": path])
      }
      return path
    }
  }

  /// The sender's name, then words that say what the copy is: it holds personal data in clear, as the sender's file does.
  ///
  /// - Parameter taken: the names given before; of two files that differ in their ending only, the second keeps its own.
  private func markedName(of file: WorkbookFile, _ taken: inout Set<[String]>) -> [String] {
    var parts = file.name.split(separator: "/").map(String.init)
    if file.isFromFolder, parts.count > 1 { parts.removeFirst() }
    if let unit = units[file.name], parts.count < 2 || parts[0] != unit { parts.insert(unit, at: 0) }
    let last = parts.removeLast()
    for stem in [(last as NSString).deletingPathExtension, last] {
      let name = parts + [stem + desk.text("marked.suffix") + ".xlsx"]
      if taken.insert(name).inserted { return name }
    }
    return parts + [last + " (\(taken.count))" + desk.text("marked.suffix") + ".xlsx"]
  }

  private func write(_ file: WorkbookFile, _ findings: [RenderedFinding], to path: String) throws {
    let workbook = try WorkbookOpener.open(file.open())
    let stem = ((file.name as NSString).lastPathComponent as NSString).deletingPathExtension
    let sheets = try outline(of: workbook, unnamed: stem)
    let indexes = Dictionary(sheets.enumerated().map { ($1.shown, $0) }) { first, _ in first }
    // The gravest first; those of one severity in the order of the sheets.
    let ordered = findings.enumerated().sorted { left, right in
      left.element.severity == right.element.severity
        ? left.offset < right.offset : left.element.severity > right.element.severity
    }.map(\.element)
    let marks = ordered.map { finding in
      mark(finding, sheet: finding.finding.place?.sheet.flatMap { indexes[$0] })
    }
    let book = MarkedWorkbook(
      words: Dictionary(uniqueKeysWithValues: MarkedWords.keys.map { ($0, desk.text("marked.\($0)")) }),
      title: desk.text(
        "marked.title", ["file": (file.name as NSString).lastPathComponent, "count": String(marks.count)]),
      sheets: sheets.map(\.sheet), marks: marks)
    let writer = try MarkedWorkbookWriter(path: path, book)
    let cursor = try workbook.rows()
    var batch = RowBatch()
    while try cursor.next(into: &batch) {
      for row in batch.rows {
        let cells = batch.cells(of: row).map { (column: Int($0.column), content: MarkedFiles.content($0, of: batch)) }
        writer.write(row: Int(row.number), of: batch.sheetIndex, cells)
      }
    }
    try writer.finish()
  }

  static func level(of severity: Severity) -> MarkedWorkbook.Level {
    switch severity {
    case .error: .error
    case .warning: .warning
    case .info: .info
    }
  }

  /// The list of all findings, where there is more than one file to look through.
  ///
  /// - Returns: its path; nil where one file says it all.
  /// - Throws: `PipelineError("out-unwritable")`.
  func writeOverview(_ files: [WorkbookFile], _ result: IntakeResult) throws -> String? {
    guard files.count > 1 else { return nil }
    return try FindingsOverview(desk: desk, directory: directory, units: units).write(result.findings)
  }

  private func mark(_ rendered: RenderedFinding, sheet: Int?) -> MarkedWorkbook.Mark {
    let place = rendered.finding.place
    return MarkedWorkbook.Mark(
      level: MarkedFiles.level(of: rendered.severity), sheet: sheet, row: place?.row, column: place?.column,
      heading: place?.heading ?? "", title: rendered.title, message: rendered.message, remedy: rendered.remedy,
      code: rendered.finding.code)
  }

  /// Names and merged cells of all sheets: they stand behind the rows, so the file is read once for them alone.
  private func outline(
    of workbook: any Workbook, unnamed: String
  ) throws -> [(shown: String, sheet: MarkedWorkbook.Sheet)] {
    var sheets: [(shown: String, sheet: MarkedWorkbook.Sheet)] = []
    let cursor = try workbook.rows()
    var batch = RowBatch()
    while try cursor.next(into: &batch) {
      guard batch.endsSheet else { continue }
      var merges: [Int: [ClosedRange<Int>]] = [:]
      for range in batch.merges where range.firstRow == range.lastRow && range.firstColumn < range.lastColumn {
        merges[range.firstRow, default: []].append(range.firstColumn...range.lastColumn)
      }
      let name = batch.sheetName.isEmpty ? unnamed : batch.sheetName
      sheets.append(
        (PersonalNumbers.masked(batch.sheetName, as: .naming), MarkedWorkbook.Sheet(name: name, merges: merges)))
    }
    return sheets
  }

  /// Texts stay texts. A number with more digits than Excel keeps is written as text: nothing of it is lost.
  private static func content(_ cell: Cell, of batch: RowBatch) -> CellContent {
    let text = batch.text(of: cell)
    switch cell.kind {
    case .string, .error: return .text(text)
    case .bool: return .bool(text == "1")
    case .date: return .date(String(decoding: batch.shownDate(of: cell), as: UTF8.self))
    case .number:
      let digits = text.prefix { $0 != "e" && $0 != "E" }.filter(\.isNumber).drop { $0 == "0" }
      guard digits.count <= 15, let number = Double(text) else { return .text(text) }
      return .number(number)
    }
  }
}
