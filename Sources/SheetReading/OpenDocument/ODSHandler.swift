// SPDX-License-Identifier: Apache-2.0

import Tabular

/// Reads the tables of an OpenDocument spreadsheet (OpenDocument 1.2 part 1, 9). Repeated rows and cells cost something
/// only where they hold something.
struct ODSHandler: SAXHandler {
  /// What stands in a repeated row, to be written again.
  struct KeptCell {
    var column: Int
    var kind: CellKind
    var text: [UInt8]
    var isStruck: Bool
  }

  private static let depthLimit = 200
  /// No office repeats a filled row or cell this often by hand; what does fills memory.
  private static let repeatedCellLimit = 1_000_000
  private static let repeatedByteLimit = 16 << 20

  var rows = RowAssembler()
  private(set) var sawSpreadsheet = false
  private var isRefused = false
  private var refused: WorkbookError? { didSet { isRefused = true } }
  private var elements = NameTable.openDocumentElements()
  private var attributes = NameTable.openDocumentAttributes()
  private var path: [ODSElement] = []
  private var styles = ODSStyles()
  private var rowStyle = ODSStyles.none
  private var isRowHidden = false
  private var sheetCount = 0
  /// Depth of tables: one inside a cell is none of ours.
  private var tableDepth = 0

  private var nextRow = 1
  private var rowRepeat = 1
  private var kept: [KeptCell] = []
  private var repeatedCells = 0
  private var repeatedBytes = 0
  private var nextColumn = 1
  private var cell = ODSCell()

  @inline(__always) var hasFailed: Bool { isRefused || rows.hasFailed }
  var failure: WorkbookError? { refused ?? rows.failure }

  static var events: SAXEvents {
    SAXEvents(
      start: { frame, local, prefix, uri, scopes, _, count, _, values in
        SAXFrame.start(frame, ODSHandler.self, local, prefix, uri, scopes, count, values)
      },
      end: { frame, _, _, _ in SAXFrame.end(frame, ODSHandler.self) },
      text: { frame, text, count in SAXFrame.text(frame, ODSHandler.self, text, count) })
  }

  mutating func start(_ element: SAXElement) {
    let name = ODSElement(rawValue: elements.token(element.local, element.uri)) ?? .other
    let parent = path.last ?? .other
    if path.count >= ODSHandler.depthLimit { refused = WorkbookError("workbook-too-deep") }
    path.append(name)
    switch name {
    case .spreadsheet: sawSpreadsheet = true
    case .table:
      tableDepth += 1
      if tableDepth == 1 { startTable(element) }
    case .row where tableDepth == 1: startRow(element)
    case .cell where tableDepth == 1 && parent == .row: startCell(element)
    case .covered where tableDepth == 1 && parent == .row: startCell(element)
    case .paragraph where tableDepth == 1 && (parent == .cell || parent == .covered): cell.beginParagraph()
    case .space, .tab, .lineBreak: cell.put(name, count: count(element))
    case .style, .textProperties, .tableProperties: readStyle(name, element)
    default: break
    }
  }

  mutating func end() {
    let name = path.popLast() ?? .other
    switch name {
    case .table:
      if tableDepth == 1 { rows.endSheet() }
      tableDepth -= 1
    case .row where tableDepth == 1: endRow()
    case .cell, .covered:
      if tableDepth == 1, path.last == .row { endCell() }
    case .paragraph where path.last == .cell || path.last == .covered: cell.endParagraph()
    default: break
    }
  }

  mutating func text(_ bytes: UnsafeBufferPointer<UInt8>) {
    // Text of comments and drawings stands in paragraphs of their own.
    if cell.isInParagraph { cell.put(bytes) }
  }

  mutating func endPiece() {
    if cell.isInParagraph, cell.length > ReadingLimits.refusedBytes { rows.refuseText(nextColumn) }
  }

  // MARK: Tables and rows

  private mutating func startTable(_ element: SAXElement) {
    var name = ""
    var isHidden = false
    element.forEachAttribute { key, uri, value in
      switch attribute(key, uri) {
      case .name: name = String(decoding: value, as: UTF8.self)
      case .styleName: isHidden = styles.isHidden(ODSStyles.key(value))
      default: break
      }
    }
    rows.beginSheet(sheetCount, name, visibility: isHidden ? .hidden : .visible)
    sheetCount += 1
    nextRow = 1
  }

