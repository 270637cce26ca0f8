// SPDX-License-Identifier: Apache-2.0

import Tabular

/// Reads the tables of a page: rows and cells with their spans; a table within a cell is text of that cell. Rows behind
/// the end of a table belong to it, until the next one begins: a tag too many loses nobody.
struct HTMLTables {
  typealias Text = UnsafePointer<UInt8>

  /// The elements that matter.
  private enum Element: UInt8 {
    case other, table, row, cell, lineBreak, block, hidden, title, caption, input, inline
  }

  /// A cell that reaches down into later rows.
  private struct Reach {
    var columns: ClosedRange<Int>
    var lastRow: Int
  }

  // As HTML bounds them.
  private static let columnSpanLimit = 1000
  private static let rowSpanLimit = 65_534
  private static let depthLimit = 600

  var rows = RowAssembler()
  private(set) var sheetCount = 0
  /// The most columns a row has, and the most rows of a table.
  private(set) var widestRow = 0
  private var longestTable = 0
  /// Fields to type into: a page with them and single cells only is a form.
  private var inputs = 0
  private var lines = LinesAbove()
  private(set) var refused: WorkbookError?
  private var depth = 0
  /// Open tables that stand in no cell.
  private var tableDepth = 0
  /// Open tables within a cell.
  private var innerTables = 0
  private var isInSheet = false
  /// Rows that stand in no table.
  private(set) var strayRows = 0
  private var names = NameCount()
  private var hiddenDepth = 0
  private var reaches: [Reach] = []
  private var row = 0
  private var isInRow = false
  private var isInCell = false
  private var column = 0
  private var textStart = 0
  private var hasPendingBlank = false
  /// The next text begins a line of its own, once there is text before it.
  private var hasPendingBreak = false
  /// What the attributes of the element that begins say.
  private var look = HTMLLook()
  /// The depth of the element whose text is struck out.
  private var struckDepth: Int?
  /// Whether the cell has text that is struck out, and text that is not.
  private var (hasStruck, hasPlain) = (false, false)

  var failure: WorkbookError? { refused ?? rows.failure }
  /// A page of single cells is laid out with tables and holds none, unless they are a list.
  var holdsNoTable: Bool { widestRow < 2 && (longestTable < 3 || inputs > 0) }

  private static func element(_ name: Text) -> Element {
    switch String(cString: name).lowercased() {
    case "table": .table
    case "tr": .row
    case "td", "th": .cell
    case "br": .lineBreak
    case "p", "div", "li", "h1", "h2", "h3", "h4", "h5", "h6": .block
    case "script", "style", "head": .hidden
    case "title": .title
    case "caption": .caption
    case "input", "select", "textarea", "button": .input
    case "b", "i", "u", "a", "em", "strong", "font", "span", "small", "big", "sub", "sup": .inline
    default: .other
    }
  }

  mutating func start(_ name: Text, _ attributes: UnsafeMutablePointer<Text?>?) {
    depth += 1
    if depth > HTMLTables.depthLimit { refused = WorkbookError("workbook-too-deep") }
    count(name, attributes)
    if struckDepth == nil, look.isStruck { struckDepth = depth }
    let element = HTMLTables.element(name)
    if element != .inline, !isInCell { lines.endLine() }
    switch element {
    case .table:
      if isInCell {
        innerTables += 1
      } else {
        tableDepth += 1
        if tableDepth == 1 { startTable() }
      }
    case .row where innerTables == 0:
      startRow()
      if look.isHidden { rows.mark(.hidden) }
    case .cell where innerTables == 0: startCell(attributes)
    case .lineBreak where isInCell: putBreak()
    case .block where isInCell: hasPendingBreak = true
    case .hidden: hiddenDepth += 1
    case .title: lines.isInTitle = true
    case .input: inputs += 1
    default: break
    }
  }

  mutating func end(_ name: Text) {
    if struckDepth == depth { struckDepth = nil }
    depth -= 1
    let element = HTMLTables.element(name)
    if element != .inline, !isInCell { lines.endLine() }
    switch element {
    case .table:
      if innerTables > 0 {
        innerTables -= 1
      } else {
        endRow()
        tableDepth = max(0, tableDepth - 1)
      }
    case .row where innerTables == 0: endRow()
    case .cell where innerTables == 0: endCell()
    case .block where isInCell: hasPendingBreak = true
    case .hidden: hiddenDepth = max(0, hiddenDepth - 1)
    case .title: lines.isInTitle = false
    case .caption where isInSheet && row == 0: rows.batch.linesAbove = lines.nearestFirst
    default: break
    }
  }

