// SPDX-License-Identifier: Apache-2.0

import CensusModel
import Findings
import Tabular

/// A list beside the table that is read: another kind of people or organisations, or one that lacks what a table needs. Its
/// rows are kept until the table ends; then it is read as a table of its own, or its rows are told.
struct SideList {
  /// What stands to the right of a table.
  struct Heading {
    /// The first column of the list.
    var start: Int
    /// The column that names whom a row is about.
    var subject: Int
    /// The title of the kind of sheet it is nearest to.
    var title: String
    /// The kind that its own columns say it is of; nil where they do not.
    var kind: RecordKind?
    var text: String
    var row: Int
  }

  /// More rows are not kept: who fills so many puts them on a sheet of their own.
  private static let rowLimit = 20_000

  let kind: RecordKind?
  let announcement: Recognition
  /// Lines above its columns, nearest first.
  let titles: [String]
  private let heading: Heading
  /// Rows in which somebody is named there.
  private var count = 0
  /// Its heading and rows, without what stands to the left.
  private var batch = RowBatch()

  /// - Parameters:
  ///   - heading: where it stands.
  ///   - table: the table to its left.
  ///   - head: the first rows of the sheet, among them the heading.
  init(_ heading: Heading, beside table: TableFinder.Table, in head: RowBatch, _ announcement: Recognition) {
    (self.heading, self.announcement, kind) = (heading, announcement, heading.kind)
    titles = zip(table.titles, table.titleColumns).filter { $0.1 >= heading.start }.map(\.0)
    (batch.sheetIndex, batch.sheetName, batch.visibility) = (head.sheetIndex, head.sheetName, head.visibility)
    for row in head.rows[table.headerRows] { keep(row, of: head) }
  }

  var columns: ClosedRange<Int> { heading.start...SheetLimits.columns }

  /// All of it, as the rows of a sheet that ends there; nil where nobody is named, or more than is kept.
  var rows: RowBatch? {
    guard count > 0, batch.rows.count <= SideList.rowLimit else { return nil }
    var rows = batch
    rows.endsSheet = true
    return rows
  }

  /// Keeps a row, and counts one in which somebody is named there.
  mutating func note(_ row: Row, of batch: RowBatch) {
    let cell = batch.cells(of: row).first { Int($0.column) == heading.subject }
    if let cell, !batch.text(of: cell).allSatisfy(\.isWhitespace) { count += 1 }
    if kind != nil, self.batch.rows.count <= SideList.rowLimit { keep(row, of: batch) }
  }

  /// Keeps what is known of merges and formulas there.
  mutating func noteMarks(of rows: RowBatch) {
    let known = Set(batch.verticalMerges)
    batch.verticalMerges += rows.verticalMerges.filter { $0.firstColumn >= heading.start && !known.contains($0) }
    batch.formulasWithoutValue += rows.formulasWithoutValue.filter { $0.column >= heading.start }
  }

  private mutating func keep(_ row: Row, of rows: RowBatch) {
    let first = batch.cells.count
    for cell in rows.cells(of: row) where Int(cell.column) >= heading.start {
      let start = UInt32(batch.bytes.count)
      batch.bytes += rows.bytes[Int(cell.start)..<Int(cell.start + cell.length)]
      batch.cells.append(Cell(column: cell.column, kind: cell.kind, start: start, length: cell.length))
    }
    guard batch.cells.count > first else { return }
    batch.rows.append(
      Row(
        number: row.number, firstCell: Int32(first), cellCount: Int32(batch.cells.count - first), flags: row.flags))
  }

  func finding(_ file: String) -> Finding? {
    guard count > 0 else { return nil }
    let place = Place(
      file: file, sheet: announcement.sheetName, row: announcement.rowNumbers[heading.row], column: heading.subject,
      heading: heading.text)
    return Finding(
      "side-list-unread", at: place, facts: ["nearest": heading.title, "count": String(count)], count: count)
  }
}

extension TableFinder.Table {
  /// With only those titles that stand over some columns, or alone in their row.
  func withTitles(over columns: ClosedRange<Int>) -> TableFinder.Table {
    var table = self
    let own = zip(titles, titleColumns).filter { $0.1 == 0 || columns.contains($0.1) }
    (table.titles, table.titleColumns) = (own.map(\.0), own.map(\.1))
    return table
  }

