// SPDX-License-Identifier: Apache-2.0

import ReportModel
import SheetReading
import Tabular

/// An XML Spreadsheet 2003 file with the styles and notes of some cells changed and the list of findings put in, copied
/// piece by piece; every other byte stays as it is.
///
/// It runs through the file twice: what stands at the front, the styles and the size of tables, depends on the cells.
struct SpreadsheetMLEdit: MarkupEdit {
  private static let depthLimit = 200
  /// Of what is held until its end has passed: the styles, a cell that gets a note.
  private static let heldLimit = 16 << 20

  private let book: MarkedWorkbook
  private let list: FindingsList
  private let spell: (String) -> String
  /// Nil in the first run.
  private let known: SpreadsheetMLSurvey?
  private(set) var found = SpreadsheetMLSurvey()

  private var stream: MarkupStream
  private var tag = MarkupTag([])
  private var scope = MarkupScope()
  private var path: [SpreadsheetMLPart] = []
  private var output: [UInt8] = []
  private var isAtEnd = false
  /// Depth of the element that is left out with all in it.
  private var leftOut: Int?
  /// Whether text is left out: that of an element which says something else now.
  private var isSilent = false
  private var held: [UInt8]?
  private var listing: SpreadsheetMLList?

  private var rows = SpreadsheetMLRows()
  private var hasTable = false
  /// Nil before the first element.
  private var rootNames: SpreadsheetMLNames?
  /// The note of the cell being read, and where in what is held it belongs.
  private var note: (text: String, place: Int)?
  /// Whether it has one of the sender's.
  private var hasComment = false

  /// - Parameters:
  ///   - source: the file in UTF-8.
  ///   - spell: puts a text into markup.
  ///   - known: what the first run found; nil for the first.
  init(
    _ source: any ByteSource, _ book: MarkedWorkbook, spell: @escaping (String) -> String,
    known: SpreadsheetMLSurvey? = nil
  ) {
    stream = MarkupStream(source)
    self.book = book
    list = FindingsList(book)
    self.spell = spell
    self.known = known
    if let known { found.styles = known.styles }
  }

  /// The next bytes of the changed file; none at its end.
  ///
  /// - Throws: `MarkingRefusal` for what is spelled in a way that is not changed.
  mutating func next() throws -> [UInt8] {
    while output.count < 1 << 16, !isAtEnd { try step() }
    defer { output.removeAll(keepingCapacity: true) }
    return output
  }

  private mutating func step() throws {
    if listing != nil {
      output += Array((listing?.nextPiece() ?? "").utf8)
      if listing?.isDone == true { listing = nil }
      return
    }
    switch try stream.next() {
    case .text(let range): if leftOut == nil, !isSilent { emit(stream.bytes[range]) }
    case .tag(let range):
      stream.bytes.withUnsafeBytes { tag.assign(UnsafeRawBufferPointer(rebasing: $0[range])) }
      if tag.isEnd { try close() } else { try open() }
    case .end:
      guard path.isEmpty, let rootNames, found.sheets == book.sheets.count else { throw MarkingRefusal() }
      if known == nil { found.styles.addLooks(rootNames) }
      isAtEnd = true
    }
    guard (held?.count ?? 0) < SpreadsheetMLEdit.heldLimit else { throw MarkingRefusal() }
  }

  private mutating func emit(_ bytes: some Collection<UInt8>) {
    if held != nil { held?.append(contentsOf: bytes) } else { output.append(contentsOf: bytes) }
  }

  private mutating func emit(_ text: String) { emit(text.utf8) }

  // MARK: Tags

  private mutating func open() throws {
    guard path.count < SpreadsheetMLEdit.depthLimit, !path.isEmpty || rootNames == nil else {
      throw MarkingRefusal()
    }
    scope.open(tag, depth: path.count)
    if rootNames == nil { rootNames = names }
    let part = leftOut == nil ? try SpreadsheetMLPart(tag, in: path.last, scope) : .other
    if leftOut == nil { try begin(part) }
    guard tag.isEmpty else {
      if leftOut == nil { emit(tag.bytes) }
      path.append(part)
      if part == .activeSheet { beginActiveSheet() }
      return
    }
    try pass(part)
    scope.close(depth: path.count)
  }

  /// Writes an element of one tag, with what it gets inside.
  private mutating func pass(_ part: SpreadsheetMLPart) throws {
    guard leftOut == nil else {
      if leftOut == path.count { leftOut = nil }
      return
    }
    var content = try inner(part, isOneTag: true)
    if part == .activeSheet { content = String(list(at: known)) }
    if content.isEmpty {
      emit(tag.bytes)
    } else {
      let end = tag.endTag
      tag.open()
      emit(tag.bytes)
      emit(content + end)
    }
    try finish(part)
  }

  private mutating func close() throws {
    guard let part = path.popLast() else { throw MarkingRefusal() }
    if let depth = leftOut {
      if depth == path.count {
        leftOut = nil
        if part == .sheet { try finish(part) }
      }
    } else {
      emit(try inner(part, isOneTag: false))
      emit(tag.bytes)
      try finish(part)
    }
    scope.close(depth: path.count)
  }

  private var names: SpreadsheetMLNames { SpreadsheetMLNames(scope) }

  private var naming: SpreadsheetMLNaming {
    SpreadsheetMLNaming(scope: scope, names: names, styles: found.styles, spell: spell)
  }

  // MARK: Elements

