// SPDX-License-Identifier: Apache-2.0

/// Youth as reported: a unit's own figure wins, else the sum over its children by the same rule.
struct RecountedYouth {
  private let tree: RecountedTree
  /// The figure of a unit's own: from 青年底数表, else the sum of its sectors there, else from 团组织信息表.
  private var own: [String: Int] = [:]
  private var ownBySector: [String: [String: Int]] = [:]

  init(_ rosters: Rosters, _ tree: RecountedTree) {
    self.tree = tree
    var whole: [String: Int] = [:]
    var parts: [String: [String: Int]] = [:]
    for row in rosters.youth {
      guard let unit = tree.find(row.organisation), let youth = row.youth else { continue }
      if let sector = row.sector {
        parts[unit, default: [:]][sector] = max(youth, parts[unit]?[sector] ?? 0)
      } else {
        whole[unit] = max(youth, whole[unit] ?? 0)
      }
    }
    for (unit, row) in tree.organisations {
      own[unit] = whole[unit] ?? parts[unit].map { $0.values.reduce(0, +) } ?? row.youth
      for (sector, youth) in parts[unit] ?? [:] { ownBySector[sector, default: [:]][unit] = youth }
    }
  }

  func figure(of unit: String, sector: String?) -> Int? {
    if let figure = figures(sector)[unit] { return figure }
    let parts = tree.children(of: unit).compactMap { figure(of: $0, sector: sector) }
    return parts.isEmpty ? nil : parts.reduce(0, +)
  }

  /// Whether a part of a unit without a figure of its own has none; of a sector, a part that somebody is counted in.
  func lacksFigure(of unit: String, sector: String?, where isCounted: (String) -> Bool) -> Bool {
    if figures(sector)[unit] != nil { return false }
    return tree.children(of: unit).contains { child in
      figure(of: child, sector: sector) == nil
        ? sector == nil || isCounted(child) : lacksFigure(of: child, sector: sector, where: isCounted)
    }
  }

  private func figures(_ sector: String?) -> [String: Int] { sector.map { ownBySector[$0] ?? [:] } ?? own }
}
