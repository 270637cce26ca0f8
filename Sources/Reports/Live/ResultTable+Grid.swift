// SPDX-License-Identifier: Apache-2.0

package import ReportModel
package import Results

extension ResultDocument {
  /// Some rows of the table as people read them, for a page.
  ///
  /// - Parameter isShown: which rows count, by their cells as text; all by default.
  /// - Returns: also how many rows count in all.
  /// - Throws: what working the rows out throws.
  package func grid(
    _ context: CommandContext, caption: String, skipping skipped: Int = 0, taking shown: Int = .max,
    where isShown: ([String]) -> Bool = { _ in true }
  ) throws -> (grid: Grid, count: Int) {
    let table = try table
    let headings = table.headings(for: .text)
    var rows: [Grid.Row] = []
    var count = 0
    var isNumber = headings.map { _ in false }
    try table.forEachRow(as: .text) { cells in
      let texts = cells.map { $0.shown(context) }
      guard isShown(texts) else { return }
      count += 1
      guard count > skipped, rows.count < shown else { return }
      for (column, cell) in cells.enumerated() where cell.isNumber { isNumber[column] = true }
      rows.append(Grid.Row(cells: texts.map { GridCell(text: $0) }))
    }
    let columns = zip(headings, isNumber).map { heading, isNumber in
      Grid.Column(title: heading.title ?? heading.key, isNumber: isNumber)
    }
    return (Grid(caption: caption, columns: columns, rows: rows, hasHeadings: false), count)
  }
}
