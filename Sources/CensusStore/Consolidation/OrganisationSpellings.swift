// SPDX-License-Identifier: Apache-2.0

import CensusModel
import Findings

/// Finds organisations by names that leave out, or put in front, what the full name has otherwise: 共青团, the place, and
/// the ending of its kind. A name that fits several leads to none.
struct OrganisationSpellings {
  /// A comparable name without prefixes, places in front and ending.
  private struct Core: Hashable {
    var name: String
    var places: Set<String> = []
    /// Number of the group of endings; -1 without one.
    var ending = -1
  }

  /// For more names than these every organisation is looked at; for fewer only those that share a piece with one of them.
  private static let few = 64

  private let rules: SettlementRules.NameSpellings
  /// By their first character, the longest first.
  private var places: [Character: [String]] = [:]
  /// By number of the organisation; only of those that may be sought.
  private var cores: [Int: (core: Core, district: String?)] = [:]
  private var byName: [String: [Int]] = [:]
  /// By what names leave out that stand below their superior: 高二3班 is 月湖中学高二3班 below 月湖中学.
  private var bySuperior: [String: [Int]] = [:]

  /// - Parameters:
  ///   - names: comparable full names.
  ///   - districts: the district that each names, in comparable form.
  ///   - parents: index of each one's superior; -1 for none.
  ///   - sought: comparable names that will be asked for.
  init(
    _ names: [String], districts: [String?], parents: [Int32] = [], sought: [String],
    rules: SettlementRules.NameSpellings
  ) {
    self.rules = rules
    let places = Set(names.flatMap { OrganisationSpellings.places(in: $0, rules) } + districts.compactMap(\.self))
    for place in places where (2...8).contains(place.count) {
      if let first = place.first { self.places[first, default: []].append(place) }
    }
    for first in self.places.keys { self.places[first]?.sort { ($1.count, $0) < ($0.count, $1) } }
    let pieces = sought.count > OrganisationSpellings.few ? [] : Set(sought.map { piece(of: core(of: $0)) })
    let isAsked = pieces.isEmpty || pieces.contains("") ? nil : TextPieces(pieces)
    for (index, name) in names.enumerated() where isAsked?.stands(in: name) ?? true {
      let core = core(of: name)
      guard core.name.count > 1 else { continue }
      cores[index] = (core, districts[index])
      byName[core.name, default: []].append(index)
      guard index < parents.count, parents[index] >= 0 else { continue }
      let superior = self.core(of: names[Int(parents[index])]).name
      guard superior.count > 1 else { continue }
      let isWhole = core.name.hasPrefix(superior)
      bySuperior[isWhole ? String(core.name.dropFirst(superior.count)) : superior + core.name, default: []].append(
        index)
    }
  }

  /// The longest piece of what is left of a name that stands in every name of which the same is left: all but its numbers,
  /// which others spell in another way.
  private func piece(of core: Core) -> String {
    let pieces = core.name.split { sign in
      sign.isNumber || "()".contains(sign) || sign.unicodeScalars.allSatisfy(HanziNumber.isSign)
    }
    return pieces.max { ($0.utf8.count, $1) < ($1.utf8.count, $0) }.map(String.init) ?? ""
  }

  /// The places of a committee's name: 共青团宁波市海曙区委员会 is of 宁波市 and 海曙区.
  private static func places(in name: String, _ rules: SettlementRules.NameSpellings) -> [String] {
    guard let prefix = rules.prefixes.first(where: { name.utf8.starts(with: $0.utf8) }) else { return [] }
    var found: [String] = []
    var word = ""
    for character in name.dropFirst(prefix.count) {
      word.append(character)
      guard rules.places.contains(String(character)), word.count > 1 else { continue }
      found.append(word)
      word = ""
    }
    return found
  }

  private func core(of name: String) -> Core {
    let (places, last, bare) = withoutFront(name)
    var rest = bare
    var core = Core(name: "", places: places)
    for (group, endings) in rules.endings.enumerated() {
      guard let ending = endings.first(where: rest.hasSuffix) else { continue }
      rest = rest.dropLast(ending.count)
      core.ending = group
      break
    }
    // 共青团海曙区委 is nothing but its place.
    core.name = rest.isEmpty ? last ?? "" : withPlainNumbers(String(rest))
    return core
  }

  /// Numbers before what is numbered as digits, without brackets around them: 一班 and (1)班 are 1班. Of two hanzi without 十
  /// the first is the grade's: 高一一班 is 高一1班.
  private func withPlainNumbers(_ name: String) -> String {
    rules.numbered.reduce(name) { name, word in
      let signs = Array(name)
      guard let place = signs.lastIndex(of: word), place > 0 else { return name }
      let isBracketed = signs[place - 1] == ")"
      let end = isBracketed ? place - 1 : place
      guard let number = number(before: end, in: signs) else { return name }
      var start = number.start
      if isBracketed {
        guard start > 0, signs[start - 1] == "(" else { return name }
        start -= 1
      }
      return withPlainGrade(signs[..<start]) + String(number.value) + String(signs[place...])
    }
  }

  /// What stands before the number of a class, its grade spelled in one way: 高2, 高二年级 and 高中二 are 高二.
  private func withPlainGrade(_ lead: ArraySlice<Character>) -> String {
    var lead = lead
    let word = rules.gradeWords.first { lead.count > $0.count && String(lead.suffix($0.count)) == $0 }
    if let word { lead = lead.dropLast(word.count) }
    if let last = lead.last, let digit = last.wholeNumberValue, last.isASCII,
      word != nil || isGradeSign(before: lead.endIndex - 1, in: lead), !(lead.dropLast().last?.isNumber ?? false)
    {
      lead = lead.dropLast() + [OrganisationSpellings.hanzi[digit]]
    }
    let text = String(lead)
    let other = rules.grades.filter { text.hasSuffix($0.key) }.max { $0.key.count < $1.key.count }
    return other.map { text.dropLast($0.key.count) + $0.value } ?? text
  }

