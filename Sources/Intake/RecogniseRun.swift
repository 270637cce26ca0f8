// SPDX-License-Identifier: Apache-2.0

package import CensusModel
package import Findings
import Pipeline
import Policy
package import Results
import Roster
import SheetReading
import Tabular

/// What a file is, before any rule runs: `recognise`.
package struct FileRecognition: Sendable {
  /// A sheet and how much of it would be read.
  package struct Sheet: Sendable {
    /// What it was taken for, and its headings.
    package var sheet: RecognisedSheet
    /// Filled rows of the sheet, headings and titles among them.
    package var rows = 0
    /// Rows that would be records.
    package var records = 0
    /// Rows left out, by reason: totals, notes, repeated headings.
    package var leftOut: [String: Int] = [:]
  }

  /// The file as it is shown to people.
  package var file: String
  /// Format name of the contract: `xlsx`; empty for a file that cannot be read.
  package var format = ""
  /// The encoding the bytes are in, by evidence; empty for a file that cannot be read.
  package var encoding = ""
  /// The program that probably wrote the file; nil where nothing tells.
  package var writer: String?
  /// In the order of the workbook.
  package var sheets: [Sheet] = []
  /// What was mended, or why the file cannot be read.
  package var findings: [RenderedFinding] = []
  /// Whether the file cannot be read; `findings` says why.
  package var isRefused = false
}

/// `recognise`: tells what files are and which headings are known, without checking or storing anything.
package struct RecogniseRun: Sendable {
  /// Gives the vocabulary and the words of what is told.
  package var context: CommandContext

  package init(context: CommandContext) { self.context = context }

  /// - Throws: `PipelineError` for a path that is not there.
  package func run(_ paths: [String]) throws -> [FileRecognition] {
    let vocabulary = PreparedVocabulary(context.pack.vocabulary)
    let walk = try WorkbookFiles.collect(paths)
    let files = walk.files.map { file in
      var recognition = FileRecognition(file: file.name)
      do {
        try read(file, vocabulary, into: &recognition)
      } catch {
        recognition.isRefused = true
        let failure = (error as? WorkbookError).map { Finding($0, of: file) } ?? CommandFailure(error)?.finding
        recognition.findings += context.render([failure].compactMap(\.self))
      }
      return recognition
    }
    return files
      + walk.notes.map { note in
        FileRecognition(file: note.place?.file ?? "", findings: context.render([note]), isRefused: true)
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
    recognition.findings = context.render(cursor.repairs.map { Finding($0, file: file.name) })
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

/// `recognise` for programs and sheets: one object a file in JSON, one row a column of a sheet elsewhere.
package struct RecognitionDocument: ResultDocument {
  private let files: [FileRecognition]
  private let context: CommandContext

  /// The files as they are printed, in the order given.
  package init(_ files: [FileRecognition], context: CommandContext) {
    self.files = files
    self.context = context
  }

  /// One object for each file with its sheets and headings.
  package var ownJSON: String? { JSONWriter.array(files.map(\.json)) }

  /// One row for each heading of each sheet.
  package var table: ResultTable {
    typealias Line = (file: FileRecognition, sheet: RecognisedSheet, heading: RecognisedSheet.Heading)
    func title(_ key: String) -> String { context.text("recognise.column.\(key)") }
    let lines = files.flatMap { file in
      file.sheets.flatMap { sheet in sheet.sheet.headings.map { (file, sheet.sheet, $0) } }
    }
    return ResultTable(
      "headings",
      columns: [
        ResultColumn<Line>("file", title("file")) { .text($0.file.file) },
        ResultColumn("sheet", title("sheet")) { .text($0.sheet.name) },
        ResultColumn("kind", title("kind")) { [context] line in
          line.sheet.kind.map { .term($0.rawValue, word: context.text("kind.\($0.rawValue)")) } ?? .nothing
        },
        ResultColumn("column", title("column")) { .text(Place.letters(ofColumn: $0.heading.column)) },
        ResultColumn("text", title("text")) { .text($0.heading.text) },
        ResultColumn("field", title("field")) { .text($0.heading.field) },
        ResultColumn("match", title("match")) { .text($0.heading.match.rawValue) },
        ResultColumn("nearest", title("nearest")) { .texts($0.heading.nearest) },
      ], rows: lines)
  }
}

extension FileRecognition {
  fileprivate var json: String {
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
