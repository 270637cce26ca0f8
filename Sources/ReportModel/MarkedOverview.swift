// SPDX-License-Identifier: Apache-2.0

/// The findings of all files of a folder in one list, beside their marked copies.
package struct MarkedOverview: Sendable {
  package struct Row: Sendable, Hashable {
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
  package var title: String
  package var headings: [String]
  package var rows: [Row]

  package init(name: String, title: String, headings: [String], rows: [Row]) {
    self.name = name
    self.title = title
    self.headings = headings
    self.rows = rows
  }
}
