// SPDX-License-Identifier: Apache-2.0

import CensusModel

/// Figures that hold for a unit with its descendants: its own wins, else the sum over its children by the same rule.
///
/// A class for the reason of `CountedFigures`.
final class ReportedFigures: Sendable {
  private let tree: OrganisationTree
  /// The unit's own figure, where it gave one.
  private let own: Figures
  private let ownBySector: [String: Figures]

  /// What the units gave, and what follows from it for every unit.
  private struct Figures: Sendable {
    let own: [Int: Int64]
    /// Node → its own figure, else the sum over its children; nil where neither is.
    let totals: [Int64?]

    /// A superior stands before its parts, so from the last organisation to the first every part is summed up in time.
    init(_ own: [Int: Int64], tree: OrganisationTree) {
      var totals = [Int64?](repeating: nil, count: tree.nodes.count)
      // Few give a figure: asking for it at every node would cost more than all the rest.
      var givers = own.keys.sorted()
      for node in tree.nodes.indices.reversed() {
        if node == givers.last {
          totals[node] = own[node]
          givers.removeLast()
        }
        if let total = totals[node], let parent = tree.nodes[node].parent, own[parent] == nil {
          totals[parent] = (totals[parent] ?? 0) + total
        }
      }
      self.own = own
      self.totals = totals
    }
  }

  /// - Parameter fallback: stands in for a unit that has no figure in `tally`.
  init(tally: Tally, fallback: Tally?, tree: OrganisationTree) {
    self.tree = tree
    var whole: [Int: Int64] = [:]
    var parts: [Int: Int64] = [:]
    var bySector: [String: [Int: Int64]] = [:]
    for entry in tally.entries { whole[entry.node] = entry.count }
    for (sector, entries) in tally.bySector {
      for entry in entries {
        parts[entry.node, default: 0] += entry.count
        bySector[sector, default: [:]][entry.node, default: 0] += entry.count
      }
    }
    // A unit that gives its sectors but no total has the total of its sectors.
    whole.merge(parts) { whole, _ in whole }
    for entry in fallback?.entries ?? [] where whole[entry.node] == nil { whole[entry.node] = entry.count }
    own = Figures(whole, tree: tree)
    ownBySector = bySector.mapValues { Figures($0, tree: tree) }
  }

  func count(unit: Int, group: IndicatorGroup?) -> Int64? {
    figures(of: group)?.totals[unit]
  }

  func ownCount(node: Int) -> Int64? { own.own[node] }

  private func figures(of group: IndicatorGroup?) -> Figures? {
    guard let group else { return own }
    return group.dimension == .sector ? ownBySector[group.code] : nil
  }

  /// Whether a part of a unit without a figure of its own has none either; in a group, only parts for which `matters` holds.
  func lacksFigure(unit: Int, group: IndicatorGroup?, where matters: (Int) -> Bool) -> Bool {
    guard let figures = figures(of: group) else { return true }
    return lacks(unit, figures) { group == nil || matters($0) }
  }

  /// For how many of a unit's children the figure came in, with all their parts; in a group, of those that have anybody in it.
  func share(unit: Int, group: IndicatorGroup?, where matters: (Int) -> Bool) -> ReportedShare {
    let children = tree.children(of: unit)
    guard let figures = figures(of: group) else { return ReportedShare(reported: 0, owing: children.count) }
    let owing = children.filter { group == nil || figures.totals[$0] != nil || matters($0) }
    let whole = owing.count { figures.totals[$0] != nil && !lacks($0, figures) { group == nil || matters($0) } }
    return ReportedShare(reported: whole, owing: owing.count)
  }

  /// A unit with a figure of its own lacks nothing; another one lacks what a child that matters lacks.
  private func lacks(_ unit: Int, _ figures: Figures, _ matters: (Int) -> Bool) -> Bool {
    if figures.own[unit] != nil { return false }
    var child = unit + 1
    while child <= tree.nodes[unit].last {
      if figures.totals[child] == nil ? matters(child) : lacks(child, figures, matters) { return true }
      child = tree.nodes[child].last + 1
    }
    return false
  }
}
