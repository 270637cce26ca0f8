// SPDX-License-Identifier: Apache-2.0

/// The findings of all files of a folder in one list, beside their marked copies.
package struct MarkedOverview: Sendable {
  /// One finding.
  package struct Row: Sendable, Hashable {
    /// How grave it is; gives the row its colour.
    package var level: MarkedWorkbook.Level
    /// One for each heading; "" leaves a cell empty.
    package var texts: [String]

    package init(level: MarkedWorkbook.Level, texts: [String]) {
      self.level = level
      self.texts = texts
    }
  }

  /// Name of the sheet; the reader passes it over when the folder is handed in again.
  package var name: String
  /// What stands above the table.
  package var title: String
  /// The headings of the columns, in their order.
  package var headings: [String]
  /// In the order in which they are listed.
  package var rows: [Row]

  package init(name: String, title: String, headings: [String], rows: [Row]) {
    self.name = name
    self.title = title
    self.headings = headings
    self.rows = rows
  }
}
