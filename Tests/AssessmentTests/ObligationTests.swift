// SPDX-License-Identifier: Apache-2.0

import Assessment
import CensusModel
import Foundation
import Indicators
import Policy
import Testing

/// A city, two counties, three branches below the first and one below the second.
private let tree = OrganisationTree(nodes: [
  OrganisationNode(code: "3302", name: "市", kind: "leading-body", last: 6, depth: 0),
  OrganisationNode(code: "330203", name: "甲区", kind: "leading-body", parent: 0, last: 4, depth: 1),
  OrganisationNode(code: "33020301", name: "甲一", kind: "branch", parent: 1, last: 2, depth: 2),
  OrganisationNode(code: "33020302", name: "甲二", kind: "branch", parent: 1, last: 3, depth: 2),
  OrganisationNode(code: "33020303", name: "甲三", kind: "branch", parent: 1, last: 4, depth: 2),
  OrganisationNode(code: "330205", name: "乙区", kind: "leading-body", parent: 0, last: 6, depth: 1),
  OrganisationNode(code: "33020501", name: "乙一", kind: "branch", parent: 5, last: 6, depth: 2),
])

@Suite struct ObligationTests {
  private let pack: PolicyPack

  init() throws { pack = try PackLoader.load("ningbo-2019") }

  private func tally(_ measure: String, _ counts: [Int: Int64]) -> Tally {
    Tally(
      measure: measure, entries: counts.sorted { $0.key < $1.key }.map { Tally.Entry(node: $0.key, count: $0.value) },
      hasRecords: true)
  }

  private func results(
    _ task: String, _ tallies: [Tally], day: Int = 20_190_630, waivers: [Waiver] = [], targets: String? = nil
  ) throws -> [TaskResult] {
    var pack = pack
    pack.waivers = waivers
    if let targets {
      let folder = FileManager.default.temporaryDirectory.appendingPathComponent("targets-" + UUID().uuidString)
      defer { try? FileManager.default.removeItem(at: folder) }
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      try Data(targets.utf8).write(to: folder.appendingPathComponent(TargetsFile.fileName))
      try WorkspaceOverlays.apply(directory: folder.path, to: &pack)
    }
    let calculator = IndicatorCalculator(pack: pack, tree: tree, tallies: tallies)
    let assessor = Assessor(
      pack: pack, calculator: calculator, censusDay: try #require(CalendarDay(rawValue: day)))
    let found = try #require(pack.task(task))
    return tree.nodes.indices.map { assessor.result(for: found, unit: $0) }
  }

  /// One member over age: the branch fails, the county is partly met, the other county is met.
  @Test func oneBreachDoesNotTurnACityRed() throws {
    let members: [Int: Int64] = [2: 10, 3: 10, 4: 10, 6: 10]
    let results = try results(
      "16-over-age",
      [tally("members-over-age", [3: 1]), tally("members-birth-known", members), tally("counted-members", members)])
    #expect(results.map(\.verdict) == [.partlyMet, .partlyMet, .met, .notMet, .met, .met, .met])
    let city = try #require(results[0].checks.first)
    #expect(city.spread?.complying == 3 && city.spread?.units == 4 && city.remaining?.count == 1)
    #expect(city.standing == .rule)
  }

  /// A breach at the unit itself is its own, whatever those below do.
  @Test func theOwnDutyIsAllOrNone() throws {
    let results = try results(
      "16-link-youth",
      [
        tally("cadres-link-100", [0: 1, 1: 1]), tally("cadres-link-known", [0: 1, 1: 2, 5: 0]),
        tally("cadres-obliged-to-link", [0: 1, 1: 2]),
      ])
    #expect([results[0], results[1]].map(\.verdict) == [.partlyMet, .notMet])
  }

  @Test func anApprovedBranchMayBeLarger() throws {
    let tallies = [
      tally("branches", [2: 1, 3: 1, 4: 1, 6: 1]), tally("branches-oversize", [2: 1]), tally("branches-hollow", [:]),
      tally("committees", [:]), tally("committees-hollow", [:]),
    ]
    let day = try #require(CalendarDay(rawValue: 20_190_630))
    let approval = Waiver(
      task: "14-hollow-branches", unit: "33020301", reason: "批准超过50人", approver: "团市委", from: day, until: day)
    #expect(try results("14-hollow-branches", tallies)[2].verdict == .partlyMet)
    #expect(
      try results("14-hollow-branches", tallies, waivers: [approval]).map(\.verdict)[0...2] == [.met, .met, .met])
  }

  @Test func tooLittleKnownIsNotMetAndABreachIsAllTheSame() throws {
    let everybody = tally("counted-members", [2: 100])
    let one = tally("members-evaluated", [2: 1])
    let met = try results("16-education", [everybody, one, tally("members-excellent", [:])])[2]
    #expect(met.verdict == .notEvaluable && met.reason == "reason.too-little-known")
    #expect(try results("16-education", [everybody, one, tally("members-excellent", [2: 1])])[2].verdict == .notMet)
  }

  /// The national goal is one for counties and the city in 2019 and 2020.
  @Test func theGoalForTheWholeJudgesNoBranchAndNoOtherYear() throws {
    let tallies = [tally("counted-members", [2: 4, 6: 2]), tally("youth", [1: 10, 5: 10])]
    var lone = try results("14-ratio", tallies).map { $0.checks.first { $0.indicator == "league-youth-ratio" } }
    #expect(lone[1]?.verdict == .notMet && lone[5]?.verdict == .met && lone[2]?.threshold == nil)
    for day in [20_181_231, 20_210_331] {
      lone = try results("14-ratio", tallies, day: day).map { $0.checks.first { $0.indicator == "league-youth-ratio" } }
      #expect(lone[1]?.threshold == nil)
    }
  }

