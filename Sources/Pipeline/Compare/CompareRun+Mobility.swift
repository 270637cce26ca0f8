// SPDX-License-Identifier: Apache-2.0

import CensusModel
import Comparison
import Findings
import Policy

extension CompareRun {
  /// Flows of members between the direct children of a unit.
  func districtMobility(of unit: Int) -> (matrix: MobilityMatrix, names: [String])? {
    guard let node = pairing.afterNode(of: unit) else { return nil }
    let children = pairing.after.children(of: node)
    guard !children.isEmpty else { return nil }
    let places = Dictionary(uniqueKeysWithValues: children.map { (pairing.after.nodes[$0].code, $0) })
    var later = [String?](repeating: nil, count: pairing.after.nodes.count)
    for (code, child) in places { for node in pairing.after.subtree(of: child) { later[node] = code } }
    var earlier = [String?](repeating: nil, count: pairing.before.nodes.count)
    for child in children {
      for source in pairing.predecessors[child] {
        for node in pairing.before.subtree(of: source) { earlier[node] = pairing.after.nodes[child].code }
      }
    }
    let matrix = comparison.mobility(
      of: desk.pack.overview.members, groups: children.map { pairing.after.nodes[$0].code },
      before: { earlier[$0] }, after: { later[$0] })
    return matrix.map { ($0, children.map { pairing.after.nodes[$0].name }) }
  }

  /// Flows of members between sectors, within a unit.
  func sectorMobility(of unit: Int) -> (matrix: MobilityMatrix, names: [String])? {
    guard let list = desk.pack.codeList("sector") else { return nil }
    let later = pairing.afterNode(of: unit).map { pairing.after.subtree(of: $0) }
    let earlier = pairing.beforeNodes(of: unit).map { pairing.before.subtree(of: $0) }
    let used = Set(pairing.before.nodes.compactMap(\.sector) + pairing.after.nodes.compactMap(\.sector))
    let codes = list.entries.map(\.code).filter(used.contains)
    let matrix = comparison.mobility(
      of: desk.pack.overview.members, groups: codes,
      before: { node in earlier.contains { $0.contains(node) } ? pairing.before.nodes[node].sector : nil },
      after: { node in later?.contains(node) == true ? pairing.after.nodes[node].sector : nil })
    return matrix.map { ($0, codes.map { list.entry($0)?.label[desk.language] ?? $0 }) }
  }

  func mobilityTable(_ units: [Int]) -> ComparisonTable {
    var table = ComparisonTable("mobility", ["unit", "by", "from", "from-name", "to", "to-name", "count"])
    for unit in units {
      for (by, flows) in [("district", districtMobility(of: unit)), ("sector", sectorMobility(of: unit))] {
        guard let flows else { continue }
        for (from, row) in flows.matrix.counts.enumerated() {
          for (to, count) in row.enumerated() where count != 0 {
            table.rows.append([
              .text(words.unitCode(unit)), .text(by), .text(flows.matrix.groups[from]), .text(flows.names[from]),
              .text(flows.matrix.groups[to]), .text(flows.names[to]), .number(count),
            ])
          }
        }
      }
    }
    return table
  }

  /// The flows the pack names: students leaving for work, village to town.
  func flowsTable() -> ComparisonTable {
    let rules = desk.pack.comparison
    var table = ComparisonTable("flows", ["flow", "flow-title", "from", "to", "count"])
    guard let sectors = sectorMobility(of: 0)?.matrix else { return table }
    for flow in rules.flows {
      guard let from = rules.group(flow.from), let to = rules.group(flow.to) else { continue }
      table.rows.append([
        .text(flow.id), .text(flow.title[desk.language]), .text(from.title[desk.language]),
        .text(to.title[desk.language]), .number(sectors.flow(from: from.sectors, to: to.sectors)),
      ])
    }
    return table
  }
}
