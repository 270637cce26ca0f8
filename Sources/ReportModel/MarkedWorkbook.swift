// SPDX-License-Identifier: Apache-2.0

/// What a sender's workbook is marked with, before its rows are written again.
package struct MarkedWorkbook: Sendable {
  /// How grave a mark is; the gravest of a cell gives its colour.
  package enum Level: Int, Sendable, Hashable, Comparable {
    case info, warning, error

    package static func < (left: Level, right: Level) -> Bool { left.rawValue < right.rawValue }
  }

  package struct Mark: Sendable, Hashable {
    package var level: Level
    /// Index of the sheet; nil for what concerns the file.
    package var sheet: Int?
    /// Counted from 1; nil for what concerns the sheet.
    package var row: Int?
    /// Nil for what concerns the row.
    package var column: Int?
    package var heading: String
    package var title: String
    package var message: String
    package var remedy: String
    package var code: String

    package init(
      level: Level, sheet: Int?, row: Int?, column: Int?, heading: String, title: String, message: String,
      remedy: String, code: String
    ) {
      self.level = level
      self.sheet = sheet
      self.row = row
      self.column = column
      self.heading = heading
      self.title = title
      self.message = message
      self.remedy = remedy
      self.code = code
    }
  }

  /// A sheet of the sender.
  package struct Sheet: Sendable, Hashable {
    package var name: String
    /// Merged cells of one row; memory-bound writing knows no other ones.
    package var merges: [Int: [ClosedRange<Int>]]

    package init(name: String, merges: [Int: [ClosedRange<Int>]] = [:]) {
      self.name = name
      self.merges = merges
    }
  }

  /// Texts by key: `MarkedWords.keys`.
  package var words: [String: String]
  /// What the list says above its table.
  package var title: String
  package var sheets: [Sheet]
  package var marks: [Mark]

  package init(words: [String: String], title: String, sheets: [Sheet], marks: [Mark]) {
    self.words = words
    self.title = title
    self.sheets = sheets
    self.marks = marks
  }
}

/// The texts a marked workbook needs.
package enum MarkedWords {
  package static let keys = [
    "list", "severity", "sheet", "cell", "heading", "problem", "explanation", "remedy", "code", "none", "error",
    "warning", "info", "remedy-mark", "colon", "cut", "status",
  ]
}
