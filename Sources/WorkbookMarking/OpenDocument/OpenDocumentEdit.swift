// SPDX-License-Identifier: Apache-2.0

import ReportModel
import SheetReading

/// The markup of an OpenDocument spreadsheet with the styles and notes of some cells changed and the list of findings put in,
/// copied piece by piece; every other byte stays as it is.
///
/// It runs through the markup twice: the styles stand before the cells that need them.
struct OpenDocumentEdit: MarkupEdit {
  /// What a run through the markup finds out for the next.
  struct Survey {
    var sheets = 0
    var hasStyles = false
    var hasChoices = false
    var holdsOurChoices = false
    var styles = OpenDocumentStyles()
  }

  private enum Part { case document, styles, body, spreadsheet, choices, choice, table, group, column, row, other }

  private static let depthLimit = 200
  /// Of what is held until its end has passed: the styles, a row that is marked.
  private static let heldLimit = 16 << 20

  private let book: MarkedWorkbook
  private let list: FindingsList
  private let spell: (String) -> String
  /// Nil in the first run.
  private let known: Survey?
  private(set) var found = Survey()

  private var stream: MarkupStream
  private var tag = MarkupTag([])
  private var scope = MarkupScope()
  private var names: OpenDocumentNames?
  private var path: [Part] = []
  private var output: [UInt8] = []
  private var isAtEnd = false
  /// Depth of the table that is left out: an earlier list.
  private var leftOut: Int?
  private var held: [UInt8]?
  private var listing: OpenDocumentList?
  private var rows = OpenDocumentRows()

