// SPDX-License-Identifier: Apache-2.0

package import CensusModel
import GRDB

extension Workspace {
  /// The submissions of a period in order of arrival.
  ///
  /// - Throws: `WorkspaceError` where the catalogue cannot be read: `workspace-busy`, `workspace-damaged` …
  package func submissions(of period: Period) throws -> [Submission] {
    try catalogue { try SubmissionRegister.submissions(of: period, in: $0) }
  }

  /// The period a submission belongs to; throws `WorkspaceError("submission-unknown")` when there is none of the number.
  package func period(ofSubmission number: Int) throws -> Period {
    let text = try catalogue {
      try String.fetchOne($0, sql: "SELECT period FROM submission WHERE id = ?", arguments: [number])
    }
    guard let period = text.flatMap({ Period($0) }) else {
      throw WorkspaceError("submission-unknown", facts: ["value": String(number)])
    }
    return period
  }

  /// Withdraws, rejects or accepts a submission; what it replaced counts again, or does no more, and the period is settled.
  ///
  /// - Throws: `WorkspaceError("submission-unknown")`, `submission-state` where the step is none from its state,
  ///   `period-sealed`.
  package func decide(
    _ number: Int, _ state: SubmissionState, by who: String, why: String?, rules: SettlementRules = SettlementRules()
  ) throws {
    let period = try period(ofSubmission: number)
    try locked {
      let version = try openVersion(of: period)
      try changing(version) { db in
        let at = try AuditTrail.moment(clock, in: db)
        let register = SubmissionRegister(database: db, period: period, at: at)
        try check(state, follows: number, of: period, in: db)
        try register.note(state, of: number, by: who, why: why)
        if try ActiveSheets(database: db).synchronise() {
          try Consolidation(db, period, isFirst: false, rules: rules).settle()
          try DuplicatePairs.markDismissed(db)
        }
        try register.reviseStates(by: who, why: "#\(number)")
        try AuditTrail.add(
          state.rawValue, by: who, subject: "\(period) #\(number)", detail: why ?? "", at: at, in: db)
      }
    }
  }

  private func check(_ state: SubmissionState, follows number: Int, of period: Period, in db: Database) throws {
    let text = try String.fetchOne(db, sql: "SELECT state FROM submission WHERE id = ?", arguments: [number])
    let now = text.flatMap(SubmissionState.init) ?? .received
    let isFitting =
      switch state {
      case .accepted: now.isInactive
      case .rejected, .withdrawn: !now.isInactive
      default: false
      }
    guard isFitting else {
      throw WorkspaceError("submission-state", facts: ["value": String(number), "state": now.rawValue])
    }
  }

  /// Numbers of the earlier submissions of which this one replaced lists.
  ///
  /// - Throws: `WorkspaceError("submission-unknown")`; `period-damaged`, `workspace-busy` …
  package func submissions(replacedBy number: Int) throws -> [Int] {
    try self.period(try period(ofSubmission: number)).read { db in
      try Int.fetchAll(
        db,
        sql: """
          WITH every AS (SELECT id, file FROM sheet UNION ALL SELECT id, file FROM retired_sheet)
          SELECT DISTINCT g.submission FROM replacement AS r JOIN every AS a ON a.id = r.later
          JOIN file AS f ON f.id = a.file JOIN every AS b ON b.id = r.earlier JOIN file AS g ON g.id = b.file
          WHERE f.submission = ? ORDER BY g.submission
          """, arguments: [number])
    }
  }

  /// What a submission changed in the lists it replaced, by kind; empty when it replaced none.
  ///
  /// - Throws: `WorkspaceError("submission-unknown")`; `period-damaged`, `workspace-busy` …
  package func changes(of number: Int) throws -> [ListChange] {
    let period = try period(ofSubmission: number)
    let namesUnit = try submissions(of: period).contains { $0.number == number && $0.unit != nil }
    let database = try self.period(period)
    return try database.read { db in
      let pairs = try Row.fetchAll(
        db,
        sql: """
          WITH every AS (SELECT id, file, kind FROM sheet UNION ALL SELECT id, file, kind FROM retired_sheet)
          SELECT DISTINCT r.earlier, a.kind FROM replacement AS r JOIN every AS b ON b.id = r.later
          JOIN file AS f ON f.id = b.file JOIN every AS a ON a.id = r.earlier
          WHERE f.submission = ? AND a.kind IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM replacement AS m WHERE m.earlier = r.earlier AND m.later IN (
              SELECT x.earlier FROM replacement AS x JOIN every AS y ON y.id = x.later JOIN file AS g ON g.id = y.file
              WHERE g.submission = f.submission))
          ORDER BY r.earlier
          """, arguments: [number])
      let own = try Row.fetchAll(
        db,
        sql: """
          SELECT s.id, s.kind, r.earlier IS NOT NULL AS replaces FROM
            (SELECT id, file, kind FROM sheet UNION ALL SELECT id, file, kind FROM retired_sheet) AS s
          JOIN file AS f ON f.id = s.file
          LEFT JOIN (SELECT later, MIN(earlier) AS earlier FROM replacement GROUP BY later) AS r ON r.later = s.id
          WHERE f.submission = ? ORDER BY s.id
          """, arguments: [number])
      return try database.schemas.all.compactMap { schema in
        let kind = schema.kind
        let earlier: [Int64] = pairs.filter { $0["kind"] == kind.rawValue }.map { $0["earlier"] }
        guard !earlier.isEmpty else { return nil }
        let later: [Int64] = own.filter { row in
          // Lists of a unit are replaced together, those of a folder file by file.
          row["kind"] == kind.rawValue && (namesUnit || row["replaces"])
        }.map { $0["id"] }
        return try ListComparison(database: db, schema: schema, earlier: earlier, later: later).change()
      }
    }
  }
}
