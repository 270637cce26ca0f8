// SPDX-License-Identifier: Apache-2.0

/// The list of all findings as a table of an OpenDocument spreadsheet.
struct OpenDocumentList {
  private let list: FindingsList
  private let title: String
  private let names: OpenDocumentNames
  private var written = -1
  private var row = 1
  private(set) var isDone = false

  /// - Parameter title: of the table, as markup spells it.
  init(_ list: FindingsList, title: String, _ names: OpenDocumentNames) {
    (self.list, self.title, self.names) = (list, title, names)
  }

  /// Row by row, so that a long list is never held as a whole.
  mutating func nextPiece() -> String {
    defer { written += 1 }
    if written < 0 { return head() }
    if written < list.marks.count {
      return spelled(FindingsList.firstRow + written, list.cells(of: written), link: link(of: written))
    }
    isDone = true
    return "</\(names.table)table>"
  }

  private mutating func head() -> String {
    let table = names.table
    let columns = FindingsList.widths.indices.map {
      "<\(table)table-column \(table)style-name=\"\(OpenDocumentStyles.column($0))\"/>"
    }
    return "<\(table)table \(table)name=\"\(title)\">" + columns.joined()
      + list.head.map { spelled($0.row, $0.cells) }.joined()
  }

  /// A row, with the empty ones before it.
  private mutating func spelled(_ number: Int, _ cells: [FindingsList.Cell], link: String? = nil) -> String {
    let (table, office) = (names.table, names.office)
    let empty = "<\(table)table-row><\(table)table-cell/></\(table)table-row>"
    let gap = String(repeating: empty, count: number - row)
    row = number + 1
    let spelled = cells.enumerated().map { index, cell in
      let choice = number >= FindingsList.firstRow && index + 1 == cells.count && cells.count > 1
      let start =
        "<\(table)table-cell \(table)style-name=\"\(MarkedStyleNames.look(cell.look))\""
        + (choice ? " \(table)content-validation-name=\"\(OpenDocumentList.validation)\"" : "")
      guard !cell.text.isEmpty else { return start + "/>" }
      let text = MarkupText.cut(cell.text)
      let target = index + 1 == FindingsList.linkColumn ? link : nil
      let content = target.map { anchor($0, text) } ?? names.paragraphs(text)
      return "\(start) \(office)value-type=\"string\">\(content)</\(table)table-cell>"
    }
    return gap + "<\(table)table-row>\(spelled.joined())</\(table)table-row>"
  }

  private func anchor(_ target: String, _ text: String) -> String {
    "<\(names.text)p><\(names.text)a xmlns:xlink=\"http://www.w3.org/1999/xlink\" xlink:type=\"simple\""
      + " xlink:href=\"\(names.spell(target))\">\(names.spell(text))</\(names.text)a></\(names.text)p>"
  }

  /// As OpenDocument names a cell: with a dot.
  private func link(of index: Int) -> String? {
    guard let place = list.link(of: index), let sign = place.lastIndex(of: "!") else { return nil }
    return "#\(place[..<sign]).\(place[place.index(after: sign)...])"
  }

  // MARK: Choices

  static let validation = MarkedStyleNames.prefix + "list_status"

  /// What can be chosen in the last column.
  static func choices(_ list: FindingsList, _ names: OpenDocumentNames) -> String {
    let table = names.table
    let choices = list.choices.split(separator: ",").map { "\"\($0)\"" }.joined(separator: ";")
    return "<\(table)content-validation xmlns:of=\"urn:oasis:names:tc:opendocument:xmlns:of:1.2\""
      + " \(table)name=\"\(validation)\" \(table)condition=\"\(names.spell("of:cell-content-is-in-list(\(choices))"))\""
      + " \(table)allow-empty-cell=\"true\" \(table)display-list=\"unsorted\">"
      + "<\(table)error-message \(table)message-type=\"warning\" \(table)display=\"true\"/></\(table)content-validation>"
  }
}
