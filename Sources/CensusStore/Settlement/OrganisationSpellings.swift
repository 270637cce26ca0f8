// SPDX-License-Identifier: Apache-2.0

import CensusModel

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

  private let rules: SettlementRules.NameSpellings
  private var places: Set<String> = []
  private var cores: [(core: Core, district: String?)] = []
  private var byName: [String: [Int]] = [:]

  /// - Parameters:
  ///   - names: comparable full names.
  ///   - districts: the district that each names, in comparable form.
  init(_ names: [String], districts: [String?], rules: SettlementRules.NameSpellings) {
    self.rules = rules
    places = Set(names.flatMap { OrganisationSpellings.places(in: $0, rules) } + districts.compactMap(\.self))
    cores = zip(names, districts).map { (core(of: $0), $1) }
    for (index, entry) in cores.enumerated() where entry.core.name.count > 1 {
      byName[entry.core.name, default: []].append(index)
    }
  }

  /// The places of a committee's name: 共青团宁波市海曙区委员会 is of 宁波市 and 海曙区.
  private static func places(in name: String, _ rules: SettlementRules.NameSpellings) -> [String] {
    guard let prefix = rules.prefixes.first(where: name.hasPrefix) else { return [] }
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
    let (places, bare) = withoutFront(name)
    var rest = bare
    var core = Core(name: "", places: places)
    for (group, endings) in rules.endings.enumerated() {
      guard let ending = endings.first(where: rest.hasSuffix) else { continue }
      rest = rest.dropLast(ending.count)
      core.ending = group
      break
    }
    core.name = String(rest)
    return core
  }

  /// The places in front of a name, and what follows on them.
  private func withoutFront(_ name: String) -> (places: Set<String>, rest: Substring) {
    var places: Set<String> = []
    var rest = Substring(name)
    if let prefix = rules.prefixes.first(where: rest.hasPrefix) { rest = rest.dropFirst(prefix.count) }
    while let place = place(before: rest) {
      places.insert(place)
      rest = rest.dropFirst(place.count)
    }
    return (places, rest)
  }

  /// A comparable name without prefix and places in front: what two names are to be held against each other by.
  func shortened(_ name: String) -> String { String(withoutFront(name).rest) }

  /// The longest place that a text begins with.
  private func place(before text: Substring) -> String? {
    (2...8).reversed().lazy.map { String(text.prefix($0)) }.first { places.contains($0) && $0.count < text.count }
  }

  /// - Returns: nil unless the comparable name fits exactly one organisation.
  func index(of name: String) -> Int? {
    let sought = core(of: name)
    let found = (byName[sought.name] ?? []).filter { fits(sought, cores[$0]) }
    return found.count == 1 ? found[0] : nil
  }

  private func fits(_ sought: Core, _ known: (core: Core, district: String?)) -> Bool {
    if sought.ending >= 0, known.core.ending >= 0, sought.ending != known.core.ending { return false }
    let places = known.core.places.union([known.district].compactMap(\.self))
    // What names a place is not in another; a name without one may be anywhere.
    return sought.places.isEmpty || places.isEmpty || sought.places.isSubset(of: places)
      || known.core.places.isSubset(of: sought.places) && (known.district.map(sought.places.contains) ?? true)
  }
}
