// SPDX-License-Identifier: Apache-2.0

import CensusModel
import Foundation
import Pipeline
import TestSupport
import Testing

/// The engine against a recount in plain Swift, on random cities: every core indicator, at every unit, whole and in parts.
///
/// A failure names its seed; `LEAGUE_CENSUS_RECOUNT_SEED=… LEAGUE_CENSUS_RECOUNT_CITIES=1 swift test` repeats it.
@Suite struct RandomCityTests {
  private static let environment = ProcessInfo.processInfo.environment
  private static let cities = environment["LEAGUE_CENSUS_RECOUNT_CITIES"].flatMap(UInt64.init) ?? 20
  private static let first =
    environment["LEAGUE_CENSUS_RECOUNT_SEED"].flatMap(UInt64.init) ?? RandomSeed.of("cities") % 1_000_000_000
  static let coreCount = 28

  @Test func engineAndRecountAgree() throws {
    print("recount seeds: \(Self.first) and \(Self.cities - 1) after it")
    var seen: [String: Set<String>] = [:]
    for seed in Self.first..<Self.first + Self.cities {
      let period = try #require(Period("2019-Q\(seed % 4 + 1)"))
      let rosters = CityGenerator.rosters(seed: seed, censusDay: ImportedCity.day(of: period))
      // Every third city is handed in by its units, and by some of them not.
      let handings = seed.isMultiple(of: 3) ? UnitHandings(rosters, seed: seed).handings : [.init(rosters: rosters)]
      let city = try ImportedCity(
        handings: handings, firstFiles: seed.isMultiple(of: 5) ? Int(seed % 7) : nil, period: period, seed: seed)
      let core = city.recount.coreIndicators
      let whole = try city.indicators()
      for breakdown in [nil, seed.isMultiple(of: 3) ? .stage : .sector] as [IndicatorsRun.Breakdown?] {
        let printed = try breakdown.map { try city.indicators(by: $0) } ?? whole
        Self.compare(printed, with: city.recount, seed: seed)
        for (figure, ratio) in printed where core.contains(figure.indicator) {
          seen[figure.indicator, default: []].insert(ratio.state)
        }
      }
      let units = Set(whole.keys.map(\.unit))
      #expect(units == Set(city.recount.tree.organisations.keys), "seed \(seed)")
    }
    #expect(seen.count == Self.coreCount)
    // A recount of nothing but nothing would agree as well.
    if Self.cities >= 20 { for (indicator, states) in seen { #expect(states.contains("value"), "\(indicator)") } }
  }

  private static func compare(_ printed: [Printed: RecountedRatio], with recount: Recount, seed: UInt64) {
    let byPart = Dictionary(grouping: printed.keys) { [AnyHashable($0.unit), AnyHashable($0.cut)] }
    for figures in byPart.values {
      guard let some = figures.first else { continue }
      let expected = recount.indicators(of: some.unit, some.cut)
      // A pack may have more indicators than the core ones; none of those may be lacking.
      #expect(Set(expected.keys).isSubset(of: figures.map(\.indicator)), "seed \(seed)")
      for figure in figures {
        guard let engine = printed[figure], let counted = expected[figure.indicator], engine != counted else {
          continue
        }
        Issue.record("seed \(seed): \(figure) is \(engine), counted \(counted)")
      }
    }
  }
}
