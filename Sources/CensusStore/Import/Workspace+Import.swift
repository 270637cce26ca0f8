// SPDX-License-Identifier: Apache-2.0

package import CensusModel
import Foundation
import GRDB

extension Workspace {
  /// Imports files into a period as one submission: all of what `body` stores or, when it throws, nothing.
  ///
  /// Catalogue and period change in one transaction (SQLite makes it atomic across both files). Nothing is written when
  /// no file was stored.
  ///
  /// - Throws: `submission-unclear` where a list may be a correction of an earlier one and may be another page; whatever `body`
  ///   throws, or a `WorkspaceError` (`period-sealed`, `workspace-busy`, `workspace-full` …); the
  ///   workspace is then as it was.
  package func importing<Result>(
    into period: Period, submission: SubmissionDraft, rules: SettlementRules = SettlementRules(),
    _ body: (ImportSession) throws -> Result
  ) throws -> Result {
    try locked {
      let known = try version(of: period)
      if let known { try requireOpen(known) }
      let version = known ?? PeriodVersion(period: period, number: 1, isSealed: false)
      if known == nil {
        try clearLeftover(path(of: version))
        StoreFiles.createPrivately(path(of: version))
      }
      var isKept = known != nil
      defer { if !isKept { StoreFiles.removeDatabase(path(of: version)) } }
      let (result, isStored) = try changing(version) { db in
        let (result, files) = try store(
          into: period, isNew: known == nil, submission, rules, body, in: db)
        return ((result, files > 0), files > 0 ? .commit : .rollback)
      }
      isKept = isKept || isStored
      return result
    }
  }

  private func store<Result>(
    into period: Period, isNew: Bool, _ draft: SubmissionDraft, _ rules: SettlementRules,
    _ body: (ImportSession) throws -> Result, in db: Database
  ) throws -> (Result, files: Int) {
    if isNew {
      try open(period, in: db)
      try trial?.addKnownOrganisations(in: db)
    }
    try StoredSchemas.extend(to: schemas, in: db)
    let stored = try StoredSchemas.read(db)
    let register = SubmissionRegister(database: db, period: period, at: try AuditTrail.moment(clock, in: db))
    // A unit that no sheet holds yet may come with this import.
    let named = draft.unit.map { (try? HandingUnit(database: db, rules: rules).code(of: $0)) ?? $0 }
    let session = try ImportSession(
      database: db, schemas: stored, roles: rules.roles, submission: register.enter(draft), unit: named)
    let result = try body(session)
    try session.finish()
    // Also where all of it was handed in before: a name that is nobody's is never all right.
    let isStored = session.storedFiles > 0
    let unit = try draft.unit.map {
      try HandingUnit(database: db, rules: rules).code(of: $0, mustBeKnown: isStored && draft.folder != nil)
    }
    guard isStored else { return (result, 0) }
    if let unit {
      try register.name(unit, as: session.submission)
      try session.nameReferences(after: unit)
    }
    let settlement = try Consolidation(db, period, isFirst: isNew, rules: rules)
    try settlement.takeBackRecordsOfOthers()
    try ReplacementFinder(
      database: db, schemas: stored, submission: session.submission, kept: Set(session.resent), intent: draft.intent
    ).note()
    _ = try ActiveSheets(database: db).synchronise()
    if let unit { try session.assignTotals(to: unit) }
    try settlement.settle()
    try DuplicatePairs.markDismissed(db)
    let parts =
      unit == nil
      ? try SubmissionSplit(
        database: db, schemas: stored, register: register, draft: draft, comparable: ComparableText(rules.variants)
      ).parts(of: session.submission)
      : [(session.submission, session.storedFiles)]
    try register.accept(parts, by: draft.by)
    return (result, session.storedFiles)
  }

  /// An import that was killed before it was finished leaves an empty file that no catalogue knows. Nothing else is removed.
  ///
  /// - Throws: `WorkspaceError("period-stray")`.
  private func clearLeftover(_ path: String) throws {
    guard FileManager.default.fileExists(atPath: path) else { return }
    guard StoreFiles.isLeftover(path) else {
      throw WorkspaceError("period-stray", facts: ["file": (path as NSString).lastPathComponent])
    }
    StoreFiles.removeDatabase(path)
  }

  private func open(_ period: Period, in db: Database) throws {
    try Schema.createPeriod(db, schemas)
    try db.execute(
      sql: "INSERT INTO period (period, version, state) VALUES (?, 1, 'open')", arguments: [period.description])
  }
}
