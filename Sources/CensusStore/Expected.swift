// SPDX-License-Identifier: Apache-2.0

package import CensusModel
import GRDB

/// 应报: a kind of sheet that a unit owes for a period.
package struct ExpectedSheet: Sendable, Hashable {
  /// Organisation ID or full name, as the list spells it.
  package var unit: String
  /// The kind of sheet that is owed.
  package var kind: RecordKind
  /// The last day on which it is on time, in China; nil where the list gives none.
  package var due: CalendarDay?

  package init(unit: String, kind: RecordKind, due: CalendarDay?) {
    self.unit = unit
    self.kind = kind
    self.due = due
  }
}

/// 实报: sheets of one kind that count, by who handed them in and whom they are about.
package struct ReceivedSheet: Sendable, Hashable {
  /// The kind of the sheets.
  package var kind: RecordKind
  /// The unit its submission named; nil where it named none.
  package var unit: String?
  /// Preorder numbers of the organisations its records belong to; of a sheet without records those of the file it stands
  /// in, else the root where its submission names no unit.
  package var nodes: Set<Int>
  /// When it first came in: that of the sheet it replaced, where it replaced one. A day in China, as yyyymmdd.
  package var firstDay: Int
}

extension Workspace {
  /// What is owed for a period by the list given for it last; empty where none was given.
  ///
  /// - Throws: `WorkspaceError` where the catalogue cannot be read: `workspace-busy`, `workspace-damaged` …
  package func expectedSheets(of period: Period) throws -> [ExpectedSheet] {
    try catalogue { try ExpectedSheet.all(of: period, in: $0, "expected") }
  }

  /// Takes a list of who owes what in place of the one before.
  ///
  /// - Throws: `WorkspaceError("period-sealed")`.
  package func expect(_ sheets: [ExpectedSheet], for period: Period, by who: String?) throws {
    try locked {
      if let version = try version(of: period) { try requireOpen(version) }
      try changingCatalogue { db in
        let at = try AuditTrail.moment(clock, in: db)
        try db.execute(sql: "DELETE FROM expected WHERE period = ?", arguments: [period.description])
        for sheet in sheets {
          try db.execute(
            sql: "INSERT OR REPLACE INTO expected VALUES (?, ?, ?, ?)",
            arguments: [period.description, sheet.unit, sheet.kind.rawValue, sheet.due?.rawValue])
        }
        try AuditTrail.add(
          "expect", by: who, subject: period.description, detail: "sheets: \(sheets.count)", at: at, in: db)
      }
    }
  }

  /// Every sheet of a period that counts. One pass over the records of each kind in `kinds`.
  ///
  /// - Throws: `WorkspaceError`: `period-missing`, `period-damaged`, `workspace-busy` …
  package func receivedSheets(of period: Period, kinds: Set<RecordKind>) throws -> [ReceivedSheet] {
    let submissions = Dictionary(
      uniqueKeysWithValues: try submissions(of: period).map { ($0.number, $0) })
    let database = try self.period(period)
    return try database.read { db in
      let first = try firstSubmissions(db, submissions)
      var nodes = try nodesBySheet(database, db, kinds: kinds)
      try addEmptySheets(to: &nodes, kinds: kinds, database, db)
      return try Row.fetchAll(
        db, sql: "SELECT s.id, s.kind, f.submission FROM sheet AS s JOIN file AS f ON f.id = s.file ORDER BY s.id"
      ).compactMap { row in
        guard let kind = (row[1] as String?).map(RecordKind.init), kinds.contains(kind) else { return nil }
        let unit = submissions[row[2]]?.unit
        let about = nodes[row[0]] ?? (unit == nil ? [0] : [])
        let received = (first[row[0]] ?? submissions[row[2]]).flatMap { Moment($0.receivedAt) }
        return ReceivedSheet(
          kind: kind, unit: unit, nodes: about, firstDay: received?.dayInChina ?? 0)
      }
    }
  }

  /// The earliest standing submission whose sheet a sheet replaced.
  private func firstSubmissions(_ db: Database, _ submissions: [Int: Submission]) throws -> [Int64: Submission] {
    let rows = try Row.fetchAll(
      db,
      sql: """
        SELECT r.later, f.submission FROM replacement AS r
        JOIN (SELECT id, file FROM sheet UNION ALL SELECT id, file FROM retired_sheet) AS s ON s.id = r.earlier
        JOIN file AS f ON f.id = s.file ORDER BY f.submission DESC
        """)
    var first: [Int64: Submission] = [:]
    for row in rows {
      if let submission = submissions[row[1]], !submission.state.isInactive { first[row[0]] = submission }
    }
    return first
  }

  /// A sheet without records is about whom the other sheets of its file are about.
  private func addEmptySheets(
    to nodes: inout [Int64: Set<Int>], kinds: Set<RecordKind>, _ database: PeriodDatabase, _ db: Database
  ) throws {
    let rows = try Row.fetchAll(
      db,
      sql: """
        SELECT e.id, e.kind, o.kind, o.first_record, o.last_record FROM sheet AS e
        JOIN sheet AS o ON o.file = e.file AND o.records > 0 WHERE e.records = 0 AND e.kind IS NOT NULL
        """)
    for row in rows {
      guard kinds.contains(RecordKind(rawValue: row[1])), let other = (row[2] as String?).map(RecordKind.init) else {
        continue
      }
      let found = try Int.fetchAll(
        db,
        sql: """
          SELECT DISTINCT node FROM \(database.source(of: other)) WHERE id BETWEEN ? AND ? AND node IS NOT NULL
          """, arguments: [row[3] as Int64?, row[4] as Int64?])
      nodes[row[0], default: []].formUnion(found)
    }
  }

  private func nodesBySheet(
    _ database: PeriodDatabase, _ db: Database, kinds: Set<RecordKind>
  ) throws -> [Int64: Set<Int>] {
    var nodes: [Int64: Set<Int>] = [:]
    for kind in database.schemas.kinds where kinds.contains(kind) {
      let rows = try Row.fetchCursor(
        db, sql: "SELECT DISTINCT sheet, node FROM \(database.source(of: kind)) WHERE node IS NOT NULL")
      while let row = try rows.next() { nodes[row[0], default: []].insert(row[1]) }
    }
    return nodes
  }
}

extension ExpectedSheet {
  static func all(of period: Period, in db: Database, _ table: String) throws -> [ExpectedSheet] {
    try Row.fetchAll(
      db, sql: "SELECT unit, kind, due FROM \(table) WHERE period = ? ORDER BY rowid", arguments: [period.description]
    ).map { row in
      ExpectedSheet(
        unit: row[0], kind: RecordKind(rawValue: row[1]), due: (row[2] as Int?).flatMap { CalendarDay(rawValue: $0) })
    }
  }
}
