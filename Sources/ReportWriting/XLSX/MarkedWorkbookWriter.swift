// SPDX-License-Identifier: Apache-2.0

package import ReportModel

/// Gives a sender's workbook back as .xlsx: a list of all findings with links, then the sheets as they were, bad cells
/// coloured and commented. Rows are written as they come; memory grows only with the marks.
package final class MarkedWorkbookWriter {
  private struct CellMark {
    var level: MarkedWorkbook.Level
    var text: String
  }

  static let fills: [MarkedWorkbook.Level: UInt32] = [.error: 0xFF_C7CE, .warning: 0xFF_EB9C, .info: 0xDD_EBF7]
  /// More links than this Excel does not take in one sheet.
  private static let linkLimit = 65_000

  private let file: XLSXFile
  private let book: MarkedWorkbook
  private var sheets: [XLSXSheet] = []
  /// By sheet, row and column; column 0 stands for the row.
  private var marks: [Int: [Int: [Int: CellMark]]] = [:]
  /// The longest text of each column seen so far, in characters of a Latin letter's width.
  private var widths: [[Int: Int]]

  /// Writes the list at once.
  package init(path: String, _ book: MarkedWorkbook) throws {
    file = try XLSXFile(path: path)
    self.book = book
    widths = Array(repeating: [:], count: book.sheets.count)
    let list = file.addSheet(book.words["list"] ?? "")
    sheets = book.sheets.compactMap { file.addSheet($0.name) }
    for mark in book.marks { note(mark) }
    for sheet in sheets { sheet.fitToWidth() }
    list?.fitToWidth()
    if let list { writeList(list) }
    list?.activate()
  }

  private func note(_ mark: MarkedWorkbook.Mark) {
    guard let sheet = mark.sheet, let row = mark.row else { return }
    let text =
      "\(word(mark.level))\(book.words["colon"] ?? "")\(mark.message)\n\(book.words["remedy-mark"] ?? "")\(mark.remedy)"
    let column = mark.column ?? 0
    var cell = marks[sheet]?[row]?[column] ?? CellMark(level: mark.level, text: "")
    cell.level = max(cell.level, mark.level)
    cell.text += (cell.text.isEmpty ? "" : "\n\n") + text
    marks[sheet, default: [:]][row, default: [:]][column] = cell
  }

  private func word(_ level: MarkedWorkbook.Level) -> String {
    let keys: [MarkedWorkbook.Level: String] = [.error: "error", .warning: "warning", .info: "info"]
    return keys[level].flatMap { book.words[$0] } ?? ""
  }

  // MARK: The list

  private func writeList(_ list: XLSXSheet) {
    let head = CellStyle(fill: 0xD9_E1F2, isBold: true, wraps: true, hasBorder: true)
    let keys = ["severity", "sheet", "cell", "heading", "problem", "explanation", "remedy", "code", "status"]
    list.write(.text(book.title), row: 1, column: 1, style: CellStyle(isBold: true))
    for (index, key) in keys.enumerated() {
      list.write(.text(book.words[key] ?? ""), row: 3, column: index + 1, style: head)
    }
    for (index, width) in [8.0, 16, 9, 16, 22, 60, 50, 26, 18].enumerated() {
      list.width(width, ofColumns: (index + 1)...(index + 1))
    }
    list.freeze(above: 4)
    if book.marks.isEmpty { list.write(.text(book.words["none"] ?? ""), row: 4, column: 1) }
    for (index, mark) in book.marks.enumerated() { write(mark, row: index + 4, of: list) }
    if !book.marks.isEmpty { list.filter(rows: 3...(book.marks.count + 3), columns: 1...keys.count) }
  }

  private func write(_ mark: MarkedWorkbook.Mark, row: Int, of list: XLSXSheet) {
    let plain = CellStyle(wraps: true, hasBorder: true)
    var coloured = plain
    coloured.fill = MarkedWorkbookWriter.fills[mark.level]
    let sheet = mark.sheet.map { sheets[$0].name } ?? ""
    let cell = mark.row.map { CellText.letters(ofColumn: mark.column ?? 1) + String($0) } ?? ""
    list.write(.text(word(mark.level)), row: row, column: 1, style: coloured)
    list.write(.text(sheet), row: row, column: 2, style: plain)
    if !cell.isEmpty, !sheet.isEmpty, row < MarkedWorkbookWriter.linkLimit {
      let link = CellStyle(color: 0x05_63C1, wraps: true, hasBorder: true, isUnderlined: true)
      list.link(to: cell, of: sheet, text: cell, row: row, column: 3, style: link)
    } else {
      list.write(.text(cell), row: row, column: 3, style: plain)
    }
    let texts = [mark.heading, mark.title, mark.message, mark.remedy, mark.code]
    for (index, text) in texts.enumerated() { list.write(.text(text), row: row, column: index + 4, style: plain) }
  }

  // MARK: The sender's rows

  /// Writes the next row of a sheet.
  package func write(row: Int, of sheet: Int, _ cells: [(column: Int, content: CellContent)]) {
    let target = sheets[sheet]
    var rowMarks = marks[sheet]?[row] ?? [:]
    // What concerns the row as a whole is marked at its first cell.
    if let whole = rowMarks.removeValue(forKey: 0) {
      let first = cells.first?.column ?? 1
      var cell = rowMarks[first] ?? CellMark(level: whole.level, text: "")
      cell.level = max(cell.level, whole.level)
      cell.text = cell.text.isEmpty ? whole.text : cell.text + "\n\n" + whole.text
      rowMarks[first] = cell
    }
    for columns in book.sheets[sheet].merges[row] ?? [] { target.merge(row: row, columns: columns) }
    for cell in cells {
      write(cell.content, at: (row, cell.column), of: target, rowMarks.removeValue(forKey: cell.column))
      widen(cell, of: sheet)
    }
    for (column, mark) in rowMarks.sorted(by: { $0.key < $1.key }) {
      write(.blank, at: (row, column), of: target, mark)
    }
  }

  private func write(_ content: CellContent, at place: (row: Int, column: Int), of sheet: XLSXSheet, _ mark: CellMark?)
  {
    var style = CellStyle.plain
    if case .text = content { style.format = "@" }
    if let mark { style.fill = MarkedWorkbookWriter.fills[mark.level] }
    let fits = sheet.write(content, row: place.row, column: place.column, style: style)
    let cut = fits ? nil : book.words["cut"]
    let text = [mark?.text, cut].compactMap(\.self).joined(separator: "\n\n")
    if !text.isEmpty { sheet.comment(text, row: place.row, column: place.column) }
  }

  private func widen(_ cell: (column: Int, content: CellContent), of sheet: Int) {
    var width = 11
    if case .text(let text) = cell.content {
      width = min(40, text.prefix(40).unicodeScalars.reduce(2) { $0 + ($1.value > 0x2E80 ? 2 : 1) })
    }
    // A long first cell is a title over the whole table.
    if cell.column == 1, width >= 40 { return }
    if width > widths[sheet][cell.column, default: 8] { widths[sheet][cell.column] = width }
  }

  /// - Throws: `XLSXFailure` when the file cannot be completed.
  package func finish() throws {
    for (sheet, widths) in zip(sheets, widths) {
      for (column, width) in widths.sorted(by: { $0.key < $1.key }) {
        sheet.width(Double(width), ofColumns: column...column)
      }
    }
    try file.close()
  }
}

/// Names of cells.
enum CellText {
  static func letters(ofColumn number: Int) -> String {
    var rest = number
    var letters: [UInt8] = []
    while rest > 0 {
      letters.append(UInt8(65 + (rest - 1) % 26))
      rest = (rest - 1) / 26
    }
    return String(decoding: letters.reversed(), as: UTF8.self)
  }
}
