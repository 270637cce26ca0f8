// SPDX-License-Identifier: Apache-2.0

import ReportModel

/// Spells CSV after RFC 4180, for Excel as well: a cell that could be taken for a formula gets a quote in front.
package enum CSVWriter {
  /// Excel reads UTF-8 only after this mark.
  package static let byteOrderMark = "\u{FEFF}"

  /// A row with its line break (CR LF); cells are quoted where they must be.
  package static func line(_ cells: [String]) -> String { cells.map(cell).joined(separator: ",") + "\r\n" }

  /// A text as a field of CSV: quoted where needed, never a formula.
  package static func cell(_ text: String) -> String {
    var safe = VisibleText.spelled(text, keepsLines: true)
    if startsFormula(text) { safe = "'" + safe }
    let needsQuotes = safe.unicodeScalars.contains { $0 == "\"" || $0 == "," || $0 == "\n" || $0 == "\r" }
    return needsQuotes ? "\"" + safe.replacing("\"", with: "\"\"") + "\"" : safe
  }

  /// Excel in Chinese takes the full-width signs for their ASCII forms; it looks behind tabs and line ends.
  private static func startsFormula(_ text: String) -> Bool {
    guard let first = text.unicodeScalars.first else { return false }
    if "=+@\t\r\n＝＋－＠".unicodeScalars.contains(first) { return true }
    return first == "-" && Double(text) == nil
  }
}

/// Columns of text set in line; a hanzi takes the width of two letters.
package struct TextTable {
  /// On which side the cells of a column stand.
  package enum Alignment { case left, right }

  private var rows: [[String]] = []
  private var layout: TextLayout

  /// A table with so many columns.
  package init(_ alignments: [Alignment]) {
    layout = TextLayout(columns: alignments.count)
    layout.alignments = alignments
  }

  /// A further row, a text a column.
  package mutating func add(_ cells: [String]) {
    // A cell is one line, whatever a name holds.
    let cells = cells.map { VisibleText.spelled($0) }
    layout.fit(cells)
    rows.append(cells)
  }

  /// All rows, each column as wide as its widest cell.
  package var text: String { rows.map(layout.line).joined(separator: "\n") }

  /// Columns of a terminal that a text takes: Chinese characters take two.
  package static func width(_ text: String) -> Int {
    text.unicodeScalars.reduce(0) { width, scalar in
      let isWide =
        (0x1100...0x115F).contains(scalar.value) || (0x2E80...0xFF60).contains(scalar.value)
        || (0x20000...0x3FFFD).contains(scalar.value)
      return width + (isWide ? 2 : 1)
    }
  }
}

/// The widths of columns, for lines that are set one by one.
struct TextLayout {
  var alignments: [TextTable.Alignment]
  private var widths: [Int]

  init(columns: Int) {
    alignments = Array(repeating: .left, count: columns)
    widths = Array(repeating: 0, count: columns)
  }

  /// Makes room for these cells.
  mutating func fit(_ cells: [String]) {
    for (column, cell) in cells.enumerated() { widths[column] = max(widths[column], TextTable.width(cell)) }
  }

  func line(_ cells: [String]) -> String {
    var line = ""
    for (column, cell) in cells.enumerated() {
      let padding = String(repeating: " ", count: widths[column] - TextTable.width(cell))
      line += (column == 0 ? "" : "  ") + (alignments[column] == .left ? cell + padding : padding + cell)
    }
    while line.last == " " { line.removeLast() }
    return line
  }
}