  /// Forgets the columns from one on.
  mutating func cut(from start: Int) {
    headings = headings.filter { $0.key < start }
    fieldByColumn = fieldByColumn.filter { $0.key < start }
    weakColumns = weakColumns.filter { $0 < start }
    duplicates.removeAll { $0.column >= start }
    let own = zip(titles, titleColumns).filter { $0.1 < start }
    (titles, titleColumns) = (own.map(\.0), own.map(\.1))
  }
}

extension TableFinder {
  /// The list to the right of a table whose people or organisations are named a second time, or that is a table of another
  /// kind; nil where the columns there belong to the table.
  func sideList(of table: Table) -> SideList.Heading? {
    guard let start = startOfSide(of: table) else { return nil }
    // Of kinds that fit alike it is another one: the own kind has its columns once.
    let others = vocabulary.sheets.filter { $0.kind != table.sheet.kind } + [table.sheet]
    let possible = others.compactMap { sheet in part(of: table, as: sheet) { $0 >= start } }
      .filter { $0.namesSubject && $0.fieldByColumn.count > 1 && isTold($0) }
    let best = possible.max { $0.surelyKnown.count < $1.surelyKnown.count }
    let repeated = table.duplicates.first { $0.column >= start && isSubject($0.first, of: table) }
    guard let column = best.flatMap(subjectColumn) ?? repeated?.column else { return nil }
    return SideList.Heading(
      start: start, subject: column, title: (best ?? table).sheet.title, kind: best?.sheet.kind,
      text: table.headings[column] ?? "", row: table.headerRows.upperBound)
  }

  /// Whether a part of a table with its headings is one of another kind rather.
  func isOfAnotherKind(_ part: Table) -> Bool {
    let columns = Set(part.headings.keys)
    return vocabulary.sheets.contains { sheet in
      guard sheet.kind != part.sheet.kind, let other = self.part(of: part, as: sheet, where: columns.contains) else {
        return false
      }
      return other.namesSubject && isTold(other) && other.surelyKnown.count > part.surelyKnown.count
    }
  }

  /// The table without a list beside it: a branch that is named there is none of its rows'.
  func withoutSideList(_ table: Table) -> Table {
    guard blocks(of: table).count == 1, let beside = sideList(of: table) else { return table }
    var own = table
    own.cut(from: beside.start)
    return own
  }

  /// Where the subject stands a second time, else behind the last column that is known.
  private func startOfSide(of table: Table) -> Int? {
    let again = table.duplicates.filter { isSubject($0.first, of: table) }.map(\.column).min()
    // A column alone, as of parents’ names, is only a heading twice.
    if let again { return table.headings.keys.count { $0 >= again } > 1 ? again : nil }
    if let foreign = foreignSubject(of: table) { return foreign }
    guard let last = table.fieldByColumn.keys.max() else { return nil }
    let behind = table.headings.keys.filter { $0 > last }.sorted()
    // Two columns at least, or they are remarks.
    return behind.count > 1 ? behind[0] : nil
  }

  /// The first column that is none of the table's and heads the people or organisations of another kind.
  private func foreignSubject(of table: Table) -> Int? {
    let repeated = Set(table.duplicates.map(\.column))
    let unknown = table.headings.keys.filter { table.fieldByColumn[$0] == nil && !repeated.contains($0) }
    return unknown.sorted().dropFirst(unknown.contains(table.headings.keys.min() ?? 0) ? 1 : 0).first { column in
      vocabulary.sheets.contains { sheet in
        guard sheet.kind != table.sheet.kind, let part = part(of: table, as: sheet, where: { $0 >= column }) else {
          return false
        }
        return part.fieldByColumn[column].map(sheet.subjects.contains) == true && part.fieldByColumn.count > 1
          && isTold(part)
      }
    }
  }

  /// Whether the columns themselves say which kind it is, and hold what it needs.
  private func isTold(_ table: Table) -> Bool {
    let known = Set(table.fieldByColumn.values)
    let isWhole = table.sheet.requiredFields.allSatisfy { known.contains($0) || $0 == table.sheet.derivable }
    return isWhole && (hasTelling(table) || isNamedByItsHeadings(table))
  }

  private func hasTelling(_ table: Table) -> Bool {
    table.sheet.telling.isEmpty || !table.sheet.telling.isDisjoint(with: table.surelyKnown)
  }

  private func isSubject(_ column: Int, of table: Table) -> Bool {
    table.fieldByColumn[column].map(table.sheet.subjects.contains) ?? false
  }

  private func subjectColumn(of table: Table) -> Int? {
    table.fieldByColumn.filter { table.sheet.subjects.contains($0.value) }.keys.min()
  }
}
