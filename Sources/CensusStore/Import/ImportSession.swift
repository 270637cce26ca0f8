// SPDX-License-Identifier: Apache-2.0

import CensusModel
import GRDB

/// The open transaction of an import; valid only within the closure that got it.
package final class ImportSession {
  private let database: Database
  private let interner: OrganisationInterner
  /// The unit whose names the records use, as far as it is known before they are read; empty where none is named.
  private let unit: String
  /// Codes of kinds of organisations that are branches.
  private let branches: Set<String>
  private var writers: [RecordKind: RecordWriter] = [:]
  /// Rows that keep the numbers of retired records taken; gone when the session ends.
  private var placeholders: [(kind: RecordKind, id: Int64)] = []
  /// Files stored up to now; without any, nothing is written at the end.
  package private(set) var storedFiles = 0
  /// Files of earlier submissions that were handed in again with the same bytes: they stand beside what is new.
  private(set) var resent: [Int64] = []
  /// Number of the submission the files belong to.
  package let submission: Int
  /// Number of the first file that this session stored.
  private var firstFile: Int64?

  /// - Parameter schemas: those of the period, with all that the records have.
  init(
    database: Database, schemas: RosterSchemas, roles: CodeRoles, submission: Int, unit: String? = nil
  ) throws {
    branches = Set(roles.codes(.branch, in: "organisation-kind"))
    self.database = database
    self.submission = submission
    self.unit = unit ?? ""
    interner = OrganisationInterner(database: database, unit: self.unit)
    for kind in schemas.kinds { try keepRetiredNumbers(of: kind) }
  }

  /// Stores what `body` hands to the sink as the content of one file; undoes all of it when `body` throws.
  ///
  /// - Returns: `.unchanged`, without calling `body`, when the period holds the same bytes already.
  package func file(_ draft: FileDraft, _ body: (FileSink) throws -> Void) throws -> FileOutcome {
    if let known = try PeriodFiles.id(of: draft.sha256, unit: unit, in: database) {
      resent.append(known)
      return .unchanged
    }
    try database.execute(sql: "SAVEPOINT file")
    do {
      try database.execute(
        sql: "INSERT INTO file (submission, sha256, name, format, encoding, bytes) VALUES (?, ?, ?, ?, ?, ?)",
        arguments: [submission, draft.sha256, draft.name, draft.format, draft.encoding, draft.byteCount])
      let number = database.lastInsertedRowID
      let sink = FileSink(session: self, database: database, file: number)
      try body(sink)
      try sink.finish()
      try database.execute(sql: "RELEASE file")
      firstFile = firstFile ?? number
    } catch {
      // The interner may remember names whose rows are undone.
      interner.forget()
      try database.execute(sql: "ROLLBACK TO file")
      try database.execute(sql: "RELEASE file")
      throw error
    }
    storedFiles += 1
    return .stored
  }

  /// Totals that name no organisation belong to the unit that handed them in; without one, to the root of the tree.
  func assignTotals(to unit: String) throws {
    guard let first = firstFile else { return }
    let arguments: StatementArguments = [first]
    let isNeeded = try Bool.fetchOne(
      database,
      sql: """
        SELECT EXISTS (SELECT 1 FROM reported_total AS t JOIN sheet AS s ON s.id = t.sheet
          WHERE t.organisation IS NULL AND s.file >= ?)
        """, arguments: arguments)
    guard isNeeded == true else { return }
    try database.execute(
      sql: "INSERT INTO organisation_ref (text) VALUES (?) ON CONFLICT DO NOTHING", arguments: [unit])
    try database.execute(
      sql: """
        UPDATE reported_total SET organisation = (SELECT id FROM organisation_ref WHERE text = ? AND unit = '')
        WHERE organisation IS NULL AND sheet IN (SELECT id FROM sheet WHERE file >= ?)
        """, arguments: [unit, first])
  }

  /// The unit goes by its ID once the tree that came with its records tells it.
  func nameReferences(after code: String) throws {
    guard !unit.isEmpty, unit != code else { return }
    try database.execute(
      sql: "UPDATE OR IGNORE organisation_ref SET unit = ? WHERE unit = ?", arguments: [code, unit])
  }

  /// The unit as it was named, where it is a branch of the period or of what was read so far.
  ///
  /// - Throws: what SQLite throws; `importing` tells it as a `WorkspaceError`.
  package func branch(named unit: String) throws -> String? {
    let kind = try String.fetchOne(
      database, sql: "SELECT kind FROM organisation WHERE code = ? OR full_name = ? ORDER BY id DESC LIMIT 1",
      arguments: [unit, unit])
    return kind.map(branches.contains) == true ? unit : nil
  }

  func writer(of schema: RosterSchema) throws -> RecordWriter {
    if let writer = writers[schema.kind] { return writer }
    let writer = try RecordWriter(schema, database: database, interner: interner)
    writers[schema.kind] = writer
    return writer
  }

  /// SQLite gives a new row the number after the greatest: a retired record must not lose its own to it.
  private func keepRetiredNumbers(of kind: RecordKind) throws {
    let table = kind.rawValue
    guard let last = try Int64.fetchOne(database, sql: "SELECT MAX(id) FROM \(Schema.retired)\(table)"),
      last > (try Int64.fetchOne(database, sql: "SELECT MAX(id) FROM \(table)") ?? 0)
    else { return }
    try database.execute(sql: "INSERT INTO \(table) (id, sheet, row) VALUES (?, 0, 0)", arguments: [last])
    placeholders.append((kind, last))
  }

  func nextSheet() throws -> Int64 {
    let last = try Int64.fetchOne(
      database,
      sql: "SELECT MAX(COALESCE((SELECT MAX(id) FROM sheet), 0), COALESCE((SELECT MAX(id) FROM retired_sheet), 0))")
    return (last ?? 0) + 1
  }

  /// Gives the prepared statements back, before the transaction ends.
  func finish() throws {
    for writer in writers.values { writer.close() }
    writers = [:]
    interner.close()
    for entry in placeholders {
      try database.execute(sql: "DELETE FROM \(entry.kind.rawValue) WHERE id = ?", arguments: [entry.id])
    }
    placeholders = []
  }
}
