// SPDX-License-Identifier: Apache-2.0

package import CensusModel
import Foundation
import GRDB

extension Workspace {
  /// Imports files into a period: all of what `body` stores or, when it throws, nothing.
  ///
  /// Catalogue and period change in one transaction (SQLite makes it atomic across both files). Nothing is written when
  /// no file was stored.
  ///
  /// - Throws: whatever `body` throws, or a `WorkspaceError`; the workspace is then as it was.
  package func importing<Result>(
    into period: Period, submission: SubmissionDraft, rules: SettlementRules = SettlementRules(),
    _ body: (ImportSession) throws -> Result
  ) throws -> Result {
    let path = path(of: period)
    let isNew = try !holdsAnything(period)
    var isKept = false
    defer { if isNew, !isKept { try? FileManager.default.removeItem(atPath: path) } }
    return try WorkspaceError.translating(path: directory) {
      var configuration = Configuration()
      configuration.busyMode = .timeout(5)
      let queue = try DatabaseQueue(path: path, configuration: configuration)
      defer { try? queue.close() }
      let (result, stored) = try queue.inDatabase { db in
        try transaction(in: db, period: period, isNew: isNew, submission, rules, body)
      }
      isKept = stored
      return result
    }
  }

  private func transaction<Result>(
    in db: Database, period: Period, isNew: Bool, _ draft: SubmissionDraft,
    _ rules: SettlementRules, _ body: (ImportSession) throws -> Result
  ) throws -> (Result, stored: Bool) {
    try db.execute(sql: "PRAGMA page_size = 16384; PRAGMA cache_size = -32000")
    try db.execute(sql: "ATTACH DATABASE ? AS catalogue", arguments: [cataloguePath])
    var stored = false
    var result: Result?
    try db.inTransaction(.immediate) {
      if isNew { try Schema.createPeriod(db) }
      let session = ImportSession(database: db)
      result = try body(session)
      session.finish()
      guard session.storedFiles > 0 else { return .rollback }
      if let unit = draft.unit { try session.assignTotals(to: unit) }
      try Settlement(database: db, period: period, isFirst: isNew, rules: rules).settle()
      try DuplicatePairs.markDismissed(db)
      try Catalogue.add(draft, files: session.storedFiles, to: period, in: db)
      stored = true
      return .commit
    }
    // inTransaction has thrown or the body has given a result.
    return (result!, stored)
  }
}
