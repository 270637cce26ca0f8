// SPDX-License-Identifier: Apache-2.0

import Assessment
import CensusModel
import Findings
import Indicators
import Policy

/// A task that a unit, or units right below it, do not meet.
struct OpenTask {
  /// Place of the task in the pack.
  var index: Int
  /// The unit's own figure that has the most left to do; nil where none falls short.
  var check: CheckResult?
  /// The units right below that do not meet it, those with most left to do first.
  var failing: [Int]
  /// By unit what it has left to do, in persons or organisations, where its own figure tells.
  var gaps: [Int: Int64]
  /// Whether no unit right below meets it.
  var isEverywhere: Bool
  var isNotMet: Bool

  /// What is left of the unit's own figure, as a share of all that it is about.
  private var width: Double {
    guard let check, let remaining = check.remaining, let all = check.value.denominator, all > 0 else { return 0 }
    return Double(remaining.count) / Double(all)
  }

  /// What is to be done first comes first: what figures tell, what is not met at all, what most units fail.
  static func all(
    of unit: Int, _ standings: UnitStandings, in tree: OrganisationTree, _ pack: PolicyPack
  ) -> [OpenTask] {
    guard let standing = standings[unit] else { return [] }
    let children = tree.children(of: unit).filter { standings[$0] != nil }
    return pack.tasks.indices.compactMap { index -> OpenTask? in
      let result = standing.results[index]
      let failing = children.filter { child in
        [.notMet, .partlyMet].contains(standings[child]?.results[index].verdict)
      }
      let isOpen = [.notMet, .partlyMet].contains(result.verdict)
      guard isOpen || !failing.isEmpty, !result.waived else { return nil }
      let check = widest(result.checks)
      let left = failing.compactMap { child -> (Int, Int64)? in
        let checks = standings[child]?.results[index].checks.filter { check == nil || $0.indicator == check?.indicator }
        return widest(checks ?? [])?.remaining.map { (child, $0.count) }
      }
      let gaps = Dictionary(left) { first, _ in first }
      return OpenTask(
        index: index, check: check,
        failing: failing.sorted { (gaps[$0] ?? 0, -$0) > (gaps[$1] ?? 0, -$1) }, gaps: gaps,
        isEverywhere: failing.count > 1 && failing.count == children.count, isNotMet: result.verdict == .notMet)
    }.sorted { left, right in
      // What figures tell is more certain than what somebody reported.
      let isComputed = [left, right].map { pack.tasks[$0.index].method == .computed }
      if isComputed[0] != isComputed[1] { return isComputed[0] }
      if left.isNotMet != right.isNotMet { return left.isNotMet }
      if left.failing.count != right.failing.count { return left.failing.count > right.failing.count }
      return left.width == right.width ? left.index < right.index : left.width > right.width
    }
  }

  /// Of the checks that fail the one with most left to do.
  private static func widest(_ checks: [CheckResult]) -> CheckResult? {
    checks.filter { [.notMet, .partlyMet].contains($0.verdict) }
      .max { ($0.remaining?.count ?? 0) < ($1.remaining?.count ?? 0) }
  }
}
