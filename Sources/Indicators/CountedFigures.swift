// SPDX-License-Identifier: Apache-2.0

import CensusModel

/// Counts of records: a subtree is a range of preorder numbers, its count two look-ups in a prefix sum.
///
/// A class, although nothing of it changes: it is handed on for each of millions of values, and a struct would count the
/// references of all its arrays each time.
final class CountedFigures: Sendable {
  private let tree: OrganisationTree
  private let hasRecords: Bool
  /// `sums[n]` is the count of nodes 0 ..< n.
  private let sums: RunningSums
  /// How many of nodes 0 ..< n gave a figure; matters for sums only, in a count of rows none means 0, and this is empty.
  private let known: [Int32]
  private let isSum: Bool
  /// `undecided[n]` is how many of nodes 0 ..< n nobody can decide on; empty where all are decided.
  private let undecided: [Int32]
  let sheets: [SheetCoverage]
  private let hangsOnRows: Bool

  /// - Parameters:
  ///   - sheets: those that the counts hang on.
  ///   - hangsOnRows: whether the rows of these sheets are counted, rather than organisations by them.
  init(tally: Tally, isSum: Bool, tree: OrganisationTree, sheets: [SheetCoverage] = [], hangsOnRows: Bool = true) {
    self.tree = tree
    self.isSum = isSum
    self.sheets = sheets
    self.hangsOnRows = hangsOnRows
    let open = Set(tally.undecided)
    undecided = open.isEmpty ? [] : CountedFigures.sums(count: tree.nodes.count, open.contains)
    hasRecords = tally.hasRecords
    let count = tree.nodes.count
    var known = [Bool](repeating: false, count: isSum ? count : 0)
    if isSum { tally.forEachEntry { if $0.node < count { known[$0.node] = true } } }
    self.known = isSum ? CountedFigures.sums(count: known.count) { known[$0] } : []
    sums = RunningSums(tally, count: count)
  }

  private static func sums(count: Int, _ holds: (Int) -> Bool) -> [Int32] {
    var sums: [Int32] = [0]
    sums.reserveCapacity(count + 1)
    for node in 0..<count { sums.append(sums[node] + (holds(node) ? 1 : 0)) }
    return sums
  }

  /// Organisations of which nobody can tell whether they count, as far as somebody owes the sheets that decide it.
  func undecided(unit: Int, group: IndicatorGroup?) -> Int {
    guard !undecided.isEmpty else { return 0 }
    let nodes = tree.subtree(of: unit)
    guard undecided[nodes.upperBound + 1] > undecided[nodes.lowerBound] else { return 0 }
    return nodes.count { node in
      undecided[node + 1] > undecided[node] && (group.map { tree.nodes[node].belongs(to: $0) } ?? true)
        && (sheets.isEmpty || sheets.contains { $0.owes(node: node) || !$0.isReported(unit, nil) })
    }
  }

  /// Whether nobody can tell of one organisation whether it counts, and a sheet that would tell is owed for it.
  func isUndecided(node: Int) -> Bool {
    guard !undecided.isEmpty, undecided[node + 1] > undecided[node] else { return false }
    return sheets.isEmpty || sheets.contains { $0.owes(node: node) }
  }

  /// Whether sheets that the count hangs on did not come in for all of a unit.
  func isIncomplete(unit: Int, group: IndicatorGroup?) -> Bool {
    if hangsOnRows { return sheets.contains { $0.isIncomplete(unit, group) } }
    return undecided(unit: unit, group: group) > 0 || sheets.contains { $0.isTouched(unit) }
  }

  /// How many organisations gave the figure that is summed up; 0 of a count of rows.
  func given(unit: Int, group: IndicatorGroup?) -> Int {
    guard isSum else { return 0 }
    let nodes = tree.subtree(of: unit)
    guard let group else { return Int(known[nodes.upperBound + 1] - known[nodes.lowerBound]) }
    return nodes.count { isKnown($0) && tree.nodes[$0].belongs(to: group) }
  }

  /// Whether anybody gave the figure that is summed up; a count of rows is given with its sheet.
  func isGiven(unit: Int, group: IndicatorGroup?) -> Bool { !isSum || given(unit: unit, group: group) > 0 }

  private func isKnown(_ node: Int) -> Bool { known[node + 1] > known[node] }