  /// Before the tag of an element is written.
  private mutating func begin(_ part: SpreadsheetMLPart) throws {
    switch part {
    case .settings: found.hasSettings = true
    case .activeSheet: found.hasActiveSheet = true
    case .styles:
      guard found.sheets == 0, !found.hasStyles else { throw MarkingRefusal() }
      found.hasStyles = true
      addSettings()
      if known == nil { held = [] }
    case .names: addFront()
    case .sheet: beginSheet()
    case .selected: leftOut = path.count
    case .table: try beginTable()
    case .column: try rows.openColumn(tag, scope)
    case .row: emit(try rows.openRow(tag, naming))
    case .cell: try beginCell()
    case .comment: beginComment()
    case .workbook, .options, .data, .commentText, .other: break
    }
  }

  /// What an element gets at its end, before its last tag.
  private mutating func inner(_ part: SpreadsheetMLPart, isOneTag: Bool) throws -> String {
    switch part {
    case .settings: return activeSheet(tag.prefix)
    case .styles: return known?.styles.styles.added ?? ""
    case .row: return rows.hasPending ? try rows.endRow(naming) : ""
    case .table: return try rows.endTable(naming)
    case .commentText: return isOneTag ? "" : continuation()
    case .cell: return endCell(isOneTag)
    default: return ""
    }
  }

  /// Once an element is written.
  private mutating func finish(_ part: SpreadsheetMLPart) throws {
    switch part {
    case .activeSheet: isSilent = false
    case .styles:
      guard let section = held else { break }
      held = nil
      emit(section)
      found.styles = SpreadsheetMLStyleBook(try SpreadsheetMLStyles(section))
    case .data: note?.place = held?.count ?? 0
    case .cell:
      guard let cell = held else { break }
      held = nil
      emit(cell)
    case .table: found.sizes[found.sheets] = (rows.neededRows, rows.neededColumns)
    case .sheet:
      found.sheets += 1
      if let known, book.formerList == nil, found.sheets == known.sheets { beginList(spell(list.sheetName)) }
    default: break
    }
  }

  // MARK: Before the sheets

  private func list(at known: SpreadsheetMLSurvey?) -> Int { book.formerList ?? known?.sheets ?? 0 }

  private func activeSheet(_ prefix: String) -> String {
    guard let known, !known.hasActiveSheet else { return "" }
    return "<\(prefix)ActiveSheet>\(list(at: known))</\(prefix)ActiveSheet>"
  }

  private mutating func beginActiveSheet() {
    guard let known else { return }
    emit(String(list(at: known)))
    isSilent = true
  }

  /// For a file that does not say which sheet is shown first.
  private mutating func addSettings() {
    guard let known, !known.hasSettings, !found.hasSettings else { return }
    found.hasSettings = true
    emit("<ExcelWorkbook xmlns=\"\(SpreadsheetMLNames.excel)\">\(activeSheet(""))</ExcelWorkbook>")
  }

  private mutating func addFront() {
    guard let known else { return }
    addSettings()
    guard !known.hasStyles, !found.hasStyles else { return }
    found.hasStyles = true
    emit("<Styles\(names.declaration)>\(known.styles.styles.added)</Styles>")
  }

  // MARK: Sheets

  private mutating func beginSheet() {
    addFront()
    hasTable = false
    guard found.sheets == book.formerList else {
      rows = SpreadsheetMLRows(
        SheetMarks(book, sheet: found.sheets), takesMarksAway: book.formerList != nil)
      return
    }
    leftOut = path.count
    let name = tag.attribute("Name").map(tag.spelled) ?? spell(list.sheetName)
    if known != nil { beginList(name) }
  }

  private mutating func beginList(_ name: String) { listing = SpreadsheetMLList(list, name: name, spell: spell) }

  private mutating func beginTable() throws {
    guard !hasTable else { throw MarkingRefusal() }
    hasTable = true
    try rows.openTable(tag, scope)
    guard let size = known?.sizes[found.sheets] else { return }
    for (name, needed) in [("ExpandedRowCount" as StaticString, size.rows), ("ExpandedColumnCount", size.columns)] {
      guard let given = try tag.given(name, scope), let count = Int(tag.spelled(given)), count < needed else {
        continue
      }
      tag.replace(given, with: String(needed))
    }
  }

  // MARK: Cells

  private mutating func beginCell() throws {
    hasComment = false
    guard rows.looksAtCells else { return }
    let (before, text) = try rows.openCell(&tag, naming)
    emit(before)
    guard let text else { return }
    note = (text, tag.bytes.count)
    // A note stands behind the value, and a cell may have one already.
    if !tag.isEmpty { held = [] }
  }

  private mutating func beginComment() {
    if book.formerList != nil, tag.attribute("Author").map(tag.spelled) == NotesPart.author {
      leftOut = path.count
    } else {
      hasComment = true
    }
  }

  /// The sender's own note goes on with ours.
  private mutating func continuation() -> String {
    guard let note else { return "" }
    self.note = nil
    let text = Array(("&#10;&#10;" + spell(MarkupText.cut(note.text))).utf8)
    let isThere = (held ?? []).withUnsafeBytes { ByteSearch.find(text, in: $0, from: 0) != nil }
    return isThere && book.formerList != nil ? "" : String(decoding: text, as: UTF8.self)
  }

  private mutating func endCell(_ isOneTag: Bool) -> String {
    guard let note else { return "" }
    self.note = nil
    // Of two notes at one cell Excel opens neither.
    guard !hasComment else { return "" }
    let comment = naming.comment(note.text, names.declaration)
    guard !isOneTag else { return comment }
    held?.insert(contentsOf: comment.utf8, at: note.place)
    return ""
  }
}
