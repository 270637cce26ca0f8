// SPDX-License-Identifier: Apache-2.0

import CXLSXWriter

/// What stands in a cell.
package enum CellContent: Sendable, Hashable {
  case text(String)
  case number(Double)
  case bool(Bool)
  /// `yyyy-MM-ddTHH:mm:ss`
  case date(String)
  case blank
}

/// One sheet of an `XLSXFile`; rows and columns count from 1, and rows are written from the first to the last.
package struct XLSXSheet {
  /// Excel keeps no longer text in a cell.
  package static let textLimit = 32_767

  let sheet: UnsafeMutablePointer<lxw_worksheet>
  /// The name as Excel shows it.
  package let name: String
  /// Keeps the workbook alive.
  let file: XLSXFile

  /// - Returns: false when a text was longer than a cell holds and was cut.
  @discardableResult
  package func write(_ content: CellContent, row: Int, column: Int, style: CellStyle = .plain) -> Bool {
    let (row, column) = (UInt32(row - 1), UInt16(column - 1))
    switch content {
    case .text(let text):
      let fits = text.utf16.count <= XLSXSheet.textLimit
      let kept = fits ? text : String(text.unicodeScalars.prefix(XLSXSheet.textLimit / 2))
      worksheet_write_string(sheet, row, column, kept, file.format(style))
      return fits
    case .number(let number): worksheet_write_number(sheet, row, column, number, file.format(style))
    case .bool(let flag): worksheet_write_boolean(sheet, row, column, flag ? 1 : 0, file.format(style))
    case .date(let text): writeDate(text, row, column, style)
    case .blank: worksheet_write_blank(sheet, row, column, file.format(style))
    }
    return true
  }

  private func writeDate(_ text: String, _ row: UInt32, _ column: UInt16, _ style: CellStyle) {
    let numbers = text.split { !$0.isNumber && $0 != "." }.compactMap { Double($0) }
    guard numbers.count >= 6, numbers[0] >= 1900 || text.hasPrefix("1899-12-31") else {
      worksheet_write_string(sheet, row, column, text, file.format(style))
      return
    }
    let isTime = text.hasPrefix("1899-12-31")
    var moment = lxw_datetime()
    // Year 0 stands for a time alone.
    (moment.year, moment.month, moment.day) =
      isTime ? (0, 0, 0) : (Int32(numbers[0]), Int32(numbers[1]), Int32(numbers[2]))
    (moment.hour, moment.min, moment.sec) = (Int32(numbers[3]), Int32(numbers[4]), numbers[5])
    var style = style
    let isWholeDay = numbers[3] + numbers[4] + numbers[5] == 0
    style.format = isTime ? "hh:mm:ss" : isWholeDay ? "yyyy-mm-dd" : "yyyy-mm-dd hh:mm:ss"
    worksheet_write_datetime(sheet, row, column, &moment, file.format(style))
  }

  /// A link to a cell of this workbook.
  package func link(to cell: String, of target: String, text: String, row: Int, column: Int, style: CellStyle) {
    let quoted = target.replacing("'", with: "''")
    worksheet_write_url_opt(
      sheet, UInt32(row - 1), UInt16(column - 1), "internal:'\(quoted)'!\(cell)", file.format(style), text, nil)
  }

  /// A note at a cell, shown when somebody points to it; text longer than a cell holds is cut.
  package func comment(_ text: String, row: Int, column: Int) {
    var options = lxw_comment_options()
    options.width = 320
    options.height = UInt16(min(400, 60 + 20 * (text.count / 22 + text.count { $0 == "\n" })))
    let kept = text.utf16.count <= XLSXSheet.textLimit ? text : String(text.unicodeScalars.prefix(16_000))
    worksheet_write_comment_opt(sheet, UInt32(row - 1), UInt16(column - 1), kept, &options)
  }

  /// Merges cells of one row; to be called when that row is written, its first cell after this.
  package func merge(row: Int, columns: ClosedRange<Int>, style: CellStyle = .plain) {
    worksheet_merge_range(
      sheet, UInt32(row - 1), UInt16(columns.lowerBound - 1), UInt32(row - 1), UInt16(columns.upperBound - 1), "",
      file.format(style))
  }

  /// Merges cells of any rows; their contents are written as those of others.
  package func merge(rows: ClosedRange<Int>, columns: ClosedRange<Int>) {
    _ = lc_merge_only(
      sheet, UInt32(rows.lowerBound - 1), UInt16(columns.lowerBound - 1), UInt32(rows.upperBound - 1),
      UInt16(columns.upperBound - 1))
  }

  /// Not shown until somebody asks for it.
  package func hide() { worksheet_hide(sheet) }

  /// To be called before the row is written.
  package func hide(row: Int) {
    var options = lxw_row_col_options()
    options.hidden = 1
    worksheet_set_row_opt(sheet, UInt32(row - 1), 15, nil, &options)
  }

  /// - Parameter style: of the cells of the column that are not written; needed for columns that people fill.
  package func width(_ width: Double, ofColumns columns: ClosedRange<Int>, style: CellStyle = .plain) {
    worksheet_set_column(
      sheet, UInt16(columns.lowerBound - 1), UInt16(columns.upperBound - 1), width, file.format(style))
  }

  /// The rows above `row` stay in sight.
  package func freeze(above row: Int) { worksheet_freeze_panes(sheet, UInt32(row - 1), 0) }

  /// Puts buttons to filter and sort at the first of the rows; the others are what is filtered.
  package func filter(rows: ClosedRange<Int>, columns: ClosedRange<Int>) {
    worksheet_autofilter(
      sheet, UInt32(rows.lowerBound - 1), UInt16(columns.lowerBound - 1), UInt32(rows.upperBound - 1),
      UInt16(columns.upperBound - 1))
  }

  /// A drop-down list of the values of a named range, in one column; other values are warned of, not refused.
  package func list(named range: String, rows: ClosedRange<Int>, column: Int) {
    "=\(range)".withCString { formula in
      var validation = lxw_data_validation()
      validation.validate = UInt8(LXW_VALIDATION_TYPE_LIST_FORMULA.rawValue)
      validation.value_formula = UnsafeMutablePointer(mutating: formula)
      validation.error_type = UInt8(LXW_VALIDATION_ERROR_TYPE_WARNING.rawValue)
      worksheet_data_validation_range(
        sheet, UInt32(rows.lowerBound - 1), UInt16(column - 1), UInt32(rows.upperBound - 1), UInt16(column - 1),
        &validation)
    }
  }

  /// Prints on A4 across, one page wide.
  package func fitToWidth() {
    worksheet_set_landscape(sheet)
    worksheet_set_paper(sheet, 9)
    worksheet_fit_to_pages(sheet, 1, 0)
  }
}

/// Names of cells.
enum CellText {
  static func letters(ofColumn number: Int) -> String {
    var rest = number
    var letters: [UInt8] = []
    while rest > 0 {
      letters.append(UInt8(65 + (rest - 1) % 26))
      rest = (rest - 1) / 26
    }
    return String(decoding: letters.reversed(), as: UTF8.self)
  }
}
