// SPDX-License-Identifier: Apache-2.0

/// How a cell is told from others by its colour.
package enum PaperTone: Sendable, Hashable { case good, fair, bad, quiet }

/// What stands in one cell of a workbook.
package struct PaperCell: Sendable, Hashable {
  /// The value, typed.
  package enum Content: Sendable, Hashable {
    /// Stays text whatever it looks like: a formula, a number, a day.
    case text(String)
    case number(Int64)
    /// Percent in hundredths: 2697 is 26.97%.
    case percent(Int)
    /// Percentage points or other numbers with two decimals, in hundredths.
    case points(Int)
    /// `yyyy-MM-dd`
    case day(String)
    case nothing
  }

  /// The value, typed.
  package var content: Content
  /// Nil leaves it without a colour.
  package var tone: PaperTone?

  /// A value, with or without a colour.
  package init(_ content: Content, tone: PaperTone? = nil) { (self.content, self.tone) = (content, tone) }

  /// A text without a colour.
  package static func text(_ text: String) -> PaperCell { PaperCell(text.isEmpty ? .nothing : .text(text)) }

  /// A whole number, or nothing.
  package static func number(_ number: (some BinaryInteger)?) -> PaperCell {
    PaperCell(number.map { .number(Int64($0)) } ?? .nothing)
  }

  /// A day as `yyyy-MM-dd`, or nothing.
  package static func day(_ day: String?) -> PaperCell { PaperCell(day.map { .day($0) } ?? .nothing) }

  /// A share in hundredths of a percent, or nothing.
  package static func percent(_ hundredths: Int?) -> PaperCell {
    PaperCell(hundredths.map { .percent($0) } ?? .nothing)
  }
}

/// One column of a sheet.
package struct PaperColumn: Sendable, Hashable {
  /// What people fill in a column that is left open.
  package enum Blank: Sendable, Hashable {
    case text
    case day
    /// One of a few values, offered as a list.
    case choice([String])
  }

  /// What stands above it.
  package var title: String
  /// In letters of Latin width; nil fits what stands in it, within reason.
  package var width: Double?
  /// Nil where nothing is to be filled in.
  package var blank: Blank?

  /// A column, by its title.
  package init(_ title: String, width: Double? = nil, blank: Blank? = nil) {
    (self.title, self.width, self.blank) = (title, width, blank)
  }
}

/// A chart of columns of a sheet.
package struct PaperChart: Sendable, Hashable {
  /// One colour of it: a column of numbers.
  package struct Series: Sendable, Hashable {
    /// Place of the column, from 0.
    package var column: Int
    /// Its colour.
    package var tone: PaperTone

    package init(column: Int, tone: PaperTone) { (self.column, self.tone) = (column, tone) }
  }

  /// What stands above it.
  package var title: String
  /// What it shows, for those who cannot see it.
  package var alternative: String
  /// Place of the column with the labels, from 0.
  package var labels: Int
  /// Stacked where there are several.
  package var series: [Series]
  /// Whether the numbers are percent.
  package var isPercent: Bool

  package init(title: String, alternative: String, labels: Int, series: [Series], isPercent: Bool) {
    (self.title, self.alternative, self.labels) = (title, alternative, labels)
    (self.series, self.isPercent) = (series, isPercent)
  }
}

/// One sheet of a workbook: lines, a table that filters, charts below it. Its rows are worked out while they are handed out.
package struct PaperSheet {
  /// Takes the cells of the next row.
  package typealias Add = ([PaperCell]) throws -> Void

  /// The name on its tab.
  package var name: String
  /// Lines above the table, the first of them in bold.
  package var lines: [String]
  /// Of the table, in order.
  package var columns: [PaperColumn]
  /// Below the table.
  package var charts: [PaperChart] = []
  /// The first of the rows that charts show, from 0.
  package var chartsFrom = 0
  let forEachRow: (_ add: Add) throws -> Void

  /// - Parameter forEachRow: hands out the rows, worked out anew each time.
  package init(
    _ name: String, lines: [String] = [], columns: [PaperColumn], forEachRow: @escaping (_ add: Add) throws -> Void
  ) {
    (self.name, self.lines, self.columns, self.forEachRow) = (name, lines, columns, forEachRow)
  }

  /// A sheet whose rows are there already.
  package init(_ name: String, lines: [String] = [], columns: [PaperColumn], rows: [[PaperCell]]) {
    self.init(name, lines: lines, columns: columns) { add in for row in rows { try add(row) } }
  }
}

/// A workbook that goes out: sheets, and what is printed on every page.
package struct PaperWorkbook {
  /// In the order of their tabs.
  package var sheets: [PaperSheet]
  /// Above every printed page.
  package var title: String
  /// Below every printed page, with `{page}` and `{pages}`.
  package var footer: String
  /// The day it speaks of, in days since 1970: no clock, so that the same content gives the same bytes.
  package var day: Int

  package init(sheets: [PaperSheet], title: String, footer: String, day: Int) {
    (self.sheets, self.title, self.footer, self.day) = (sheets, title, footer, day)
  }
}
