// SPDX-License-Identifier: Apache-2.0

import CensusModel
import Indicators
import Policy
import Testing

/// City 0 with two counties (1, 3), each with one branch (2, 4).
private let tree = OrganisationTree(nodes: [
  OrganisationNode(code: "1", name: "city", parent: nil, last: 4, depth: 0),
  OrganisationNode(code: "11", name: "a", parent: 0, last: 2, depth: 1),
  OrganisationNode(code: "111", name: "a1", kind: "branch", sector: "rural", parent: 1, last: 2, depth: 2),
  OrganisationNode(code: "12", name: "b", parent: 0, last: 4, depth: 1),
  OrganisationNode(code: "121", name: "b1", kind: "branch", sector: "university", parent: 3, last: 4, depth: 2),
])

private func ratio(
  members: [(Int, Int64)], youth: [(Int, String?, Int64)], fallback: [(Int, Int64)] = [], unit: Int,
  group: IndicatorGroup? = nil, in tree: OrganisationTree = tree
) throws -> IndicatorValue {
  let pack = try PackLoader.load("ningbo-2019")
  let tallies = [
    Tally(measure: "counted-members", entries: members.map { .init(node: $0.0, count: $0.1) }, hasRecords: true),
    Tally(
      measure: "youth", entries: youth.filter { $0.1 == nil }.map { .init(node: $0.0, count: $0.2) },
      bySector: Dictionary(grouping: youth.filter { $0.1 != nil }) { $0.1 ?? "" }
        .mapValues { $0.map { .init(node: $0.0, count: $0.2) } },
      hasRecords: !youth.isEmpty),
    Tally(
      measure: "youth-of-organisations", entries: fallback.map { .init(node: $0.0, count: $0.1) }, hasRecords: true),
  ]
  let calculator = IndicatorCalculator(pack: pack, tree: tree, tallies: tallies)
  return calculator.value(of: try #require(pack.indicator("league-youth-ratio")), unit: unit, group: group)
}

@Suite struct ReportedFigureTests {
  @Test func aUnitsOwnFigureWins() throws {
    let value = try ratio(members: [(2, 30), (4, 20)], youth: [(0, nil, 200), (1, nil, 90), (3, nil, 60)], unit: 0)
    #expect(value.denominator == 200)
    #expect(value.hundredths == 2500)
    #expect(value.state == .value)
  }

  @Test func otherwiseTheChildrenAreSummed() throws {
    let value = try ratio(members: [(2, 30), (4, 20)], youth: [(1, nil, 90), (3, nil, 60)], unit: 0)
    #expect(value.denominator == 150)
    #expect(value.hundredths == 3333)
  }

  @Test func theOrganisationSheetStandsInWhereTheYouthSheetIsSilent() throws {
    let value = try ratio(members: [(2, 30), (4, 20)], youth: [(1, nil, 90)], fallback: [(1, 999), (3, 10)], unit: 0)
    #expect(value.denominator == 100)
  }

  @Test func aUnitWithMembersButNoFigureMakesItIncomplete() throws {
    let value = try ratio(members: [(2, 30), (4, 20)], youth: [(1, nil, 90)], unit: 0)
    #expect(value.state == .incompleteReporting)
    #expect(value.hundredths == 5556)
  }

  /// A county of which only a part gave its figure is none of those that gave theirs: “2 of 2” would be no reason.
  @Test func aCountyWithAGapIsNotAmongThoseThatGaveTheirs() throws {
    let gap = OrganisationTree(nodes: [
      OrganisationNode(code: "1", name: "city", parent: nil, last: 5, depth: 0),
      OrganisationNode(code: "11", name: "a", parent: 0, last: 3, depth: 1),
      OrganisationNode(code: "111", name: "a1", kind: "branch", parent: 1, last: 2, depth: 2),
      OrganisationNode(code: "112", name: "a2", kind: "branch", parent: 1, last: 3, depth: 2),
      OrganisationNode(code: "12", name: "b", parent: 0, last: 5, depth: 1),
      OrganisationNode(code: "121", name: "b1", kind: "branch", parent: 4, last: 5, depth: 2),
    ])
    let members: [(Int, Int64)] = [(2, 3), (3, 4), (5, 5)]
    let value = try ratio(members: members, youth: [(2, nil, 20), (4, nil, 30)], unit: 0, in: gap)
    #expect(value.state == .incompleteReporting && value.reported == ReportedShare(reported: 1, owing: 2))
    let county = try ratio(members: members, youth: [(2, nil, 20), (4, nil, 30)], unit: 1, in: gap)
    #expect(county.reported == ReportedShare(reported: 1, owing: 2))
  }

  @Test func noFigureAtAllIsMissingNotZero() throws {
    let value = try ratio(members: [(2, 30)], youth: [], unit: 0)
    #expect(value.state == .denominatorMissing)
    #expect(value.hundredths == nil)
  }

  @Test func zeroOfZeroIsNoPercentage() throws {
    let value = try ratio(members: [], youth: [(0, nil, 0)], unit: 0)
    #expect(value.state == .denominatorZero)
    #expect(value.hundredths == nil)
  }

  @Test func moreThanAllIsItsOwnState() throws {
    let value = try ratio(members: [(2, 30)], youth: [(1, nil, 20)], unit: 1)
    #expect(value.state == .numeratorExceedsDenominator)
    #expect(value.hundredths == 15_000)
  }

  @Test func sectorsOfAUnitAddUpToItsWhole() throws {
    let youth: [(Int, String?, Int64)] = [(1, "rural", 60), (1, "university", 40)]
    #expect(try ratio(members: [(2, 30)], youth: youth, unit: 1).denominator == 100)
    let rural = IndicatorGroup(dimension: .sector, code: "rural")
    #expect(try ratio(members: [(2, 30)], youth: youth, unit: 1, group: rural).hundredths == 5000)
  }
}

@Suite struct RoundingTests {
  /// The published cases whose rounding was recomputed: numerator, denominator, hundredths of a percent.
  @Test(arguments: [
    (1_153_372, 9_404_283, 1226), (6_548_345, 9_404_283, 6963), (1, 3, 3333), (2, 3, 6667), (1, 2000, 5),
    (1, 20_000, 1),
  ])
  func roundsHalfUpFromTheExactFraction(numerator: Int64, denominator: Int64, hundredths: Int) {
    let value = IndicatorValue(indicator: "x", unit: 0, state: .value, numerator: numerator, denominator: denominator)
    #expect(value.hundredths == hundredths)
  }

  /// Every example an indicator carries.
  @Test func examplesOfThePackHold() throws {
    let pack = try PackLoader.load("ningbo-2019")
    for indicator in pack.indicators {
      for example in indicator.examples {
        let state = try #require(IndicatorState(rawValue: example.state))
        let value = IndicatorValue(
          indicator: indicator.id, unit: 0, state: state, numerator: example.numerator, denominator: example.denominator
        )
        let digits = example.value.map { $0.filter { $0 != "." } }
        #expect(value.hundredths.map { String($0) } == digits.map { String(Int($0) ?? -1) }, "\(indicator.id)")
      }
    }
  }
}
