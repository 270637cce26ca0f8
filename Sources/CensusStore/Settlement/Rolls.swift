// SPDX-License-Identifier: Apache-2.0

import CensusModel
import GRDB

/// What one walk through the rosters of a period gives: counts by organisation, and who of one sheet is missing in another.
struct Rolls {
  struct Secretary {
    /// Record of the organisation that names the secretary.
    var organisation: Int64
    var name: Int64
  }

  /// Counted members by preorder number of the organisation.
  private(set) var members: [Int]
  /// Those of them who joined in the year before that of the census day.
  private(set) var joinedLastYear: [Int]
  /// Cadres by first letter of the code of their nature.
  private(set) var cadres: [UInt8: [Int]] = [:]
  /// Cadres appointed before they joined the League, with the day they joined.
  private(set) var earlyCadres: [(cadre: Int64, joined: Int64)] = []
  /// Named secretaries who stand neither among the cadres nor among the members of their organisation, by its number.
  private(set) var secretaries: [Int: Secretary]
  private(set) var repeated: RepeatedKeys
  /// Cadres, then graduates; those the roster of members knows are marked.
  private var others: [PersonEntry] = []
  private var isMember: [Bool] = []
  /// Where the graduates among `others` stand, who follow on the cadres.
  private(set) var graduates = GraduateStandings()
  private var firstGraduate = 0
  /// The first of `others` with the upper half of a pseudonym, and after each of them the next with the same; -1 for none.
  private var firstOther: [Int64: Int32] = [:]
  private var nextOther: [Int32] = []
  private let scan: PersonScan

  init(_ scan: PersonScan, organisations: Int, people: Int, secretaries: [Int: Secretary]) {
    self.scan = scan
    self.secretaries = secretaries
    members = Array(repeating: 0, count: organisations)
    joinedLastYear = members
    repeated = RepeatedKeys(count: people)
  }

  /// Cadres and graduates whom the roster of members does not know.
  var strangers: [PersonEntry] { others.indices.filter { !isMember[$0] }.map { others[$0] } }

  /// - Parameter destinations: where the last completed transfer of a person led.
  mutating func walk(censusYear: Int, destinations: [Pseudonym: Int32]) throws {
    try scan.each(.cadre) { cadre in
      if cadre.node >= 0 {
        cadres[cadre.nature, default: Array(repeating: 0, count: members.count)][cadre.node] += 1
        meet(cadre)
      }
      wait(cadre)
    }
    firstGraduate = others.count
    try scan.each(.graduate) { graduate in
      wait(graduate)
      guard graduate.isKnown else { return }
      let destination = destinations[Pseudonym(high: graduate.high, low: graduate.low)]
      graduates.add(id: graduate.id, origin: Int32(graduate.node), destination: destination ?? -1)
    }
    chainOthers()
    isMember = Array(repeating: false, count: others.count)
    let lastYear = Int64(censusYear - 1)
    try scan.each(.member) { take($0, lastYear) }
    for stranger in strangers { for key in stranger.keys { repeated.note(key) } }
  }

  private mutating func chainOthers() {
    nextOther = Array(repeating: -1, count: others.count)
    firstOther.reserveCapacity(others.count)
    // From the last to the first, so that each chain is in their order.
    for index in others.indices.reversed() {
      nextOther[index] = firstOther.updateValue(Int32(index), forKey: others[index].high) ?? -1
    }
  }

  private mutating func wait(_ person: PersonEntry) {
    guard person.isKnown else { return }
    others.append(person)
  }

  private mutating func take(_ member: PersonEntry, _ lastYear: Int64) {
    let isOnRoster = member.isCounted && member.node >= 0
    var following = firstOther[member.high] ?? -1
    while following >= 0 {
      let index = Int(following)
      following = nextOther[index]
      guard others[index].isSamePerson(as: member) else { continue }
      // Who stands on two rosters is on the one that does not count as well.
      if index >= firstGraduate, isOnRoster { graduates.meet(index - firstGraduate, at: Int32(member.node)) }
      if member.isSuperseded { continue }
      isMember[index] = true
      let appointed = others[index].since
      if others[index].kind == .cadre, appointed > 0, member.since > appointed {
        earlyCadres.append((others[index].id, member.since))
      }
    }
    guard isOnRoster, !member.isSuperseded else { return }
    members[member.node] += 1
    if member.since / 10_000 == lastYear { joinedLastYear[member.node] += 1 }
    meet(member)
    for key in member.keys { repeated.note(key) }
  }

  private mutating func meet(_ person: PersonEntry) {
    guard let secretary = secretaries[person.node] else { return }
    // Where names are masked nobody can be missed.
    if secretary.name == person.name || person.name == 0 { secretaries[person.node] = nil }
  }

  /// Members and strangers who may agree with another in one of the keys, by key; only keys of two records and more.
  func groups() throws -> (people: [PersonEntry], byKey: [UInt64: [Int]]) {
    guard repeated.hasAny else { return ([], [:]) }
    var people: [PersonEntry] = []
    var byKey: [UInt64: [Int]] = [:]
    func add(_ person: PersonEntry) {
      let keys = person.keys.filter(repeated.mayRepeat)
      guard !keys.isEmpty else { return }
      for key in keys { byKey[key, default: []].append(people.count) }
      people.append(person)
    }
    try scan.each(.member) { if $0.isCounted, $0.node >= 0, !$0.isSuperseded { add($0) } }
    for stranger in strangers { add(stranger) }
    return (people, byKey.filter { $0.value.count > 1 })
  }
}
