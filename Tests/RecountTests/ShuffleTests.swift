// SPDX-License-Identifier: Apache-2.0

import CensusModel
import Testing

/// The order of rows, of files and of the units that hand in changes no figure, verdict or cause at any unit.
@Suite struct ShuffleTests {
  @Test(arguments: [3, 4, 7, 21, 40] as [UInt64]) func orderChangesNoFigure(seed: UInt64) throws {
    let period = ImportedCity.period
    let rosters = CityGenerator.rosters(seed: seed, censusDay: ImportedCity.day(of: period))
    var handings = seed.isMultiple(of: 3) ? UnitHandings(rosters, seed: seed).handings : [.init(rosters: rosters)]
    let city = try ImportedCity(handings: handings, period: period)
    let first = try city.indicators()
    let verdicts = try city.verdicts()
    #expect(first.values.contains { $0.state == "value" })
    #expect(Set(verdicts.values).count > 3)
    var random = RandomSource(seed: seed)
    for round in 1...2 as ClosedRange<UInt64> {
      handings.shuffle(using: &random)
      let other = try ImportedCity(handings: handings, period: period, shuffle: seed * 10 + round)
      let again = try other.indicators()
      for (task, verdict) in try other.verdicts() where verdicts[task] != verdict {
        Issue.record("seed \(seed), round \(round): \(task) is \(verdict), was \(verdicts[task] ?? "–")")
      }
      for (figure, ratio) in first where again[figure] != ratio {
        Issue.record("seed \(seed), round \(round): \(figure) is \(again[figure] as Any), was \(ratio)")
      }
      #expect(again.count == first.count)
    }
  }

  /// Two quarters, of which the second has lost, moved and gained people; compared with rows in other orders.
  @Test(arguments: [5, 8, 30] as [UInt64]) func orderChangesNoCause(seed: UInt64) throws {
    let quarters = ["2019-Q1", "2019-Q2"].compactMap { Period($0) }
    let before = CityGenerator.rosters(seed: seed, censusDay: ImportedCity.day(of: quarters[0]))
    var random = RandomSource(seed: seed)
    let after = Self.later(before, &random, seed: seed)
    func causes(_ shuffle: UInt64?) throws -> [String: [String]] {
      try ImportedCity.causes(zip(quarters, [before, after]).map { ($0, $1) }, shuffle: shuffle)
    }
    let first = try causes(nil)
    #expect(first["bridges"]?.count ?? 0 > 50 && first["people"]?.isEmpty == false)
    for round in 1...2 as ClosedRange<UInt64> {
      for (part, lines) in try causes(seed * 10 + round) {
        let differing = Set(lines).symmetricDifference(first[part] ?? []).sorted().prefix(4)
        #expect(differing.isEmpty, "seed \(seed), round \(round), \(part): \(differing)")
      }
    }
  }

  private static func later(_ before: Rosters, _ random: inout RandomSource, seed: UInt64) -> Rosters {
    var after = before
    let others = CityGenerator.rosters(seed: seed + 1000, censusDay: ImportedCity.day(of: ImportedCity.period))
    let branches = before.members.map(\.organisation)
    after.members = before.members.filter { _ in random.chance(88) }.map { row in
      var row = row
      if random.chance(15) { row.organisation = random.pick(branches) }
      if random.chance(5) { row.membership = "自行脱团" }
      return row
    }
    after.members += others.members.prefix(20).map { row in
      var row = row
      row.organisation = random.pick(branches)
      return row
    }
    after.cadres = before.cadres.filter { _ in random.chance(85) }
    for _ in 0..<15 {
      let member = random.pick(after.members)
      after.transfers.append(
        TransferRow(
          name: member.name, id: member.id, state: random.pick(["接转成功", "撤回", "转出团支部的上级退回"]),
          from: random.pick(branches), to: random.maybe(20) { $0.pick(branches) },
          applied: GivenMoment(date: GivenDate(2019, random.number(4...6), random.number(1...28)))))
    }
    return after
  }

  /// Returned in May, applied for again in June: the later one speaks, wherever its row stands.
  @Test(arguments: [[0, 1], [1, 0]]) func theLaterTransferSpeaks(order: [Int]) throws {
    var rosters = Rosters(organisations: EdgeCaseTests.organisations)
    rosters.graduates = [GraduateRow(name: "王一", id: EdgeCaseTests.id(1), organisation: "11")]
    let both = [("接转成功", "13", 3), ("接转成功", "12", 20)].map { state, to, day in
      TransferRow(
        name: "王一", id: EdgeCaseTests.id(1), state: state, from: "11", to: to,
        applied: GivenMoment(date: GivenDate(2019, 6, day)))
    }
    rosters.transfers = order.map { both[$0] }
    #expect(try EdgeCaseTests.agreed(rosters, "graduate-employer-rate") == RecountedRatio(0, 1))
  }
}

/// One full name in two districts.
@Suite struct SharedNameTests {
  private static let organisations = [
    OrganisationRow(id: "3302", name: "某市委", kind: "团的领导机关"),
    OrganisationRow(id: "330203", name: "甲区委", kind: "团的领导机关", parent: "3302"),
    OrganisationRow(id: "330204", name: "乙区委", kind: "团的领导机关", parent: "3302"),
    OrganisationRow(id: "33020301", name: "九年级1班团支部", kind: "团支部", parent: "330203"),
    OrganisationRow(id: "33020401", name: "九年级1班团支部", kind: "团支部", parent: "330204"),
  ]

  private func members(_ serials: ClosedRange<Int>) -> Rosters {
    Rosters(members: serials.map { EdgeCaseTests.member($0, in: "九年级1班团支部") })
  }

  @Test(arguments: [false, true]) func aNameMeansTheUnitsOwn(isReversed: Bool) throws {
    var units: [ImportedCity.Handing] = [
      .init(rosters: members(1...2), unit: "330203"), .init(rosters: members(3...5), unit: "乙区委"),
    ]
    if isReversed { units.reverse() }
    let city = try ImportedCity(handings: [.init(rosters: Rosters(organisations: Self.organisations))] + units)
    #expect(try city.printed("volunteer-share", "330203")?.denominator == 2)
    #expect(try city.printed("volunteer-share", "330204")?.denominator == 3)
    #expect(!city.findings.contains("reference-ambiguous"))
  }

  @Test func aNameThatMayMeanTwoIsAnError() throws {
    var rosters = members(1...2)
    rosters.organisations = Self.organisations
    let city = try ImportedCity(handings: [.init(rosters: rosters)])
    #expect(city.findings.contains("reference-ambiguous") && !city.findings.contains("organisation-unknown"))
    #expect(try city.printed("volunteer-share", "3302")?.denominator ?? 0 == 0)
  }
}
