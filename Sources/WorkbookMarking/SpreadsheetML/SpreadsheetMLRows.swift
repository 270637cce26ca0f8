// SPDX-License-Identifier: Apache-2.0

import ReportModel
import Tabular

/// The marked cells of a sheet in the order in which its rows pass: cells that are there get another style, those that are
/// not are put in. Places are counted as the reader counts them.
struct SpreadsheetMLRows {
  private typealias Cell = (column: Int, level: MarkedWorkbook.Level, note: String?)

  /// The last first.
  private var waiting: [(row: Int, cells: [Cell])]
  private let takesMarksAway: Bool
  /// Cells of the row being read that were not met yet, the last first.
  private var pending: [Cell] = []

  private var row = 0
  private var nextRow = 1
  private var nextColumn = 1
  /// Where the table begins; indexes count from there.
  private var firstRow = 1
  private var firstColumn = 1

  private var tableStyle: String?
  private var rowStyle: String?
  private var columnStyles: [(columns: Range<Int>, style: String)] = []
  private var nextStyledColumn = 1

  /// The last row and column in which a cell was put.
  private(set) var lastRow = 0
  private(set) var lastColumn = 0

  init(_ marks: SheetMarks = SheetMarks(), takesMarksAway: Bool = false) {
    self.takesMarksAway = takesMarksAway
    let notes = Dictionary(grouping: marks.notes, by: \.row).mapValues { notes in
      Dictionary(notes.map { ($0.column, $0.text) }) { first, _ in first }
    }
    waiting = marks.levels.sorted { $0.key > $1.key }.map { row, cells in
      (row, cells.sorted { $0.key > $1.key }.map { ($0.key, $0.value, notes[row]?[$0.key]) })
    }
  }

  // MARK: Table and columns

  mutating func openTable(_ tag: MarkupTag, _ scope: MarkupScope) throws {
    firstRow = max(1, try tag.count("TopCell", scope) ?? 1)
    firstColumn = max(1, try tag.count("LeftCell", scope) ?? 1)
    (nextRow, nextStyledColumn) = (firstRow, 1)
    tableStyle = try tag.name("StyleID", scope)
  }

  /// How many rows and columns the table must be said to have.
  var neededRows: Int { lastRow - firstRow + 1 }
  var neededColumns: Int { lastColumn - firstColumn + 1 }

  mutating func openColumn(_ tag: MarkupTag, _ scope: MarkupScope) throws {
    let first = try tag.count("Index", scope).map { firstColumn - 1 + $0 } ?? nextStyledColumn
    nextStyledColumn = first + (try tag.count("Span", scope) ?? 0) + 1
    guard first <= SheetLimits.columns else { return }
    if let style = try tag.name("StyleID", scope) { columnStyles.append((first..<nextStyledColumn, style)) }
  }

  // MARK: Rows

  /// - Returns: the rows that stand before it.
  mutating func openRow(_ tag: MarkupTag, _ names: SpreadsheetMLNaming) throws -> String {
    let index = try tag.count("Index", names.scope)
    row = index.map { firstRow - 1 + $0 } ?? nextRow
    // Excel opens no file whose rows go back.
    guard row >= nextRow, index != 0 else { throw MarkingRefusal() }
    let before = try rows(before: row, names)
    nextRow = row + (try tag.count("Span", names.scope) ?? 0) + 1
    nextColumn = firstColumn
    rowStyle = try tag.name("StyleID", names.scope)
    pending = waiting.last?.row == row ? waiting.removeLast().cells : []
    looksAtCells = takesMarksAway || hasPending
    return before
  }

  var hasPending: Bool { !pending.isEmpty }
  /// Whether cells of the row are to be shown at all; once one is, all: no cell may be put where another follows.
  private(set) var looksAtCells = false

  /// - Returns: the cells that stand before it, and the note that it gets.
  mutating func openCell(_ tag: inout MarkupTag, _ names: SpreadsheetMLNaming) throws -> (before: String, note: String?)
  {
    let index = try tag.count("Index", names.scope)
    let column = index.map { firstColumn - 1 + $0 } ?? nextColumn
    guard column >= nextColumn, index != 0 else { throw MarkingRefusal() }
    let before = try cells(before: column, names)
    nextColumn = column + min(try tag.count("MergeAcross", names.scope) ?? 0, SheetLimits.columns) + 1
    let mark = pending.last?.column == column ? pending.removeLast() : nil
    guard takesMarksAway || mark != nil else { return (before, nil) }
    let given = try tag.given("StyleID", names.scope)
    let base = try tag.name("StyleID", names.scope) ?? style(of: column)
    let style = try names.styles.id(of: base, level: mark?.level, names.names)
    if style != base { set(style, of: &tag, given, names) }
    return (before, mark?.note)
  }

  private func set(
    _ style: String?, of tag: inout MarkupTag, _ given: MarkupTag.Attribute?, _ names: SpreadsheetMLNaming
  ) {
    switch (given, style) {
    case (let given?, let style?): tag.replace(given, with: style)
    case (let given?, nil): tag.remove(given)
    case (nil, let style?): tag.append(SpreadsheetMLNames.added("StyleID", style, names.scope))
    case (nil, nil): break
    }
  }

  /// - Returns: the cells that stand behind all others of the row.
  mutating func endRow(_ names: SpreadsheetMLNaming) throws -> String { try cells(before: .max, names) }

  /// - Returns: the rows that stand behind all others.
  mutating func endTable(_ names: SpreadsheetMLNaming) throws -> String { try rows(before: .max, names) }

  // MARK: What is put in

  /// What covers a marked place leaves no room for a cell of its own; the list has its mark.
  private mutating func rows(before next: Int, _ names: SpreadsheetMLNaming) throws -> String {
    var result = ""
    let current = (nextColumn, rowStyle)
    while let (missing, cells) = waiting.last, missing < next {
      waiting.removeLast()
      guard missing >= nextRow, missing <= SheetLimits.rows else { continue }
      (row, nextColumn, rowStyle, pending) = (missing, firstColumn, nil, cells)
      let spelled = try self.cells(before: .max, names, isOurs: true)
      result += "<Row\(names.names.declaration) ss:Index=\"\(missing - firstRow + 1)\">\(spelled)</Row>"
      lastRow = max(lastRow, missing)
    }
    (nextColumn, rowStyle) = current
    pending = []
    row = next == .max ? row : next
    return result
  }

  /// - Parameter isOurs: whether the row is one of ours, which declares what its cells need.
  private mutating func cells(before next: Int, _ names: SpreadsheetMLNaming, isOurs: Bool = false) throws -> String {
    var result = ""
    while let cell = pending.last, cell.column < next {
      pending.removeLast()
      guard cell.column >= nextColumn, cell.column <= SheetLimits.columns else { continue }
      let style = try names.styles.id(of: style(of: cell.column), level: cell.level, names.names) ?? ""
      let attributes = "ss:Index=\"\(cell.column - firstColumn + 1)\" ss:StyleID=\"\(style)\""
      let note = cell.note.map { names.comment($0, "") } ?? ""
      let start = "<Cell\(isOurs ? "" : names.names.declaration) \(attributes)"
      result += note.isEmpty ? start + "/>" : "\(start)>\(note)</Cell>"
      (lastRow, lastColumn) = (max(lastRow, row), max(lastColumn, cell.column))
    }
    return result
  }

  /// That of a cell that names none.
  private func style(of column: Int) -> String? {
    rowStyle ?? columnStyles.last { $0.columns.contains(column) }?.style ?? tableStyle
  }
}
