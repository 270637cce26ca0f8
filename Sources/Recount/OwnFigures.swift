// SPDX-License-Identifier: Apache-2.0

import CensusModel

/// Figures that a unit reports for itself with all below: its own wins, else the sum of its parts by the same rule.
struct OwnFigures {
  private let tree: RecountedTree
  private let own: [Int: Int64]
  /// By preorder number; nil where neither the unit nor a part of it gives one.
  let totals: [Int64?]

  /// - Parameter cut: of a 学段 nobody reports figures.
  init(_ count: MeasureCount, instead fallback: MeasureCount?, _ cut: Recount.Cut, _ tree: RecountedTree) {
    self.tree = tree
    var own: [Int: Int64] = [:]
    switch cut {
    case .whole:
      for sector in count.bySector.values { own.merge(sector) { $0 + $1 } }
      for node in count.wholes { own[node] = count.own[node] }
      for node in fallback?.own.indices ?? 0..<0 where own[node] == nil && fallback?.given[node] == true {
        own[node] = fallback?.own[node]
      }
    case .sector(let code): own = count.bySector[code] ?? [:]
    case .stage: break
    }
    self.own = own
    var totals = [Int64?](repeating: nil, count: tree.units.count)
    for node in tree.downwards.reversed() {
      if let figure = own[node] {
        totals[node] = figure
      } else {
        let parts = tree.children[node].compactMap { totals[$0] }
        if !parts.isEmpty { totals[node] = parts.reduce(0, +) }
      }
    }
    self.totals = totals
  }

  /// Whether any unit at all gave one.
  var isGivenAnywhere: Bool { !own.isEmpty }

  /// Whether some part that matters lacks a figure and nobody above it speaks for it.
  func isLacking(_ unit: Int, _ matters: (Int) -> Bool) -> Bool {
    if own[unit] != nil { return false }
    return tree.children[unit].contains { part in
      totals[part] == nil ? matters(part) : isLacking(part, matters)
    }
  }
}
