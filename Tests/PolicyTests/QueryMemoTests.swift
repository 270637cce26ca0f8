// SPDX-License-Identifier: Apache-2.0

import CensusModel
import Findings
import Policy
import Testing

/// What a pack's conditions come to is worked out once, and anew when the pack is another.
@Suite struct QueryMemoTests {
  private let day = CalendarDay(rawValue: 20_190_630)!

  @Test func changedPacksAreCountedByTheirOwnWords() throws {
    let pack = try PackLoader.load("ningbo-2019")
    let before = try pack.queries(on: day)
    #expect(try pack.queries(on: day) == before)
    var other = pack
    let changed = try #require(
      other.measures.firstIndex { measure in
        measure.kind == .member && !pack.measures.contains { pack.measures(usedBy: $0).contains(measure.id) }
      })
    other.measures[changed].condition = "counted = 1 AND joined IS NULL"
    let id = other.measures[changed].id
    let after = try other.queries(on: day)
    #expect(after.filter { $0.id != id } == before.filter { $0.id != id })
    #expect(after.first { $0.id == id } != before.first { $0.id == id })
    #expect(try pack.queries(on: day) == before)
    other.measures.remove(at: changed)
    #expect(try !other.queries(on: day).contains { $0.id == id })
  }

  @Test func derivedColumnsAndDaysCount() throws {
    let pack = try PackLoader.load("ningbo-2019")
    let later = CalendarDay(rawValue: 20_250_630)!
    #expect(try pack.judging(byRulesOf: later).queries(on: day) == pack.queries(on: later))
    var other = pack
    other.derivedColumns = []
    #expect(throws: (any Error).self) { try other.queries(on: self.day) }
    for check in pack.checks {
      for _ in 1...2 { #expect(try pack.query(for: check, on: day) == fresh().query(for: check, on: day)) }
    }
  }

  private func fresh() throws -> PolicyPack {
    var pack = try PackLoader.load("ningbo-2019")
    pack.measures += []
    return pack
  }
}
