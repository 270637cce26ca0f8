// SPDX-License-Identifier: Apache-2.0

/// The rows of a workbook of another format as .xlsx, with what its reader knows of their look: merged cells, hidden sheets
/// and rows, rows struck out. Rows are written as they come; memory grows only with the merges.
package final class RewrittenWorkbook {
  /// A rectangle of merged cells, counted from 1 and inclusive.
  package struct Merge: Sendable, Hashable {
    /// From the top row to the bottom row.
    package var rows: ClosedRange<Int>
    /// From the left column to the right column.
    package var columns: ClosedRange<Int>

    package init(rows: ClosedRange<Int>, columns: ClosedRange<Int>) {
      self.rows = rows
      self.columns = columns
    }
  }

  /// One sheet as its reader knows it before any row.
  package struct Sheet: Sendable {
    /// Its name in the file it comes from, which is made fit for Excel.
    package var name: String
    /// Whether it is hidden there, in whatever degree.
    package var isHidden: Bool
    /// Its merged cells, known before its rows are written.
    package var merges: [Merge]

    package init(name: String, isHidden: Bool, merges: [Merge]) {
      self.name = name
      self.isHidden = isHidden
      self.merges = merges
    }
  }

  private let file: XLSXFile
  private let cut: String
  private let sheets: [XLSXSheet]
  /// The longest text of each column seen so far, in characters of a Latin letter's width.
  private var widths: [[Int: Int]]

  /// - Parameters:
  ///   - path: of a file that is there and is filled.
  ///   - cut: said at a cell whose text is longer than Excel keeps.
  /// - Throws: `XLSXFailure` when the file cannot be written.
  package init(filling path: String, _ sheets: [Sheet], cut: String) throws {
    file = try XLSXFile(filling: path)
    self.cut = cut
    widths = Array(repeating: [:], count: sheets.count)
    self.sheets = sheets.compactMap { [file] sheet in
      let target = file.addSheet(sheet.name)
      target?.fitToWidth()
      if sheet.isHidden { target?.hide() }
      for merge in RewrittenWorkbook.apart(sheet.merges) { target?.merge(rows: merge.rows, columns: merge.columns) }
      return target
    }
  }

  /// Excel opens no workbook in which merges lie over each other: the first of them counts.
  private static func apart(_ merges: [Merge]) -> [Merge] {
    var kept: [Merge] = []
    var open: [Merge] = []
    for merge in merges.sorted(by: { $0.rows.lowerBound < $1.rows.lowerBound })
    where merge.rows.count > 1 || merge.columns.count > 1 {
      open.removeAll { $0.rows.upperBound < merge.rows.lowerBound }
      guard !open.contains(where: { $0.columns.overlaps(merge.columns) }) else { continue }
      open.append(merge)
      kept.append(merge)
    }
    return kept
  }

  /// Writes the next row of a sheet.
  package func write(
    row: Int, of sheet: Int, _ cells: [(column: Int, content: CellContent)], isHidden: Bool, isStruck: Bool
  ) {
    let target = sheets[sheet]
    if isHidden { target.hide(row: row) }
    for cell in cells {
      var style = CellStyle.plain
      if case .text = cell.content { style.format = "@" }
      style.isStruck = isStruck
      let fits = target.write(cell.content, row: row, column: cell.column, style: style)
      if !fits { target.comment(cut, row: row, column: cell.column) }
      widen(cell, of: sheet)
    }
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
