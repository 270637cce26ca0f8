// SPDX-License-Identifier: Apache-2.0

import ReportModel

/// The list of all findings as a worksheet part: the gravest first, each with a link to its cell and a status to choose.
struct FindingsSheet {
  /// Above the rows: a title, an empty line, the headings.
  private static let firstRow = 4
  /// More links than this Excel does not take in one sheet, nor more rows.
  private static let linkLimit = 65_000
  private static let rowLimit = 1_048_576 - firstRow
  private static let keys = MarkedWords.listKeys
  private static let widths = [8, 16, 9, 16, 22, 60, 50, 26, 18]

  let book: MarkedWorkbook
  let namespace: String
  let style: (StyleSheetEdit.Look) -> Int

  private var isBegun = false
  private var isDone = false
  private var written = 0
  private var waiting: [UInt8] = []

  init(book: MarkedWorkbook, namespace: String, style: @escaping (StyleSheetEdit.Look) -> Int) {
    self.book = book
    self.namespace = namespace
    self.style = style
  }

  /// The next bytes of the part; 0 at its end.
  mutating func next(into space: UnsafeMutableRawBufferPointer) -> Int {
    while waiting.count < space.count, !isDone { waiting += Array(nextPiece().utf8) }
    let count = min(space.count, waiting.count)
    space.copyBytes(from: waiting[..<count])
    waiting.removeFirst(count)
    return count
  }

  private mutating func nextPiece() -> String {
    if !isBegun {
      isBegun = true
      return head + (marks.isEmpty ? row(Self.firstRow, [(.plain, book.words["none"] ?? "")]) : "")
    }
    if written < marks.count {
      written += 1
      return row(of: marks[written - 1], Self.firstRow + written - 1)
    }
    isDone = true
    return tail
  }

  private var marks: ArraySlice<MarkedWorkbook.Mark> { book.marks.prefix(Self.rowLimit) }
  private var lastRow: Int { Self.firstRow - 1 + max(1, marks.count) }

  private var head: String {
    let columns = Self.widths.enumerated().map {
      "<col min=\"\($0.offset + 1)\" max=\"\($0.offset + 1)\" width=\"\($0.element)\" customWidth=\"1\"/>"
    }
    return "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<worksheet xmlns=\"\(namespace)\">"
      + "<sheetPr><tabColor rgb=\"FFC00000\"/><pageSetUpPr fitToPage=\"1\"/></sheetPr>"
      + "<sheetViews><sheetView tabSelected=\"1\" workbookViewId=\"0\"><pane ySplit=\"\(Self.firstRow - 1)\""
      + " topLeftCell=\"A\(Self.firstRow)\" activePane=\"bottomLeft\" state=\"frozen\"/></sheetView></sheetViews>"
      + "<cols>\(columns.joined())</cols><sheetData>" + row(1, [(.title, book.title)])
      + row(Self.firstRow - 1, Self.keys.map { (.head, book.words[$0] ?? "") })
  }

  private func row(of mark: MarkedWorkbook.Mark, _ number: Int) -> String {
    let looks: [MarkedWorkbook.Level: StyleSheetEdit.Look] = [.info: .info, .warning: .warning, .error: .error]
    let words: [MarkedWorkbook.Level: String] = [.info: "info", .warning: "warning", .error: "error"]
    let sheet = mark.sheet.map { book.sheets[$0].name } ?? ""
    return row(
      number,
      [
        (looks[mark.level] ?? .plain, words[mark.level].flatMap { book.words[$0] } ?? ""), (.plain, sheet),
        (link(of: mark, number) == nil ? .plain : .link, cell(of: mark)), (.plain, mark.heading), (.plain, mark.title),
        (.plain, mark.message), (.plain, mark.remedy), (.plain, mark.code), (.plain, ""),
      ])
  }

  private func row(_ number: Int, _ cells: [(look: StyleSheetEdit.Look, text: String)]) -> String {
    let spelled = cells.enumerated().map { index, cell in
      let name = "\(MarkupText.letters(index + 1))\(number)"
      guard !cell.text.isEmpty else { return "<c r=\"\(name)\" s=\"\(style(cell.look))\"/>" }
      let text = MarkupText.escaped(MarkupText.cut(cell.text))
      return "<c r=\"\(name)\" s=\"\(style(cell.look))\" t=\"inlineStr\"><is>"
        + "<t xml:space=\"preserve\">\(text)</t></is></c>"
    }
    return "<row r=\"\(number)\">\(spelled.joined())</row>"
  }

  private func cell(of mark: MarkedWorkbook.Mark) -> String {
    mark.row.map { MarkupText.letters(mark.column ?? 1) + String($0) } ?? ""
  }

  private func link(of mark: MarkedWorkbook.Mark, _ row: Int) -> String? {
    guard let sheet = mark.sheet, mark.row != nil, row - Self.firstRow < Self.linkLimit else { return nil }
    let place = "'\(book.sheets[sheet].name.replacing("'", with: "''"))'!\(cell(of: mark))"
    return "<hyperlink ref=\"C\(row)\" location=\"\(MarkupText.escaped(place))\" display=\"\(cell(of: mark))\"/>"
  }

  private var tail: String {
    guard !marks.isEmpty else { return "</sheetData></worksheet>" }
    let links = marks.enumerated().compactMap { link(of: $1, Self.firstRow + $0) }
    let choices = MarkupText.escaped((book.words["status-choices"] ?? "").replacing("\"", with: ""))
    return "</sheetData><autoFilter ref=\"A\(Self.firstRow - 1):I\(lastRow)\"/>"
      + "<dataValidations count=\"1\"><dataValidation type=\"list\" errorStyle=\"warning\" allowBlank=\"1\""
      + " showErrorMessage=\"1\" sqref=\"I\(Self.firstRow):I\(lastRow)\"><formula1>\"\(choices)\"</formula1>"
      + "</dataValidation></dataValidations>"
      + (links.isEmpty ? "" : "<hyperlinks>\(links.joined())</hyperlinks>")
      + "<pageSetup paperSize=\"9\" fitToHeight=\"0\" orientation=\"landscape\"/></worksheet>"
  }
}
