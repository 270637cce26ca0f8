// SPDX-License-Identifier: Apache-2.0

import CensusModel

/// Tells totals rows and notes from records by the words of their first filled cell.
struct RowWords {
  private let totals: Set<String>
  private let notes: [String]
  let rows: PreparedRows
  /// How names are compared.
  let comparable: ComparableText
  /// The first three bytes of all words: most rows are told by them alone.
  private let heads: [UInt32]

  init(_ vocabulary: PreparedVocabulary) {
    totals = vocabulary.totalsWords
    notes = vocabulary.noteWords
    rows = vocabulary.rows
    comparable = vocabulary.comparable
    heads = Array(Set((totals + notes).map { word in word.utf8.prefix(3).reduce(0) { $0 << 8 | UInt32($1) } }))
  }

  /// The finding code of why the row is no record; nil when it may be one.
  func reason(firstCell: ByteText, cellCount: Int) -> String? {
    // A word of these is at least one three-byte character.
    guard firstCell.count >= 3, firstCell[0] >= 0xE0 else { return nil }
    let head = UInt32(firstCell[0]) << 16 | UInt32(firstCell[1]) << 8 | UInt32(firstCell[2])
    guard heads.contains(head) else { return nil }
    let text = HeadingText.normalised(firstCell.string)
    let bare = HeadingText.withoutBrackets(text)
    if totals.contains(text) || totals.contains(bare) { return "row-totals" }
    return cellCount <= 3 && notes.contains { isNote(text, $0) } ? "row-note" : nil
  }

  /// The same of the cell that names the row's subject: a total, an example or a line may stand there though other cells are
  /// filled in beforehand.
  func reason(subject: ByteText, examplesOnly: Bool) -> String? {
    rows.reason(ofSubject: subject, examplesOnly: examplesOnly)
  }

  /// The same of any cell of a row that names no subject; in a whole row, one of many cells, a date or a sign makes no line.
  func reason(anyOf texts: [String], ofWhole isWhole: Bool = false) -> String? {
    texts.lazy.compactMap { text -> String? in
      let plain = HeadingText.normalised(text)
      if totals.contains(plain) || totals.contains(HeadingText.withoutBrackets(plain)) { return "row-totals" }
      let reason = rows.reason(of: text)
      if isWhole, reason == "row-note" { return nil }
      return reason ?? (!isWhole && notes.contains { isNote(plain, $0) } ? "row-note" : nil)
    }.first
  }

  /// Whether a line says something about the list: 注：…, 说明：…
  func isRemark(_ text: String) -> Bool {
    let plain = HeadingText.normalised(text)
    return notes.contains { isNote(plain, $0) }
  }

  /// The word alone, or followed by a sign or a number: 注：…, 说明1…; 注册会计师协会 is none.
  private func isNote(_ text: String, _ word: String) -> Bool {
    guard text.hasPrefix(word) else { return false }
    guard let next = text.dropFirst(word.count).first else { return true }
    return !next.isLetter || word.count > 2
  }
}
