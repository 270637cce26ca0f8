// SPDX-License-Identifier: Apache-2.0

import CensusModel

/// Figures that hold for a unit with its descendants: its own wins, else the sum over its children by the same rule.
struct ReportedFigures: MeasureFigures {
  private let tree: OrganisationTree
  /// The unit's own figure, where it gave one.
  private let own: [Int: Int64]
  private let ownBySector: [String: [Int: Int64]]

  /// - Parameter fallback: stands in for a unit that has no figure in `tally`.
  init(tally: Tally, fallback: Tally?, tree: OrganisationTree) {
    self.tree = tree
    var whole: [Int: Int64] = [:]
    var parts: [Int: Int64] = [:]
    var bySector: [String: [Int: Int64]] = [:]
    for entry in tally.entries {
      if let sector = entry.sector {
        parts[entry.node, default: 0] += entry.count
        bySector[sector, default: [:]][entry.node, default: 0] += entry.count
      } else {
        whole[entry.node] = entry.count
      }
    }
    // A unit that gives its sectors but no total has the total of its sectors.
    whole.merge(parts) { whole, _ in whole }
    for entry in fallback?.entries ?? [] where whole[entry.node] == nil { whole[entry.node] = entry.count }
    own = whole
    ownBySector = bySector
  }

  func count(unit: Int, group: IndicatorGroup?) -> Int64? {
    guard let figures = figures(of: group) else { return nil }
    return figure(of: unit, in: figures)
  }

  func ownCount(node: Int) -> Int64? { own[node] }

  private func figures(of group: IndicatorGroup?) -> [Int: Int64]? {
    guard let group else { return own }
    return group.dimension == .sector ? ownBySector[group.code] : nil
  }

  private func figure(of unit: Int, in figures: [Int: Int64]) -> Int64? {
    if let figure = figures[unit] { return figure }
    return tree.children(of: unit).compactMap { figure(of: $0, in: figures) }.reduce(nil) { ($0 ?? 0) + $1 }
  }

  func lacksFigure(unit: Int, group: IndicatorGroup?, where matters: (Int) -> Bool) -> Bool {
    guard let figures = figures(of: group) else { return true }
    return lacks(unit, figures, matters)
  }

  /// A unit with a figure of its own lacks nothing; another one lacks what a child that matters lacks.
  private func lacks(_ unit: Int, _ figures: [Int: Int64], _ matters: (Int) -> Bool) -> Bool {
    if figures[unit] != nil { return false }
    return tree.children(of: unit).contains { child in
      figure(of: child, in: figures) == nil ? matters(child) : lacks(child, figures, matters)
    }
  }
}
