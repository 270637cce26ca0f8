// SPDX-License-Identifier: Apache-2.0

import CXLSXWriter
import Glibc

extension XLSXSheet {
  /// Rows that stand at the top of every printed page.
  package func repeatOnPages(rows: ClosedRange<Int>) {
    worksheet_repeat_rows(sheet, UInt32(rows.lowerBound - 1), UInt32(rows.upperBound - 1))
  }

  /// How high a row is, in points; to be called before the row is written.
  package func height(_ points: Double, ofRow row: Int) { worksheet_set_row(sheet, UInt32(row - 1), points, nil) }

  /// What stands above and below every printed page, with the codes of Excel: `&C`, `&P`, `&N`. A single `&` of a text is
  /// to be doubled. Longer than 255 signs, it is left out.
  package func pageLines(header: String, footer: String) {
    if header.utf16.count <= 255 { worksheet_set_header(sheet, header) }
    if footer.utf16.count <= 255 { worksheet_set_footer(sheet, footer) }
  }

  /// A drop-down list of a few values, no longer than 255 signs together, in one column; other values are warned of, not
  /// refused.
  package func list(of values: [String], rows: ClosedRange<Int>, column: Int) {
    var texts = values.map { strdup($0) }
    defer { texts.forEach { free($0) } }
    texts.append(nil)
    texts.withUnsafeMutableBufferPointer { pointers in
      var validation = lxw_data_validation()
      validation.validate = UInt8(LXW_VALIDATION_TYPE_LIST.rawValue)
      validation.value_list = pointers.baseAddress
      validation.error_type = UInt8(LXW_VALIDATION_ERROR_TYPE_WARNING.rawValue)
      worksheet_data_validation_range(
        sheet, UInt32(rows.lowerBound - 1), UInt16(column - 1), UInt32(rows.upperBound - 1), UInt16(column - 1),
        &validation)
    }
  }
}

/// A chart of columns of one sheet, drawn by the program that opens the workbook.
package struct XLSXChart: Sendable {
  /// One row of bars.
  package struct Series: Sendable {
    /// What the legend calls it.
    package var name: String
    /// Column of its numbers.
    package var column: Int
    /// As 0xRRGGBB.
    package var color: UInt32

    package init(name: String, column: Int, color: UInt32) {
      (self.name, self.column, self.color) = (name, column, color)
    }
  }

  /// What stands above it.
  package var title: String
  /// What it shows, for those who cannot see it.
  package var alternative: String
  /// Of the labels and numbers, counted from 1.
  package var rows: ClosedRange<Int>
  /// Column of the labels.
  package var labels: Int
  /// What is drawn side by side, or on top of each other.
  package var series: [Series]
  /// Whether the series of a label stand on top of each other.
  package var isStacked: Bool
  /// Number format of the axis.
  package var format: String

  package init(
    title: String, alternative: String, rows: ClosedRange<Int>, labels: Int, series: [Series], isStacked: Bool,
    format: String
  ) {
    (self.title, self.alternative, self.rows, self.labels) = (title, alternative, rows, labels)
    (self.series, self.isStacked, self.format) = (series, isStacked, format)
  }
}

extension XLSXSheet {
  /// Draws a chart of cells of this sheet, its upper left corner at a cell.
  ///
  /// - Parameter size: in pixels.
  package func insert(_ chart: XLSXChart, row: Int, column: Int, size: (width: Int, height: Int)) {
    let kind = chart.isStacked ? LXW_CHART_COLUMN_STACKED : LXW_CHART_COLUMN
    guard let made = workbook_add_chart(file.book, UInt8(kind.rawValue)) else { return }
    chart_title_set_name(made, chart.title)
    for series in chart.series {
      guard
        let drawn = chart_add_series(made, range(chart.rows, chart.labels), range(chart.rows, series.column))
      else { continue }
      chart_series_set_name(drawn, series.name)
      var fill = lxw_chart_fill()
      fill.color = series.color
      chart_series_set_fill(drawn, &fill)
    }
    chart_axis_set_num_format(made.pointee.y_axis, chart.format)
    if chart.series.count < 2 { chart_legend_set_position(made, UInt8(LXW_CHART_LEGEND_NONE.rawValue)) }
    place(made, chart.alternative, row, column, size)
  }

  private func place(
    _ chart: UnsafeMutablePointer<lxw_chart>, _ alternative: String, _ row: Int, _ column: Int,
    _ size: (width: Int, height: Int)
  ) {
    // The usual size of a chart is 480 by 288 pixels.
    alternative.withCString { text in
      var options = lxw_chart_options()
      options.x_scale = Double(size.width) / 480
      options.y_scale = Double(size.height) / 288
      options.object_position = UInt8(LXW_OBJECT_MOVE_DONT_SIZE.rawValue)
      options.description = UnsafeMutablePointer(mutating: text)
      worksheet_insert_chart_opt(sheet, UInt32(row - 1), UInt16(column - 1), chart, &options)
    }
  }

  private func range(_ rows: ClosedRange<Int>, _ column: Int) -> String {
    let letters = CellText.letters(ofColumn: column)
    return "='\(name)'!$\(letters)$\(rows.lowerBound):$\(letters)$\(rows.upperBound)"
  }
}
