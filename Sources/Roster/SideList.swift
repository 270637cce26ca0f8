// SPDX-License-Identifier: Apache-2.0

import CensusModel
import Findings
import Tabular

/// A list beside the table that is read: another kind of people or organisations, or one that lacks what a table needs. It is
/// not read, and the rows that stand in it are told.
struct SideList {
  /// What stands to the right of a table.
  struct Heading {
    /// The first column of the list.
    var start: Int
    /// The column that names whom a row is about.
    var subject: Int
    /// The title of the kind of sheet it is nearest to.
    var title: String
    var text: String
    var row: Int
  }

  private let heading: Heading
  private let announcement: Recognition
  private var rows = 0

  init(_ heading: Heading, _ announcement: Recognition) { (self.heading, self.announcement) = (heading, announcement) }

  var columns: ClosedRange<Int> { heading.start...SheetLimits.columns }

  /// Counts a row in which somebody is named there.
  mutating func note(_ row: Row, of batch: RowBatch) {
    let cell = batch.cells(of: row).first { Int($0.column) == heading.subject }
    if let cell, !batch.text(of: cell).allSatisfy(\.isWhitespace) { rows += 1 }
  }

  func finding(_ file: String) -> Finding? {
    guard rows > 0 else { return nil }
    let place = Place(
      file: file, sheet: announcement.sheetName, row: announcement.rowNumbers[heading.row], column: heading.subject,
      heading: heading.text)
    return Finding(
      "side-list-unread", at: place, facts: ["nearest": heading.title, "count": String(rows)], count: rows)
  }
}

extension TableFinder.Table {
  /// Forgets the columns from one on.
  mutating func cut(from start: Int) {
    headings = headings.filter { $0.key < start }
    fieldByColumn = fieldByColumn.filter { $0.key < start }
    weakColumns = weakColumns.filter { $0 < start }
    duplicates.removeAll { $0.column >= start }
  }
}

extension TableFinder {
  /// The list to the right of a table whose people or organisations are named a second time, or that is a table of another
  /// kind; nil where the columns there belong to the table.
  func sideList(of table: Table) -> SideList.Heading? {
    guard let start = startOfSide(of: table) else { return nil }
    let others = vocabulary.sheets.filter { $0.kind != table.sheet.kind }
    let possible = others.compactMap { sheet in part(of: table, as: sheet) { $0 >= start } }
      .filter { $0.namesSubject && $0.fieldByColumn.count > 1 && isTold($0) }
    let best = possible.max { $0.surelyKnown.count < $1.surelyKnown.count }
    let repeated = table.duplicates.first { $0.column >= start && isSubject($0.first, of: table) }
    guard let column = best.flatMap(subjectColumn) ?? repeated?.column else { return nil }
    return SideList.Heading(
      start: start, subject: column, title: (best ?? table).sheet.title, text: table.headings[column] ?? "",
      row: table.headerRows.upperBound)
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
    guard let last = table.fieldByColumn.keys.max() else { return nil }
    let behind = table.headings.keys.filter { $0 > last }.sorted()
    // Two columns at least, or they are remarks.
    return behind.count > 1 ? behind[0] : nil
  }

  /// Whether the columns themselves say which kind it is, and hold what it needs.
  private func isTold(_ table: Table) -> Bool {
    let known = Set(table.fieldByColumn.values)
    let isWhole = table.sheet.requiredFields.allSatisfy { known.contains($0) || $0 == table.sheet.derivable }
    return isWhole && hasTelling(table)
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
