// SPDX-License-Identifier: Apache-2.0

import ReportModel
import SheetReading

/// A worksheet part with the styles of some cells changed, copied piece by piece; every other byte stays as it is.
///
/// A cell or row that is marked and not there is put where it belongs. The sheet is no longer the one that is selected: the
/// list of findings is.
struct SheetEdit {
  /// Behind the notes of a sheet, in the order that the schema asks for.
  private static let afterNotes: Set<String> = [
    "legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "webPublishItems", "tableParts", "extLst",
    "AlternateContent",
  ]
  /// A tag, comment or text longer than this was made by nobody.
  private static let pieceLimit = 16 << 20
  private static let chunk = 1 << 17

  private enum Section { case other, rows, columns, views }

  private let source: any ByteSource
  private var rows: RowEdit
  /// The element that points at notes, for a sheet that has none; empty where it gets none.
  private let notesElement: (_ prefix: String) -> String

  private var buffer: [UInt8] = []
  private var tag = MarkupTag([])
  private var section = Section.other
  private var depth = 0
  private var hasNotes = false
  private var isBegun = false
  private var isAtEnd = false
  private var output: [UInt8] = []
  /// The relationship of the notes that the sheet has.
  private(set) var notesID: String?

  /// - Parameters:
  ///   - marks: the level of each cell, by row and column.
  ///   - takesMarksAway: whether cells may bear fills of an earlier marking.
  init(
    _ source: any ByteSource, marks: [Int: [Int: MarkedWorkbook.Level]], takesMarksAway: Bool,
    notesElement: @escaping (_ prefix: String) -> String
  ) {
    self.source = source
    rows = RowEdit(marks, takesMarksAway: takesMarksAway)
    self.notesElement = notesElement
  }

  /// The next bytes of the changed part; 0 at its end.
  ///
  /// - Throws: `MarkingRefusal` for what is no whole worksheet in UTF-8.
  mutating func next(into space: UnsafeMutableRawBufferPointer, _ styles: inout StyleSheetEdit) throws -> Int {
    while output.isEmpty, !isAtEnd { try step(&styles) }
    let count = min(space.count, output.count)
    space.copyBytes(from: output[..<count])
    output.removeFirst(count)
    return count
  }

  private mutating func step(_ styles: inout StyleSheetEdit) throws {
    let piece = try source.take(SheetEdit.chunk)
    if !isBegun { try MarkingRefusal.unlessUTF8(piece) }
    isBegun = true
    isAtEnd = piece.isEmpty
    buffer += piece
    let bytes = buffer
    let used = try bytes.withUnsafeBytes { try edit($0, &styles) }
    guard isAtEnd ? used == bytes.count && depth == 0 : bytes.count - used < SheetEdit.pieceLimit else {
      throw MarkingRefusal()
    }
    buffer = Array(bytes[used...])
  }

  /// Gives how many bytes are done with.
  private mutating func edit(_ bytes: UnsafeRawBufferPointer, _ styles: inout StyleSheetEdit) throws -> Int {
    var index = 0
    while true {
      switch TagFinder.next(in: bytes, from: index) {
      case .none:
        output.append(contentsOf: bytes[index...])
        return bytes.count
      case .unfinished(let start):
        output.append(contentsOf: bytes[index..<start])
        return start
      case .tag(let range):
        output.append(contentsOf: bytes[index..<range.lowerBound])
        tag.assign(UnsafeRawBufferPointer(rebasing: bytes[range]))
        index = range.upperBound
        try handle(&styles)
      }
    }
  }

  // MARK: Tags

  private mutating func handle(_ styles: inout StyleSheetEdit) throws {
    if tag.isEnd {
      depth -= 1
      guard depth >= 0 else { throw MarkingRefusal() }
      close(&styles)
      output += tag.bytes
      return
    }
    switch depth {
    case 0:
      guard tag.isNamed("worksheet") else { throw MarkingRefusal() }
      rows.prefix = tag.prefix
    case 1: openSection(&styles)
    case 2: openPart(&styles)
    case 3 where section == .rows && tag.isNamed("c"): rows.openCell(&tag, &styles, into: &output)
    default: break
    }
    output += tag.bytes
    if !tag.isEmpty { depth += 1 }
  }

  private mutating func close(_ styles: inout StyleSheetEdit) {
    switch depth {
    case 2 where section == .rows: rows.endRow(&styles, into: &output)
    case 1:
      if section == .rows { rows.endRows(&styles, into: &output) }
      section = .other
    case 0: addNotes()
    default: break
    }
  }

  private mutating func openSection(_ styles: inout StyleSheetEdit) {
    section = .other
    if tag.isNamed("sheetData") {
      section = .rows
      guard tag.isEmpty else { return }
      let end = "</\(String(decoding: tag.name, as: UTF8.self))>"
      tag.open()
      output += tag.bytes
      rows.endRows(&styles, into: &output)
      output += Array(end.utf8)
      tag.drop()
      section = .other
      depth -= 1
    } else if tag.isNamed("cols") {
      section = .columns
    } else if tag.isNamed("sheetViews") {
      section = .views
    } else if tag.isNamed("legacyDrawing") {
      hasNotes = true
      notesID = tag.relationship
    } else if SheetEdit.afterNotes.contains(String(decoding: tag.localName, as: UTF8.self)) {
      addNotes()
    }
  }

  private mutating func openPart(_ styles: inout StyleSheetEdit) {
    switch section {
    case .rows:
      guard tag.isNamed("row") else { return }
      rows.openRow(&tag, &styles, into: &output)
      // What was one tag stands there with its cells already.
      if tag.isGone { depth -= 1 }
    case .views: tag.remove("tabSelected")
    case .columns: rows.note(column: tag)
    case .other: break
    }
  }

  private mutating func addNotes() {
    if !hasNotes { output += Array(notesElement(rows.prefix).utf8) }
    hasNotes = true
  }
}
