// SPDX-License-Identifier: Apache-2.0

import Tabular

/// Builds rows from the parser's events: positions as Excel counts them, text straight into the batch's buffer.
struct SheetAssembler {
  var rows = RowAssembler()
  private var isTooDeep = false
  @inline(__always) var hasFailed: Bool { isTooDeep || rows.hasFailed }
  var failure: WorkbookError? { isTooDeep ? WorkbookError("workbook-too-deep") : rows.failure }
  private(set) var ignoredIndexes = 0
  private(set) var sawWorkbook = false

  /// The open elements, outermost first; in place, because every tag touches it.
  private var path = InlineArray<200, SpreadsheetMLElement>(repeating: .other)
  private var depth = 0
  private var openRows = 0
  private var sheetIndex = -1
  /// What each sheet that ended said of itself.
  private(set) var visibilities: [SheetVisibility] = []
  /// The same, where it was looked up before the rows are read.
  private let knownVisibilities: [SheetVisibility]?
  private var visibility = SheetVisibility.visible
  private var isInVisibility = false
  private var isInSheet = false

  private var nextRow = 1
  /// Where the table begins; indexes count from there.
  private var firstRow = 1
  private var firstColumn = 1
  private var isInRow = false
  private var column = 0
  private var nextColumn = 1

  private var hasData = false
  private var dataDepth = 0
  private var textStart = 0
  private var kind = DataKind.string
  private var hasFormula = false

  private var styles = StyleTable()
  private var is1904 = false
  private var tableStyle = StyleTable.none
  private var rowStyle = StyleTable.none
  private var cellStyle = StyleTable.none
  /// Styles of whole columns, by column, and the column the next `Column` element means.
  private var columnStyles: [Int: StyleTable.Key] = [:]
  private var nextStyledColumn = 1

  /// The attributes of one element that matter.
  struct Attributes {
    /// Stands for an attribute that was not given; small numbers without optionals, because every tag makes them anew.
    static let absent = Int32.min

    var index = absent
    var span: Int32 = 0
    var mergeAcross: Int32 = 0
    var mergeDown: Int32 = 0
    var top = absent
    var left = absent
    var type = DataKind.missing
    var style = StyleTable.none
    var parent = StyleTable.none
    var marks: Marks = []
    /// What an attribute says by yes or no; in one byte, because every tag makes it anew.
    struct Marks: OptionSet {
      var rawValue: UInt8
      static let hidden = Marks(rawValue: 1)
      static let formula = Marks(rawValue: 2)
      static let struck = Marks(rawValue: 4)
    }

    /// A sheet's name or a number format; valid only within the parser's call.
    var text = UnsafeBufferPointer<UInt8>(start: nil, count: 0)
  }

  /// - Parameter visibilities: of each sheet, where they are known; they stand behind the rows.
  init(visibilities: [SheetVisibility]?) { knownVisibilities = visibilities }

  mutating func start(_ name: SpreadsheetMLElement, _ attributes: Attributes) {
    guard depth < path.count else {
      isTooDeep = true
      return
    }
    let parent = depth > 0 ? path[depth - 1] : .other
    path[depth] = name
    depth += 1
    if name == .row { openRows += 1 }
    switch name {
    case .workbook: sawWorkbook = true
    case .worksheet: startSheet(attributes)
    case .style: styles.begin(attributes.style, parent: attributes.parent)
    case .numberFormat: styles.format(String(decoding: attributes.text, as: UTF8.self))
    case .font where parent == .style: styles.font(isStruck: attributes.marks.contains(.struck))
    case .column where isInSheet: styleColumns(attributes)
    case .table where isInSheet:
      tableStyle = attributes.style
      if attributes.top > 0 { (firstRow, nextRow) = (Int(attributes.top), Int(attributes.top)) }
      if attributes.left > 0 { firstColumn = Int(attributes.left) }
    case .row where isInSheet && !isInRow: startRow(attributes)
    case .cell where isInRow && parent == .row: startCell(attributes)
    case .data where isInRow && parent == .cell && !hasData: startData(attributes)
    case .visible where isInSheet && dataDepth == 0 && !isInRow: startVisibility()
    default: break
    }
  }

  mutating func end() {
    guard depth > 0 else { return }
    if dataDepth == depth { endData() }
    depth -= 1
    let name = path[depth]
    if name == .row { openRows -= 1 }
    switch name {
    case .cell where hasFormula: endFormula()
    case .row where isInRow && openRows == 0: endRow()
    case .date1904: is1904 = true
    case .worksheet: endSheet()
    default: break
    }
  }

  @inline(__always) mutating func text(_ bytes: UnsafeBufferPointer<UInt8>) {
    if dataDepth > 0 { rows.batch.bytes.append(contentsOf: bytes) }
  }

