// SPDX-License-Identifier: Apache-2.0

import ReportModel

/// What the list of all findings says, whatever format it is spelled in: a title, the headings, a row for each mark, the
/// gravest first, and a column for what was done.
struct FindingsList {
  /// How its cells look.
  enum Look: Int, CaseIterable {
    case plain, head, title, link, info, warning, error
  }

  typealias Cell = (look: Look, text: String)

  /// Above the rows: a title, an empty line or a note, the headings.
  static let firstRow = 4
  /// In characters.
  static let widths = [8, 16, 9, 16, 22, 60, 50, 26, 18]
  /// Column of the cell that a row leads to.
  static let linkColumn = 3
  /// More links than this Excel does not take in one sheet, nor more rows.
  private static let linkLimit = 65_000
  private static let rowLimit = 1_048_576 - firstRow
  private static let looks: [MarkedWorkbook.Level: Look] = [.info: .info, .warning: .warning, .error: .error]

  let book: MarkedWorkbook
  let marks: ArraySlice<MarkedWorkbook.Mark>

  init(_ book: MarkedWorkbook) {
    self.book = book
    marks = book.marks.prefix(FindingsList.rowLimit)
  }

  var lastRow: Int { FindingsList.firstRow - 1 + max(1, marks.count) }

  /// The rows above those of the marks, by number; where there are no marks, one that says so.
  var head: [(row: Int, cells: [Cell])] {
    let headings = MarkedWords.listKeys.map { (Look.head, book.words[$0] ?? "") }
    let note = book.note.isEmpty ? [] : [(2, [(Look.title, book.note)])]
    let none = marks.isEmpty ? [(FindingsList.firstRow, [(Look.plain, book.words["none"] ?? "")])] : []
    return [(1, [(.title, book.title)])] + note + [(FindingsList.firstRow - 1, headings)] + none
  }

  /// The row of a mark, by its place in `marks`.
  func cells(of index: Int) -> [Cell] {
    let mark = marks[index]
    let sheet = mark.sheet.map { book.sheets[$0].name } ?? ""
    return [
      (FindingsList.looks[mark.level] ?? .plain, book.words[mark.level.word] ?? ""), (.plain, sheet),
      (hasLink(index) ? .link : .plain, FindingsList.cell(of: mark)), (.plain, mark.heading), (.plain, mark.title),
      (.plain, mark.message), (.plain, mark.remedy), (.plain, mark.code), (.plain, ""),
    ]
  }

  static func cell(of mark: MarkedWorkbook.Mark) -> String {
    mark.row.map { MarkupText.letters(mark.column ?? 1) + String($0) } ?? ""
  }

  private func hasLink(_ index: Int) -> Bool {
    marks[index].sheet != nil && marks[index].row != nil && index < FindingsList.linkLimit
  }

  /// The cell that the row of a mark leads to, `'名册'!C7`; nil where it leads nowhere.
  func link(of index: Int) -> String? {
    guard hasLink(index), let sheet = marks[index].sheet else { return nil }
    return "'\(book.sheets[sheet].name.replacing("'", with: "''"))'!\(FindingsList.cell(of: marks[index]))"
  }

  /// What can be chosen in the last column.
  var choices: String { (book.words["status-choices"] ?? "").replacing("\"", with: "") }

  /// The name of the sheet, unlike those of the sender's sheets.
  var sheetName: String {
    let names = Set(book.sheets.map { $0.name.lowercased() })
    let wanted = String((book.words["list"] ?? "").prefix(25))
    var (name, number) = (wanted, 2)
    while names.contains(name.lowercased()) {
      name = "\(wanted) (\(number))"
      number += 1
    }
    return name
  }
}

extension MarkedWorkbook.Level {
  /// As styles and notes name it.
  var word: String {
    switch self {
    case .info: "info"
    case .warning: "warning"
    case .error: "error"
    }
  }
}
