// SPDX-License-Identifier: Apache-2.0

import Tabular

/// Reads the cells of one worksheet part.
struct SheetHandler: SAXHandler {
  /// The `t` of a cell.
  private enum ValueType { case number, shared, text, inline, bool, error, date }

  var rows: RowAssembler
  private(set) var sawWorksheet = false
  /// Cells that point at no shared string.
  private(set) var danglingStrings = 0
  /// Rows whose numbers run backwards.
  private(set) var unorderedRows = 0
  private let strings: SharedStrings
  private let styles: [CellStyle]
  private let is1904: Bool
  private var elements = NameTable.sheetElements()
  private var attributes = NameTable.sheetAttributes()
  private var text = InlineText()

  private var nextRow = 1
  private var column = 0
  private var type = ValueType.number
  private var style: CellStyle = []
  private var hasFormula = false
  /// Whether the cell says what it holds, be it empty.
  private var hasValue = false
  private var textStart = 0
  private var isInValue = false
  private var isInInline = false
  private var hasInline = false

  init(rows: RowAssembler, strings: SharedStrings, styles: [CellStyle], is1904: Bool) {
    self.rows = rows
    self.strings = strings
    self.styles = styles
    self.is1904 = is1904
  }

  @inline(__always) var hasFailed: Bool { text.isTooDeep || rows.hasFailed }
  var failure: WorkbookError? { text.isTooDeep ? WorkbookError("workbook-too-deep") : rows.failure }

  static var events: SAXEvents {
    SAXEvents(
      start: { frame, local, prefix, uri, scopes, _, count, _, values in
        SAXFrame.start(frame, SheetHandler.self, local, prefix, uri, scopes, count, values)
      },
      end: { frame, _, _, _ in SAXFrame.end(frame, SheetHandler.self) },
      text: { frame, text, count in SAXFrame.text(frame, SheetHandler.self, text, count) })
  }

  mutating func start(_ element: SAXElement) {
    let name = SheetElement(rawValue: elements.token(element.local, element.uri)) ?? .other
    let parent = text.parent
    text.start(name)
    switch name {
    case .cell where parent == .row: startCell(element)
    case .value where parent == .cell: (isInValue, textStart) = (true, rows.batch.bytes.count)
    case .formula where parent == .cell: hasFormula = true
    case .inline where parent == .cell: (isInInline, hasInline, textStart) = (true, true, rows.batch.bytes.count)
    case .row where parent == .sheetData: startRow(element)
    case .mergeCell: addMerge(element)
    case .worksheet: sawWorksheet = true
    default: break
    }
  }

  mutating func end() {
    let name = text.end()
    switch name {
    case .value where isInValue: endValue()
    case .inline where isInInline: endInline()
    case .cell where hasFormula: endFormula()
    case .row where text.parent == .sheetData: rows.endRow()
    default: break
    }
  }

  @inline(__always) mutating func text(_ bytes: UnsafeBufferPointer<UInt8>) {
    if isInValue || isInInline && text.isOpen { rows.batch.bytes.append(contentsOf: bytes) }
  }

  mutating func endPiece() { if isInValue || isInInline { rows.checkOpenText(from: textStart, column) } }

  /// Called after the last element of the part.
  mutating func endSheet() { rows.endSheet() }

  // MARK: Rows and cells

  private mutating func startRow(_ element: SAXElement) {
    var number: Int?
    var isHidden = false
    element.forEachAttribute { key, uri, value in
      switch SheetAttribute(rawValue: attributes.token(key, uri)) {
      case .reference: number = CellName.number(value)
      case .hidden: isHidden = value.elementsEqual("1".utf8) || value.elementsEqual("true".utf8)
      default: break
      }
    }
    let row = number.flatMap { $0 > 0 ? $0 : nil } ?? nextRow
    if row < nextRow { unorderedRows += 1 }
    rows.beginRow(row)
    if isHidden { rows.mark(.hidden) }
    nextRow = row + 1
    column = 0
  }

  private mutating func startCell(_ element: SAXElement) {
    column += 1
    (type, style, hasInline) = (.number, [], false)
    (hasFormula, hasValue) = (false, false)
    element.forEachAttribute { key, uri, value in
      switch SheetAttribute(rawValue: attributes.token(key, uri)) {
      case .reference: if let named = CellName.column(value) { column = named }
      case .type: type = SheetHandler.type(value)
      case .style: if let index = CellName.number(value), index < styles.count { style = styles[index] }
      default: break
      }
    }
  }

  private static func type(_ value: UnsafeBufferPointer<UInt8>) -> ValueType {
    switch (value.count, value.first) {
    case (1, UInt8(ascii: "s")): .shared
    case (1, UInt8(ascii: "b")): .bool
    case (1, UInt8(ascii: "e")): .error
    case (1, UInt8(ascii: "d")): .date
    case (3, UInt8(ascii: "s")): .text
    case (9, UInt8(ascii: "i")): .inline
    default: .number
    }
  }

  private mutating func endValue() {
    isInValue = false
    // An empty text is a result; a program that does not calculate names no type.
    hasValue = rows.batch.bytes.count > textStart || type == .text
    // Of an inline text and a value, the text is what is shown.
    guard rows.batch.bytes.count > textStart, !hasInline else { return drop() }
    switch type {
    case .shared: addShared()
    case .text, .inline:
      EscapedCharacters.decode(&rows.batch.bytes, from: textStart)
      add(.string)
    case .bool: settle(.boolean)
    case .error: add(.error)
    case .date: settle(.dateTime)
    case .number: settle(.number)
    }
  }

  @inline(__always) private mutating func add(_ kind: CellKind) {
    rows.add(column: column, kind, from: textStart, isStruck: style.contains(.struck))
  }

  private mutating func endFormula() {
    hasFormula = false
    if !hasValue, !hasInline { rows.noteFormulaWithoutValue(column: column) }
  }

  private mutating func drop() { rows.batch.bytes.removeLast(rows.batch.bytes.count - textStart) }

  private mutating func settle(_ kind: DataKind) {
    guard var settled = kind.settle(&rows.batch.bytes, from: textStart) else { return drop() }
    if style.contains(.date), settled == .number, rows.respellAsDate(from: textStart, is1904: is1904) {
      settled = .date
    }
    add(settled)
  }

  private mutating func addShared() {
    let index = rows.batch.bytes[textStart...].reduce(0) { number, byte in
      byte &- 0x30 <= 9 ? min(number * 10 + Int(byte &- 0x30), 1 << 40) : number
    }
    drop()
    guard index < strings.count else {
      danglingStrings += 1
      return
    }
    rows.batch.bytes.append(contentsOf: strings.bytes[strings.range(of: index)])
    add(.string)
  }

  private mutating func endInline() {
    isInInline = false
    EscapedCharacters.decode(&rows.batch.bytes, from: textStart)
    add(.string)
  }

  private mutating func addMerge(_ element: SAXElement) {
    element.forEachAttribute { key, uri, value in
      if attributes.token(key, uri) == SheetAttribute.range.rawValue, let range = CellName.range(value) {
        rows.merge(range)
      }
    }
  }
}
