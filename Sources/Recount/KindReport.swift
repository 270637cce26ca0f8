// SPDX-License-Identifier: Apache-2.0

import CensusModel
import Policy

/// Which organisations owe a kind of sheet, and for which one came in.
struct KindReport {
  let kind: RecordKind
  let isOwed: Bool
  /// By preorder number.
  let covered: [Bool]
  let owes: [Bool]
  /// Units that miss people whose organisations stand outside the tree, with all above them.
  let touched: Set<Int>

  /// Nil where whatever came in speaks for all.
  init?(_ kind: RecordKind, _ tree: RecountedTree, _ reporting: PeriodReporting, _ rules: ReportingRules) {
    guard let ranges = reporting.coverage.covered(by: kind) else { return nil }
    let asked = reporting.expected[kind]
    self.kind = kind
    isOwed = asked != nil || rules.sheets.contains(kind)
    covered = tree.units.indices.map { node in ranges.contains { $0.contains(node) } }
    let isBranch = tree.units.map { $0.kind.map(rules.organisationKinds.contains) ?? false }
    owes = asked.map { KindReport.owing($0, isBranch, tree) } ?? isBranch.map { $0 && rules.sheets.contains(kind) }
    var touched: Set<Int> = []
    for unit in reporting.coverage.outside(kind).keys {
      var above: Int? = tree.units.indices.contains(unit) ? unit : nil
      while let node = above, touched.insert(node).inserted { above = tree.units[node].parent }
    }
    self.touched = touched
  }

  /// The branches below those who were asked; who has none owes for itself.
  private static func owing(_ asked: Set<Int>, _ isBranch: [Bool], _ tree: RecountedTree) -> [Bool] {
    var owes = [Bool](repeating: false, count: isBranch.count)
    for unit in asked where unit < isBranch.count {
      var below = [unit]
      var next = 0
      while next < below.count {
        below += tree.children[below[next]]
        next += 1
      }
      let branches = below.filter { isBranch[$0] }
      for node in branches.isEmpty ? [unit] : branches { owes[node] = true }
    }
    return owes
  }
}
