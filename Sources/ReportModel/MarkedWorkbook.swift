// SPDX-License-Identifier: Apache-2.0

/// What a sender's workbook is marked with.
package struct MarkedWorkbook: Sendable {
  /// How grave a mark is; the gravest of a cell gives its colour.
  package enum Level: Int, Sendable, Hashable, Comparable {
    case info, warning, error

    package static func < (left: Level, right: Level) -> Bool { left.rawValue < right.rawValue }
  }

  /// A cell, counted from 1: of merged cells the first, of a row the first that is filled.
  package struct Anchor: Sendable, Hashable {
    /// Row number from 1.
    package var row: Int
    /// Column number from 1.
    package var column: Int

    package init(row: Int, column: Int) {
      self.row = row
      self.column = column
    }
  }

  /// One finding in the sender's workbook.
  package struct Mark: Sendable, Hashable {
    /// How grave it is; the gravest of a cell gives its colour.
    package var level: Level
    /// Index of the sheet; nil for what concerns the file.
    package var sheet: Int?
    /// Counted from 1; nil for what concerns the sheet.
    package var row: Int?
    /// Nil for what concerns the row.
    package var column: Int?
    /// The cell that is coloured and gets the note; nil for what concerns no cell.
    package var anchor: Anchor?
    /// The heading above the cell, as the sheet spells it; empty where none is known.
    package var heading: String
    /// What is wrong in a few words.
    package var title: String
    /// The sentence about this case.
    package var message: String
    /// What the sender can do; empty where there is nothing.
    package var remedy: String
    /// The finding's code, by which the office answers questions.
    package var code: String

    package init(
      level: Level, sheet: Int?, row: Int?, column: Int?, anchor: Anchor?, heading: String, title: String,
      message: String,
      remedy: String, code: String
    ) {
      self.level = level
      self.sheet = sheet
      self.row = row
      self.column = column
      self.anchor = anchor
      self.heading = heading
      self.title = title
      self.message = message
      self.remedy = remedy
      self.code = code
    }
  }

  /// A sheet of the sender.
  package struct Sheet: Sendable, Hashable {
    /// Its name in the workbook, by which the list links to it.
    package var name: String

    package init(name: String) { self.name = name }
  }

  /// Texts by key: `MarkedWords.keys`.
  package var words: [String: String]
  /// What the list says above its table.
  package var title: String
  /// What the list says below its title of the copy itself; "" for nothing.
  package var note: String
  /// The sheets of the sender, in the order of the workbook; `Mark.sheet` is an index here.
  package var sheets: [Sheet]
  /// Index of the sheet that an earlier marking listed its findings in; nil where there is none.
  package var formerList: Int?
  /// The gravest first.
  package var marks: [Mark]

  package init(
    words: [String: String], title: String, note: String = "", sheets: [Sheet], formerList: Int? = nil, marks: [Mark]
  ) {
    self.words = words
    self.title = title
    self.note = note
    self.sheets = sheets
    self.formerList = formerList
    self.marks = marks
  }
}

/// The texts a marked workbook needs.
package enum MarkedWords {
  /// The headings of the list, in the order of its columns.
  package static let listKeys = [
    "severity", "sheet", "cell", "heading", "problem", "explanation", "remedy", "code", "status",
  ]
  /// Everything that `MarkedWorkbook.words` must have a text for.
  package static let keys =
    listKeys + ["list", "none", "error", "warning", "info", "remedy-mark", "colon", "cut", "status-choices"]
}
