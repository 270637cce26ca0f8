// SPDX-License-Identifier: Apache-2.0

import CensusModel
import GRDB

/// What the catalogue said of a period when it was sealed, as the sealed file keeps it: a report of it needs no workspace, and
/// none gets into it. Each is nil for an open period, whose catalogue speaks.
extension PeriodDatabase {
  /// Who owed which sheets when it was sealed.
  ///
  /// - Throws: `WorkspaceError` where the period's file cannot be read: `workspace-busy`, `workspace-damaged` …
  package func sealedExpectedSheets() throws -> [ExpectedSheet]? {
    try sealed { try ExpectedSheet.all(of: period, in: $0, SealTables.prefix + "expected") }
  }

  /// The refused files that nobody had handed in anew when it was sealed.
  ///
  /// - Throws: `WorkspaceError` where the period's file cannot be read: `workspace-busy`, `workspace-damaged` …
  package func sealedRefusedFiles() throws -> [RefusedFile]? {
    try sealed { try RefusedFile.all(of: period, in: $0, SealTables.prefix + "refusal") }
  }

  /// The submissions as they stood when it was sealed, in order of arrival.
  ///
  /// - Throws: `WorkspaceError` where the period's file cannot be read: `workspace-busy`, `workspace-damaged` …
  package func sealedSubmissions() throws -> [Submission]? {
    try sealed { try SubmissionRegister.submissions(of: period, in: $0, prefix: SealTables.prefix) }
  }

  func sealed<Result>(_ body: (Database) throws -> Result) throws -> Result? {
    guard isSealed else { return nil }
    return try read { db in try db.tableExists("seal") ? body(db) : nil }
  }
}
