// SPDX-License-Identifier: Apache-2.0

import CensusModel
import Tabular

/// Where the rows of a table of people say which organisation they belong to.
enum OrganisationSource: Hashable {
  /// Every row in its own column.
  case column
  /// The first row of each block, in the column: merged over the block, or left empty below.
  case above
  case title(String)
  case sheetName(String)
  /// The unit that hands in, a branch.
  case unit(String)
  case fileName(String)

  var name: String? {
    switch self {
    case .column, .above: nil
    case .title(let name), .sheetName(let name), .unit(let name), .fileName(let name): name
    }
  }

  /// The finding that tells it; nil for a column that is filled in.
  var code: String? {
    switch self {
    case .column: nil
    case .above: "organisation-from-above"
    case .title: "organisation-from-title"
    case .sheetName: "organisation-from-sheet-name"
    case .unit: "organisation-from-unit"
    case .fileName: "organisation-from-file-name"
    }
  }
}

/// Finds that out from the first rows of the table.
struct OrganisationSearch {
  let titles: SheetTitles
  /// The unit that hands in, where it is a branch.
  let branch: String?

  /// - Returns: nil where nothing leads to an organisation.
  func source(of table: TableFinder.Table, rows: RowBatch, from first: Int) -> OrganisationSource? {
    guard let field = table.sheet.derivable else { return .column }
    let elsewhere =
      titles.branchOfTitle.map(OrganisationSource.title)
      ?? titles.branchOfSheetName.map(OrganisationSource.sheetName) ?? branch.map(OrganisationSource.unit)
      ?? titles.branchOfFileName.map(OrganisationSource.fileName)
      ?? section(of: rows, from: first).map(OrganisationSource.title)
    guard let column = table.fieldByColumn.first(where: { $0.value == field })?.key else { return elsewhere }
    let subjects = Set(table.fieldByColumn.filter { table.sheet.subjects.contains($0.value) }.keys)
    let column32 = Int32(column)
    var (filled, empty, repeats) = (0, 0, 0)
    var last: String?
    for row in rows.rows.dropFirst(first).prefix(TableFinder.rowLimit) {
      let cells = rows.cells(of: row)
      guard cells.contains(where: { subjects.contains(Int($0.column)) && $0.length > 0 }) else { continue }
      let text = cells.first { $0.column == column32 && $0.length > 0 }.map { rows.text(of: $0) }
      // What a formula would say is not known.
      if text == nil, row.flags.contains(.hasFormulaWithoutValue) { continue }
      if text == nil { empty += 1 } else { filled += 1 }
      if let text, text == last { repeats += 1 }
      last = text ?? last
    }
    if empty > 0, isMerged(column, rows, from: first) { return .above }
    if filled == 0, empty > 0, let elsewhere { return elsewhere }
    // Blocks: more rows without than with, and no name twice in a row. A cell forgotten is an error of its row.
    let hasBlocks = empty > filled || empty == filled && filled > 1
    return filled > 0 && hasBlocks && repeats == 0 ? .above : .column
  }

  /// The branch that the first line below the heading names, where it stands alone there.
  private func section(of rows: RowBatch, from first: Int) -> String? {
    guard first < rows.rows.count, rows.rows[first].cellCount == 1 else { return nil }
    return rows.cells(of: rows.rows[first]).first.flatMap { titles.branch(in: rows.text(of: $0)) }
  }

  private func isMerged(_ column: Int, _ rows: RowBatch, from first: Int) -> Bool {
    guard first < rows.rows.count else { return false }
    let top = Int(rows.rows[first].number)
    return (rows.merges + rows.verticalMerges).contains { merge in
      merge.firstColumn <= column && column <= merge.lastColumn && merge.lastRow > merge.firstRow
        && merge.firstRow >= top
    }
  }
}
