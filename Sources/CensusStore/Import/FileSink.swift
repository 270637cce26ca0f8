// SPDX-License-Identifier: Apache-2.0

package import CensusModel
package import Findings
import GRDB

/// Takes the records of one file into the open transaction.
package final class FileSink: RosterSink {
  private let session: ImportSession
  private let database: Database
  private let file: Int64
  private var sheet: Int64 = 0
  private var records = 0
  private var firstRecord: Int64?
  private var setAsideRows = 0
  /// Whether the table was left as the template has it, or is none of members: such a sheet replaces no list.
  private var isNoList = false

  init(session: ImportSession, database: Database, file: Int64) {
    self.session = session
    self.database = database
    self.file = file
  }

  /// Ends the sheet before and enters this one; the records that follow belong to it.
  ///
  /// - Throws: what SQLite throws; `importing` tells it as a `WorkspaceError`.
  package func recognised(_ sheet: RecognisedSheet) throws {
    try finish()
    try database.execute(
      sql: """
        INSERT INTO sheet (id, file, position, name, kind, header_first, header_last, headings)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        try session.nextSheet(), file, sheet.index, sheet.name, sheet.kind?.rawValue, sheet.headerRows?.lowerBound,
        sheet.headerRows?.upperBound, StoredHeading.json(of: sheet.headings),
      ])
    self.sheet = database.lastInsertedRowID
  }

  /// Stores records of the sheet last entered.
  ///
  /// - Throws: what SQLite throws; `importing` tells it as a `WorkspaceError`.
  package func take(_ batch: RecordBatch, sheet: RecognisedSheet) throws {
    guard batch.count > 0 else { return }
    try session.writer(of: batch.schema).write(batch, sheet: self.sheet)
    records += batch.count
    if firstRecord == nil { firstRecord = database.lastInsertedRowID - Int64(batch.count) + 1 }
  }

  /// Keeps the row's number and reason, and nothing of what stood in it.
  ///
  /// - Throws: what SQLite throws; `importing` tells it as a `WorkspaceError`.
  package func setAside(_ row: SetAsideRow, sheet: RecognisedSheet) throws {
    try database.execute(
      sql: "INSERT INTO set_aside (sheet, row, kind, reason) VALUES (?, ?, ?, ?)",
      arguments: [self.sheet, row.row, row.kind?.rawValue, row.reason])
    setAsideRows += 1
    if SetAsideRow.reasonsOfNoList.contains(row.reason) { isNoList = true }
  }

  /// Stores a finding of the file.
  ///
  /// - Throws: what SQLite throws; `importing` tells it as a `WorkspaceError`.
  package func found(_ finding: Finding) throws {
    try StoredFinding.insert(finding, computed: false, file: file, into: database)
  }

  /// Writes the counts of the sheet that was read last; its records have the numbers from the first to the last.
  func finish() throws {
    guard sheet != 0 else { return }
    try database.execute(
      sql: "UPDATE sheet SET records = ?, set_aside = ?, first_record = ?, last_record = ? WHERE id = ?",
      arguments: [records, setAsideRows, firstRecord, firstRecord.map { $0 + Int64(records) - 1 }, sheet])
    if records == 0, isNoList {
      try database.execute(sql: "UPDATE sheet SET kind = NULL WHERE id = ?", arguments: [sheet])
    }
    (records, setAsideRows, firstRecord, isNoList) = (0, 0, nil, false)
  }
}
