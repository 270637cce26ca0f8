// SPDX-License-Identifier: Apache-2.0

import CensusModel
import GRDB

/// What the catalogue said of a period when it was sealed, as the sealed file keeps it: a report of it needs no workspace, and
/// none gets into it. Each is nil for an open period, whose catalogue speaks.
extension PeriodDatabase {
  package func sealedExpectedSheets() throws -> [ExpectedSheet]? {
    try sealed { try ExpectedSheet.all(of: period, in: $0, SealTables.prefix + "expected") }
  }

  package func sealedRefusedFiles() throws -> [RefusedFile]? {
    try sealed { try RefusedFile.all(of: period, in: $0, SealTables.prefix + "refusal") }
  }

  package func sealedSubmissions() throws -> [Submission]? {
    try sealed { try SubmissionRegister.submissions(of: period, in: $0, prefix: SealTables.prefix) }
  }

  func sealed<Result>(_ body: (Database) throws -> Result) throws -> Result? {
    guard isSealed else { return nil }
    return try read { db in try db.tableExists("seal") ? body(db) : nil }
  }
}
