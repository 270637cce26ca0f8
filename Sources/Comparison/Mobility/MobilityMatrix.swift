// SPDX-License-Identifier: Apache-2.0

import CensusModel
import Indicators
import Policy

/// 流动矩阵: how many persons went from each group (district, sector) to each other between two periods.
package struct MobilityMatrix: Sendable, Hashable {
  /// Keys of the groups; nil stands for persons whose place belongs to no group.
  package let groups: [String]
  /// `counts[from][to]`; the diagonal are those who stayed.
  package let counts: [[Int64]]
  /// Who came into each group from outside the rosters, and who left them from it.
  package let joined: [Int64]
  /// Who left the rosters from each group, in the order of `groups`.
  package let left: [Int64]

  /// Persons who went from one group to another, or stayed where both are one; 0 for a group that the matrix does not
  /// have.
  package func flow(from: String, to: String) -> Int64 {
    guard let from = groups.firstIndex(of: from), let to = groups.firstIndex(of: to) else { return 0 }
    return counts[from][to]
  }

  /// The sum of the flows from any of `sources` to any of `targets`.
  package func flow(from sources: [String], to targets: [String]) -> Int64 {
    sources.reduce(0) { sum, source in targets.reduce(sum) { $0 + flow(from: source, to: $1) } }
  }

  /// Flows between different groups, the largest first.
  package var flows: [(from: Int, to: Int, count: Int64)] {
    var flows: [(from: Int, to: Int, count: Int64)] = []
    for (from, row) in counts.enumerated() {
      for (to, count) in row.enumerated() where from != to && count > 0 { flows.append((from, to, count)) }
    }
    return flows.sorted { ($1.count, $0.from, $0.to) < ($0.count, $1.from, $1.to) }
  }
}

extension PeriodComparison {
  /// Flows of the persons a member measure counts.
  ///
  /// Costs a look at the records that stood or stand in one of the groups, not at all of them.
  ///
  /// - Parameters:
  ///   - groups: keys in the order they are shown.
  ///   - old: the groups of earlier nodes; a node without one is left out of the matrix.
  ///   - new: the groups of later nodes.
  package func mobility(
    of measure: String, groups: [String], before old: NodeGroups, after new: NodeGroups
  ) -> MobilityMatrix? {
    guard let definition = after.pack.measure(measure), let ledger = ledgers[definition.kind],
      let number = ledger.measures.firstIndex(of: measure)
    else { return nil }
    var counts = Array(repeating: [Int64](repeating: 0, count: groups.count), count: groups.count)
    var (joined, left) = ([Int64](repeating: 0, count: groups.count), [Int64](repeating: 0, count: groups.count))
    var moved = [Int64](repeating: 0, count: groups.count)
    ledger.forEachCell(before: old.span, after: new.span) { cell, key in
      let (was, now) = ledger.amounts(of: number, in: cell)
      let from = old[Int(key.before)]
      let to = new[Int(key.after)]
      let stays = min(was, now)
      if let from, let to { counts[from][to] += stays }
      if let from {
        moved[from] += was
        left[from] += to == nil ? was : was - stays
      }
      if let to { joined[to] += from == nil ? now : now - stays }
    }
    // Whoever left no trace in the ledger counts where he or she counted.
    var total = [Int64](repeating: 0, count: groups.count)
    for node in old.span {
      if let group = old[node] { total[group] += before.calculator.ownCount(of: measure, node: node) ?? 0 }
    }
    for group in groups.indices { counts[group][group] += total[group] - moved[group] }
    return MobilityMatrix(groups: groups, counts: counts, joined: joined, left: left)
  }
}

/// Which group each node of a tree belongs to; nodes far from all groups take no room.
package struct NodeGroups: Sendable {
  private var first = 0
  private var groups: [Int?] = []

  package init() {}

  /// From the first to the last node with a group; empty without one.
  var span: Range<Int> { first..<first + groups.count }

  /// Puts nodes into groups; what is added later wins.
  package mutating func add(_ nodes: ClosedRange<Int>, _ group: (Int) -> Int?) {
    if groups.isEmpty { first = nodes.lowerBound }
    if nodes.lowerBound < first {
      groups.insert(contentsOf: repeatElement(nil, count: first - nodes.lowerBound), at: 0)
      first = nodes.lowerBound
    }
    let missing = nodes.upperBound + 1 - span.upperBound
    if missing > 0 { groups.append(contentsOf: repeatElement(nil, count: missing)) }
    for node in nodes { if let group = group(node) { groups[node - first] = group } }
  }

  subscript(node: Int) -> Int? { span.contains(node) ? groups[node - first] : nil }
}
