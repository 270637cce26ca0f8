// SPDX-License-Identifier: Apache-2.0

/// The list of all findings as a worksheet of XML Spreadsheet 2003.
struct SpreadsheetMLList {
  private let list: FindingsList
  private let name: String
  private let spell: (String) -> String
  private var written = -1
  private(set) var isDone = false

  /// - Parameters:
  ///   - name: of the sheet, as markup spells it.
  ///   - spell: puts a text into markup.
  init(_ list: FindingsList, name: String, spell: @escaping (String) -> String) {
    self.list = list
    self.name = name
    self.spell = spell
  }

  /// Row by row, so that a long list is never held as a whole.
  mutating func nextPiece() -> String {
    defer { written += 1 }
    if written < 0 { return head }
    if written < list.marks.count {
      return row(FindingsList.firstRow + written, list.cells(of: written), link: list.link(of: written))
    }
    isDone = true
    return tail
  }

  private var head: String {
    // A character is about as wide as six points; LibreOffice counts columns on from the last sheet where none has an index.
    let columns = FindingsList.widths.enumerated().map { index, width in
      "<Column ss:Index=\"\(index + 1)\" ss:AutoFitWidth=\"0\" ss:Width=\"\(width * 6)\"/>"
    }
    let (main, excel) = (SpreadsheetMLNames.spreadsheet, SpreadsheetMLNames.excel)
    return "<Worksheet xmlns=\"\(main)\" xmlns:ss=\"\(main)\" xmlns:x=\"\(excel)\" ss:Name=\"\(name)\"><Table>"
      + columns.joined() + list.head.map { row($0.row, $0.cells) }.joined()
  }

  private func row(_ number: Int, _ cells: [FindingsList.Cell], link: String? = nil) -> String {
    let spelled = cells.enumerated().map { index, cell in
      let style = " ss:StyleID=\"\(MarkedStyleNames.look(cell.look))\""
      guard !cell.text.isEmpty else { return "<Cell\(style)/>" }
      let target = index + 1 == FindingsList.linkColumn ? link : nil
      let reference = target.map { " ss:HRef=\"\(spell("#" + $0))\"" } ?? ""
      return "<Cell\(style)\(reference)><Data ss:Type=\"String\">\(spell(MarkupText.cut(cell.text)))</Data></Cell>"
    }
    return "<Row ss:Index=\"\(number)\">\(spelled.joined())</Row>"
  }

  private var tail: String {
    let (first, last) = (FindingsList.firstRow, list.lastRow)
    let isEmpty = list.marks.isEmpty
    return "</Table><WorksheetOptions xmlns=\"\(SpreadsheetMLNames.excel)\">"
      + "<PageSetup><Layout x:Orientation=\"Landscape\"/></PageSetup><FitToPage/>"
      + "<Print><FitHeight>0</FitHeight><ValidPrinterInfo/><PaperSizeIndex>9</PaperSizeIndex></Print>"
      + "<TabColorIndex>10</TabColorIndex><Selected/><FreezePanes/><FrozenNoSplit/>"
      + "<SplitHorizontal>\(first - 1)</SplitHorizontal><TopRowBottomPane>\(first - 1)</TopRowBottomPane>"
      + "<ActivePane>2</ActivePane></WorksheetOptions>" + (isEmpty ? "" : validation(first, last))
      + (isEmpty
        ? "" : "<AutoFilter x:Range=\"R\(first - 1)C1:R\(last)C9\" xmlns=\"\(SpreadsheetMLNames.excel)\"></AutoFilter>")
      + "</Worksheet>"
  }

  private func validation(_ first: Int, _ last: Int) -> String {
    "<DataValidation xmlns=\"\(SpreadsheetMLNames.excel)\"><Range>R\(first)C9:R\(last)C9</Range><Type>List</Type>"
      + "<Value>\(spell("\"\(list.choices)\""))</Value><ErrorStyle>Warn</ErrorStyle></DataValidation>"
  }
}
