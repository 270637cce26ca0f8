// SPDX-License-Identifier: Apache-2.0

package import CensusModel
import CensusStore
import Findings
import Policy
package import Results

import class Foundation.JSONEncoder

/// `export`: all records of a period for programs that count more than one machine holds: a CSV file for each kind of sheet,
/// and `manifest.json` with sizes, hashes, columns and their meaning. Persons go by pseudonym; no name and no number leaves.
///
/// The same records give the same bytes.
package struct ExportRun {
  /// The period whose records leave.
  package let census: PeriodCensus
  /// The program that writes them, for the manifest.
  package let programVersion: String

  package init(census: PeriodCensus, programVersion: String) {
    (self.census, self.programVersion) = (census, programVersion)
  }

  /// One file that was written.
  package struct File: Sendable, Hashable {
    /// Its name in the folder.
    package var name: String
    /// The kind of sheet whose records it holds.
    package var kind: RecordKind
    /// How many records.
    package var rows: Int
    /// Size.
    package var bytes: Int
    /// SHA-256, lower-case hex.
    package var sha256: String
  }

  /// Writes all files of the period, or none.
  ///
  /// - Parameter folder: made where it is not there; files of an earlier export are replaced.
  /// - Returns: the files with records, in the order of the kinds; the manifest is beside them.
  /// - Throws: `PipelineError("out-unwritable")`; `WorkspaceError` where the period cannot be read.
  package func write(to folder: String, progress: Progress) throws -> [File] {
    try DraftFiles.whole { drafts in
      let target = ReportFolder(path: folder, progress: progress, drafts: drafts)
      let files = try census.database.schemas.all.map { try write($0.kind, to: target) }
      _ = try target.write([ReportFile(name: "manifest.json", text: try manifest(files))])
      return files
    }
  }

  private func write(_ kind: RecordKind, to target: ReportFolder) throws -> File {
    let database = census.database
    let columns = database.exportColumns(of: kind)
    var file = File(name: "\(kind).csv", kind: kind, rows: 0, bytes: 0, sha256: "")
    let table = ResultTable(kind.rawValue, columns.map(\.name)) { add in
      try database.export(kind) { values in
        file.rows += 1
        try add(zip(columns, values).map(cell))
      }
    }
    var digest = FileDigest()
    _ = try target.stream(file.name) { sink in
      try table.write(as: .csv, census.context) { bytes in
        digest.update(bytes)
        file.bytes += bytes.count
        try sink(bytes)
      }
    }
    file.sha256 = digest.hex
    return file
  }

  private func cell(_ column: ExportColumn, _ value: String?) -> ResultCell {
    guard let value else { return .nothing }
    switch column.form {
    case .integer, .flag: return .number(Int64(value))
    case .text, .code, .day, .month, .pseudonym: return .text(value)
    }
  }

  // MARK: Manifest

  private struct Manifest: Encodable {
    struct Kind: Encodable {
      var file, kind: String
      var rows, bytes: Int
      var sha256: String
      var columns: [Column]
    }

    struct Column: Encodable {
      var name, type: String
      var codes: String?
      var meaning: [String: String]?
    }

    var format = 1
    var period, censusDay, snapshot, pack, packHash, program: String
    var files: [Kind]
  }

  private func manifest(_ files: [File]) throws -> String {
    let pack = census.context.pack
    let manifest = Manifest(
      period: census.period.description, censusDay: census.period.censusDay.description,
      snapshot: try census.database.snapshotHash, pack: pack.id, packHash: pack.hash, program: programVersion,
      files: files.map { file in
        Manifest.Kind(
          file: file.name, kind: file.kind.rawValue, rows: file.rows, bytes: file.bytes, sha256: file.sha256,
          columns: census.database.exportColumns(of: file.kind).map(described))
      })
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(manifest), as: UTF8.self) + "\n"
  }

  private func described(_ column: ExportColumn) -> Manifest.Column {
    let meaning = column.source?.meaning
    return Manifest.Column(
      name: column.name, type: column.form.rawValue, codes: column.source?.codeList,
      meaning: meaning.map { ["zh-Hans": $0.chinese, "en": $0.english] })
  }
}

/// What `export` says of the files that it wrote.
package struct ExportDocument: ResultDocument {
  private let context: CommandContext
  private let files: [ExportRun.File]

  /// Takes the files as `ExportRun.write` hands them back.
  package init(context: CommandContext, files: [ExportRun.File]) {
    self.context = context
    self.files = files
  }

  /// A row for each file, in the order of the kinds of sheet.
  package var table: ResultTable {
    func title(_ key: String) -> String { context.text("export.\(key)") }
    let sheets = context.pack.vocabulary.sheets
    let titles = Dictionary(sheets.map { ($0.kind, $0.title) }) { first, _ in first }
    return ResultTable(
      "files",
      columns: [
        ResultColumn("file", title("file")) { .text($0.name) },
        ResultColumn("kind", title("kind")) { .code($0.kind.rawValue, word: titles[$0.kind] ?? $0.kind.rawValue) },
        ResultColumn("rows", title("rows")) { .number($0.rows) },
        ResultColumn("bytes", title("bytes")) { .number($0.bytes) },
        ResultColumn("sha256", "SHA-256", for: .data) { .text($0.sha256) },
      ], titlesInCSV: true, rows: files)
  }
}
