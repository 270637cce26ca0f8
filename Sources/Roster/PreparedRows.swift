// SPDX-License-Identifier: Apache-2.0

import CensusModel

/// `RowVocabulary` with its patterns taken apart once for all files of a run.
struct PreparedRows: Sendable {
  let words: RowVocabulary
  private let patterns: [(reason: String, pattern: WordPattern)]
  /// Longer spellings first.
  let postSpellings: [(short: [UInt8], post: [UInt8])]
  private let trialNames: [[UInt8]]
  private let counting: [[Character]]
  /// Whether a common character begins a text of a pattern, by its number: most cells are told by that alone.
  private let isTrigger: [Bool]
  /// The same of patterns of examples only.
  private let isExampleTrigger: [Bool]

  init(_ words: RowVocabulary, counting: [String]) {
    self.words = words
    let sorted = [("row-example", words.examples), ("row-totals", words.totals), ("row-note", words.lines)]
    patterns = sorted.flatMap { reason, texts in texts.map { (reason, WordPattern($0)) } }
    postSpellings = words.postSpellings.sorted { ($0.key.count, $0.key) > ($1.key.count, $1.key) }.map {
      (Array($0.key.utf8), Array($0.value.utf8))
    }
    trialNames = words.trialNames.map { Array($0.utf8) }
    self.counting = counting.map(Array.init)
    isTrigger = PreparedRows.triggers(patterns.map(\.pattern))
    isExampleTrigger = PreparedRows.triggers(patterns.filter { $0.reason == "row-example" }.map(\.pattern))
  }

  private static func triggers(_ patterns: [WordPattern]) -> [Bool] {
    var isTrigger = [Bool](repeating: false, count: 0x1_0000)
    for character in patterns.flatMap(\.triggers) {
      for scalar in character.unicodeScalars where scalar.value < 0x1_0000 { isTrigger[Int(scalar.value)] = true }
    }
    return isTrigger
  }

  /// The finding code of why a row with such a cell is no record; nil when it may be one.
  func reason(of text: String) -> String? {
    let text = RowText(text)
    if text.bare.isEmpty { return text.plain.count > 1 ? "row-note" : nil }
    return patterns.first { $0.pattern.matches(text, counting: counting) }?.reason
  }

  /// Whether the text may match a pattern: three-byte characters are looked up, signs and ASCII letters always may.
  func mayMatch(_ text: ByteText, examplesOnly: Bool) -> Bool {
    let isTrigger = examplesOnly ? isExampleTrigger : isTrigger
    var index = 0
    while index < text.count {
      let byte = text[index]
      guard byte & 0xF0 == 0xE0, index + 2 < text.count else { return true }
      let scalar = Int(byte & 0x0F) << 12 | Int(text[index + 1] & 0x3F) << 6 | Int(text[index + 2] & 0x3F)
      // Signs and full-width forms are compared in another spelling.
      if isTrigger[scalar] || scalar < 0x3040 || scalar >= 0xFE30 { return true }
      index += 3
    }
    return false
  }

  /// Whether a text names a list of people who are no members.
  func isOfOthers(_ text: String) -> Bool {
    // A sentence is no title.
    text.count <= 40
      && words.otherLists.contains { list in
        list.words.contains { text.contains($0) } && !list.unless.contains { text.contains($0) }
      }
  }

  /// Whether a name stands for nobody.
  func isTrialName(_ name: ByteText) -> Bool {
    trialNames.contains { $0.count == name.count && name.elementsEqual($0) }
  }

  /// Whether the words of a state say that somebody left.
  func saysThatLeft(_ state: String) -> Bool {
    words.departures.contains { state.contains($0) } && !words.departuresUnless.contains { state.contains($0) }
  }
}
