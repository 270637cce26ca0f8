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

  private var marks: [Int: [Int: Mark]] = [:]
  private let takesMarksAway: Bool
  /// The next row, as the reader counts.
  private var nextRow = 1
  private var columnStyles: [(columns: Range<Int>, style: String)] = []
  private var nextColumn = 1

  init(_ sheet: SheetMarks = SheetMarks(), takesMarksAway: Bool = false) {
    self.takesMarksAway = takesMarksAway
    for (row, cells) in sheet.levels { marks[row] = cells.mapValues { Mark(level: $0) } }
    for note in sheet.notes { marks[note.row]?[note.column]?.note = note.text }
  }

  // MARK: What passes

  mutating func openColumn(_ tag: MarkupTag) throws {
    let count = try OpenDocumentRows.count("number-columns-repeated", tag)
    if let style = tag.attribute("default-cell-style-name").map(tag.spelled) {
      columnStyles.append((nextColumn..<(nextColumn + count), style))
    }
    nextColumn += count
  }

  /// Whether a row is to be shown whole to `edited`; it is passed over otherwise.
  mutating func wantsRow(_ tag: MarkupTag) throws -> Bool {
    let count = min(try OpenDocumentRows.count("number-rows-repeated", tag), SheetLimits.rows)
    let first = nextRow
    if takesMarksAway { return true }
    let isMarked =
      count < 64
      ? (first..<(first + count)).contains { marks[$0] != nil }
      : marks.keys.contains { $0 >= first && $0 < first + count }
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
    let count = min(try OpenDocumentRows.count("number-rows-repeated", tag), SheetLimits.rows)
    let (first, end) = (nextRow, nextRow + count)
    nextRow = end
    var (result, place) = ([UInt8](), first)
    let marked = marks.keys.filter { $0 >= first && $0 < end }.sorted()
    for number in marked {
      if number > place { result += try spelled(outline, number - place, [:], &styles, names) }
      result += try spelled(outline, 1, marks[number] ?? [:], &styles, names)
      place = number + 1
    }
    if end > place { result += try spelled(outline, end - place, [:], &styles, names) }
    return result
  }

  private func spelled(
    _ outline: MarkupOutline, _ count: Int, _ marks: [Int: Mark], _ styles: inout OpenDocumentStyles,
    _ names: OpenDocumentNames
  ) throws -> [UInt8] {
    let row = outline.elements[0]
    var tag = row.tag
    OpenDocumentRows.set("number-rows-repeated", count, of: &tag, names)
    var content: [UInt8] = []
    var (column, place) = (1, row.content.lowerBound)
    let style = tag.attribute("default-cell-style-name").map(tag.spelled)
    for (index, cell) in outline.elements.enumerated() where cell.parent == 0 {
      let isCell = cell.tag.text.hasPrefix("<\(names.table)table-cell")
      guard isCell || cell.tag.text.hasPrefix("<\(names.table)covered-table-cell") else { continue }
      content += outline.bytes[place..<cell.whole.lowerBound]
      place = cell.whole.upperBound
      let repeats = try OpenDocumentRows.count("number-columns-repeated", cell.tag)
      let columns = column..<(column + min(repeats, SheetLimits.columns))
      column = columns.upperBound
      let marked = isCell ? marks.filter { columns.contains($0.key) } : [:]
      content += try cells(outline, index, columns, marked, rowStyle: style, &styles, names)
    }
    content += outline.bytes[place..<row.content.upperBound]
    content += try cells(from: column, marks.filter { $0.key >= column }, rowStyle: style, &styles, names)
    if content.isEmpty { return tag.bytes }
    let end = tag.endTag
    tag.open()
    return tag.bytes + content + Array(end.utf8)
  }

  // MARK: Cells

  /// One cell, or several where one of those that it stands for is marked.
  private func cells(
    _ outline: MarkupOutline, _ index: Int, _ columns: Range<Int>, _ marks: [Int: Mark], rowStyle: String?,
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
    for (column, mark) in marks.sorted(by: { $0.key < $1.key }) {
      if column > place { try put(column - place, nil) }
      try put(1, mark)
    }
    if columns.upperBound > place { try put(columns.upperBound - place, nil) }
    return result
  }

  /// Those that are marked behind the last cell of a row.
  private func cells(
    from first: Int, _ marks: [Int: Mark], rowStyle: String?, _ styles: inout OpenDocumentStyles,
    _ names: OpenDocumentNames
  ) throws -> [UInt8] {
    var (result, place) = ("", first)
    for (column, mark) in marks.sorted(by: { $0.key < $1.key }) where column <= SheetLimits.columns {
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
    var splice = ByteSplice()
    var (note, isThere) = (note, false)
    for (place, element) in outline.elements.enumerated()
    where element.parent == index && element.tag.text.hasPrefix("<\(names.office)annotation") {
      let creator = outline.children(of: place).first { $0.tag.isNamed("creator") }.map { outline.text($0.content) }
      if takesMarksAway, creator == NotesPart.author {
        splice.replace(element.whole, with: isThere ? "" : note.map(names.annotation) ?? "")
        if !isThere { (isThere, note) = (note != nil, nil) }
      } else if !isThere {
        isThere = true
        guard let text = note, !element.tag.isEmpty else { continue }
        let added = names.paragraphs(MarkupText.cut(text))
        // The sender's own note goes on with ours, once.
        if !takesMarksAway || !outline.text(element.content).contains(added) {
          splice.insert(added, at: element.content.upperBound)
        }
        note = nil
      }
    }
    if !isThere, let note { splice.insert(names.annotation(note), at: cell.content.lowerBound) }
    let changed = splice.applied(to: outline.bytes)
    return Array(changed[cell.content.lowerBound..<(cell.content.upperBound + changed.count - outline.bytes.count)])
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
