// SPDX-License-Identifier: Apache-2.0

import Assessment
import CensusModel
import Indicators
import Pipeline
import Policy
import ReportModel
import Results

/// How one unit stands on the task list now, and what changed since the quarter before.
struct UnitStanding {
  /// In the order of the pack's tasks.
  let results: [TaskResult]
  /// The verdicts of the quarter before; nil where there is none, or the unit was not there.
  let former: [Verdict]?
  let coverage: TaskCoverage

  init(results: [TaskResult], former: [Verdict]?) {
    self.results = results
    self.former = former
    coverage = TaskCoverage(results)
  }

  func count(_ verdict: Verdict) -> Int { results.count { $0.verdict == verdict } }

  /// Indices of tasks that are met now and were owed and not met before.
  var newlyMet: [Int] {
    results.indices.filter { index in
      guard let former else { return false }
      return results[index].verdict == .met && ![.met, .notApplicable].contains(former[index])
    }
  }

  /// Indices of tasks that were met before and are judged otherwise now.
  var newlyUnmet: [Int] {
    results.indices.filter { index in
      former?[index] == .met && [.partlyMet, .notMet].contains(results[index].verdict)
    }
  }

  /// Where the results of tasks go on a page.
  enum Group: CaseIterable { case unmet, papers, data, met, open, idle }

  func group(of index: Int) -> Group {
    let result = results[index]
    switch result.verdict {
    case .met: return .met
    case .partlyMet, .notMet: return .unmet
    case .notApplicable: return .idle
    case .notEvaluable, .error:
      if result.method != .computed { return .papers }
      return ["reason.no-threshold", "reason.not-due"].contains(result.reason) ? .open : .data
    }
  }

  func indices(of group: Group) -> [Int] { results.indices.filter { self.group(of: $0) == group } }

  /// The verdict on an indicator, where a task judges it.
  func check(of indicator: String) -> CheckResult? {
    let checks = results.flatMap(\.checks).filter { $0.indicator == indicator && $0.threshold != nil }
    return checks.first { [.notMet, .partlyMet].contains($0.verdict) } ?? checks.first { $0.verdict == .met }
      ?? checks.first
  }
}

/// The standings of every unit of a report that owes tasks.
struct UnitStandings {
  private var standings: [Int: UnitStanding] = [:]

  /// - Parameter former: of the quarter before; nil where there is none.
  init(of nodes: some Sequence<Int>, now: AssessRun, former: AssessRun?) {
    let tasks = now.census.context.pack.tasks
    let known = former.map { run in
      Dictionary(run.calculator.tree.nodes.indices.map { (run.calculator.tree.nodes[$0].code, $0) }) { first, _ in first
      }
    }
    for node in nodes {
      let before = known?[now.calculator.tree.nodes[node].code]
      standings[node] = UnitStanding(
        results: tasks.map { now.assessor.result(for: $0, unit: node) },
        former: before.flatMap { before in
          former.map { run in tasks.map { run.assessor.result(for: $0, unit: before).verdict } }
        })
    }
  }

  subscript(_ node: Int) -> UnitStanding? { standings[node] }
}
