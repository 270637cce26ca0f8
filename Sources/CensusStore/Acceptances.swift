// SPDX-License-Identifier: Apache-2.0

package import CensusModel
import GRDB

/// 已核实: somebody looked into a finding and found that the sheet is right.
///
/// Kept by what the finding says of whom, never by a row: it holds in every later period until it lapses or is reopened.
package struct Acceptance: Sendable, Hashable {
  /// Identity of the finding: hexadecimal digits, the same in every period of the workspace.
  package var finding: String
  /// Code of the finding.
  package var code: String
  /// The first period it holds in.
  package var period: Period
  /// The last census day it holds on; nil for one without an end.
  package var until: CalendarDay?
  /// What was found out, in the words of who looked into it; lists of accepted findings show it.
  package var reason: String
  /// Who looked into it.
  package var by: String
  /// When it was given, UTC; set by the workspace.
  package var at: String
  /// Whom the finding is about, so that an erasure finds it; nil where it is about nobody.
  package var person: Pseudonym?

  package init(
    finding: String, code: String, period: Period, until: CalendarDay? = nil, reason: String, by: String,
    at: String = "", person: Pseudonym? = nil
  ) {
    self.finding = finding
    self.code = code
    self.period = period
    self.until = until
    self.reason = reason
    self.by = by
    self.at = at
    self.person = person
  }

  /// Whether it holds in a period.
  package func holds(in other: Period) -> Bool {
    period <= other && until.map { other.censusDay <= $0 } ?? true
  }
}

extension Workspace {
  /// Every acceptance that nobody reopened, in the order in which they were given; of one finding the last counts.
  ///
  /// - Throws: `WorkspaceError` where the catalogue cannot be read: `workspace-busy`, `workspace-damaged` …
  package func acceptances() throws -> [Acceptance] { try catalogue { try Acceptance.all(in: $0, "acceptance") } }

  /// Remembers that findings were looked into; each is a line of the audit trail that does not say whom it is about.
  ///
  /// - Throws: `WorkspaceError`.
  package func accept(_ acceptances: [Acceptance]) throws {
    try locked {
      try changingCatalogue { db in
        let at = try AuditTrail.moment(clock, in: db)
        for acceptance in acceptances {
          try acceptance.insert(at: at, into: db)
          let end = acceptance.until.map { " [until \($0)]" } ?? ""
          try AuditTrail.add(
            "accept-finding", by: acceptance.by, subject: "\(acceptance.period) \(acceptance.code)",
            detail: acceptance.reason + end, at: at, in: db)
        }
      }
    }
  }

  /// Ends acceptances: their findings are open again in every period that is not sealed.
  ///
  /// - Throws: `WorkspaceError`.
  package func reopen(_ acceptances: [Acceptance], by who: String?, why: String?) throws {
    try locked {
      try changingCatalogue { db in
        let at = try AuditTrail.moment(clock, in: db)
        for acceptance in acceptances {
          try db.execute(
            sql:
              "UPDATE acceptance SET ended_at = ?, ended_by = ?, ended_why = ? WHERE finding = ? AND ended_at IS NULL",
            arguments: [at, who, why, acceptance.finding])
          try AuditTrail.add(
            "reopen-finding", by: who, subject: "\(acceptance.period) \(acceptance.code)", detail: why ?? "", at: at,
            in: db)
        }
      }
    }
  }
}

extension PeriodDatabase {
  /// Those of a workspace on trial, which no other connection sees; nil for a period of a workspace on disk.
  ///
  /// - Throws: `WorkspaceError` where the period's file cannot be read: `workspace-busy`, `workspace-damaged` …
  package func acceptancesOnTrial() throws -> [Acceptance]? {
    guard path.isEmpty else { return nil }
    return try read { try Acceptance.all(in: $0, "acceptance") }
  }

  /// The acceptances that stood when the period was sealed; nil for an open one, whose catalogue speaks.
  ///
  /// - Throws: `WorkspaceError` where the period's file cannot be read: `workspace-busy`, `workspace-damaged` …
  package func sealedAcceptances() throws -> [Acceptance]? {
    try sealed { try Acceptance.all(in: $0, SealTables.prefix + "acceptance") }
  }
}

extension Acceptance {
  fileprivate func insert(at: String, into db: Database) throws {
    try db.execute(
      sql: """
        INSERT INTO acceptance (period, finding, code, person_high, person_low, until, reason, accepted_by, at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        period.description, finding, code, person?.high, person?.low, until?.rawValue, reason, by, at,
      ])
  }

  /// A sealed period of an earlier program has no such table.
  static func all(in db: Database, _ table: String) throws -> [Acceptance] {
    guard try db.tableExists(table) else { return [] }
    return try Row.fetchAll(db, sql: "SELECT * FROM \(table) WHERE ended_at IS NULL ORDER BY id").compactMap { row in
      guard let period = Period(row.text("period")) else { return nil }
      let person = row.number("person_high").flatMap { high in
        row.number("person_low").map { Pseudonym(high: high, low: $0) }
      }
      return Acceptance(
        finding: row.text("finding"), code: row.text("code"), period: period,
        until: row.number("until").flatMap { CalendarDay(rawValue: Int($0)) }, reason: row.text("reason"),
        by: row.text("accepted_by"), at: row.text("at"), person: person)
    }
  }

  /// Whom any of them is about, reopened or not.
  static func persons(in db: Database) throws -> Set<Pseudonym> {
    let rows = try Row.fetchAll(
      db, sql: "SELECT DISTINCT person_high, person_low FROM acceptance WHERE person_high IS NOT NULL")
    return Set(rows.map { Pseudonym(high: $0[0], low: $0[1]) })
  }

  /// Deletes those about persons; gives their number.
  static func forget(_ persons: Set<Pseudonym>, in db: Database) throws -> Int {
    var count = 0
    for person in persons {
      try db.execute(
        sql: "DELETE FROM acceptance WHERE person_high = ? AND person_low = ?", arguments: [person.high, person.low])
      count += db.changesCount
    }
    return count
  }
}
