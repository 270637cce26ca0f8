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

/// Sums of the first n values, from 0, in little memory, because there is one for each measure and node: four bytes each
/// where they fit, and of values that are nearly all 0 only where the sum grows.
private enum RunningSums: Sendable {
  case narrow([Int32])
  case wide([Int64])
  /// The places of values that are not 0, ascending, and the sum up to and with each.
  case sparse(places: [Int32], sums: [Int64])

  init(_ values: [Int64]) {
    let places = values.indices.filter { values[$0] != 0 }
    var sum: Int64 = 0
    func grown(by value: Int64) -> Int64 {
      sum += value
      return sum
    }
    // A place with its sum takes as much as three narrow sums.
    if places.count < values.count / 6 {
      self = .sparse(places: places.map { Int32($0) }, sums: places.map { grown(by: values[$0]) })
    } else if values.reduce(0, { $0 + abs($1) }) <= Int64(Int32.max) {
      self = .narrow([0] + values.map { Int32(grown(by: $0)) })
    } else {
      self = .wide([0] + values.map(grown))
    }
  }

  subscript(place: Int) -> Int64 {
    switch self {
    case .narrow(let sums): return Int64(sums[place])
    case .wide(let sums): return sums[place]
    case .sparse(let places, let sums):
      // How many values that are not 0 stand before the place.
      var (low, high) = (0, places.count)
      while low < high {
        let middle = (low + high) / 2
        if Int(places[middle]) < place { low = middle + 1 } else { high = middle }
      }
      return low == 0 ? 0 : sums[low - 1]
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