  /// Nothing of what the count hangs on came in.
  private func isUnreported(_ unit: Int, _ group: IndicatorGroup?) -> Bool {
    if hangsOnRows { return sheets.contains { !$0.isReported(unit, group) } }
    guard sheets.isEmpty || sheets.contains(where: { !$0.isReported(unit, group) }) else { return false }
    return undecided(unit: unit, group: group) > 0
  }

  /// What the figures were made of; as much as counts of organisations and sums of rows need.
  func tally(of measure: String) -> Tally {
    let entries = tree.nodes.indices.compactMap { node -> Tally.Entry? in
      guard isSum ? isKnown(node) : own(node) != 0 else { return nil }
      return Tally.Entry(node: node, count: own(node))
    }
    var tally = Tally(measure: measure, entries: entries, hasRecords: hasRecords)
    if !undecided.isEmpty { tally.undecided = tree.nodes.indices.filter { undecided[$0 + 1] > undecided[$0] } }
    return tally
  }

  func count(unit: Int, group: IndicatorGroup?) -> Int64? {
    guard hasRecords, !isUnreported(unit, group) else { return nil }
    return known(unit: unit, group: group)
  }

  func ownCount(node: Int) -> Int64? { own(node) }

  /// Whether organisations are counted, or figures of theirs summed up, and not rows of people.
  var isOfOrganisations: Bool { !hangsOnRows }

  /// Whether organisations are counted that fulfil something, and not rows or figures.
  var countsOrganisations: Bool { !hangsOnRows && !isSum }

  /// What is known to count, however much else is not known.
  func known(unit: Int, group: IndicatorGroup?) -> Int64 {
    let nodes = tree.subtree(of: unit)
    guard let group else { return sums[nodes.upperBound + 1] - sums[nodes.lowerBound] }
    return nodes.reduce(0) { $0 + (tree.nodes[$1].belongs(to: group) ? own($1) : 0) }
  }

  private func own(_ node: Int) -> Int64 { sums[node + 1] - sums[node] }
}

/// Sums of the first n values, from 0, in little memory, because there is one for each measure and node: four bytes each
/// where they fit, and of values that are nearly all 0 only where the sum grows.
private enum RunningSums: Sendable {
  case narrow([Int32])
  case wide([Int64])
  /// The places of values that are not 0, ascending, and the sum up to and with each.
  case sparse(places: [Int32], sums: [Int64])

  /// - Parameter count: how many organisations there are.
  init(_ tally: Tally, count: Int) {
    // A place with its sum takes as much as three narrow sums.
    if tally.bySector.isEmpty, tally.entries.count < count / 6 {
      var sum: Int64 = 0
      let entries = tally.entries.filter { $0.node < count && $0.count != 0 }
      let sums = entries.map { entry -> Int64 in
        sum += entry.count
        return sum
      }
      self = .sparse(places: entries.map { Int32($0.node) }, sums: sums)
      return
    }
    if tally.bySector.isEmpty, let sums = RunningSums.narrow(tally.entries, count: count) {
      self = .narrow(sums)
      return
    }
    var values = [Int64](repeating: 0, count: count)
    tally.forEachEntry { if $0.node < count { values[$0.node] += $0.count } }
    self.init(values)
  }

  /// - Returns: nil where a sum does not fit, or the entries are not sorted by node.
  private static func narrow(_ entries: [Tally.Entry], count: Int) -> [Int32]? {
    var sums = [Int32](repeating: 0, count: count + 1)
    var (sum, next) = (Int64(0), 0)
    for entry in entries where entry.node < count {
      guard next <= entry.node + 1 else { return nil }
      let so = Int32(truncatingIfNeeded: sum)
      while next <= entry.node {
        sums[next] = so
        next += 1
      }
      sum += entry.count
      guard Int32(exactly: sum) != nil else { return nil }
    }
    let whole = Int32(truncatingIfNeeded: sum)
    while next <= count {
      sums[next] = whole
      next += 1
    }
    return sums
  }

  private init(_ values: [Int64]) {
    var sum: Int64 = 0
    func grown(by value: Int64) -> Int64 {
      sum += value
      return sum
    }
    if values.count(where: { $0 != 0 }) < values.count / 6 {
      let places = values.indices.filter { values[$0] != 0 }
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
