// SPDX-License-Identifier: Apache-2.0

import CensusModel
import GRDB

/// What is stored of some cells of a row: enough to tell whether it is still the same, and nothing to read.
package struct RowContent: Sendable, Hashable {
  /// Stored name and birth date of the row's person; empty for rows about nobody.
  package var whose = ""
  /// By column of the sheet: the field it was read as, and what the record holds of it.
  package var cells: [Int: Cell] = [:]

  /// What is stored of one cell.
  package struct Cell: Sendable, Hashable {
    /// ID of the field it was read as.
    package var field: String
    /// What the record holds of it, in the store's form: codes and days, numbers of persons masked.
    package var value: String
  }
}

extension PeriodDatabase {
  /// What the records at some rows hold of some columns; rows that hold no record are left out.
  ///
  /// Reads the rows of the sheets asked for.
  ///
  /// - Throws: `WorkspaceError` where the period's file cannot be read: `workspace-busy`, `workspace-damaged` …
  package func contents(of columns: [SheetRow: Set<Int>]) throws -> [SheetRow: RowContent] {
    guard !columns.isEmpty else { return [:] }
    let wanted = Dictionary(grouping: columns.keys) { [$0.file, $0.sheet] }
    return try read { db in
      var contents: [SheetRow: RowContent] = [:]
      let sheets = try Row.fetchAll(
        db,
        sql: """
          SELECT f.name AS file, s.name AS sheet, s.kind, s.headings, s.first_record, s.last_record
          FROM sheet AS s JOIN file AS f ON f.id = s.file WHERE s.first_record IS NOT NULL
          """)
      for sheet in sheets {
        let kind = (sheet["kind"] as String?).flatMap(schemas.kind(named:))
        guard let kind, let rows = wanted[[sheet["file"], sheet["sheet"]]] else { continue }
        let asked = Dictionary(rows.map { ($0.row, columns[$0] ?? []) }) { first, _ in first }
        for (row, content) in try PeriodDatabase.contents(of: asked, in: sheet, schemas[kind], db) {
          contents[SheetRow(file: sheet["file"], sheet: sheet["sheet"], row: row)] = content
        }
      }
      return contents
    }
  }

  private static func contents(
    of asked: [Int: Set<Int>], in sheet: Row, _ schema: RosterSchema, _ db: Database
  ) throws -> [(Int, RowContent)] {
    let headings: [StoredHeading] = StoredFinding.decoded(sheet["headings"]) ?? []
    let shown = asked.values.reduce(into: Set<Int>()) { $0.formUnion($1) }
    let fields = headings.filter { shown.contains($0.column) }.compactMap { heading in
      heading.field.map { (column: heading.column, field: $0, columns: schema.columns(of: $0)) }
    }
    let whose = schema.namesPersons ? ["e.name", "e.birth"] : []
    let spelled = ["e.row"] + whose + fields.flatMap { $0.columns.map(PeriodDatabase.spelled) }
    let (first, last): (Int64, Int64) = (sheet["first_record"], sheet["last_record"])
    let cursor = try Row.fetchCursor(
      db, sql: "SELECT \(spelled.joined(separator: ", ")) FROM \(schema.kind.rawValue) AS e WHERE e.id BETWEEN ? AND ?",
      arguments: [first, last])
    var contents: [(Int, RowContent)] = []
    while let row = try cursor.next() {
      let values = Array(row.databaseValues).map(\.description)
      guard let number: Int = row[0], let columns = asked[number] else { continue }
      var content = RowContent(whose: values[1..<(1 + whose.count)].joined(separator: " "))
      var next = 1 + whose.count
      for field in fields {
        let value = values[next..<(next + field.columns.count)].joined(separator: " ")
        if columns.contains(field.column) {
          content.cells[field.column] = RowContent.Cell(field: field.field, value: value)
        }
        next += field.columns.count
      }
      contents.append((number, content))
    }
    return contents
  }

  /// An organisation by the text that names it: its number is of this period alone.
  private static func spelled(_ column: RecordColumn) -> String {
    guard column.type == .organisation else { return "e.\(column.name)" }
    return "(SELECT text FROM organisation_ref WHERE id = e.\(column.name))"
  }
}

extension RosterSchema {
  /// The columns that hold what a field of the sheet said: `phone` is kept as `phone_key` and `phone_masked`.
  fileprivate func columns(of field: String) -> [RecordColumn] {
    let names = [field] + ["key", "masked", "form", "length", "year", "prefix", "named"].map { field + "_" + $0 }
    return columns.filter { $0.origin != .settled && names.contains($0.name) }
  }
}
