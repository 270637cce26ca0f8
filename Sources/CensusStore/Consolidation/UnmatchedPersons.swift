// SPDX-License-Identifier: Apache-2.0

import CensusModel

/// Cadres and graduates of known identity, whom the walk through the members looks for; under thirty bytes for each.
struct UnmatchedPersons {
  private var people: [Pseudonym] = []
  private var isMember: [Bool] = []
  /// Index plus one of everybody, by pseudonym: those of one person follow on each other; 0 is free.
  private var slots: [UInt32] = []

  var count: Int { people.count }

  /// - Parameter expected: about how many will come.
  init(expected: Int) { people.reserveCapacity(expected) }

  mutating func add(_ person: Pseudonym) { people.append(person) }

  /// Makes them ready to be looked for, once all are there.
  mutating func index() {
    isMember = Array(repeating: false, count: count)
    var size = 16
    while size < count * 4 / 3 { size *= 2 }
    slots = Array(repeating: 0, count: size)
    for index in people.indices {
      var slot = firstSlot(of: people[index])
      while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
      slots[slot] = UInt32(index) + 1
    }
  }

  /// Pseudonyms are as good as random: their lower bits make a slot.
  private func firstSlot(of person: Pseudonym) -> Int {
    Int(truncatingIfNeeded: person.high) & (slots.count - 1)
  }

  /// The indexes of a person, in the order of `add`.
  func indexes(of person: Pseudonym) -> [Int] {
    var found: [Int] = []
    var slot = firstSlot(of: person)
    while slots[slot] != 0 {
      let index = Int(slots[slot]) - 1
      if people[index] == person { found.append(index) }
      slot = (slot + 1) & (slots.count - 1)
    }
    return found
  }

  mutating func markMember(_ index: Int) { isMember[index] = true }

  /// Keeps only who is a unmatched: nobody can be looked for any more.
  mutating func forgetPeople() { (people, slots) = ([], []) }

  /// Whether the roster of members does not know one of them.
  func isStranger(_ index: Int) -> Bool { !isMember[index] }
}