  /// Called after each piece of the file: a text that goes on may grow too long.
  mutating func endPiece() { if dataDepth > 0 { rows.checkOpenText(from: textStart, column) } }

  // MARK: Sheets and rows

  private mutating func startSheet(_ attributes: Attributes) {
    sheetIndex += 1
    isInSheet = true
    (firstRow, nextRow, firstColumn, isInRow) = (1, 1, 1, false)
    let known = knownVisibilities.map { sheetIndex < $0.count ? $0[sheetIndex] : .visible }
    rows.beginSheet(sheetIndex, String(decoding: attributes.text, as: UTF8.self), visibility: known)
    visibility = .visible
    (tableStyle, nextStyledColumn) = (StyleTable.none, 1)
    columnStyles.removeAll()
  }

  private mutating func styleColumns(_ attributes: Attributes) {
    let first = position(attributes.index, from: firstColumn, otherwise: nextStyledColumn)
    nextStyledColumn = first + Int(attributes.span) + 1
    let style = attributes.style
    guard style != StyleTable.none, nextStyledColumn <= SheetLimits.columns + 1 else { return }
    for column in first..<nextStyledColumn { columnStyles[column] = style }
  }

  private mutating func endSheet() {
    guard isInSheet else { return }
    isInSheet = false
    visibilities.append(visibility)
    rows.endSheet(visibility: visibility)
  }

  private mutating func startRow(_ attributes: Attributes) {
    isInRow = true
    rows.beginRow(position(attributes.index, from: firstRow, otherwise: nextRow))
    nextRow = rows.row + Int(attributes.span) + 1
    nextColumn = firstColumn
    rowStyle = attributes.style
    if attributes.marks.contains(.hidden) { rows.mark(.hidden) }
  }

  private mutating func endRow() {
    isInRow = false
    rows.endRow()
  }

  /// An index of 0 or less is none; what lies beyond the sheet is refused once a value stands there.
  @inline(__always)
  private mutating func position(_ index: Int32, from first: Int, otherwise next: Int) -> Int {
    if index == Attributes.absent { return next }
    guard index > 0 else {
      ignoredIndexes += 1
      return next
    }
    return first - 1 + Int(index)
  }

  // MARK: Cells

  private mutating func startCell(_ attributes: Attributes) {
    column = position(attributes.index, from: firstColumn, otherwise: nextColumn)
    nextColumn = column + Int(attributes.mergeAcross) + 1
    hasData = false
    hasFormula = attributes.marks.contains(.formula)
    cellStyle = attributes.style
    guard attributes.mergeAcross > 0 || attributes.mergeDown > 0, column <= SheetLimits.columns else { return }
    let last = (min(rows.row + Int(attributes.mergeDown), SheetLimits.rows), min(nextColumn - 1, SheetLimits.columns))
    rows.merge(
      MergedRange(firstRow: rows.row, firstColumn: column, lastRow: last.0, lastColumn: last.1))
  }

  private mutating func startData(_ attributes: Attributes) {
    hasData = true
    dataDepth = depth
    textStart = rows.batch.bytes.count
    kind = attributes.type
  }

  private mutating func endData() {
    dataDepth = 0
    if isInVisibility { return endVisibility() }
    guard rows.batch.bytes.count > textStart else { return }
    var cellKind = kind.settle(&rows.batch.bytes, from: textStart)
    if cellKind == .number, styles.hasDates, showsDate, rows.respellAsDate(from: textStart, is1904: is1904) {
      cellKind = .date
    }
    guard let cellKind else { return }
    rows.add(column: column, cellKind, from: textStart, isStruck: styles.hasStruck && styles.isStruck(shownStyle))
  }

  @inline(never) private mutating func endFormula() {
    hasFormula = false
    if !hasData { rows.noteFormulaWithoutValue(column: column) }
  }

  // MARK: Visibility

  /// Its text is read like that of a cell.
  @inline(never) private mutating func startVisibility() {
    isInVisibility = true
    dataDepth = depth
    textStart = rows.batch.bytes.count
  }

  @inline(never) private mutating func endVisibility() {
    isInVisibility = false
    switch String(decoding: rows.batch.bytes[textStart...], as: UTF8.self) {
    case "SheetHidden": visibility = .hidden
    case "SheetVeryHidden": visibility = .veryHidden
    default: visibility = .visible
    }
    rows.batch.bytes.removeLast(rows.batch.bytes.count - textStart)
  }

  /// The style of the cell, else of its row, column or table decides how a number is shown.
  private var showsDate: Bool { styles.isDate(shownStyle) }

  private var shownStyle: StyleTable.Key {
    if cellStyle != StyleTable.none { return cellStyle }
    return rowStyle != StyleTable.none ? rowStyle : columnStyles[column] ?? tableStyle
  }
}
