// SPDX-License-Identifier: Apache-2.0

import CensusModel
import Findings
import Intake
import Pipeline
import Policy
import Reports
import Results
import Roster
import Tabular

/// The rows of a sheet as a test writes them, read with the vocabulary of the shipped pack.
struct SheetRows {
  /// What became of them.
  final class Reading: RosterSink {
    var sheets: [RecognisedSheet] = []
    /// Name of the organisation, and whether it counts, of each record by kind.
    var records: [(kind: RecordKind, row: Int, values: [String: RecordValue])] = []
    var aside: [String] = []
    var findings: [Finding] = []

    func recognised(_ sheet: RecognisedSheet) { sheets.append(sheet) }

    func take(_ batch: RecordBatch, sheet: RecognisedSheet) {
      for record in 0..<batch.count {
        let values = batch.schema.columns.map { ($0.name, batch.value($0.name, ofRecord: record)) }
        records.append((batch.kind, Int(batch.sheetRows[record]), Dictionary(uniqueKeysWithValues: values)))
      }
    }

    func setAside(_ row: SetAsideRow, sheet: RecognisedSheet) { aside.append("\(row.row) \(row.reason)") }
    func found(_ finding: Finding) { findings.append(finding) }

    func codes(_ ids: Set<String> = []) -> [String] {
      findings.map(\.code).filter { ids.isEmpty || ids.contains($0) }
    }

    func finding(_ code: String) -> Finding? { findings.first { $0.code == code } }

    /// Texts of the column, in order of rows.
    func texts(_ column: String, of kind: RecordKind = .member) -> [String] {
      records.filter { $0.kind == kind }.sorted { $0.row < $1.row }.map { record in
        if case .text(let text)? = record.values[column] { text } else { "" }
      }
    }

    var counted: Int { records.count { $0.kind == .member && $0.values["counted"] == .integer(1) } }
  }

  var name = "名册"
  var rows: [[String]]
  var visibility = SheetVisibility.visible
  var flags: [Int: RowFlags] = [:]
  var vertical: [MergedRange] = []
  var formulas: [CellPlace] = []
  var choices = RosterChoices()
  var branch: String?
  var file = "a.xlsx"
  /// Rows of a batch.
  var size = 1000

  private static let vocabulary = try? PreparedVocabulary(PackLoader.load("ningbo-2019").vocabulary)

  private struct Plain: Pseudonymiser {
    func pseudonym(of text: UnsafeRawBufferPointer, domain: UInt8) -> Pseudonym {
      let high = text.reduce(Int64(domain)) { $0 &* 1_000_003 &+ Int64($1) }
      return Pseudonym(high: high, low: ~high)
    }
  }

  init(_ rows: [[String]]) { self.rows = rows }
  init(_ name: String, _ rows: [[String]]) { (self.name, self.rows) = (name, rows) }

  /// One cell a comma.
  init(lines: String) {
    self.init(
      lines.split(separator: "\n", omittingEmptySubsequences: false).map { line in
        line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      })
  }

  func read() throws -> Reading {
    let reading = Reading()
    guard let vocabulary = SheetRows.vocabulary else { throw PipelineError("pack-missing") }
    var reader = RosterReader(
      vocabulary: vocabulary, pseudonymiser: Plain(), names: .masked, censusDay: CalendarDay(rawValue: 20_190_630),
      file: file, branch: branch, choices: choices)
    for start in stride(from: 0, to: max(rows.count, 1), by: size) {
      try reader.read(batch(start), into: reading)
    }
    return reading
  }

  private func batch(_ start: Int) -> RowBatch {
    var batch = RowBatch()
    (batch.sheetName, batch.visibility) = (name, visibility)
    for (offset, row) in rows.enumerated().dropFirst(start).prefix(size) {
      let first = batch.cells.count
      for (column, text) in row.enumerated() where !text.isEmpty {
        let bytes = Array(text.utf8)
        batch.cells.append(
          Cell(column: Int32(column + 1), kind: .string, start: UInt32(batch.bytes.count), length: UInt32(bytes.count)))
        batch.bytes += bytes
      }
      guard batch.cells.count > first else { continue }
      batch.rows.append(
        Row(
          number: Int32(offset + 1), firstCell: Int32(first), cellCount: Int32(batch.cells.count - first),
          flags: flags[offset + 1] ?? []))
    }
    batch.endsSheet = start + size >= rows.count
    batch.verticalMerges = vertical
    batch.formulasWithoutValue = start == 0 ? formulas : []
    return batch
  }
}
