// SPDX-License-Identifier: Apache-2.0

package import CensusModel
package import Findings
import Policy
import Roster
import SheetReading
import Tabular

/// What a file is, before any rule runs: `recognise`.
package struct FileRecognition: Sendable {
  package struct Sheet: Sendable {
    package var sheet: RecognisedSheet
    package var rows = 0
    package var records = 0
    /// Rows left out, by reason: totals, notes, repeated headings.
    package var leftOut: [String: Int] = [:]
  }

  package var file: String
  package var format = ""
  package var encoding = ""
  package var writer: String?
  package var sheets: [Sheet] = []
  /// What was mended, or why the file cannot be read.
  package var findings: [RenderedFinding] = []
  package var isRefused = false
}

/// `recognise`: tells what files are and which headings are known, without checking or storing anything.
package struct RecogniseRun: Sendable {
  package var desk: Desk

  package init(desk: Desk) { self.desk = desk }

  /// - Throws: `PipelineError` for a path that is not there.
  package func run(_ paths: [String]) throws -> [FileRecognition] {
    let vocabulary = PreparedVocabulary(desk.pack.vocabulary)
    let walk = try WorkbookFiles.collect(paths)
    let files = walk.files.map { file in
      var recognition = FileRecognition(file: file.name)
      do {
        try read(file, vocabulary, into: &recognition)
      } catch {
        recognition.isRefused = true
        let failure = (error as? WorkbookError).map { Finding($0, of: file) } ?? VerbFailure(error)?.finding
        recognition.findings += desk.render([failure].compactMap(\.self))
      }
      return recognition
    }
    return files
      + walk.notes.map { note in
        FileRecognition(file: note.place?.file ?? "", findings: desk.render([note]), isRefused: true)
      }
  }

  private func read(
    _ file: WorkbookFile, _ vocabulary: PreparedVocabulary, into recognition: inout FileRecognition
  ) throws {
    let workbook = try WorkbookOpener.open(file.open())
    (recognition.format, recognition.encoding) = (workbook.format, workbook.encoding)
    recognition.writer = workbook.writer
    let sink = Sink()
    var reader = RosterReader(
      vocabulary: vocabulary, pseudonymiser: Nobody(), names: .masked, censusDay: nil, file: file.name)
    let cursor = try workbook.rows()
    var batch = RowBatch()
    while try cursor.next(into: &batch) {
      try reader.read(batch, into: sink)
      if !sink.sheets.isEmpty { sink.sheets[sink.sheets.count - 1].rows += batch.rows.count }
    }
    recognition.sheets = sink.sheets
    recognition.findings = desk.render(cursor.repairs.map { Finding($0, file: file.name) })
  }

  /// Counts, and keeps nothing of the records.
  private final class Sink: RosterSink {
    var sheets: [FileRecognition.Sheet] = []

    func recognised(_ sheet: RecognisedSheet) { sheets.append(FileRecognition.Sheet(sheet: sheet)) }
    func take(_ batch: RecordBatch, sheet: RecognisedSheet) { sheets[sheets.count - 1].records += batch.count }
    func setAside(_ row: SetAsideRow, sheet: RecognisedSheet) {
      sheets[sheets.count - 1].leftOut[row.reason, default: 0] += 1
    }
    func found(_ finding: Finding) {}
  }
}

extension FileRecognition {
  /// One object for each file.
  package static func json(_ files: [FileRecognition]) -> String { JSONWriter.array(files.map(\.json)) }

  private var json: String {
    JSONWriter.object([
      ("file", JSONWriter.quoted(file)), ("refused", String(isRefused)), ("format", JSONWriter.quoted(format)),
      ("encoding", JSONWriter.quoted(encoding)), ("writer", JSONWriter.quoted(writer)),
      ("notes", "[" + findings.map { JSONWriter.quoted($0.message) }.joined(separator: ", ") + "]"),
      ("sheets", "[" + sheets.map(\.json).joined(separator: ", ") + "]"),
    ])
  }
}

extension FileRecognition.Sheet {
  fileprivate var json: String {
    let header = sheet.headerRows.map { "[\($0.lowerBound), \($0.upperBound)]" } ?? "null"
    let left = leftOut.sorted { $0.key < $1.key }.map { ($0.key, String($0.value)) }
    return JSONWriter.object([
      ("name", JSONWriter.quoted(sheet.name)), ("kind", JSONWriter.quoted(sheet.kind?.rawValue)),
      ("headerRows", header), ("rows", String(rows)), ("records", String(records)),
      ("leftOut", JSONWriter.object(left)),
      ("headings", "[" + sheet.headings.map(FileRecognition.Sheet.json).joined(separator: ", ") + "]"),
    ])
  }

  private static func json(_ heading: RecognisedSheet.Heading) -> String {
    JSONWriter.object([
      ("column", JSONWriter.quoted(Place.letters(ofColumn: heading.column))), ("text", JSONWriter.quoted(heading.text)),
      ("field", JSONWriter.quoted(heading.field)), ("match", JSONWriter.quoted(heading.match.rawValue)),
      ("nearest", "[" + heading.nearest.map { JSONWriter.quoted($0) }.joined(separator: ", ") + "]"),
    ])
  }
}
