// SPDX-License-Identifier: Apache-2.0

import CensusModel

/// Finds the organisation a name leads to by the pack's rules: the League committee of the place a youth federation is of.
struct NameRuleLookup {
  struct Name {
    var full: String
    var short: String?
    var kind: String?
  }

  private let rules: [SettlementRules.NameRule]
  private var indexes: [String: Set<Int>] = [:]
  private let kinds: [String?]

  init(_ rules: [SettlementRules.NameRule], _ organisations: [Name]) {
    self.rules = rules
    kinds = organisations.map(\.kind)
    let wanted = Set(rules.flatMap(\.kinds))
    for (index, organisation) in organisations.enumerated() where wanted.contains(organisation.kind ?? "") {
      for name in [organisation.full, organisation.short].compactMap(\.self) where !name.isEmpty {
        indexes[OrganisationLookup.comparable(name), default: []].insert(index)
      }
    }
  }

  /// - Returns: nil unless the name leads to exactly one organisation.
  func index(of text: String) -> Int? {
    for rule in rules {
      let names = rule.candidates(for: OrganisationLookup.comparable(text))
      let found = names.reduce(into: Set<Int>()) { found, name in
        found.formUnion((indexes[name] ?? []).filter { rule.kinds.contains(kinds[$0] ?? "") })
      }
      if !found.isEmpty { return found.count == 1 ? found.first : nil }
    }
    return nil
  }
}
