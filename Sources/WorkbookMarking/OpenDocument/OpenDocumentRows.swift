// SPDX-License-Identifier: Apache-2.0

import ReportModel
import Tabular

/// The rows of a table with the styles and notes of some cells changed. Rows and cells that stand for several are taken apart
/// where one of them is marked.
struct OpenDocumentRows {
  private struct Mark {
    var level: MarkedWorkbook.Level
    var note: String?
  }

  private typealias CellMark = (column: Int, mark: Mark)

  private var marks: [Int: [Int: Mark]] = [:]
  /// The rows that are marked and not passed yet, the last first.
  private var waiting: [Int]
  private let takesMarksAway: Bool
  /// The next row, as the reader counts.
  private var nextRow = 1
  private var columnStyles: [(columns: Range<Int>, style: String)] = []
  private var nextColumn = 1

  init(_ sheet: SheetMarks = SheetMarks(), takesMarksAway: Bool = false) {
    self.takesMarksAway = takesMarksAway
    waiting = []
    for (row, cells) in sheet.levels { marks[row] = cells.mapValues { Mark(level: $0) } }
    for note in sheet.notes { marks[note.row]?[note.column]?.note = note.text }
    waiting = marks.keys.sorted(by: >)
  }

  // MARK: What passes

  mutating func openColumn(_ tag: MarkupTag) throws {
    let count = try OpenDocumentRows.count("number-columns-repeated", tag)
    if nextColumn <= SheetLimits.columns, let style = tag.attribute("default-cell-style-name").map(tag.spelled) {
      columnStyles.append((nextColumn..<(nextColumn + count), style))
    }
    nextColumn += count
  }

  /// Whether a row is to be shown whole to `edited`; it is passed over otherwise.
  mutating func wantsRow(_ tag: MarkupTag) throws -> Bool {
    let count = try OpenDocumentRows.count("number-rows-repeated", tag)
    if takesMarksAway { return true }
    let isMarked = waiting.last.map { $0 < nextRow + count } ?? false
    if !isMarked { nextRow += count }
    return isMarked
  }

  private static func count(_ name: StaticString, _ tag: MarkupTag) throws -> Int {
    guard let attribute = tag.attribute(name) else { return 1 }
    guard let count = Int(tag.spelled(attribute)), count >= 0, count < 1 << 30 else { throw MarkingRefusal() }
    return max(1, count)
  }

  // MARK: Rows

  /// - Parameter row: from its first bracket to its last.
  /// - Throws: `MarkingRefusal` for one that declares namespaces of its own.
  mutating func edited(_ row: [UInt8], _ styles: inout OpenDocumentStyles, _ names: OpenDocumentNames) throws -> [UInt8]
  {
    let outline = try MarkupOutline(row, depth: 3)
    // Notes of ours declare what they need; cells that do might mean something else.
    guard !outline.elements.contains(where: { $0.depth < 2 && $0.tag.text.contains("xmlns") }) else {
      throw MarkingRefusal()
    }
    let tag = outline.elements[0].tag
    let count = try OpenDocumentRows.count("number-rows-repeated", tag)
    let end = nextRow + count
    var result: [UInt8] = []
    while let number = waiting.last, number < end {
      waiting.removeLast()
      if number > nextRow { result += try spelled(outline, number - nextRow, [], &styles, names) }
      let cells = (marks.removeValue(forKey: number) ?? [:]).sorted { $0.key < $1.key }
      result += try spelled(outline, 1, cells.map { ($0.key, $0.value) }, &styles, names)
      nextRow = number + 1
    }
    if end > nextRow { result += try spelled(outline, end - nextRow, [], &styles, names) }
    nextRow = end
    return result
  }

  private func spelled(
    _ outline: MarkupOutline, _ count: Int, _ marks: [CellMark], _ styles: inout OpenDocumentStyles,
    _ names: OpenDocumentNames
  ) throws -> [UInt8] {
    let row = outline.elements[0]
    var tag = row.tag
    OpenDocumentRows.set("number-rows-repeated", count, of: &tag, names)
    var content: [UInt8] = []
    var (column, place, rest) = (1, row.content.lowerBound, marks[...])
    let style = tag.attribute("default-cell-style-name").map(tag.spelled)
    for (index, cell) in outline.elements.enumerated() where cell.parent == 0 {
      let isCell = cell.tag.text.hasPrefix("<\(names.table)table-cell")
      guard isCell || cell.tag.text.hasPrefix("<\(names.table)covered-table-cell") else { continue }
      content += outline.bytes[place..<cell.whole.lowerBound]
      place = cell.whole.upperBound
      let repeats = try OpenDocumentRows.count("number-columns-repeated", cell.tag)
      let columns = column..<(column + repeats)
      column = columns.upperBound
      let marked = rest.prefix { $0.column < column }
      rest = rest.dropFirst(marked.count)
      content += try cells(outline, index, columns, isCell ? marked : [], rowStyle: style, &styles, names)
    }
    content += outline.bytes[place..<row.content.upperBound]
    content += try cells(from: column, rest, rowStyle: style, &styles, names)
    if content.isEmpty { return tag.bytes }
    let end = tag.endTag
    tag.open()
    return tag.bytes + content + Array(end.utf8)
  }

  // MARK: Cells

