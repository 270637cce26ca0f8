// SPDX-License-Identifier: Apache-2.0

import CensusModel

/// Finds the organisation a name leads to by the pack's rules: the League committee of the place a youth federation is of.
struct NameRuleLookup {
  private let rules: [SettlementRules.NameRule]
  private let comparable: ComparableText
  private let wanted: Set<String>
  private var indexes: [String: Set<Int>] = [:]
  /// Of those that a rule may lead to.
  private var kinds: [Int: String] = [:]

  init(_ rules: [SettlementRules.NameRule], comparable: ComparableText) {
    self.rules = rules
    self.comparable = comparable
    wanted = Set(rules.flatMap(\.kinds))
  }

  mutating func add(_ entry: OrganisationTable.Entry) {
    let kind = entry.kind
    guard wanted.contains(kind) else { return }
    kinds[entry.index] = kind
    for name in entry.names { indexes[comparable.of(name), default: []].insert(entry.index) }
  }

  /// - Returns: nil unless the name leads to exactly one organisation.
  func index(of text: @autoclosure () -> String) -> Int? {
    guard !indexes.isEmpty else { return nil }
    let name = comparable.of(text())
    for rule in rules {
      let found = rule.candidates(for: name).reduce(into: Set<Int>()) { found, candidate in
        found.formUnion((indexes[candidate] ?? []).filter { rule.kinds.contains(kinds[$0] ?? "") })
      }
      if !found.isEmpty { return found.count == 1 ? found.first : nil }
    }
    return nil
  }
}