  private static let hanzi = Array("〇一二三四五六七八九")

  private func isGradeSign(before place: Int, in signs: ArraySlice<Character>) -> Bool {
    place > signs.startIndex && rules.gradeSigns.contains(String(signs[place - 1]))
  }

  /// The number that ends before a place: ASCII digits, one hanzi, or several with 十 among them. The first sign behind that
  /// of a grade is the grade's: 高二三班, 高23班.
  private func number(before end: Int, in signs: [Character]) -> (start: Int, value: Int)? {
    func start(_ isPart: (Character) -> Bool) -> Int {
      let first = (signs[..<end].lastIndex { !isPart($0) } ?? -1) + 1
      return first + 1 < end && isGradeSign(before: first, in: signs[...]) ? first + 1 : first
    }
    let digits = start { $0.isASCII && $0.isNumber }
    if digits < end { return Int(String(signs[digits..<end])).map { (digits, $0) } }
    var hanzi = start { $0.unicodeScalars.allSatisfy(HanziNumber.isSign) }
    // 九二班 is the second class of grade nine.
    if end - hanzi == 2, !signs[hanzi..<end].contains("十") { hanzi += 1 }
    let text = signs[hanzi..<end]
    guard text.count == 1 || text.contains("十") else { return nil }
    return HanziNumber.value(text.flatMap(\.unicodeScalars)).map { (hanzi, $0) }
  }

  /// The places in front of a name, the last of them, and what follows on them. A prefix of one character, as in 团海曙区委,
  /// is one before a place only: 团结村 is a name.
  private func withoutFront(_ name: String) -> (places: Set<String>, last: String?, rest: Substring) {
    var places: Set<String> = []
    var last: String?
    var rest = Substring(name)
    let prefix = rules.prefixes.first { prefix in
      rest.hasPrefix(prefix) && (prefix.count > 1 || place(before: rest.dropFirst()) != nil)
    }
    if let prefix { rest = rest.dropFirst(prefix.count) }
    while let place = place(before: rest) {
      places.insert(place)
      last = place
      rest = rest.dropFirst(place.count)
    }
    return (places, last, rest)
  }

  /// A comparable name without prefix and places in front: what two names are to be held against each other by.
  func shortened(_ name: String) -> String { String(withoutFront(name).rest) }

  /// The longest place that a text begins with.
  private func place(before text: Substring) -> String? {
    guard let first = text.first, let known = places[first] else { return nil }
    return known.first { text.hasPrefix($0) && !text.dropFirst($0.count).isEmpty }
  }

  /// - Returns: nil unless the comparable name fits exactly one organisation.
  func index(of name: String) -> Int? {
    let sought = core(of: name)
    let found = (byName[sought.name] ?? []).filter { index in cores[index].map { fits(sought, $0) } ?? false }
    return found.count == 1 ? found[0] : nil
  }

  /// The organisation whose name is the one sought and its superior's together, or less than that by its superior's.
  ///
  /// - Parameter isMeant: whether an organisation stands where it may be.
  /// - Returns: nil unless exactly one is.
  func index(of name: String, where isMeant: (Int) -> Bool) -> Int? {
    let sought = core(of: name)
    guard sought.name.count > 1, let found = bySuperior[sought.name] else { return nil }
    let meant = found.filter { index in (cores[index].map { fits(sought, $0) } ?? false) && isMeant(index) }
    return meant.count == 1 ? meant[0] : nil
  }

  /// All that a comparable name may mean, by their whole names or below their superiors: 高二3班 of two schools.
  func candidates(for name: String, where isMeant: (Int) -> Bool) -> [Int] {
    let sought = core(of: name)
    guard sought.name.count > 1 else { return [] }
    let found = Set((byName[sought.name] ?? []) + (bySuperior[sought.name] ?? []))
    return found.sorted().filter { index in (cores[index].map { fits(sought, $0) } ?? false) && isMeant(index) }
  }

  private func fits(_ sought: Core, _ known: (core: Core, district: String?)) -> Bool {
    if sought.ending >= 0, known.core.ending >= 0, sought.ending != known.core.ending { return false }
    let places = known.core.places.union([known.district].compactMap(\.self))
    // What names a place is not in another; a name without one may be anywhere.
    return sought.places.isEmpty || places.isEmpty || sought.places.isSubset(of: places)
      || known.core.places.isSubset(of: sought.places) && (known.district.map(sought.places.contains) ?? true)
  }
}

/// Pieces of text, to be looked for in many names.
private struct TextPieces {
  private let pieces: [[UInt8]]

  init(_ pieces: Set<String>) { self.pieces = pieces.sorted().map { Array($0.utf8) } }

  func stands(in name: String) -> Bool {
    var name = name
    return name.withUTF8 { text in pieces.contains { TextPieces.stands($0, in: text) } }
  }

  private static func stands(_ piece: [UInt8], in text: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let first = piece.first, text.count >= piece.count else { return false }
    return (0...(text.count - piece.count)).contains { start in
      text[start] == first && (1..<piece.count).allSatisfy { text[start + $0] == piece[$0] }
    }
  }
}

extension [Character] {
  /// Where a word begins that stands last of its kind.
  fileprivate func lastIndex(of word: String) -> Int? {
    let word = Array(word)
    guard !word.isEmpty, count >= word.count else { return nil }
    return (0...(count - word.count)).reversed().first { self[$0..<($0 + word.count)].elementsEqual(word) }
  }
}
