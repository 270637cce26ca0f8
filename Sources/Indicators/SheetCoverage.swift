// SPDX-License-Identifier: Apache-2.0

import CensusModel
import Policy

/// For how many of a unit's parts a figure came in: "4 of 10 counties".
package struct ReportedShare: Sendable, Hashable {
  /// Parts for which everything came in.
  package var reported: Int
  /// Parts from which something was owed: children of the unit, or 1 for a unit that owes for itself.
  package var owing: Int

  package init(reported: Int, owing: Int) {
    self.reported = reported
    self.owing = owing
  }

  /// The children that owe sheets, and those of them for whom all came in; a unit without such children stands for itself.
  init(of sheets: [SheetCoverage], unit: Int, in tree: OrganisationTree) {
    let children = tree.children(of: unit).filter { child in sheets.contains { $0.owes(child) } }
    let complete = children.filter { child in sheets.allSatisfy { !$0.isIncomplete(child, nil) } }
    self =
      children.isEmpty
      ? ReportedShare(reported: 0, owing: 1) : ReportedShare(reported: complete.count, owing: children.count)
  }
}

/// Who owes a kind of sheet and for whom it came in, rolled up over the tree: each question costs two look-ups.
///
/// A class for the reason of `CountedFigures`.
final class SheetCoverage: Sendable {
  let kind: RecordKind
  private let tree: OrganisationTree
  /// `sums[n]` is the count of nodes 0 ..< n.
  private let covered: [Int32]
  private let owed: [Int32]
  private let missing: [Int32]
  /// Units whose people partly stand outside the tree, with all above them.
  private let touched: Set<Int>
  /// Whether organisations owe the sheet at all.
  let isOwed: Bool

  /// Nil where whatever came in speaks for the whole tree.
  ///
  /// - Parameter isBranch: by preorder number whether it is of a kind that owes sheets: `branches(of:_:)`.
  init?(
    _ kind: RecordKind, tree: OrganisationTree, isBranch: [Bool], reporting: PeriodReporting, rules: ReportingRules
  ) {
    guard let ranges = reporting.coverage.covered(by: kind) else { return nil }
    let count = tree.nodes.count
    var isCovered = [Bool](repeating: false, count: count)
    for range in ranges where range.lowerBound < count {
      for node in range.clamped(to: 0...count - 1) { isCovered[node] = true }
    }
    let owes = SheetCoverage.owing(kind, tree, isBranch, reporting.expected[kind], rules)
    func sums(_ holds: (Int) -> Bool) -> [Int32] {
      var sums: [Int32] = [0]
      sums.reserveCapacity(count + 1)
      for node in 0..<count { sums.append(sums[node] + (holds(node) ? 1 : 0)) }
      return sums
    }
    self.kind = kind
    self.tree = tree
    covered = sums { isCovered[$0] }
    owed = sums { owes[$0] }
    missing = sums { owes[$0] && !isCovered[$0] }
    isOwed = rules.sheets.contains(kind) || reporting.expected[kind] != nil
    var touched: Set<Int> = []
    for unit in reporting.coverage.outside(kind).keys where unit < count {
      for node in sequence(first: unit, next: { tree.nodes[$0].parent }) { touched.insert(node) }
    }
    self.touched = touched
  }

  static func branches(of tree: OrganisationTree, _ rules: ReportingRules) -> [Bool] {
    tree.nodes.indices.map { node in tree.nodes[node].kind.map(rules.organisationKinds.contains) ?? false }
  }

  /// Branches owe; where a list says who owes, those below a unit of the list, and the unit itself where it has none.
  private static func owing(
    _ kind: RecordKind, _ tree: OrganisationTree, _ isBranch: [Bool], _ expected: Set<Int>?, _ rules: ReportingRules
  ) -> [Bool] {
    guard let expected else {
      return rules.sheets.contains(kind) ? isBranch : Array(repeating: false, count: isBranch.count)
    }
    var owes = [Bool](repeating: false, count: isBranch.count)
    for unit in expected where unit < isBranch.count {
      let range = tree.subtree(of: unit)
      for node in range where isBranch[node] { owes[node] = true }
      if !range.contains(where: { isBranch[$0] }) { owes[unit] = true }
    }
    return owes
  }

  /// Whether a sheet speaks for anybody in a unit, or in a group of its organisations.
  func isReported(_ unit: Int, _ group: IndicatorGroup?) -> Bool { count(covered, unit, group) > 0 }

  /// How many organisations owe the sheet and are in none.
  func missing(_ unit: Int, _ group: IndicatorGroup?) -> Int { count(missing, unit, group) }

  /// Whether people of the unit stand outside the tree.
  func isTouched(_ unit: Int) -> Bool { touched.contains(unit) }

  /// Whether the sheets speak for less than all of a unit.
  func isIncomplete(_ unit: Int, _ group: IndicatorGroup?) -> Bool {
    isOwed && !isReported(unit, group) || missing(unit, group) > 0 || isTouched(unit)
  }

  /// Whether a unit owes the sheet, be it with a part of it.
  func owes(_ unit: Int) -> Bool { count(owed, unit, nil) > 0 }

  func owes(node: Int) -> Bool { owed[node + 1] > owed[node] }

  /// Whether one organisation owes the sheet and is in none.
  func isSilent(node: Int) -> Bool { missing[node + 1] > missing[node] }

  private func count(_ sums: [Int32], _ unit: Int, _ group: IndicatorGroup?) -> Int {
    let nodes = tree.subtree(of: unit)
    guard let group else { return Int(sums[nodes.upperBound + 1] - sums[nodes.lowerBound]) }
    return nodes.reduce(0) { count, node in
      count + (sums[node + 1] > sums[node] && tree.nodes[node].belongs(to: group) ? 1 : 0)
    }
  }
}
