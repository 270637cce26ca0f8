// SPDX-License-Identifier: Apache-2.0

package import CensusModel
import GRDB
import GRDBSQLite

/// One column of exported records.
package struct ExportColumn: Sendable, Hashable {
  /// How its values are written.
  package enum Form: String, Sendable, Hashable {
    case text, integer, code
    /// 0 or 1.
    case flag
    /// 2019-09-30.
    case day
    /// 2019-09.
    case month
    /// 32 hexadecimal digits, the same for one person everywhere in a workspace; nothing where nobody can be told apart.
    case pseudonym
  }

  /// Heading of the column.
  package var name: String
  /// How its values are written.
  package var form: Form
  /// What the record's column says; nil for what every kind has.
  package var source: RecordColumn?
}

extension PeriodDatabase {
  /// The columns in which the records of a kind leave for other programs: those of its view, without names of persons, with
  /// `node` (the organisation in preorder, where the tree holds it) and, for persons, `person`.
  package func exportColumns(of kind: RecordKind) -> [ExportColumn] {
    exported(schemas[kind]).map { ExportColumn(name: $0.name, form: $0.form, source: $0.source) }
  }

  /// Hands `body` every record of a kind in stored order, values in the order of `exportColumns`, nil where there is none;
  /// one row is in memory.
  ///
  /// - Throws: `WorkspaceError` where the period cannot be read; what `body` throws ends the walk and is thrown on.
  package func export(_ kind: RecordKind, _ body: ([String?]) throws -> Void) throws {
    let schema = schemas[kind]
    let columns = exported(schema)
    let sql = RecordViews.select(columns, of: schema) + " ORDER BY t.id"
    try read { db in
      try RawStatement.each(sql, in: db) { row in
        try body((0..<Int32(columns.count)).map { RawStatement.text(row, $0) })
      }
    }
  }

  private func exported(_ schema: RosterSchema) -> [RecordViews.Column] {
    // Whoever is not what a row is about by name is a person who answers for it.
    let hidesName = schema.namesPersons || !schema.subject.contains("name")
    var keys = [RecordViews.Column(name: "node", expression: schema.node, form: .integer)]
    if schema.kind == .organisation {
      keys.append(RecordViews.Column(name: "last", expression: "t.last", form: .integer))
    }
    if schema.namesPersons {
      let digits = "CASE WHEN t.person_high IS NOT NULL THEN printf('%016x%016x', t.person_high, t.person_low) END"
      keys.append(RecordViews.Column(name: "person", expression: digits, form: .pseudonym))
    }
    return RecordViews.places(of: schema) + keys
      + RecordViews.contents(of: schema).filter { !(hidesName && $0.name == "name") }
  }
}
