// SPDX-License-Identifier: Apache-2.0

import Assessment
import CensusModel
import Foundation
import Indicators
import Policy
import Testing

/// A share of what is known is no figure of the whole: under the office's own targets it neither acquits nor accuses before
/// enough is known.
@Suite struct FloorTests {
  private let pack: PolicyPack

  init() throws { pack = try PackLoader.load("ningbo-2019") }

  private static let tree = OrganisationTree(nodes: [
    OrganisationNode(code: "3302", name: "市", kind: "leading-body", last: 0, depth: 0)
  ])

  /// Indicator, what is known of it, and all whom it is about.
  static let shares = [
    ("in-post-rate", "cadres-in-post-known", "cadres"), ("full-time-share", "cadres-nature-known", "cadres"),
    ("seconded-share", "cadres-nature-known", "cadres"), ("part-time-share", "cadres-nature-known", "cadres"),
    ("training-share", "cadres-training-known", "cadres"),
    ("federation-non-party-share", "federation-status-known", "federation-members"),
    ("federation-women-share", "federation-sex-known", "federation-members"),
    ("federation-minority-share", "federation-ethnicity-known", "federation-members"),
    ("federation-front-line-share", "federation-front-line-known", "federation-members"),
    ("federation-young-share", "federation-age-known", "federation-members"),
    ("star-weak-share", "branches-star-rated", "branches"), ("star-five-share", "branches-star-rated", "branches"),
    ("star-four-share", "branches-star-rated", "branches"),
  ]

  @Test(arguments: FloorTests.shares)
  func oneKnownOfAHundredSaysNothing(indicator: String, known: String, all: String) throws {
    let numerator = try #require(pack.indicator(indicator)).numerator
    func verdict(_ top: Int64, _ of: Int64, _ bound: String) throws -> TaskResult {
      try judged(indicator, bound, [numerator: top, known: of, all: 100])
    }
    for bound in [#"at-least: "50""#, #"at-most: "100""#] {
      let little = try verdict(1, 1, bound)
      #expect(little.verdict == .notEvaluable && little.reason == "reason.too-little-known", "\(bound)")
      let check = try #require(little.checks.first { $0.standing == .own })
      #expect(check.tooLittle == CheckResult.TooLittle(known: 1, all: 100, hundredths: 6666))
      #expect(try verdict(67, 67, bound).verdict == .met)
      #expect(try verdict(66, 66, bound).verdict == .notEvaluable)
    }
    // Nobody of one who is known, and 99 who may be: that accuses as little.
    #expect(try verdict(0, 1, #"at-least: "50""#).reason == "reason.too-little-known")
    #expect(try verdict(1, 1, #"at-most: "50""#).reason == "reason.too-little-known")
    #expect(try verdict(0, 67, #"at-least: "50""#).verdict == .notMet)
    // Whatever the others are, it stays below.
    #expect(try verdict(0, 60, #"at-least: "50""#).verdict == .notMet)
    #expect(try verdict(60, 60, #"at-most: "50""#).verdict == .notMet)
  }

  /// A pack says it beside the bound, and what is not the right kind of count is an error.
  @Test func everyCheckOfAKnownPartHasAFloor() throws {
    let parts = Set(pack.measures.map(\.id).filter { $0.hasSuffix("-known") || $0 == "branches-star-rated" })
      .union(["members-evaluated", "organisations-with-term"])
      // Whoever the period knows of, in the tree or not.
      .subtracting(["members-known", "organisations-known"])
    for task in pack.tasks where task.method == .computed {
      for check in task.checks {
        let indicator = try #require(pack.indicator(check.indicator))
        // Pioneers are counted by schools that give both numbers; the others are of incomplete reporting.
        guard parts.contains(indicator.denominator), !indicator.denominator.hasPrefix("pioneers") else { continue }
        #expect(check.known != nil, "\(task.id) \(check.indicator)")
      }
    }
  }

  private func judged(_ indicator: String, _ bound: String, _ counts: [String: Int64]) throws -> TaskResult {
    var pack = pack
    let yaml = "- {indicator: \(indicator), \(bound), from: 2019-01-01, document: d, set-by: s}\n"
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("floor-" + UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: folder) }
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try Data(yaml.utf8).write(to: folder.appendingPathComponent(TargetsFile.fileName))
    try WorkspaceOverlays.apply(directory: folder.path, to: &pack)
    let tallies = counts.map { Tally(measure: $0, entries: [Tally.Entry(node: 0, count: $1)], hasRecords: true) }
    let calculator = IndicatorCalculator(pack: pack, tree: FloorTests.tree, tallies: tallies)
    let day = try #require(CalendarDay(rawValue: 20_190_630))
    let task = try #require(pack.tasks.first { $0.checks.contains { $0.indicator == indicator } })
    return Assessor(pack: pack, calculator: calculator, censusDay: day).result(for: task, unit: 0)
  }
}
