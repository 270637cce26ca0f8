// SPDX-License-Identifier: Apache-2.0

import CensusModel
import GRDB

/// Where a submission stands. An import passes through the first two at once.
///
/// `accepted` as long as a sheet of it counts, `superseded` when later ones took the place of them all; `rejected` and
/// `withdrawn` by hand, by the office and by the sender.
package enum SubmissionState: String, Sendable, Hashable, CaseIterable {
  case received, checked, accepted, rejected, superseded, withdrawn

  /// Whether somebody took it out by hand: none of its sheets counts.
  var isInactive: Bool { self == .rejected || self == .withdrawn }
}

/// 报送: the files of one unit for one period, as they came in.
package struct Submission: Sendable, Hashable {
  /// A step of its life: who took it, when (UTC) and why.
  package struct Event: Sendable, Hashable {
    /// The state it went into.
    package var state: SubmissionState
    /// When, UTC.
    package var at: String
    /// Who did it; nil where nobody was named.
    package var who: String?
    /// Why, in somebody's words or as the number of the submission that caused it; nil where it needs no reason.
    package var why: String?
  }

  /// Its number in the workspace, which people name it by.
  package var number: Int
  /// The unit that hands in, where it was named.
  package var unit: String?
  /// Where no unit was named, the one that its files are about: `SubmissionSplit`.
  package var about: String?
  /// Who handed it in; nil where nobody was named.
  package var by: String?
  /// When it came in, UTC; for the audit trail, never in a report.
  package var receivedAt: String
  /// Where it stands now.
  package var state: SubmissionState
  /// How many files came in with it and were stored.
  package var files: Int
  /// Every step so far, in order.
  package var events: [Event] = []
}

/// The submissions of a period in the catalogue, with what happened to each.
struct SubmissionRegister {
  /// A connection that sees the catalogue.
  let database: Database
  let period: Period
  /// The moment that what is done carries.
  let at: String

  /// Enters a submission as received and checked, and gives its number.
  func enter(_ draft: SubmissionDraft) throws -> Int {
    try database.execute(
      sql: """
        INSERT INTO submission (period, unit, sent_by, received_at, state, files, folder)
        VALUES (?, ?, ?, ?, 'received', 0, ?)
        """, arguments: [period.description, draft.unit, draft.by, at, draft.folder])
    let number = Int(database.lastInsertedRowID)
    for state in [SubmissionState.received, .checked] { try note(state, of: number, by: draft.by, why: nil) }
    return number
  }

  /// Notes the ID of the unit, however it was named.
  func name(_ unit: String, as number: Int) throws {
    try database.execute(sql: "UPDATE submission SET unit = ? WHERE id = ?", arguments: [unit, number])
  }

  /// Ends an import: its submissions are accepted, those they replaced are superseded, and the audit trail says so.
  ///
  /// - Parameter parts: number and files of each; the first is the one that was entered.
  func accept(_ parts: [(number: Int, files: Int)], by who: String?) throws {
    for (number, files) in parts {
      try database.execute(sql: "UPDATE submission SET files = ? WHERE id = ?", arguments: [files, number])
      try note(.accepted, of: number, by: who, why: nil)
      try AuditTrail.add(
        "import", by: who, subject: "\(period) #\(number)", detail: "files: \(files)", at: at, in: database)
    }
    guard let first = parts.first else { return }
    try reviseStates(by: who, why: "#\(first.number)")
  }

  func note(_ state: SubmissionState, of number: Int, by who: String?, why: String?) throws {
    try database.execute(
      sql: "INSERT INTO submission_event (submission, state, at, who, why) VALUES (?, ?, ?, ?, ?)",
      arguments: [number, state.rawValue, at, who, why])
    try database.execute(
      sql: "UPDATE submission SET state = ? WHERE id = ?", arguments: [state.rawValue, number])
  }

  /// Says of each submission that stands whether any of its sheets counts; notes what changed.
  func reviseStates(by who: String?, why: String) throws {
    let rows = try Row.fetchAll(
      database,
      sql: """
        SELECT s.id, s.state,
          EXISTS (SELECT 1 FROM file AS f JOIN sheet AS t ON t.file = f.id WHERE f.submission = s.id),
          EXISTS (SELECT 1 FROM file AS f JOIN retired_sheet AS t ON t.file = f.id WHERE f.submission = s.id)
        FROM submission AS s WHERE s.period = ? AND s.state NOT IN ('rejected', 'withdrawn') ORDER BY s.id
        """, arguments: [period.description])
    for row in rows {
      let (counts, isReplaced): (Bool, Bool) = (row[2], row[3])
      let state = counts || !isReplaced ? SubmissionState.accepted : .superseded
      if row[1] != state.rawValue { try note(state, of: row[0], by: who, why: why) }
    }
  }

  static func submissions(of period: Period, in db: Database, prefix: String = "") throws -> [Submission] {
    let events = try Row.fetchAll(db, sql: "SELECT * FROM \(prefix)submission_event ORDER BY id")
    let bySubmission = Dictionary(grouping: events) { row -> Int in row["submission"] }
    return try Row.fetchAll(
      db, sql: "SELECT * FROM \(prefix)submission WHERE period = ? ORDER BY id", arguments: [period.description]
    ).map { row in
      Submission(
        number: row["id"], unit: row["unit"], about: row["about"], by: row["sent_by"], receivedAt: row["received_at"],
        state: SubmissionState(rawValue: row["state"]) ?? .received, files: row["files"],
        events: (bySubmission[row["id"]] ?? []).map(event))
    }
  }

  private static func event(_ row: Row) -> Submission.Event {
    Submission.Event(
      state: SubmissionState(rawValue: row["state"]) ?? .received, at: row["at"], who: row["who"], why: row["why"])
  }
}
