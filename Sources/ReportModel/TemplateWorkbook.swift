// SPDX-License-Identifier: Apache-2.0

/// A workbook with the standard headings for people to fill: empty, or with rows to correct.
package struct TemplateWorkbook: Sendable {
  /// How Excel takes what people type: texts keep their leading zeros, days are dates.
  package enum Format: Sendable, Hashable {
    case text, day, number
  }

  /// One column that people fill.
  package struct Column: Sendable, Hashable {
    /// The standard heading of its field.
    package var heading: String
    /// What a person should know who fills the column; shown at the heading.
    package var note: String
    /// Whether a row is set aside without it; such headings are coloured.
    package var isRequired: Bool
    /// How its cells are formatted, down to the last row.
    package var format: Format
    /// ID of a list of `lists`; nil where anything may stand.
    package var list: String?
    /// Values of the example rows; "" leaves a cell empty.
    package var examples: [String]

    package init(
      heading: String, note: String, isRequired: Bool, format: Format, list: String?, examples: [String]
    ) {
      self.heading = heading
      self.note = note
      self.isRequired = isRequired
      self.format = format
      self.list = list
      self.examples = examples
    }
  }

  /// One sheet to fill.
  package struct Sheet: Sendable, Hashable {
    /// Its name on the tab.
    package var name: String
    /// Its columns from left to right.
    package var columns: [Column]
    /// Rows to be corrected, in place of the examples: one text for each column, "" leaves a cell empty.
    package var rows: [[String]]

    package init(name: String, columns: [Column], rows: [[String]] = []) {
      self.name = name
      self.columns = columns
      self.rows = rows
    }
  }

  /// The values a drop-down list offers.
  package struct List: Sendable, Hashable {
    /// ID by which columns name it.
    package var id: String
    /// Heading above the values on the sheet of lists.
    package var title: String
    /// The values in their order, as they are chosen and typed.
    package var values: [String]

    package init(id: String, title: String, values: [String]) {
      self.id = id
      self.title = title
      self.values = values
    }
  }

  /// Name of the sheet of notes; the reader passes it over.
  package var notesTitle: String
  /// The lines of the notes, from top to bottom.
  package var notes: [String]
  /// Name of the sheet of lists; the reader passes it over.
  package var listsTitle: String
  /// The sheets to fill, in order.
  package var sheets: [Sheet]
  /// The lists that columns offer.
  package var lists: [List]

  package init(notesTitle: String, notes: [String], listsTitle: String, sheets: [Sheet], lists: [List]) {
    self.notesTitle = notesTitle
    self.notes = notes
    self.listsTitle = listsTitle
    self.sheets = sheets
    self.lists = lists
  }
}
