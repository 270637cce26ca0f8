// SPDX-License-Identifier: Apache-2.0

import CensusModel
import Findings
import Foundation
import Policy
import Testing

/// The shipped pack as a whole.
@Suite struct ShippedPackTests {
  @Test(arguments: ["ningbo-2019", "league-2025"]) func isSoundAndItsExamplesHold(name: String) throws {
    let errors = try PackLoader.check(name)
    #expect(errors == [])
  }

  @Test func holdsTheCoreIndicators() throws {
    let pack = try PackLoader.load("ningbo-2019")
    let ids = [
      "league-youth-ratio", "league-student-ratio-junior-graduating", "league-student-ratio-senior-graduating",
      "coverage-established", "three-haves-rate", "hollow-branch-share", "oversize-branch-share",
      "hollow-committee-share", "branch-secretary-rate", "committee-complete-rate", "staffing-rate", "in-post-rate",
      "full-time-share", "seconded-share", "part-time-share", "term-overdue-share", "graduate-initiated-rate",
      "graduate-completed-rate", "graduate-employer-rate", "transfer-returned-rate", "transfer-timely-rate",
      "pioneer-recommended-rate", "party-recommended-share", "over-age-share", "joining-age-breach-share",
      "member-number-valid-rate", "evaluated-excellent-share", "volunteer-share",
    ]
    #expect(Set(ids).isSubset(of: Set(pack.indicators.map(\.id))))
  }

  @Test func theTaskListHoldsEveryActionOfTheWorkPoints() throws {
    let pack = try PackLoader.load("ningbo-2019")
    #expect(pack.assessment.actions.map(\.number) == Array(1...16))
    for action in 1...16 {
      let tasks = pack.tasks.filter { $0.action == action }
      #expect(tasks.count >= 3, "action \(action)")
      #expect(tasks.allSatisfy { !$0.examples.isEmpty })
      let others = tasks.filter { $0.source.clause != "第\(action)条" }.map(\.id)
      #expect(others == (action == 14 ? ["14-star-rating"] : action == 16 ? ["16-dues"] : []))
      #expect(tasks.allSatisfy { $0.id.hasPrefix(action < 10 ? "0\(action)-" : "\(action)-") })
    }
    let byMethod = Dictionary(grouping: pack.tasks, by: \.method).mapValues(\.count)
    #expect(byMethod == [.computed: 24, .document: 93, .interview: 4])
    // What no roster proves is somebody's duty.
    #expect(pack.tasks.filter { $0.method != .computed }.allSatisfy { $0.duty != .everyone })
  }

  @Test func everyIndicatorIsBrokenDownOrSaysWhyNot() throws {
    for indicator in try PackLoader.load("ningbo-2019").indicators {
      for way in Indicator.Breakdown.allCases {
        #expect(indicator.breakdowns.contains(way) != (indicator.notBrokenDown[way] != nil), "\(indicator.id)")
      }
    }
  }

  /// The table of the bulletins puts every sector where the code list of sectors puts it.
  @Test func theSixSectorsAreThoseOfTheCodeList() throws {
    let pack = try PackLoader.load("ningbo-2019")
    let table = try #require(pack.tables.first { $0.id == "bulletin-sectors" })
    guard case .cases(let cases, _) = table.rows else {
      Issue.record("the rows are no conditions")
      return
    }
    let sectors = try #require(pack.codeList("sector"))
    for entry in sectors.entries {
      let rows = cases.filter { $0.when.contains("'\(entry.code)'") }.map(\.code)
      #expect(rows == [entry.group ?? "military"], "\(entry.code)")
    }
    let groups = try #require(pack.codeList("bulletin-sector"))
    for entry in groups.entries {
      #expect(cases.first { $0.code == entry.code }?.title == entry.label, "\(entry.code)")
    }
  }

  /// Every measure of a table or a transition has an example that counts and one that does not, unless it counts all.
  @Test func whatTablesAndTransitionsCountHasExamples() throws {
    let pack = try PackLoader.load("ningbo-2019")
    let ids = Set(pack.tables.flatMap(\.measures) + pack.transitions.flatMap(\.measures))
    #expect(pack.tables.count == 19 && pack.transitions.map(\.id) == ["school", "pioneer", "party"])
    for id in ids {
      let measure = try #require(pack.measure(id))
      guard measure.condition != "1 = 1" else { continue }
      let results = Set(measure.examples.map(\.expected))
      #expect(results.contains(.integer(1)) && results.count > 1, "\(id)")
    }
  }

  @Test func everyThresholdNamesItsSource() throws {
    let pack = try PackLoader.load("ningbo-2019")
    let thresholds = pack.tasks.flatMap(\.checks).flatMap(\.thresholds)
    #expect(Dictionary(grouping: thresholds, by: \.standing).mapValues(\.count) == [.rule: 20, .reference: 10])
    // Nothing is silently in force: a first day, or word that none was found.
    #expect(thresholds.allSatisfy { ($0.inForce.from == nil) == $0.isUndated })
    #expect(thresholds.allSatisfy { !$0.source.document.isEmpty && !$0.scope.chinese.isEmpty })
  }

  @Test(arguments: Language.allCases, ["ningbo-2019", "league-2025"])
  func explainsEverythingItHas(language: Language, name: String) throws {
    let pack = try PackLoader.load(name)
    for id in pack.explainableIDs {
      let text = try #require(pack.explain(id, in: language), "\(id)")
      #expect(!text.contains("⟨"), "\(id): \(text)")
    }
  }
}
