// SPDX-License-Identifier: Apache-2.0

import CensusModel
import Findings
import GRDB

extension Consolidation {
  /// Pairs of records that are probably one person, with what speaks for it; a phone or a member number that many share.
  func settleDuplicates(_ roster: RosterScan) throws {
    try database.execute(sql: "DELETE FROM duplicate_pair")
    guard let least = rules.duplicateLeast else { return }
    var pairs: Set<Pair> = []
    for group in try roster.groups() {
      try reportShared(group)
      guard group.people.count <= rules.largestGroup else { continue }
      for (offset, first) in group.people.enumerated() {
        for second in group.people[(offset + 1)...] { pairs.insert(Pair(first: first, second: second)) }
      }
    }
    let lookup = roster.lookup
    var first = PersonEntry(number: PersonNumber(.member, 0))
    for pair in pairs.sorted() {
      // Pairs of one person follow on each other.
      if first.number != pair.first { first = try lookup.entry(of: pair.first) }
      let second = try lookup.entry(of: pair.second)
      // Who has no identity cannot be remembered as dismissed; that an ID is missing is a finding anyway.
      guard first.isKnown, second.isKnown, !first.isSamePerson(as: second) else { continue }
      let score = DuplicateScore(first, second, weights: rules.duplicateWeights)
      guard score.total >= least else { continue }
      // Of two sheets the one whose person the roster of members does not know is told first.
      let isSwapped = first.kind == .member && second.kind != .member
      try store(isSwapped ? second : first, isSwapped ? first : second, score)
    }
  }

  private struct Pair: Hashable, Comparable {
    var first: PersonNumber
    var second: PersonNumber

    static func < (left: Pair, right: Pair) -> Bool { (left.first, left.second) < (right.first, right.second) }
  }

  private func store(_ first: PersonEntry, _ second: PersonEntry, _ score: DuplicateScore) throws {
    let parts = score.parts.map { "\($0.part.rawValue) \($0.points)" }.joined(separator: ",")
    try database.cachedStatement(
      sql: """
        INSERT INTO duplicate_pair (first_kind, first_id, first_high, first_low, second_kind, second_id, second_high,
          second_low, score, parts) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """
    ).execute(arguments: [
      first.kind.rawValue, first.id, first.high, first.low, second.kind.rawValue, second.id, second.high, second.low,
      score.total, parts,
    ])
  }

  /// A member number belongs to one person; a phone that more records share than a family has is told once.
  private func reportShared(_ group: RepeatedPeople.Group) throws {
    let isNumber = PersonEntry.subject(of: group.key) == 4
    guard isNumber || PersonEntry.subject(of: group.key) == 3 && group.people.count > rules.largestGroup else { return }
    let members = group.people.filter { $0.kind == .member }
    guard members.count > 1 else { return }
    let field = isNumber ? "member-number" : "phone"
    let places = try members.prefix(6).map { try place(of: $0.id, in: .member, field: field) }
    try found(
      isNumber ? "member-number-taken" : "phone-shared", at: places[0], facts: ["count": String(members.count)],
      related: Array(places.dropFirst()))
  }
}
