// SPDX-License-Identifier: Apache-2.0

import CensusModel

/// Counts of records: a subtree is a range of preorder numbers, its count two look-ups in a prefix sum.
struct CountedFigures: MeasureFigures {
  private let tree: OrganisationTree
  private let hasRecords: Bool
  /// `sums[n]` is the count of nodes 0 ..< n.
  private let sums: [Int64]
  /// Whether the organisation gave a figure; matters for sums only, in a count of rows none means 0, and this is empty.
  private let known: [Bool]
  private let isSum: Bool

  init(tally: Tally, isSum: Bool, tree: OrganisationTree) {
    self.tree = tree
    self.isSum = isSum
    hasRecords = tally.hasRecords
    var counts = [Int64](repeating: 0, count: tree.nodes.count)
    var known = [Bool](repeating: false, count: isSum ? tree.nodes.count : 0)
    for entry in tally.entries where entry.node < counts.count {
      counts[entry.node] += entry.count
      if isSum { known[entry.node] = true }
    }
    var sums: [Int64] = [0]
    sums.reserveCapacity(counts.count + 1)
    for count in counts { sums.append(sums[sums.count - 1] + count) }
    self.known = known
    self.sums = sums
  }

  func count(unit: Int, group: IndicatorGroup?) -> Int64? {
    guard hasRecords else { return nil }
    let nodes = tree.subtree(of: unit)
    guard let group else { return sums[nodes.upperBound + 1] - sums[nodes.lowerBound] }
    return nodes.reduce(0) { $0 + (tree.nodes[$1].belongs(to: group) ? own($1) : 0) }
  }

  func ownCount(node: Int) -> Int64? { own(node) }

  private func own(_ node: Int) -> Int64 { sums[node + 1] - sums[node] }

  /// A sum of a figure that organisations give (students of a class) lacks those that gave none; a count of rows lacks
  /// nothing.
  func lacksFigure(unit: Int, group: IndicatorGroup?, where matters: (Int) -> Bool) -> Bool {
    guard isSum else { return false }
    return tree.subtree(of: unit).contains { node in
      !known[node] && (group.map { tree.nodes[node].belongs(to: $0) } ?? true) && matters(node)
    }
  }
}

extension OrganisationNode {
  func belongs(to group: IndicatorGroup) -> Bool {
    switch group.dimension {
    case .sector: sector == group.code
    case .stage: stage == group.code
    }
  }
}
