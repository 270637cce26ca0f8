// SPDX-License-Identifier: Apache-2.0

import CensusModel

/// Records that agree in a key with another, by key.
struct RepeatedPeople {
  private struct Entry: Comparable {
    var key: UInt64
    var person: PersonNumber

    static func < (left: Entry, right: Entry) -> Bool { (left.key, left.person) < (right.key, right.person) }
  }

  struct Group {
    var key: UInt64
    var people: [PersonNumber]
  }

  private var entries: [Entry] = []

  mutating func add(_ key: UInt64, _ person: PersonNumber) { entries.append(Entry(key: key, person: person)) }

  /// Groups of two and more, in the order of their first person. Sorts in place.
  mutating func groups() -> [Group] {
    entries.sort()
    var groups: [Group] = []
    var start = 0
    for end in 1...max(1, entries.count) where end >= entries.count || entries[end].key != entries[start].key {
      if end - start > 1, end <= entries.count {
        groups.append(Group(key: entries[start].key, people: entries[start..<end].map(\.person)))
      }
      start = end
    }
    return groups.sorted { ($0.people[0], $0.key) < ($1.people[0], $1.key) }
  }
}
