// SPDX-License-Identifier: Apache-2.0

import CensusModel
import GRDB

/// What `sqlite3`, Datasette and whoever else opens a period see of its records: for each kind a view `<kind>_list`, a line
/// for each record that counts nowhere or somewhere, in words and without keys. The same columns are exported, with a
/// pseudonym for the person.
///
/// A view says where the record stands (`file`, `sheet`, `row`), whether it counts (`counts`: 0 where a later row does in its
/// place, or where its organisation is unknown) and all that the kind's schema has: days as 2019-09-30, and those of which
/// only the month may leave as 2019-09; organisations by name, and by ID in a column beside.
enum RecordViews {
  /// One column of a view.
  struct Column {
    var name: String
    var expression: String
    var form: ExportColumn.Form
    /// Of the record; nil for what every view has.
    var source: RecordColumn?
  }

  static func name(of kind: RecordKind) -> String { "\(kind)_list" }

  /// Makes the views of all kinds anew.
  static func write(_ schemas: RosterSchemas, in db: Database) throws {
    for schema in schemas.all {
      try db.execute(
        sql: """
          DROP VIEW IF EXISTS \(name(of: schema.kind));
          CREATE VIEW \(name(of: schema.kind)) AS \(select(columns(of: schema), of: schema))
          """)
    }
  }

  /// - Parameter columns: some of those of the kind.
  static func select(_ columns: [Column], of schema: RosterSchema) -> String {
    let list = columns.map { "\($0.expression) AS \($0.name)" }.joined(separator: ", ")
    let joins = schema.columns.filter { $0.type == .organisation }.map { column in
      """
      LEFT JOIN organisation_ref AS r_\(column.name) ON r_\(column.name).id = t.\(column.name) \
      LEFT JOIN organisation AS o_\(column.name) \
      ON o_\(column.name).node = r_\(column.name).node AND o_\(column.name).superseded = 0
      """
    }
    let places = "JOIN sheet AS s ON s.id = t.sheet JOIN file AS f ON f.id = s.file"
    return "SELECT \(list) FROM \(schema.kind) AS t \(places) \(joins.joined(separator: " "))"
  }

  /// The columns of a view, in order.
  static func columns(of schema: RosterSchema) -> [Column] { places(of: schema) + contents(of: schema) }

  /// What the kind's schema has, without keys and pseudonyms.
  static func contents(of schema: RosterSchema) -> [Column] {
    schema.columns.filter { $0.type != .pseudonym }.flatMap(columns(of:))
  }

  /// Where a record stands and whether it counts.
  static func places(of schema: RosterSchema) -> [Column] {
    [
      Column(name: "file", expression: "f.name", form: .text),
      Column(name: "sheet", expression: "s.name", form: .text),
      Column(name: "row", expression: "t.row", form: .integer),
      Column(name: "counts", expression: "t.superseded = 0 AND \(schema.node) IS NOT NULL", form: .flag),
    ]
  }

  private static func columns(of column: RecordColumn) -> [Column] {
    let (name, stored) = (column.name, "t.\(column.name)")
    func one(_ form: ExportColumn.Form, _ expression: String) -> [Column] {
      [Column(name: name, expression: expression, form: form, source: column)]
    }
    switch column.type {
    case .day:
      let month = "substr(\(stored), 1, 4) || '-' || substr(\(stored), 5, 2)"
      let isMonth = column.leaving == .month
      return isMonth ? one(.month, month) : one(.day, "\(month) || '-' || substr(\(stored), 7, 2)")
    case .organisation:
      return one(.text, "coalesce(o_\(name).full_name, r_\(name).text)") + [
        Column(name: name + "_code", expression: "o_\(name).code", form: .text, source: column)
      ]
    case .text: return one(.text, stored)
    case .code: return one(.code, stored)
    case .integer: return one(.integer, stored)
    case .flag: return one(.flag, stored)
    case .pseudonym: return one(.pseudonym, stored)
    }
  }
}
