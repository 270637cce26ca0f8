// SPDX-License-Identifier: Apache-2.0

import ReportModel

/// The marks of one sheet, cell by cell.
struct SheetMarks {
  /// The gravest of each cell, by row and column.
  private(set) var levels: [Int: [Int: MarkedWorkbook.Level]] = [:]
  /// In order of the cells; all marks of a cell in one.
  private(set) var notes: [Note] = []

  /// Of a sheet that bears none.
  init() {}

  init(_ book: MarkedWorkbook, sheet: Int) {
    var texts: [Int: [Int: [String]]] = [:]
    for mark in book.marks where mark.sheet == sheet {
      guard let cell = mark.anchor else { continue }
      levels[cell.row, default: [:]][cell.column] = max(levels[cell.row]?[cell.column] ?? mark.level, mark.level)
      texts[cell.row, default: [:]][cell.column, default: []].append(SheetMarks.text(of: mark, book.words))
    }
    for (row, cells) in texts.sorted(by: { $0.key < $1.key }) {
      for (column, texts) in cells.sorted(by: { $0.key < $1.key }) where notes.count < NotesPart.limit {
        notes.append(Note(row: row, column: column, text: texts.joined(separator: "\n\n")))
      }
    }
  }

  private static func text(of mark: MarkedWorkbook.Mark, _ words: [String: String]) -> String {
    "\(words[mark.level.word] ?? "")\(words["colon"] ?? "")\(mark.message)\n\(words["remedy-mark"] ?? "")\(mark.remedy)"
  }
}
