// SPDX-License-Identifier: Apache-2.0

package import ReportModel

/// Writes the findings of a folder as one sheet that can be filtered.
package struct MarkedOverviewWriter {
  /// Above the rows: a title, an empty line, the headings.
  private static let firstRow = 4
  /// Excel takes no more below the headings.
  private static let rowLimit = 1_048_576 - firstRow
  private static let fills: [MarkedWorkbook.Level: UInt32] = [
    .error: 0xFF_C7CE, .warning: 0xFF_EB9C, .info: 0xDD_EBF7,
  ]
  private static let widths: [Double] = [8, 12, 34, 16, 9, 16, 22, 60, 50, 26, 18]

  package init() {}

  /// - Throws: `XLSXFailure` when the file cannot be written.
  package func write(_ overview: MarkedOverview, to path: String) throws {
    let file = try XLSXFile(path: path)
    if let list = file.addSheet(overview.name) { write(overview, to: list) }
    try file.close()
  }

  private func write(_ overview: MarkedOverview, to list: XLSXSheet) {
    let head = CellStyle(fill: 0xD9_E1F2, isBold: true, wraps: true, hasBorder: true)
    for (index, width) in MarkedOverviewWriter.widths.enumerated() {
      list.width(width, ofColumns: (index + 1)...(index + 1))
    }
    list.write(.text(overview.title), row: 1, column: 1, style: CellStyle(isBold: true))
    for (index, heading) in overview.headings.enumerated() {
      list.write(.text(heading), row: MarkedOverviewWriter.firstRow - 1, column: index + 1, style: head)
    }
    let rows = overview.rows.prefix(MarkedOverviewWriter.rowLimit)
    for (index, row) in rows.enumerated() { write(row, at: index + MarkedOverviewWriter.firstRow, to: list) }
    list.freeze(above: MarkedOverviewWriter.firstRow)
    list.fitToWidth()
    guard !rows.isEmpty else { return }
    let last = MarkedOverviewWriter.firstRow + rows.count - 1
    list.filter(rows: (MarkedOverviewWriter.firstRow - 1)...last, columns: 1...overview.headings.count)
  }

  private func write(_ row: MarkedOverview.Row, at number: Int, to list: XLSXSheet) {
    for (index, text) in row.texts.enumerated() {
      var style = CellStyle(wraps: true, hasBorder: true)
      if index == 0 { style.fill = MarkedOverviewWriter.fills[row.level] }
      list.write(.text(text), row: number, column: index + 1, style: style)
    }
  }
}
