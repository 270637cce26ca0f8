// SPDX-License-Identifier: Apache-2.0

package import CensusModel
import GRDB

/// Why a measure of a unit became less, in somebody's words.
package struct GivenExplanation: Sendable, Hashable {
  /// Organisation ID.
  package var unit: String
  /// A measure's ID, or its title as a sheet spells it.
  package var measure: String
  /// The explanation as it was written.
  package var text: String
  /// Who gave it; empty where the sheet names nobody.
  package var by: String

  package init(unit: String, measure: String, text: String, by: String) {
    self.unit = unit
    self.measure = measure
    self.text = text
    self.by = by
  }
}

extension PeriodDatabase {
  /// Explanations from 变动说明 sheets, in the order in which they came.
  ///
  /// - Throws: `WorkspaceError` where the period's file cannot be read: `workspace-busy`, `workspace-damaged` …
  package func explanations() throws -> [GivenExplanation] {
    try read { db in
      try Row.fetchAll(
        db,
        sql: """
          SELECT o.code, e.measure, e.explanation, e.name FROM explanation AS e
          JOIN organisation_ref AS r ON r.id = e.organisation JOIN organisation AS o ON o.node = r.node
          WHERE e.superseded = 0 AND o.superseded = 0 AND e.explanation IS NOT NULL ORDER BY e.id
          """
      ).map { GivenExplanation(unit: $0[0], measure: $0[1] ?? "", text: $0[2], by: $0[3] ?? "") }
    }
  }
}

extension Workspace {
  /// Explanations given by command, in the order in which they were given.
  ///
  /// - Throws: `WorkspaceError` where the catalogue cannot be read: `workspace-busy`, `workspace-damaged` …
  package func explanations(of period: Period) throws -> [GivenExplanation] {
    try catalogue { db in
      try Row.fetchAll(
        db, sql: "SELECT unit, measure, text, given_by FROM given_explanation WHERE period = ? ORDER BY id",
        arguments: [period.description]
      ).map { GivenExplanation(unit: $0[0], measure: $0[1], text: $0[2], by: $0[3]) }
    }
  }

  /// - Throws: `WorkspaceError("period-sealed")`, `period-missing`.
  package func add(_ explanation: GivenExplanation, to period: Period) throws {
    try locked {
      _ = try openVersion(of: period)
      try changingCatalogue { db in
        let at = try AuditTrail.moment(clock, in: db)
        try db.execute(
          sql: """
            INSERT INTO given_explanation (period, unit, measure, text, given_by, at) VALUES (?, ?, ?, ?, ?, ?)
            """,
          arguments: [
            period.description, explanation.unit, explanation.measure, explanation.text, explanation.by, at,
          ])
        try AuditTrail.add(
          "explain", by: explanation.by, subject: "\(period) \(explanation.unit) \(explanation.measure)",
          detail: explanation.text, at: at, in: db)
      }
    }
  }
}
