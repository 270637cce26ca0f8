// SPDX-License-Identifier: Apache-2.0

import CensusModel

/// Counts of records: a subtree is a range of preorder numbers, its count two look-ups in a prefix sum.
struct CountedFigures: MeasureFigures {
  private let tree: OrganisationTree
  private let hasRecords: Bool
  /// `sums[n]` is the count of nodes 0 ..< n.
  private let sums: RunningSums
  /// Whether the organisation gave a figure; matters for sums only, in a count of rows none means 0, and this is empty.
  private let known: [Bool]
  private let isSum: Bool

  init(tally: Tally, isSum: Bool, tree: OrganisationTree) {
    self.tree = tree
    self.isSum = isSum
    hasRecords = tally.hasRecords
    var counts = [Int64](repeating: 0, count: tree.nodes.count)
    var known = [Bool](repeating: false, count: isSum ? tree.nodes.count : 0)
    tally.forEachEntry { entry in
      guard entry.node < counts.count else { return }
      counts[entry.node] += entry.count
      if isSum { known[entry.node] = true }
    }
    self.known = known
    sums = RunningSums(counts)
  }

  /// What the figures were made of; as much as counts of organisations and sums of rows need.
  func tally(of measure: String) -> Tally {
    let entries = tree.nodes.indices.compactMap { node -> Tally.Entry? in
      guard isSum ? known[node] : own(node) != 0 else { return nil }
      return Tally.Entry(node: node, count: own(node))
    }
    return Tally(measure: measure, entries: entries, hasRecords: hasRecords)
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

/// Sums of the first n values, from 0; four bytes each where they fit, because there is one for each measure and node.
private enum RunningSums: Sendable {
  case narrow([Int32])
  case wide([Int64])

  init(_ values: [Int64]) {
    var sums: [Int64] = [0]
    sums.reserveCapacity(values.count + 1)
    for value in values { sums.append(sums[sums.count - 1] + value) }
    let narrow = sums.compactMap(Int32.init(exactly:))
    self = narrow.count == sums.count ? .narrow(narrow) : .wide(sums)
  }

  subscript(place: Int) -> Int64 {
    switch self {
    case .narrow(let sums): Int64(sums[place])
    case .wide(let sums): sums[place]
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
