// SPDX-License-Identifier: Apache-2.0

import CensusModel
import Findings
import Pipeline
import Policy
import Results
import Roster
import SheetReading
import Tabular

/// The rows of a sender's former files under the headings of today, in full as they were sent; nothing of them is stored.
struct FormerRows {
  let context: CommandContext
  let unit: String?

  /// - Throws: `PipelineError`, and `FileFailure` for a file that cannot be read.
  func rows(of paths: [String]) throws -> TemplateRows {
    var result = TemplateRows()
    let vocabulary = PreparedVocabulary(context.pack.vocabulary(for: unit))
    for file in try WorkbookFiles.collect(paths).files {
      do {
        try add(file, vocabulary, to: &result)
      } catch let error as WorkbookError {
        throw FileFailure(file: file.name, cause: error)
      }
    }
    return result
  }

  private func add(_ file: WorkbookFile, _ vocabulary: PreparedVocabulary, to result: inout TemplateRows) throws {
    let workbook = try WorkbookOpener.open(file.open())
    let sink = Places()
    var reader = RosterReader(
      vocabulary: vocabulary, pseudonymiser: Nobody(), names: .masked, censusDay: nil, file: file.name)
    let cursor = try workbook.rows()
    var batch = RowBatch()
    while try cursor.next(into: &batch) {
      try reader.read(batch, into: sink)
    }
    try copy(workbook, sink.records, to: &result)
  }

  private func copy(_ workbook: any Workbook, _ records: [CellPlace: Places.Record], to result: inout TemplateRows)
    throws
  {
    let cursor = try workbook.rows()
    var batch = RowBatch()
    while try cursor.next(into: &batch) {
      for row in batch.rows {
        guard let record = records[CellPlace(row: Int(row.number), column: batch.sheetIndex)] else { continue }
        var values = record.organisations
        for cell in batch.cells(of: row) {
          guard let field = record.fields[Int(cell.column)] else { continue }
          let text = FormerRows.text(cell, of: batch)
          if !text.isEmpty { values[field] = text }
        }
        result.add(values, of: record.kind)
      }
    }
  }

  /// A day without a time as `yyyy-MM-dd`; all else as the sheet has it.
  private static func text(_ cell: Cell, of batch: RowBatch) -> String {
    guard cell.kind == .date else { return batch.text(of: cell) }
    let shown = String(decoding: batch.shownDate(of: cell), as: UTF8.self)
    return shown.hasSuffix("T00:00:00") ? String(shown.prefix(10)) : shown
  }
}

/// Where the records of a workbook stand, and which field each of their columns fills.
///
/// A class because the reader fills it.
private final class Places: RosterSink {
  struct Record {
    var kind: RecordKind
    var fields: [Int: String]
    /// Organisations that the row itself does not name: merged cells, titles, names of sheets.
    var organisations: TemplateRows.Row
  }

  /// By row, and by the index of the sheet.
  private(set) var records: [CellPlace: Record] = [:]

  func recognised(_ sheet: RecognisedSheet) {}
  func setAside(_ row: SetAsideRow, sheet: RecognisedSheet) {}
  func found(_ finding: Finding) {}

  func take(_ batch: RecordBatch, sheet: RecognisedSheet) {
    let fields = Dictionary(sheet.headings.compactMap { heading in heading.field.map { (heading.column, $0) } }) { $1 }
    let named = batch.schema.columns.filter { $0.type == .organisation }.map(\.name)
    for (index, row) in batch.sheetRows.enumerated() {
      var organisations: TemplateRows.Row = [:]
      for column in named {
        if case .text(let text) = batch.value(column, ofRecord: index) { organisations[column] = text }
      }
      records[CellPlace(row: Int(row), column: sheet.index)] = Record(
        kind: batch.kind, fields: fields, organisations: organisations)
    }
  }
}

/// Nobody is identified here.
struct Nobody: Pseudonymiser {
  func pseudonym(of text: UnsafeRawBufferPointer, domain: UInt8) -> Pseudonym { Pseudonym(high: 0, low: 0) }
}
