// SPDX-License-Identifier: Apache-2.0

package import ReportModel

/// Writes a template as .xlsx: notes first, a sheet for each kind with drop-down lists, the lists last.
package struct TemplateWriter {
  /// Rows that are prepared for typing.
  private static let rows = 2...20_000

  package init() {}

  /// - Throws: `XLSXFailure` when the file cannot be written.
  package func write(_ template: TemplateWorkbook, to path: String) throws {
    let file = try XLSXFile(path: path)
    if let notes = file.addSheet(template.notesTitle) {
      notes.width(100, ofColumns: 1...1)
      for (index, note) in template.notes.enumerated() {
        notes.write(.text(note), row: index + 1, column: 1, style: CellStyle(isBold: index == 0, wraps: true))
      }
    }
    for sheet in template.sheets {
      if let target = file.addSheet(sheet.name) { write(sheet, to: target) }
    }
    if let lists = file.addSheet(template.listsTitle) { write(template.lists, to: lists, of: file) }
    try file.close()
  }

  private func write(_ sheet: TemplateWorkbook.Sheet, to target: XLSXSheet) {
    for (index, column) in sheet.columns.enumerated() {
      let number = index + 1
      let style = CellStyle(fill: column.isRequired ? 0xF8_CBAD : 0xD9_E1F2, isBold: true, wraps: true, hasBorder: true)
      target.write(.text(column.heading), row: 1, column: number, style: style)
      target.comment(column.note, row: 1, column: number)
      target.width(width(of: column), ofColumns: number...number, style: self.style(column.format))
      if let list = column.list { target.list(named: name(of: list), rows: TemplateWriter.rows, column: number) }
    }
    write(sheet.rows.isEmpty ? examples(of: sheet) : sheet.rows, of: sheet, to: target)
    target.freeze(above: 2)
    target.fitToWidth()
  }

  private func examples(of sheet: TemplateWorkbook.Sheet) -> [[String]] {
    (0..<(sheet.columns.map(\.examples.count).max() ?? 0)).map { row in
      sheet.columns.map { row < $0.examples.count ? $0.examples[row] : "" }
    }
  }

  /// Examples are grey: they are nobody's.
  private func write(_ rows: [[String]], of sheet: TemplateWorkbook.Sheet, to target: XLSXSheet) {
    for (index, row) in rows.enumerated() {
      for (number, (text, column)) in zip(row, sheet.columns).enumerated() where !text.isEmpty {
        var style = self.style(column.format)
        if sheet.rows.isEmpty { style.color = 0x7F_7F7F }
        target.write(content(text, column.format), row: index + 2, column: number + 1, style: style)
      }
    }
  }

  /// What is no number or day stays the text it is.
  private func content(_ text: String, _ format: TemplateWorkbook.Format) -> CellContent {
    let isDay = text.utf8.count == 10 && text.firstMatch(of: #/^\d{4}-\d{2}-\d{2}$/#) != nil
    return switch format {
    case .day where isDay: .date(text + "T00:00:00")
    case .number: Double(text).map(CellContent.number) ?? .text(text)
    case .text, .day: .text(text)
    }
  }

  private func style(_ format: TemplateWorkbook.Format) -> CellStyle {
    switch format {
    case .text: CellStyle(format: "@")
    case .day: CellStyle(format: "yyyy-mm-dd")
    case .number: .plain
    }
  }

  private func width(of column: TemplateWorkbook.Column) -> Double {
    let longest = ([column.heading] + column.examples).map { text in
      text.unicodeScalars.reduce(2) { $0 + ($1.value > 0x2E80 ? 2 : 1) }
    }.max()
    return Double(min(44, max(10, longest ?? 10)))
  }

  private func write(_ lists: [TemplateWorkbook.List], to sheet: XLSXSheet, of file: XLSXFile) {
    let longest = lists.map(\.values.count).max() ?? 0
    for (index, list) in lists.enumerated() {
      sheet.write(.text(list.title), row: 1, column: index + 1, style: CellStyle(fill: 0xD9_E1F2, isBold: true))
      let letters = CellText.letters(ofColumn: index + 1)
      file.define(name(of: list.id), as: "'\(sheet.name)'!$\(letters)$2:$\(letters)$\(list.values.count + 1)")
      sheet.width(22, ofColumns: (index + 1)...(index + 1))
    }
    // Row by row: the file is written as it grows.
    for row in 0..<longest {
      for (index, list) in lists.enumerated() where row < list.values.count {
        sheet.write(.text(list.values[row]), row: row + 2, column: index + 1)
      }
    }
  }

  private func name(of list: String) -> String { "list_" + list.replacing("-", with: "_") }
}
