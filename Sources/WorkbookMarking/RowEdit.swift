// SPDX-License-Identifier: Apache-2.0

import ReportModel

/// The marked cells of a sheet in the order in which its rows pass: cells that are there get another style, those that are
/// not are put in.
struct RowEdit {
  private typealias Cell = (column: Int, level: MarkedWorkbook.Level)

  /// Of the names of elements, with its colon.
  var prefix = ""
  /// The last first.
  private var waiting: [(row: Int, cells: [Cell])]
  private let takesMarksAway: Bool
  /// Cells of the row being read that were not met yet, the last first.
  private var pending: [Cell] = []
  private var row = 0
  private var column = 0
  private var rowStyle: Int?
  private var columnStyles: [(columns: ClosedRange<Int>, style: Int)] = []

  init(_ marks: [Int: [Int: MarkedWorkbook.Level]], takesMarksAway: Bool) {
    self.takesMarksAway = takesMarksAway
    waiting = marks.sorted { $0.key > $1.key }.map { row, cells in
      (row, cells.sorted { $0.key > $1.key }.map { ($0.key, $0.value) })
    }
  }

  /// Takes note of the style that cells of some columns have where they are not written.
  mutating func note(column tag: MarkupTag) {
    guard let first = tag.number("min"), let last = tag.number("max"), first <= last, let style = tag.number("style")
    else { return }
    columnStyles.append((first...last, style))
  }

  mutating func openRow(_ tag: inout MarkupTag, _ styles: inout StyleSheetEdit, into output: inout [UInt8]) {
    row = tag.number("r") ?? row + 1
    column = 0
    add(rowsBefore: row, &styles, into: &output)
    rowStyle = tag.isTrue("customFormat") ? tag.number("s") : nil
    guard waiting.last?.row == row else { return }
    pending = waiting.removeLast().cells
    // Which columns the row reaches over is a hint that may no longer hold.
    tag.remove("spans")
    guard tag.isEmpty else { return }
    let end = "</\(String(decoding: tag.name, as: UTF8.self))>"
    tag.open()
    output += tag.bytes
    endRow(&styles, into: &output)
    output += Array(end.utf8)
    tag.drop()
  }

  mutating func openCell(_ tag: inout MarkupTag, _ styles: inout StyleSheetEdit, into output: inout [UInt8]) {
    guard takesMarksAway || !pending.isEmpty else { return }
    column = tag.value("r").flatMap(RowEdit.column) ?? column + 1
    while let next = pending.last?.column, next < column { add(pending.removeLast(), &styles, into: &output) }
    var level: MarkedWorkbook.Level?
    if pending.last?.column == column { level = pending.removeLast().level }
    guard takesMarksAway || level != nil else { return }
    let base = tag.number("s") ?? 0
    let style = styles.index(of: base, level: level)
    if style != base { tag.set("s", String(style)) }
  }

  mutating func endRow(_ styles: inout StyleSheetEdit, into output: inout [UInt8]) {
    while let cell = pending.popLast() { add(cell, &styles, into: &output) }
  }

  /// Adds the rows that stand behind all others.
  mutating func endRows(_ styles: inout StyleSheetEdit, into output: inout [UInt8]) {
    add(rowsBefore: .max, &styles, into: &output)
  }

  private mutating func add(rowsBefore next: Int, _ styles: inout StyleSheetEdit, into output: inout [UInt8]) {
    guard let first = waiting.last, first.row < next else { return }
    let current = row
    while let (missing, cells) = waiting.last, missing < next {
      waiting.removeLast()
      (row, rowStyle) = (missing, nil)
      output += Array("<\(prefix)row r=\"\(missing)\">".utf8)
      for cell in cells.reversed() { add(cell, &styles, into: &output) }
      output += Array("</\(prefix)row>".utf8)
    }
    row = current
  }

  private func add(_ cell: Cell, _ styles: inout StyleSheetEdit, into output: inout [UInt8]) {
    let base = rowStyle ?? columnStyles.first { $0.columns.contains(cell.column) }?.style ?? 0
    let style = styles.index(of: base, level: cell.level)
    output += Array("<\(prefix)c r=\"\(MarkupText.letters(cell.column))\(row)\" s=\"\(style)\"/>".utf8)
  }

  /// The column of `C7`; nil where no letter leads.
  private static func column(_ name: ArraySlice<UInt8>) -> Int? {
    var column = 0
    for byte in name {
      let letter = (byte | 0x20) &- 0x61
      guard letter < 26 else { break }
      column = min(column * 26 + Int(letter) + 1, 1 << 20)
    }
    return column > 0 ? column : nil
  }
}