  /// One cell, or several where one of those that it stands for is marked.
  private func cells(
    _ outline: MarkupOutline, _ index: Int, _ columns: Range<Int>, _ marks: ArraySlice<CellMark>, rowStyle: String?,
    _ styles: inout OpenDocumentStyles, _ names: OpenDocumentNames
  ) throws -> [UInt8] {
    let cell = outline.elements[index]
    guard takesMarksAway || !marks.isEmpty else { return Array(outline.bytes[cell.whole]) }
    var (result, place) = ([UInt8](), columns.lowerBound)
    func put(_ count: Int, _ mark: Mark?) throws {
      var tag = cell.tag
      if columns.count > 1 { OpenDocumentRows.set("number-columns-repeated", count, of: &tag, names) }
      let given = tag.attribute("style-name")
      if mark != nil || given != nil {
        let base = given.map(tag.spelled) ?? style(of: place, rowStyle)
        let style = try styles.name(of: base, level: mark?.level, names)
        if style != base { OpenDocumentRows.set(style, of: &tag, names) }
      }
      result += OpenDocumentRows.spelled(tag, content(outline, index, mark?.note, names))
      place += count
    }
    for (column, mark) in marks {
      if column > place { try put(column - place, nil) }
      try put(1, mark)
    }
    if columns.upperBound > place { try put(columns.upperBound - place, nil) }
    return result
  }

  /// Those that are marked behind the last cell of a row.
  private func cells(
    from first: Int, _ marks: ArraySlice<CellMark>, rowStyle: String?, _ styles: inout OpenDocumentStyles,
    _ names: OpenDocumentNames
  ) throws -> [UInt8] {
    var (result, place) = ("", first)
    for (column, mark) in marks where column <= SheetLimits.columns {
      var gap = MarkupTag(Array("<\(names.table)table-cell/>".utf8))
      OpenDocumentRows.set("number-columns-repeated", column - place, of: &gap, names)
      let style = try styles.name(of: style(of: column, rowStyle), level: mark.level, names) ?? ""
      let start = "<\(names.table)table-cell \(names.table)style-name=\"\(style)\""
      let note = mark.note.map { ">\(names.annotation($0))</\(names.table)table-cell>" } ?? "/>"
      result += (column > place ? gap.text : "") + start + note
      place = column + 1
    }
    return Array(result.utf8)
  }

  /// What stands in a cell, with its note.
  private func content(
    _ outline: MarkupOutline, _ index: Int, _ note: String?, _ names: OpenDocumentNames
  ) -> [UInt8] {
    let cell = outline.elements[index]
    let start = cell.content.lowerBound
    var splice = ByteSplice()
    var (note, isThere) = (note, false)
    for place in (index + 1)..<outline.elements.count {
      let element = outline.elements[place]
      guard element.depth > cell.depth else { break }
      guard element.parent == index, element.tag.text.hasPrefix("<\(names.office)annotation") else { continue }
      if takesMarksAway, OpenDocumentRows.isOurs(outline, place) {
        let whole = (element.whole.lowerBound - start)..<(element.whole.upperBound - start)
        splice.replace(whole, with: isThere ? "" : note.map(names.annotation) ?? "")
        if !isThere { (isThere, note) = (note != nil, nil) }
      } else if !isThere {
        isThere = true
        guard let text = note, !element.tag.isEmpty else { continue }
        let added = names.paragraphs(MarkupText.cut(text))
        // The sender's own note goes on with ours, once.
        if !takesMarksAway || !outline.text(element.content).contains(added) {
          splice.insert(added, at: element.content.upperBound - start)
        }
        note = nil
      }
    }
    if !isThere, let note { splice.insert(names.annotation(note), at: 0) }
    return splice.applied(to: Array(outline.bytes[cell.content]))
  }

  private static func isOurs(_ outline: MarkupOutline, _ annotation: Int) -> Bool {
    let depth = outline.elements[annotation].depth
    return outline.elements[(annotation + 1)...].prefix { $0.depth > depth }.contains {
      $0.tag.isNamed("creator") && outline.text($0.content) == NotesPart.author
    }
  }

  private static func spelled(_ tag: MarkupTag, _ content: [UInt8]) -> [UInt8] {
    guard !content.isEmpty else { return tag.isEmpty ? tag.bytes : tag.bytes + Array(tag.endTag.utf8) }
    var start = tag
    start.open()
    return start.bytes + content + Array(tag.endTag.utf8)
  }

  private static func set(_ name: StaticString, _ count: Int, of tag: inout MarkupTag, _ names: OpenDocumentNames) {
    switch (tag.attribute(name), count) {
    case (let given?, 1): tag.remove(given)
    case (let given?, _): tag.replace(given, with: String(count))
    case (nil, 1): break
    case (nil, _): tag.append(" \(names.table)\(name)=\"\(count)\"")
    }
  }

  private static func set(_ style: String?, of tag: inout MarkupTag, _ names: OpenDocumentNames) {
    switch (tag.attribute("style-name"), style) {
    case (let given?, let style?): tag.replace(given, with: style)
    case (let given?, nil): tag.remove(given)
    case (nil, let style?): tag.append(" \(names.table)style-name=\"\(style)\"")
    case (nil, nil): break
    }
  }

  /// That of a cell that names none.
  private func style(of column: Int, _ rowStyle: String?) -> String? {
    rowStyle ?? columnStyles.first { $0.columns.contains(column) }?.style
  }
}
