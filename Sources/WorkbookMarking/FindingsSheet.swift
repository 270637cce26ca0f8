// SPDX-License-Identifier: Apache-2.0

import ReportModel

/// The list of all findings as a worksheet part, each with a link to its cell and a status to choose.
struct FindingsSheet {
  let list: FindingsList
  let namespace: String
  let style: (FindingsList.Look) -> Int

  private var isBegun = false
  private var isDone = false
  private var written = 0
  private var waiting: [UInt8] = []

  init(list: FindingsList, namespace: String, style: @escaping (FindingsList.Look) -> Int) {
    self.list = list
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
      return head
    }
    if written < list.marks.count {
      written += 1
      return row(FindingsList.firstRow + written - 1, list.cells(of: written - 1))
    }
    isDone = true
    return tail
  }

  private var head: String {
    let columns = FindingsList.widths.enumerated().map {
      "<col min=\"\($0.offset + 1)\" max=\"\($0.offset + 1)\" width=\"\($0.element)\" customWidth=\"1\"/>"
    }
    return "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<worksheet xmlns=\"\(namespace)\">"
      + "<sheetPr><tabColor rgb=\"FFC00000\"/><pageSetUpPr fitToPage=\"1\"/></sheetPr>"
      + "<sheetViews><sheetView tabSelected=\"1\" workbookViewId=\"0\"><pane ySplit=\"\(FindingsList.firstRow - 1)\""
      + " topLeftCell=\"A\(FindingsList.firstRow)\" activePane=\"bottomLeft\" state=\"frozen\"/></sheetView></sheetViews>"
      + "<cols>\(columns.joined())</cols><sheetData>" + list.head.map { row($0.row, $0.cells) }.joined()
  }

  private func row(_ number: Int, _ cells: [FindingsList.Cell]) -> String {
    let spelled = cells.enumerated().map { index, cell in
      let name = "\(MarkupText.letters(index + 1))\(number)"
      guard !cell.text.isEmpty else { return "<c r=\"\(name)\" s=\"\(style(cell.look))\"/>" }
      let text = MarkupText.escaped(MarkupText.cut(cell.text))
      return "<c r=\"\(name)\" s=\"\(style(cell.look))\" t=\"inlineStr\"><is>"
        + "<t xml:space=\"preserve\">\(text)</t></is></c>"
    }
    return "<row r=\"\(number)\">\(spelled.joined())</row>"
  }

  private func link(_ index: Int) -> String? {
    guard let place = list.link(of: index) else { return nil }
    let name = "\(MarkupText.letters(FindingsList.linkColumn))\(FindingsList.firstRow + index)"
    let shown = FindingsList.cell(of: list.marks[index])
    return "<hyperlink ref=\"\(name)\" location=\"\(MarkupText.escaped(place))\" display=\"\(shown)\"/>"
  }

  private var tail: String {
    guard !list.marks.isEmpty else { return "</sheetData></worksheet>" }
    let links = list.marks.indices.compactMap(link)
    let choices = MarkupText.escaped(list.choices)
    let (first, last) = (FindingsList.firstRow, list.lastRow)
    return "</sheetData><autoFilter ref=\"A\(first - 1):I\(last)\"/>"
      + "<dataValidations count=\"1\"><dataValidation type=\"list\" errorStyle=\"warning\" allowBlank=\"1\""
      + " showErrorMessage=\"1\" sqref=\"I\(first):I\(last)\"><formula1>\"\(choices)\"</formula1>"
      + "</dataValidation></dataValidations>"
      + (links.isEmpty ? "" : "<hyperlinks>\(links.joined())</hyperlinks>")
      + "<pageSetup paperSize=\"9\" fitToHeight=\"0\" orientation=\"landscape\"/></worksheet>"
  }
}