  @Test func anOwnTargetMakesAVerdictAndAReferenceNever() throws {
    let tallies = [tally("cadres-in-post", [1: 12, 5: 13]), tally("cadres-in-post-known", [1: 13, 5: 13])]
    #expect(try results("14-in-post", tallies)[1].verdict == .notEvaluable)
    let yaml = """
      - {task: 14-in-post, levels: [county], at-least: "95", from: 2019-04-01, until: 2019-12-31, document: 甬团办〔2019〕3号, set-by: 办公室}

      """
    let judged = try results("14-in-post", tallies, targets: yaml)
    #expect([judged[1], judged[5], judged[0]].map(\.verdict) == [.notMet, .met, .notEvaluable])
    let check = try #require(judged[1].checks.first)
    // 12 of 13 at 95 %: 13 are needed, one is missing.
    #expect(check.standing == .own && check.remaining == Remaining(count: 1, kind: .short))
    #expect(try results("14-in-post", tallies, day: 20_190_331, targets: yaml)[1].reason == "reason.not-due")
    let graduates = [tally("graduates-initiated", [2: 1]), tally("graduates", [2: 2])]
    let shown = try results("14-school-transition", graduates, day: 20_210_930)[2]
    let reference = try #require(shown.checks.first { $0.standing == .reference })
    #expect(shown.verdict == .notEvaluable && reference.verdict == .notEvaluable && reference.reaches == false)
  }

  @Test(arguments: [
    ("not-worse: true, from: 2019-01-01", 50, [Verdict.met, .notMet]),
    ("half-the-gap: {since: 2019-Q1, by: 2019-Q2}", 75, [.met, .notMet]),
  ])
  func relativeTargetsStartFromAnEarlierQuarter(aim: String, bound: Int64, verdicts: [Verdict]) throws {
    let indicator = try #require(pack.indicator("in-post-rate"))
    let yaml = "- {indicator: in-post-rate, \(aim), document: d, set-by: s}\n"
    let target = try #require(try TargetsFile.targets(Data(yaml.utf8), for: pack).first).threshold
    let base = IndicatorValue(indicator: indicator.id, unit: 0, state: .value, numerator: 1, denominator: 2)
    let day = try #require(CalendarDay(rawValue: 20_190_630))
    let judged = [bound, bound - 1].map { top in
      Assessor.judge(
        TaskCheck(indicator: indicator.id, thresholds: [target]),
        value: IndicatorValue(indicator: indicator.id, unit: 0, state: .value, numerator: top, denominator: 100),
        on: day, circumstances: { _ in Assessor.Circumstances(base: base) })
    }
    #expect(judged.map { $0.first?.verdict } == verdicts)
    let lost = Assessor.judge(TaskCheck(indicator: indicator.id, thresholds: [target]), value: base, on: day)
    #expect(lost.map(\.reason) == ["reason.no-baseline"])
  }

  @Test(arguments: [
    (Threshold.Comparison.atLeast, 9500, Int64(12), Int64(13), Int64(1)), (.atLeast, 9500, 19, 20, 0),
    (.atMost, 3000, 4, 13, 1), (.atMost, 3000, 3, 10, 0), (.atMost, 0, 1, 600_000, 1), (.atLeast, 10_000, 0, 7, 7),
  ])
  func remainingIsWholeAndNeverNoughtWhereTheBoundFails(
    comparison: Threshold.Comparison, hundredths: Int, top: Int64, below: Int64, remaining: Int64
  ) {
    let bound = Bound(comparison, hundredths: hundredths)
    #expect(bound.remaining(top, of: below) == remaining)
    #expect(bound.holds(top, of: below) == (remaining == 0))
  }

  @Test(arguments: [
    ("{indicator: staffing, at-least: \"95\", from: 2019-01-01, document: d, set-by: s}", "near ones"),
    ("{indicator: staffing-rate, at-least: \"95\", from: 2019-01-01, document: d}", "set-by"),
    ("{indicator: staffing-rate, at-least: \"95\", document: d, set-by: s}", "from"),
    ("{task: 01-study, at-least: \"95\", from: 2019-01-01, document: d, set-by: s}", "attested"),
    ("{task: 14-cadre-mix, at-least: \"95\", from: 2019-01-01, document: d, set-by: s}", "several figures"),
    (
      "{indicator: staffing-rate, levels: [province], at-least: \"95\", from: 2019-01-01, document: d, set-by: s}",
      "province"
    ),
    (
      "{indicator: staffing-rate, steps: [{by: 2019-06-30, at-least: \"5\"}, {by: 2019-03-31, at-least: \"9\"}], document: d, set-by: s}",
      "after"
    ),
  ])
  func aTargetWithoutItsPartsIsAnError(entry: String, word: String) throws {
    let error = #expect(throws: PackError.self) {
      _ = try TargetsFile.targets(Data("- \(entry)\n".utf8), for: pack)
    }
    #expect(
      error?.file == "targets.yaml" && error?.line == 1 && error?.message.contains(word) == true,
      "\(String(describing: error))")
  }

  @Test func whatIsDueByTheDayCounts() throws {
    let yaml = """
      - {indicator: staffing-rate, steps: [{by: 2019-06-30, at-least: "80"}, {by: 2019-12-31, at-least: "95"}], document: d, set-by: s}

      """
    let steps = try TargetsFile.targets(Data(yaml.utf8), for: pack).map(\.threshold)
    func due(_ day: Int) throws -> [Int] {
      let day = try #require(CalendarDay(rawValue: day))
      return steps.filter { $0.inForce.contains(day) }.map(\.hundredths)
    }
    #expect(try due(20_190_629) == [] && due(20_190_630) == [8000])
    #expect(try due(20_191_230) == [8000] && due(20_191_231) == [9500])
  }
}
