// SPDX-License-Identifier: Apache-2.0

/// A pattern of `RowVocabulary`: literal text, `{n}` for a number, `{*}` for any text; it covers a whole cell.
struct WordPattern: Sendable {
  private enum Part: Sendable {
    case text([Character])
    case number
    case anything
  }

  private let parts: [Part]
  /// Whether its own text holds signs: then it is compared with those of the cell, else without them.
  private let hasSigns: Bool

  init(_ pattern: String) {
    var parts: [Part] = []
    var rest = Substring(pattern)
    while !rest.isEmpty {
      if rest.hasPrefix("{n}") {
        parts.append(.number)
        rest = rest.dropFirst(3)
      } else if rest.hasPrefix("{*}") {
        parts.append(.anything)
        rest = rest.dropFirst(3)
      } else {
        let end = rest.dropFirst().firstIndex(of: "{") ?? rest.endIndex
        parts.append(.text(RowText(String(rest[..<end])).plain))
        rest = rest[end...]
      }
    }
    self.parts = parts
    hasSigns = parts.contains { if case .text(let text) = $0 { !text.allSatisfy(RowText.isWordly) } else { false } }
  }

  /// The characters of all its texts.
  var spelledOut: [Character] {
    parts.flatMap { part -> [Character] in if case .text(let text) = part { text } else { [] } }
  }

  var hasNumber: Bool { parts.contains { if case .number = $0 { true } else { false } } }

  func matches(_ text: RowText, counting: [[Character]]) -> Bool {
    let characters = hasSigns ? text.plain : text.bare
    return matches(characters[...], parts[...], counting)
  }

  private func matches(_ text: ArraySlice<Character>, _ parts: ArraySlice<Part>, _ counting: [[Character]]) -> Bool {
    guard let part = parts.first else { return text.isEmpty }
    let others = parts.dropFirst()
    switch part {
    case .text(let own): return text.starts(with: own) && matches(text.dropFirst(own.count), others, counting)
    case .anything: return (0...text.count).contains { matches(text.dropFirst($0), others, counting) }
    case .number:
      let digits = text.prefix(while: RowText.isNumeral)
      guard !digits.isEmpty else { return false }
      let after = text.dropFirst(digits.count)
      if matches(after, others, counting) { return true }
      return counting.contains { after.starts(with: $0) && matches(after.dropFirst($0.count), others, counting) }
    }
  }
}

/// A cell as patterns see it: compatibility forms made plain, blanks left out; with its signs and without.
struct RowText {
  let plain: [Character]
  let bare: [Character]

  init(_ text: String) {
    plain = RowText.comparable(text)
    bare = plain.filter(RowText.isWordly)
  }

  /// Whether it ends in a number, with or without a counting word, outside brackets: 转出3人.
  func endsInNumber(before counting: [[Character]]) -> Bool {
    guard let last = plain.last(where: { !"：:".contains($0) }), RowText.isWordly(last) else { return false }
    let endings = counting.filter { bare.count > $0.count && Array(bare.suffix($0.count)) == $0 }
    let rest = bare.dropLast(endings.map(\.count).max() ?? 0)
    return rest.last.map { RowText.isNumeral($0) } ?? false
  }

  static func isWordly(_ character: Character) -> Bool { character.isLetter || character.isNumber }

  static func isNumeral(_ character: Character) -> Bool {
    character.isNumber || "〇零一二三四五六七八九十百千两".contains(character)
  }

  /// The same of a single scalar.
  static func isNumeral(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.numericType != nil || "〇零一二三四五六七八九十百千两".unicodeScalars.contains(scalar)
  }

  private static func comparable(_ text: String) -> [Character] {
    HeadingText.compatible(text).filter { !$0.isWhitespace }
  }
}
