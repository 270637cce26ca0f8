// SPDX-License-Identifier: Apache-2.0

import CensusModel
import GRDB

/// `workspace.sqlite`: what came in, when and from whom.
enum Catalogue {
  static func reading<Result>(_ path: String, _ body: (Database) throws -> Result) throws -> Result {
    var configuration = Configuration()
    configuration.readonly = true
    return try DatabaseQueue(path: path, configuration: configuration).read(body)
  }

  /// Notes a submission; called inside the import's transaction with the catalogue attached as `catalogue`.
  static func add(_ draft: SubmissionDraft, files: Int, to period: Period, in db: Database) throws {
    try db.execute(
      sql: """
        INSERT INTO catalogue.submission (period, unit, sent_by, received_at, state, files)
        VALUES (?, ?, ?, strftime('%Y-%m-%dT%H:%M:%SZ', 'now'), 'accepted', ?)
        """, arguments: [period.description, draft.unit, draft.by, files])
    try db.execute(
      sql: """
        INSERT INTO catalogue.audit (at, who, action, subject)
        VALUES (strftime('%Y-%m-%dT%H:%M:%SZ', 'now'), ?, 'import', ?)
        """, arguments: [draft.by, "\(period) \(files)"])
  }

  static func submissions(of period: Period, in db: Database) throws -> [Submission] {
    try Row.fetchAll(
      db, sql: "SELECT * FROM submission WHERE period = ? ORDER BY id", arguments: [period.description]
    ).map { row in
      Submission(
        number: row["id"], unit: row["unit"], by: row["sent_by"], receivedAt: row["received_at"], state: row["state"],
        files: row["files"])
    }
  }
}
