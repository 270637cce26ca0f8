// SPDX-License-Identifier: Apache-2.0

/// A workbook with the standard headings for people to fill: empty, or with rows to correct.
package struct TemplateWorkbook: Sendable {
  package enum Format: Sendable, Hashable {
    case text, day, number
  }

  package struct Column: Sendable, Hashable {
    package var heading: String
    /// What a person should know who fills the column; shown at the heading.
    package var note: String
    package var isRequired: Bool
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

  package struct Sheet: Sendable, Hashable {
    package var name: String
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
    package var id: String
    package var title: String
    package var values: [String]

    package init(id: String, title: String, values: [String]) {
      self.id = id
      self.title = title
      self.values = values
    }
  }

  package var notesTitle: String
  package var notes: [String]
  package var listsTitle: String
  package var sheets: [Sheet]
  package var lists: [List]

  package init(notesTitle: String, notes: [String], listsTitle: String, sheets: [Sheet], lists: [List]) {
    self.notesTitle = notesTitle
    self.notes = notes
    self.listsTitle = listsTitle
    self.sheets = sheets
    self.lists = lists
  }
}
