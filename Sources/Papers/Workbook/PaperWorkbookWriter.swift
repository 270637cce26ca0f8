// SPDX-License-Identifier: Apache-2.0

import ReportModel
import ReportWriting

/// A workbook that cannot be written.
package enum PaperFailure: Error, Sendable {
  /// In the words of the library.
  case unwritable(String)
  /// More rows than a sheet has.
  case tooLong(limit: Int)
}

/// Writes workbooks that go out: heads that stay in sight, filters, numbers that calculate, texts that stay texts, pages
/// that print. Memory does not grow with the rows.
package struct PaperWorkbookWriter {
  /// Excel has no more rows.
  private static let lastRow = 1_048_576
  /// Rows that are prepared for filling in, below those that are there.
  private static let spareRows = 200
  /// Rows that widths are measured by.
  private static let measuredRows = 200
  /// More bars than these would not be told apart.
  private static let shownBars = 30

  package init() {}

  /// - Throws: `PaperFailure`, and what working the rows out throws.
  package func write(_ workbook: PaperWorkbook, to path: String) throws {
    do {
      let file = try XLSXFile(path: path, created: workbook.day * 86_400)
      for sheet in workbook.sheets {
        guard let target = file.addSheet(sheet.name) else { continue }
        try write(sheet, of: workbook, to: target)
      }
      try file.close()
    } catch let failure as XLSXFailure {
      throw PaperFailure.unwritable(failure.description)
    }
  }

  private func write(_ sheet: PaperSheet, of workbook: PaperWorkbook, to target: XLSXSheet) throws {
    let widths = try widths(of: sheet)
    set(widths, of: sheet, in: target)
    for (index, line) in sheet.lines.enumerated() {
      target.write(.text(VisibleText.spelled(line)), row: index + 1, column: 1, style: CellStyle(isBold: index == 0))
    }
    let head = sheet.lines.count + 1
    raise(head, for: sheet.columns.map { PaperCell.text($0.title) }, widths, in: target)
    for (index, column) in sheet.columns.enumerated() {
      target.write(.text(column.title), row: head, column: index + 1, style: PaperStyle.heading(column))
    }
    var row = head
    try sheet.forEachRow { cells in
      row += 1
      guard row <= Self.lastRow else { throw PaperFailure.tooLong(limit: Self.lastRow - head) }
      raise(row, for: cells, widths, in: target)
      for (index, cell) in cells.enumerated() { write(cell, sheet.columns[index], row, index + 1, target) }
    }
    finish(sheet, of: workbook, rows: (head + 1)...max(head + 1, row), in: target)
    draw(sheet, rows: (head + 1)...max(head + 1, row), in: target)
  }

  private func write(_ cell: PaperCell, _ column: PaperColumn, _ row: Int, _ number: Int, _ target: XLSXSheet) {
    let style = PaperStyle.cell(cell, column)
    switch cell.content {
    case .text(let text): target.write(.text(VisibleText.spelled(text)), row: row, column: number, style: style)
    case .number(let value): target.write(.number(Double(value)), row: row, column: number, style: style)
    case .percent(let value): target.write(.number(Double(value) / 10_000), row: row, column: number, style: style)
    case .points(let value): target.write(.number(Double(value) / 100), row: row, column: number, style: style)
    case .day(let day): target.write(.date(day + "T00:00:00"), row: row, column: number, style: style)
    case .nothing: target.write(.blank, row: row, column: number, style: style)
    }
  }

  private func finish(
    _ sheet: PaperSheet, of workbook: PaperWorkbook, rows: ClosedRange<Int>, in target: XLSXSheet
  ) {
    let head = rows.lowerBound - 1
    target.freeze(above: rows.lowerBound)
    target.filter(rows: head...rows.upperBound, columns: 1...sheet.columns.count)
    for (index, column) in sheet.columns.enumerated() {
      guard case .choice(let values) = column.blank else { continue }
      let filled = rows.lowerBound...min(Self.lastRow, rows.upperBound + Self.spareRows)
      target.list(of: values, rows: filled, column: index + 1)
    }
    target.fitToWidth()
    target.repeatOnPages(rows: head...head)
    let title = PaperStyle.line(workbook.title), name = PaperStyle.line(sheet.name)
    let footer = PaperStyle.line(workbook.footer)
      .replacing("{pages}", with: "&N").replacing("{page}", with: "&P")
    target.pageLines(header: "&L\(title)&R\(name)", footer: "&C\(footer)")
  }

  // MARK: Widths

  private func set(_ widths: [Double], of sheet: PaperSheet, in target: XLSXSheet) {
    for (index, width) in widths.enumerated() {
      let style = sheet.columns[index].blank.map(PaperStyle.blank) ?? .plain
      target.width(width, ofColumns: (index + 1)...(index + 1), style: style)
    }
  }

  /// As wide as the first rows ask for, within reason; a sign of Chinese is as wide as two letters.
  private func widths(of sheet: PaperSheet) throws -> [Double] {
    struct Enough: Error {}
    var widths = sheet.columns.map { PaperStyle.width($0.title) + 3 }
    var seen = 0
    do {
      try sheet.forEachRow { cells in
        for (index, cell) in cells.enumerated() { widths[index] = max(widths[index], PaperStyle.width(cell) + 1) }
        seen += 1
        if seen == Self.measuredRows { throw Enough() }
      }
    } catch is Enough {}
    return zip(sheet.columns, widths).map { column, width in column.width ?? Double(min(30, max(7, width))) }
  }

  /// As high as the longest text asks for: not every program works that out when it opens a file.
  private func raise(_ row: Int, for cells: [PaperCell], _ widths: [Double], in target: XLSXSheet) {
    let lines =
      zip(cells, widths).map { cell, width -> Int in
        guard case .text(let text) = cell.content else { return 1 }
        return (PaperStyle.width(text, of: .max) + Int(width) - 2) / max(1, Int(width) - 1)
      }.max() ?? 1
    if lines > 1 { target.height(min(400, Double(lines) * 15), ofRow: row) }
  }

  // MARK: Charts

  private func draw(_ sheet: PaperSheet, rows: ClosedRange<Int>, in target: XLSXSheet) {
    let first = rows.lowerBound + sheet.chartsFrom
    guard first <= rows.upperBound else { return }
    let shown = first...min(rows.upperBound, first + Self.shownBars - 1)
    for (index, chart) in sheet.charts.enumerated() {
      let series = chart.series.map { series in
        XLSXChart.Series(
          name: sheet.columns[series.column].title, column: series.column + 1, color: PaperStyle.color(series.tone))
      }
      let drawn = XLSXChart(
        title: chart.title, alternative: chart.alternative, rows: shown, labels: chart.labels + 1, series: series,
        isStacked: chart.series.count > 1, format: chart.isPercent ? "0%" : "0")
      target.insert(drawn, row: rows.upperBound + 2 + index * 17, column: 1, size: (960, 320))
    }
  }
}