  mutating func finish() {
    endTable()
  }

  // MARK: Tables, rows, cells

  private mutating func count(_ name: Text, _ attributes: UnsafeMutablePointer<Text?>?) {
    names.note(name)
    look = HTMLLook(ofElement: name)
    var index = 0
    while let attributes, let key = attributes[index] {
      names.note(key)
      look.note(key, attributes[index + 1])
      index += 2
    }
    if names.isTooLarge { refused = .tooMany("names", ReadingLimits.names) }
  }

  private mutating func startTable() {
    endTable()
    isInSheet = true
    rows.beginSheet(sheetCount, "Sheet\(sheetCount + 1)")
    rows.batch.linesAbove = lines.nearestFirst
    sheetCount += 1
    (row, reaches) = (0, [])
  }

  private mutating func endTable() {
    endRow()
    guard isInSheet else { return }
    isInSheet = false
    innerTables = 0
    lines.removeAll()
    rows.endSheet()
  }

  private mutating func startRow() {
    endRow()
    if !isInSheet { startTable() }
    if tableDepth == 0 { strayRows += 1 }
    row += 1
    longestTable = max(longestTable, row)
    rows.beginRow(row)
    (isInRow, column) = (true, 0)
    reaches.removeAll { $0.lastRow < row }
  }

  private mutating func endRow() {
    endCell()
    if isInRow { rows.endRow() }
    isInRow = false
  }

  private mutating func startCell(_ attributes: UnsafeMutablePointer<Text?>?) {
    if !isInRow { startRow() }
    endCell()
    let (across, down) = HTMLTables.spans(attributes)
    column += 1
    while let reach = reaches.first(where: { $0.columns.contains(column) }) { column = reach.columns.upperBound + 1 }
    let last = column + across - 1
    widestRow = max(widestRow, column)
    if across > 1 || down > 1, last <= SheetLimits.columns {
      rows.merge(
        MergedRange(
          firstRow: row, firstColumn: column, lastRow: min(row + down - 1, SheetLimits.rows), lastColumn: last))
    }
    if down > 1 { reaches.append(Reach(columns: column...last, lastRow: row + down - 1)) }
    spannedTo = last
    (isInCell, hasPendingBlank, hasPendingBreak) = (true, false, false)
    (hasStruck, hasPlain) = (false, false)
    textStart = rows.batch.bytes.count
  }

  private var spannedTo = 0

  private mutating func endCell() {
    guard isInCell else { return }
    isInCell = false
    rows.add(column: column, .string, from: textStart, isStruck: hasStruck && !hasPlain)
    column = spannedTo
  }

  private static func spans(_ attributes: UnsafeMutablePointer<Text?>?) -> (across: Int, down: Int) {
    var (across, down) = (1, 1)
    var index = 0
    while let attributes, let name = attributes[index] {
      if let value = attributes[index + 1] {
        let number = Int(String(cString: value).filter(\.isNumber)) ?? 1
        switch String(cString: name).lowercased() {
        case "colspan": across = min(max(1, number), columnSpanLimit)
        case "rowspan": down = min(max(1, number), rowSpanLimit)
        default: break
        }
      }
      index += 2
    }
    return (across, down)
  }

  // MARK: Text

  mutating func text(_ bytes: UnsafeBufferPointer<UInt8>) {
    guard isInCell, hiddenDepth == 0 else {
      if !isInCell, hiddenDepth == 0 || lines.isInTitle { lines.append(bytes) }
      return
    }
    for byte in bytes {
      if byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D || byte == 0x0C {
        hasPendingBlank = true
      } else if byte >= 0x20 {
        flush()
        if struckDepth == nil { hasPlain = true } else { hasStruck = true }
        rows.batch.bytes.append(byte)
      }
    }
  }

  /// Blanks run together; a block begins a line; neither stands at the start of a cell.
  private mutating func flush() {
    if rows.batch.bytes.count > textStart {
      if hasPendingBreak {
        rows.batch.bytes.append(0x0A)
      } else if hasPendingBlank, rows.batch.bytes.last != 0x0A {
        rows.batch.bytes.append(0x20)
      }
    }
    (hasPendingBlank, hasPendingBreak) = (false, false)
  }

  private mutating func putBreak() {
    guard rows.batch.bytes.count > textStart else { return }
    if hasPendingBreak { rows.batch.bytes.append(0x0A) }
    (hasPendingBlank, hasPendingBreak) = (false, true)
  }
}