  /// - Parameters:
  ///   - source: the markup in UTF-8.
  ///   - spell: puts a text into markup.
  ///   - known: what the first run found; nil for the first.
  init(_ source: any ByteSource, _ book: MarkedWorkbook, spell: @escaping (String) -> String, known: Survey? = nil) {
    stream = MarkupStream(source)
    self.book = book
    list = FindingsList(book)
    self.spell = spell
    self.known = known
    if let known { found.styles = known.styles }
  }

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
    case .text(let range): if leftOut == nil { emit(stream.bytes[range]) }
    case .tag(let range):
      stream.bytes.withUnsafeBytes { tag.assign(UnsafeRawBufferPointer(rebasing: $0[range])) }
      if tag.isEnd { try close() } else { try open() }
    case .end:
      guard path.isEmpty, let names, found.sheets == book.sheets.count else { throw MarkingRefusal() }
      if known == nil { found.styles.addLooks(names) }
      isAtEnd = true
    }
    guard (held?.count ?? 0) < OpenDocumentEdit.heldLimit else { throw MarkingRefusal() }
  }

  private mutating func emit(_ bytes: some Collection<UInt8>) {
    if held != nil { held?.append(contentsOf: bytes) } else { output.append(contentsOf: bytes) }
  }

  // MARK: Tags

  private mutating func open() throws {
    guard path.count < OpenDocumentEdit.depthLimit, !path.isEmpty || names == nil else { throw MarkingRefusal() }
    scope.open(tag, depth: path.count)
    if names == nil { names = try OpenDocumentNames(scope, spell: spell) }
    let part = leftOut == nil ? try part() : .other
    if leftOut == nil { try begin(part) }
    path.append(part)
    let isOneTag = tag.isEmpty
    if leftOut == nil {
      let content = isOneTag ? inner(part) : ""
      let end = tag.endTag
      if !content.isEmpty { tag.open() }
      emit(tag.bytes)
      if !content.isEmpty { emit((content + end).utf8) }
    }
    if isOneTag { try closed() }
  }

  private mutating func close() throws {
    guard let part = path.last else { throw MarkingRefusal() }
    if leftOut == nil {
      emit(inner(part).utf8)
      emit(tag.bytes)
    }
    try closed()
  }

  private mutating func closed() throws {
    guard let part = path.popLast() else { throw MarkingRefusal() }
    if leftOut == nil || leftOut == path.count { try finish(part) }
    if leftOut == path.count { leftOut = nil }
    scope.close(depth: path.count)
  }

  private func part() throws -> Part {
    let space = scope.space(tag.bytes[tag.name.startIndex..<tag.localName.startIndex].dropLast())
    guard space != .doubtful else { throw MarkingRefusal() }
    let name = String(decoding: tag.localName, as: UTF8.self)
    switch (path.last, space, name) {
    case (nil, .office, "document-content"), (nil, .office, "document"): return .document
    case (nil, _, _): throw MarkingRefusal()
    case (.document, .office, "automatic-styles"): return .styles
    case (.document, .office, "body"): return .body
    case (.body, .office, "spreadsheet"): return .spreadsheet
    case (.spreadsheet, .table, "content-validations"): return .choices
    case (.choices, .table, "content-validation"): return .choice
    case (.spreadsheet, .table, "table"): return .table
    case (.table, .table, "table-column"), (.group, .table, "table-column"): return .column
    case (.table, .table, "table-row"), (.group, .table, "table-row"): return .row
    case (.table, .table, let group), (.group, .table, let group):
      let isGroup = ["columns", "rows", "column-group", "row-group"].contains { group == "table-" + $0 }
      return isGroup || group.hasPrefix("table-header-") ? .group : .other
    default: return .other
    }
  }

  // MARK: Elements

  /// Before the tag of an element is written.
  private mutating func begin(_ part: Part) throws {
    guard let names else { return }
    switch part {
    case .styles:
      guard !found.hasStyles else { throw MarkingRefusal() }
      found.hasStyles = true
      if known == nil { held = [] }
    case .body:
      guard let known, !known.hasStyles else { break }
      let start = "<\(names.office)automatic-styles>"
      emit("\(start)\(known.styles.added)</\(names.office)automatic-styles>".utf8)
    case .choices: found.hasChoices = true
    case .choice:
      if tag.attribute("name").map(tag.spelled) == OpenDocumentList.validation { found.holdsOurChoices = true }
    case .table: beginTable(names)
    case .column: try rows.openColumn(tag)
    case .row: if try rows.wantsRow(tag) { held = [] }
    case .document, .spreadsheet, .group, .other: break
    }
  }

  /// What an element gets at its end, before its last tag.
  private func inner(_ part: Part) -> String {
    guard let known, let names else { return "" }
    switch part {
    case .styles: return known.styles.added
    case .choices: return known.holdsOurChoices ? "" : OpenDocumentList.choices(list, names)
    default: return ""
    }
  }

  /// Once an element is written.
  private mutating func finish(_ part: Part) throws {
    guard let names else { return }
    switch part {
    case .styles:
      guard let section = held else { break }
      held = nil
      emit(section)
      found.styles = try OpenDocumentStyles(section)
    case .row:
      guard let row = held else { break }
      held = nil
      emit(try rows.edited(row, &found.styles, names))
    case .table:
      found.sheets += 1
      if let known, book.formerList == nil, found.sheets == known.sheets {
        listing = OpenDocumentList(list, title: spell(list.sheetName), names)
      }
    default: break
    }
  }

  private mutating func beginTable(_ names: OpenDocumentNames) {
    if let known, found.sheets == 0, !known.hasChoices {
      let choices = OpenDocumentList.choices(list, names)
      emit("<\(names.table)content-validations>\(choices)</\(names.table)content-validations>".utf8)
    }
    guard found.sheets == book.formerList else {
      rows = OpenDocumentRows(SheetMarks(book, sheet: found.sheets), takesMarksAway: book.formerList != nil)
      return
    }
    leftOut = path.count
    let title = tag.attribute("name").map(tag.spelled) ?? spell(list.sheetName)
    if known != nil { listing = OpenDocumentList(list, title: title, names) }
  }
}
