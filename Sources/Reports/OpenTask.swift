// SPDX-License-Identifier: Apache-2.0

import Assessment
import CensusModel
import Findings
import Policy

/// A task that a unit, or units right below it, do not meet.
struct OpenTask {
  /// Place of the task in the pack.
  var index: Int
  /// The unit's own figure that has the most left to do; nil where none falls short.
  var check: CheckResult?
  /// The units right below that do not meet it.
  var failing: [Int]
  var isNotMet: Bool

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
      let check = result.checks.filter { [.notMet, .partlyMet].contains($0.verdict) }
        .max { ($0.remaining?.count ?? 0) < ($1.remaining?.count ?? 0) }
      return OpenTask(index: index, check: check, failing: failing, isNotMet: result.verdict == .notMet)
    }.sorted { left, right in
      // What figures tell is more certain than what somebody reported.
      let isComputed = [left, right].map { pack.tasks[$0.index].method == .computed }
      if isComputed[0] != isComputed[1] { return isComputed[0] }
      if left.isNotMet != right.isNotMet { return left.isNotMet }
      if left.failing.count != right.failing.count { return left.failing.count > right.failing.count }
      return left.index < right.index
    }
  }
}
