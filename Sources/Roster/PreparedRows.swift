// SPDX-License-Identifier: Apache-2.0

import CensusModel

/// `RowVocabulary` with its patterns taken apart once for all files of a run.
struct PreparedRows: Sendable {
  let words: RowVocabulary
  private let patterns: [(reason: String, pattern: WordPattern)]
  /// Longer spellings first.
  let postSpellings: [(short: [UInt8], post: [UInt8])]
  private let formerPosts: [WordPattern]
  private let formerPostSieve: PatternSieve
  private let trialNames: [[UInt8]]
  private let severalNames: [WordPattern]
  private let dittoMarks: Set<[UInt8]>
  /// Longer words first.
  let postNatures: [(word: [UInt8], code: [UInt8])]
  private let surnames: Set<Character>
  private let counting: [[Character]]
  private let sieve: PatternSieve
  /// How many of the patterns, which come first, are those of examples.
  private let exampleCount: Int

  init(_ words: RowVocabulary, counting: [String]) {
    self.words = words
    let sorted = [("row-example", words.examples), ("row-totals", words.totals), ("row-note", words.lines)]
    patterns = sorted.flatMap { reason, texts in texts.map { (reason, WordPattern($0)) } }
    postSpellings = words.postSpellings.sorted { ($0.key.count, $0.key) > ($1.key.count, $1.key) }.map {
      (Array($0.key.utf8), Array($0.value.utf8))
    }
    formerPosts = words.formerPosts.map { WordPattern($0) }
    formerPostSieve = PatternSieve(formerPosts)
    trialNames = words.trialNames.map { Array($0.utf8) }
    severalNames = words.severalNames.map { WordPattern($0) }
    dittoMarks = Set(words.dittoMarks.map { Array($0.utf8) })
    postNatures = words.postNatures.sorted { $0.key < $1.key }.map { (Array($0.key.utf8), Array($0.value.utf8)) }
    surnames = Set(words.surnames)
    self.counting = counting.map(Array.init)
    sieve = PatternSieve(patterns.map(\.pattern))
    exampleCount = words.examples.count
  }

  /// The finding code of why a row with such a cell is no record; nil when it may be one.
  func reason(of text: String) -> String? {
    let text = RowText(text)
    if text.bare.isEmpty { return text.plain.count > 1 ? "row-note" : nil }
    return patterns.first { $0.pattern.matches(text, counting: counting) }?.reason
  }

  /// The same of the cell that names a row's subject, nearly all of which match no pattern.
  func reason(ofSubject text: ByteText, examplesOnly: Bool) -> String? {
    guard let candidates = sieve.candidates(for: text) else { return reason(of: text.string) }
    let asked = candidates.filter { !examplesOnly || $0 < exampleCount }
    guard !asked.isEmpty else { return nil }
    let cell = RowText(text.string)
    return asked.first { patterns[$0].pattern.matches(cell, counting: counting) }.map { patterns[$0].reason }
  }

  /// Whether a text names a list of people who are no members.
  func isOfOthers(_ text: String) -> Bool { otherLists(in: text).contains { $0.unlessColumns.isEmpty } }

  /// Whether a text names a list of people of whom only columns that it has not could say that they are members.
  func mayBeOfOthers(_ text: String, with fields: Set<String>) -> Bool {
    otherLists(in: text).contains { !$0.unlessColumns.isEmpty && fields.isDisjoint(with: $0.unlessColumns) }
  }

  private func otherLists(in text: String) -> [RowVocabulary.OtherList] {
    // A sentence is no title.
    guard text.count <= 40 else { return [] }
    return words.otherLists.filter { list in
      list.words.contains { text.contains($0) } && !list.unless.contains { text.contains($0) }
    }
  }

  /// Whether a line within a list heads people who are no members: a title, no sentence, no remark and no count of them.
  func headsOthers(_ line: String) -> Bool {
    let text = HeadingText.normalised(line)
    let isTitle = text.count <= 30 && !line.contains { "。，,；;".contains($0) }
    return isTitle && isOfOthers(text) && !RowText(line).endsInNumber(before: counting)
  }

  /// Whether a line is the title of a list.
  func headsList(_ line: String) -> Bool {
    let text = HeadingText.normalised(line)
    return text.count <= 30 && !isOfOthers(text) && words.plainLists.contains { $0.count > 1 && text.contains($0) }
  }

  /// Whether a sheet is called one that is put aside, or of former times.
  func isFormerSheet(_ name: String) -> Bool { words.formerSheets.contains { name.contains($0) } }

  /// Whether a post is one that was held before, or will be: 原书记, 副书记（已卸任）.
  func isFormerPost(_ post: ByteText) -> Bool {
    let candidates = formerPostSieve.candidates(for: post) ?? Array(formerPosts.indices)
    guard !candidates.isEmpty else { return false }
    let cell = RowText(post.string)
    return candidates.contains { formerPosts[$0].matches(cell, counting: counting) }
  }

  /// The word behind a cadre's name that says that the post is held no more, or not yet; nil where none does.
  func cadreDeparture(in behind: String) -> String? {
    if let word = words.cadreDepartures.first(where: { behind.contains($0) }) {
      return words.departuresUnless.contains(where: { behind.contains($0) }) ? nil : word
    }
    let cell = RowText(behind)
    let bare = RowText(String(cell.bare))
    return formerPosts.first { $0.matches(bare, counting: counting) }.map { String($0.spelledOut) }
  }

  /// Whether a cell stands for the one above.
  func isDitto(_ text: ByteText) -> Bool { text.count <= 6 && dittoMarks.contains(Array(text)) }

  /// Whether a cell names several people by words: 张三和李四, 张三 李四, 张三等3人.
  func namesSeveral(_ name: String) -> Bool {
    let cell = RowText(name)
    if severalNames.contains(where: { $0.matches(cell, counting: counting) }) { return true }
    let parts = name.split(whereSeparator: \.isWhitespace).map(String.init)
    if parts.count == 2, parts.allSatisfy(isWholeName), !words.compoundSurnames.contains(parts[0]) { return true }
    return parts.count == 1
      && words.nameConjunctions.contains { word in
        name.ranges(of: word).contains { place in
          isWholeName(String(name[..<place.lowerBound])) && isWholeName(String(name[place.upperBound...]))
        }
      }
  }

  /// Whether a text is a name in hanzi that begins with a usual family name.
  private func isWholeName(_ text: String) -> Bool {
    (2...4).contains(text.count) && text.first.map(surnames.contains) == true
      && text.unicodeScalars.allSatisfy { (0x3400...0x9FFF).contains($0.value) }
  }

  /// Whether a name stands for nobody.
  func isTrialName(_ name: ByteText) -> Bool {
    trialNames.contains { $0.count == name.count && name.elementsEqual($0) }
  }

  /// Whether the words of a state say that somebody left.
  func saysThatLeft(_ state: String) -> Bool { departure(in: state) != nil }

  /// The word in it that says so; nil where none does.
  func departure(in state: String) -> String? {
    guard !words.departuresUnless.contains(where: { state.contains($0) }) else { return nil }
    return words.departures.first { state.contains($0) }
  }
}
