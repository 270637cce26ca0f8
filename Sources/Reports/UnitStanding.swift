// SPDX-License-Identifier: Apache-2.0

import Assessment
import CensusModel
import Indicators
import Pipeline
import Policy
import ReportModel
import Results
import Synchronization

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
  enum Group: CaseIterable { case unmet, papers, unaccepted, data, met, open, idle }

  func group(of index: Int) -> Group {
    let result = results[index]
    switch result.verdict {
    case .met: return .met
    case .partlyMet, .notMet: return .unmet
    case .notApplicable: return .idle
    case .notEvaluable, .error:
      // What was handed in and cannot be accepted, as it lacks a proof or has lapsed, is not what was never handed in.
      if result.method != .computed { return result.attestation?.attestation == nil ? .papers : .unaccepted }
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

/// The standings of the units of a report. Those with a page of their own are kept; those of a row are worked out when
/// the row is written: a county has thousands.
final class UnitStandings {
  private let now: AssessRun
  private let former: AssessRun?
  /// Organisation ID → number of the unit a quarter before.
  private let formerNodes: [String: Int]
  /// Has a standing also where it owes nothing.
  private let subject: Int
  private var kept: [Int: UnitStanding]
  /// By superior.
  private let ranks = Mutex<[Int: [Int: (rank: Int, of: Int)]]>([:])

  /// - Parameters:
  ///   - subject: the unit of the report.
  ///   - nodes: units that are asked for again and again.
  ///   - former: of the quarter before; nil where there is none.
  init(of subject: Int, keeping nodes: Set<Int>, now: AssessRun, former: AssessRun?) {
    self.subject = subject
    self.now = now
    self.former = former
    let codes = former?.calculator.tree.nodes.enumerated().map { ($1.code, $0) } ?? []
    formerNodes = Dictionary(codes) { first, _ in first }
    kept = [:]
    let made = concurrently(nodes.sorted()) { node in standing(of: node).map { (node, $0) } }
    kept = Dictionary(uniqueKeysWithValues: made.compactMap(\.self))
  }

  /// Nil of a unit that owes no task.
  subscript(_ node: Int) -> UnitStanding? { kept[node] ?? standing(of: node) }

  private func standing(of node: Int) -> UnitStanding? {
    let pack = now.census.context.pack
    let unit = now.calculator.tree.nodes[node]
    let owes = pack.tasks.contains { $0.duty.applies(to: unit, under: pack.assessment) }
    guard owes || node == subject else { return nil }
    let old = formerNodes[unit.code]
    return UnitStanding(
      results: pack.tasks.map { now.assessor.result(for: $0, unit: node) },
      former: old.flatMap { old in
        former.map { run in pack.tasks.map { run.assessor.result(for: $0, unit: old).verdict } }
      })
  }

  /// Among the units of the same superior, by what they met of what they owe; equal shares share a rank. Nil of a unit that
  /// owes nothing or has none beside it.
  func rank(of node: Int) -> (rank: Int, of: Int)? {
    guard let parent = now.calculator.tree.nodes[node].parent else { return nil }
    let found = ranks.withLock { ranks in
      let found = ranks[parent] ?? places(of: now.calculator.tree.children(of: parent))
      ranks[parent] = found
      return found
    }
    return found[node]
  }

  private func places(of siblings: [Int]) -> [Int: (rank: Int, of: Int)] {
    let owing = siblings.compactMap { child in
      self[child].flatMap { $0.coverage.owed > 0 ? (node: child, coverage: $0.coverage) : nil }
    }
    guard owing.count > 1 else { return [:] }
    let places = zip(owing, TaskCoverage.ranks(owing.map(\.coverage))).compactMap { entry, rank in
      rank.map { (entry.node, (rank: $0, of: owing.count)) }
    }
    return Dictionary(uniqueKeysWithValues: places)
  }
}
