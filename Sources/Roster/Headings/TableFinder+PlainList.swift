// SPDX-License-Identifier: Apache-2.0

import CensusModel

extension TableFinder {
  /// Whether a table of people is the list of a branch though nothing in it says members: the lines around it name the
  /// branch, or a branch hands it in, they say nothing else, and every column is one of members.
  func isPlainList(_ table: Table, under lines: [String]) -> Bool {
    guard table.sheet.kind == .member, table.namesSubject, table.weakColumns.isEmpty,
      table.headings.count == table.fieldByColumn.count + table.duplicates.count
    else { return false }
    let titles = SheetTitles(words: vocabulary.rows.words, lines: [], sheetName: "", fileName: "")
    let branches = lines.map(titles.branch)
    return (isOfBranch || branches.contains { $0 != nil })
      && zip(lines, branches).allSatisfy { titles.isPlain($0, beside: $1 ?? "") }
  }
}

extension SheetTitles {
  /// Whether a line says nothing but the branch, a time and that it is a list.
  func isPlain(_ line: String, beside branch: String) -> Bool {
    guard !SheetTitles.isUnnamed(line, by: words) else { return true }
    let rest = line.replacing(branch, with: "").filter { character in
      character.unicodeScalars.allSatisfy(\.properties.isIdeographic) && !"〇零一二三四五六七八九十第上下半".contains(character)
    }
    let words = words.timeEndings.reduce(rest) { $0.replacing($1, with: "") }
    return words.isEmpty || self.words.plainLists.contains(words)
  }
}
