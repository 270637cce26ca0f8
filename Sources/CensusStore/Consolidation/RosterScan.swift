// SPDX-License-Identifier: Apache-2.0

import CensusModel
import GRDB

/// What one walk through the rosters of a period gives: counts by organisation, and who of one sheet is missing in another.
struct RosterScan {
  /// Counted members by preorder number of the organisation.
  private(set) var members: [Int32]
  /// Those of them who joined in the year before that of the census day.
  private(set) var joinedLastYear: [Int32]
  /// Cadres by the fingerprint of the code of their nature.
  private(set) var cadres: [UInt64: [Int32]] = [:]
  /// Cadres appointed before they joined the League, with the day they joined.
  private(set) var earlyCadres: [(cadre: Int64, joined: Int64)] = []
  /// Cadres of known age in known organisations whom the roster of members does not know.
  private(set) var cadresWithoutMemberRow: [(id: Int64, node: Int, age: Int)] = []
  /// Cadres and graduates who stand on the roster of members under another name.
  private(set) var renamed: [(other: PersonNumber, member: Int64)] = []
  /// By preorder number of the organisation the name of a secretary who stands neither among its cadres nor among its
  /// members; 0 where nobody is named or the one named is there.
  private(set) var secretaries: [Int64]
  private var repeated: RepeatedKeys
  /// Cadres, then graduates.
  private var others: UnmatchedPersons
  /// The records of the cadres among `others`, and when they were appointed; 0 for nothing.
  private var cadreIDs: [Int64] = []
  private var appointed: [Int32] = []
  /// The records of the graduates among `others`, and the keys of the names of all of them; 0 for none.
  private var graduateIDs: [Int64] = []
  private var names: [Int64] = []
  /// Where the graduates among `others` stand, who follow on the cadres.
  private var graduates: GraduateEntries
  private let scan: PersonScan

  /// - Parameters:
  ///   - counts: about how many of each there are.
  ///   - secretaries: keys of the names of secretaries by preorder number, 0 for none.
  init(_ scan: PersonScan, counts: (members: Int, cadres: Int, graduates: Int), secretaries: [Int64]) {
    self.scan = scan
    self.secretaries = secretaries
    members = Array(repeating: 0, count: secretaries.count)
    joinedLastYear = members
    repeated = RepeatedKeys(count: counts.members)
    others = UnmatchedPersons(expected: counts.cadres + counts.graduates)
    cadreIDs.reserveCapacity(counts.cadres)
    appointed.reserveCapacity(counts.cadres)
    graduates = GraduateEntries(expected: counts.graduates)
  }

  /// - Parameter destinations: where the last completed transfer of a person led.
  mutating func walk(censusYear: Int, destinations: [Pseudonym: Int32]) throws {
    try scan.each(.cadre) { cadre in
      if cadre.node >= 0 {
        cadres[cadre.nature, default: Array(repeating: 0, count: members.count)][cadre.node] += 1
        meet(cadre)
      }
      guard cadre.isKnown else { return }
      others.add(cadre.person)
      cadreIDs.append(cadre.id)
      appointed.append(Int32(truncatingIfNeeded: cadre.since))
      names.append(cadre.name)
    }
    try scan.each(.graduate) { graduate in
      guard graduate.isKnown else { return }
      others.add(graduate.person)
      graduateIDs.append(graduate.id)
      names.append(graduate.name)
      graduates.add(
        id: graduate.id, origin: Int32(graduate.node), destination: destinations[graduate.person] ?? -1)
    }
    others.index()
    let lastYear = Int64(censusYear - 1)
    try scan.each(.member) { take($0, lastYear) }
    others.forgetPeople()
    (cadreIDs, appointed, graduateIDs, names) = ([], [], [], [])
    try eachUnmatchedPerson { unmatched in
      unmatched.eachKey { repeated.note($0) }
      if unmatched.kind == .cadre, unmatched.node >= 0, unmatched.age >= 0 {
        cadresWithoutMemberRow.append((unmatched.id, unmatched.node, Int(unmatched.age)))
      }
    }
  }

  private mutating func take(_ member: PersonEntry, _ lastYear: Int64) {
    for index in others.indexes(of: member.person) {
      let isCadre = index < cadreIDs.count
      // Who stands on two rosters is on the one that does not count as well.
      if !isCadre, member.isCounted, member.node >= 0 {
        graduates.meet(index - cadreIDs.count, at: Int32(member.node))
      }
      if member.isSuperseded { continue }
      others.markMember(index)
      if names[index] != 0, member.name != 0, names[index] != member.name {
        let other =
          isCadre
          ? PersonNumber(.cadre, cadreIDs[index]) : PersonNumber(.graduate, graduateIDs[index - cadreIDs.count])
        renamed.append((other, member.id))
      }
      if isCadre, appointed[index] > 0, member.since > appointed[index] {
        earlyCadres.append((cadreIDs[index], member.since))
      }
    }
    guard member.isOnRoster else { return }
    members[member.node] += 1
    if member.since / 10_000 == lastYear { joinedLastYear[member.node] += 1 }
    meet(member)
    member.eachKey { repeated.note($0) }
  }

  private mutating func meet(_ person: PersonEntry) {
    // Where names are masked nobody can be missed.
    if secretaries[person.node] == person.name || person.name == 0 { secretaries[person.node] = 0 }
  }

  /// Where the graduates stand; they are kept no longer.
  mutating func takeGraduates() -> GraduateEntries {
    defer { graduates = GraduateEntries(expected: 0) }
    return graduates
  }

  /// Cadres and graduates whom the roster of members does not know; reads their records once more.
  private func eachUnmatchedPerson(_ body: (PersonEntry) throws -> Void) throws {
    var index = 0
    for kind in [RecordKind.cadre, .graduate] {
      try scan.each(kind) { person in
        guard person.isKnown else { return }
        if others.isStranger(index) { try body(person) }
        index += 1
      }
    }
  }

  /// Finds the records of those in `groups`.
  var lookup: PersonLookup { PersonLookup(scan) }

  /// Members and strangers who agree with another in one of the keys.
  func groups() throws -> [RepeatedPeople.Group] {
    guard repeated.hasAny else { return [] }
    var people = RepeatedPeople()
    func add(_ person: PersonEntry) {
      person.eachKey { key in if repeated.mayRepeat(key) { people.add(key, person.number) } }
    }
    try scan.eachOnRoster(add)
    try eachUnmatchedPerson(add)
    return people.groups()
  }
}
