// SPDX-License-Identifier: Apache-2.0

import CensusModel
import GRDB
import GRDBSQLite

extension Consolidation {
  /// Finds for each graduate of the base the transfers of the same person: whether one was begun, whether one was
  /// completed, and what kind of organisation the last completed one went to (by date, state, then organisation).
  ///
  /// - Returns: by person, the organisation that one went to.
  func settleGraduates() throws -> [Pseudonym: Int32] {
    if !isFirst {
      try database.execute(
        sql: """
          UPDATE graduate SET initiated = NULL, completed = NULL, arrived_sector = NULL, arrived_kind = NULL,
            arrived_name = NULL, transfer_state = NULL, transfer_days = NULL, rosters = NULL, in_origin = NULL,
            in_destination = NULL
          WHERE initiated IS NOT NULL OR rosters IS NOT NULL
          """)
    }
    guard try Bool.fetchOne(database, sql: "SELECT EXISTS (SELECT 1 FROM graduate)") == true else { return [:] }
    let known = "person_high IS NOT NULL"
    let completed = "t.state IS NOT NULL AND t.state IN \(rules.roles.sql(.completed, in: "transfer-state"))"
    let withdrawn = rules.roles.sql(.withdrawn, in: "transfer-state")
    // What stands for a person is the last completed transfer by date, else the last one. No row number decides.
    let precedence = """
      \(completed) DESC, COALESCE(t.completed, t.applied) DESC, t.state DESC, COALESCE(o.code, r.text) DESC,
      t.applied DESC, t.id DESC
      """
    try database.execute(
      sql: """
        CREATE TEMP TABLE moved AS
          SELECT high, low, completed, last, CASE WHEN completed THEN last END AS done FROM (
            SELECT t.person_high AS high, t.person_low AS low, \(completed) AS completed, t.id AS last,
              ROW_NUMBER() OVER (PARTITION BY t.person_high, t.person_low ORDER BY \(precedence)) AS place
            FROM transfer AS t LEFT JOIN organisation_ref AS r ON r.id = t.to_organisation
            LEFT JOIN organisation AS o ON o.node = r.node AND o.superseded = 0
            WHERE t.\(known) AND t.superseded = 0 AND COALESCE(t.state, '') NOT IN \(withdrawn)) WHERE place = 1;
        CREATE INDEX temp.moved_person ON moved (high, low);
        UPDATE graduate SET initiated = 1, completed = m.completed,
          arrived_sector = CASE WHEN m.completed THEN o.sector END, arrived_kind = CASE WHEN m.completed THEN o.kind END,
          arrived_name = CASE WHEN m.completed THEN o.full_name END, transfer_state = t.state,
          transfer_days = \(Consolidation.days(since: "t.applied", to: period.censusDay))
        FROM temp.moved AS m LEFT JOIN transfer AS t ON t.id = m.last
          LEFT JOIN organisation_ref AS r ON r.id = t.to_organisation
          LEFT JOIN organisation AS o ON o.node = r.node AND o.superseded = 0
        WHERE graduate.person_high = m.high AND graduate.person_low = m.low;
        """)
    defer { try? database.execute(sql: "DROP TABLE temp.moved") }
    return try destinations()
  }

  /// Where the last completed transfer of each person led, as the preorder number of the organisation.
  private func destinations() throws -> [Pseudonym: Int32] {
    var destinations: [Pseudonym: Int32] = [:]
    let sql = """
      SELECT m.high, m.low, d.node FROM temp.moved AS m JOIN transfer AS t ON t.id = m.done
      JOIN organisation_ref AS d ON d.id = t.to_organisation WHERE d.node IS NOT NULL
      """
    try RawStatement.each(sql, in: database) { row in
      let person = Pseudonym(high: sqlite3_column_int64(row, 0), low: sqlite3_column_int64(row, 1))
      destinations[person] = sqlite3_column_int(row, 2)
    }
    return destinations
  }

  /// How long each transfer has been under way on the census day.
  func settleWaiting() throws {
    let days = Consolidation.days(since: "applied", to: period.censusDay)
    try database.execute(
      sql: """
        UPDATE transfer SET days_since_applied = \(days) WHERE applied IS NOT NULL AND days_since_applied IS NOT \(days)
        """)
  }

  /// Whole days from a day column to a day, as SQL.
  private static func days(since column: String, to day: CalendarDay) -> String {
    func julian(_ text: String) -> String {
      "julianday(substr(\(text), 1, 4) || '-' || substr(\(text), 5, 2) || '-' || substr(\(text), 7, 2))"
    }
    return "CAST(\(julian(String(day.rawValue))) - \(julian(column)) AS INTEGER)"
  }
}