  private mutating func startRow(_ element: SAXElement) {
    (rowRepeat, rowStyle, isRowHidden) = (1, ODSStyles.none, false)
    element.forEachAttribute { key, uri, value in
      switch attribute(key, uri) {
      case .rowsRepeated: rowRepeat = max(1, CellName.number(value) ?? 1)
      case .defaultStyle: rowStyle = ODSStyles.key(value)
      case .visibility: isRowHidden = !value.elementsEqual("visible".utf8)
      default: break
      }
    }
    rows.beginRow(nextRow)
    if isRowHidden { rows.mark(.hidden) }
    kept.removeAll(keepingCapacity: true)
    nextColumn = 1
  }

  private mutating func endRow() {
    rows.endRow()
    if !kept.isEmpty { repeatRow() }
    nextRow = min(nextRow + rowRepeat, SheetLimits.rows + 1)
  }

  private mutating func repeatRow() {
    for row in (nextRow + 1)..<(nextRow + min(rowRepeat, SheetLimits.rows)) {
      guard count(kept.count, bytes: kept.reduce(0) { $0 + $1.text.count }) else { return }
      rows.beginRow(row)
      if isRowHidden { rows.mark(.hidden) }
      for cell in kept { rows.add(column: cell.column, cell.kind, cell.text, isStruck: cell.isStruck) }
      rows.endRow()
    }
  }

  /// False once repeated cells are more than anybody means.
  private mutating func count(_ cells: Int, bytes: Int) -> Bool {
    repeatedCells += cells
    repeatedBytes += bytes
    let isTooMuch = repeatedCells > ODSHandler.repeatedCellLimit || repeatedBytes > ODSHandler.repeatedByteLimit
    if isTooMuch { refused = WorkbookError("workbook-too-large") }
    return failure == nil
  }

  // MARK: Styles

  private mutating func readStyle(_ name: ODSElement, _ element: SAXElement) {
    var (key, parent) = (ODSStyles.none, ODSStyles.none)
    var (line, shown): (Bool?, Bool?)
    element.forEachAttribute { attributeName, uri, value in
      switch attribute(attributeName, uri) {
      case .name: key = ODSStyles.key(value)
      case .parentStyle: parent = ODSStyles.key(value)
      case .lineThrough: line = !value.elementsEqual("none".utf8)
      case .display: shown = !value.elementsEqual("false".utf8)
      default: break
      }
    }
    if name == .style { styles.begin(key, parent: parent) }
    if name == .textProperties, let line { styles.strike(line) }
    if name == .tableProperties, let shown { styles.display(shown) }
  }

  // MARK: Cells

  private mutating func startCell(_ element: SAXElement) {
    cell.clear()
    element.forEachAttribute { key, uri, value in cell.set(attribute(key, uri), value) }
    guard cell.rowsSpanned > 1 || cell.columnsSpanned > 1, nextColumn <= SheetLimits.columns else { return }
    rows.merge(
      MergedRange(
        firstRow: nextRow, firstColumn: nextColumn, lastRow: min(nextRow + cell.rowsSpanned - 1, SheetLimits.rows),
        lastColumn: min(nextColumn + cell.columnsSpanned - 1, SheetLimits.columns)))
  }

  private mutating func endCell() {
    let first = nextColumn
    nextColumn = min(first + cell.columnsRepeated, SheetLimits.columns + 1)
    if cell.lacksResult, first <= SheetLimits.columns { rows.noteFormulaWithoutValue(column: first) }
    guard let (kind, text) = cell.value() else { return }
    guard first <= SheetLimits.columns, nextRow <= SheetLimits.rows else {
      refused = WorkbookError("workbook-index", facts: ["value": String(max(first, nextRow))])
      return
    }
    let copies = nextColumn - first - 1
    guard count(copies, bytes: copies * text.count) else { return }
    let isStruck = styles.hasStruck && styles.isStruck(cell.style == ODSStyles.none ? rowStyle : cell.style)
    for column in first..<nextColumn {
      rows.add(column: column, kind, text, isStruck: isStruck)
      if rowRepeat > 1 { kept.append(KeptCell(column: column, kind: kind, text: text, isStruck: isStruck)) }
    }
  }

  private mutating func count(_ element: SAXElement) -> Int {
    var count = 1
    element.forEachAttribute { key, uri, value in
      if attribute(key, uri) == .count { count = min(CellName.number(value) ?? 1, 1000) }
    }
    return count
  }

  @inline(__always) private mutating func attribute(_ key: SAXElement.Text, _ uri: SAXElement.Text?) -> ODSAttribute {
    ODSAttribute(rawValue: attributes.token(key, uri)) ?? .other
  }
}
