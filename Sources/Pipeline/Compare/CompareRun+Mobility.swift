// SPDX-License-Identifier: Apache-2.0

import CensusModel
package import Comparison
import Findings
import Policy
import Results

extension CompareRun {
  /// Flows of members between the direct children of a unit.
  package func districtMobility(of unit: Int) -> (matrix: MobilityMatrix, names: [String])? {
    guard let node = pairing.afterNode(of: unit) else { return nil }
    let children = pairing.after.children(of: node)
    guard !children.isEmpty else { return nil }
    var (before, after) = (NodeGroups(), NodeGroups())
    for (group, child) in children.enumerated() {
      after.add(pairing.after.subtree(of: child)) { _ in group }
      for source in pairing.predecessors[child] { before.add(pairing.before.subtree(of: source)) { _ in group } }
    }
    let matrix = comparison.mobility(
      of: context.pack.overview.members, groups: children.map { pairing.after.nodes[$0].code }, before: before,
      after: after)
    return matrix.map { ($0, children.map { pairing.after.nodes[$0].name }) }
  }

  /// Flows of members between sectors, within a unit.
  package func sectorMobility(of unit: Int) -> (matrix: MobilityMatrix, names: [String])? {
    sectorMobility(of: unit, codes: sectorsInUse)
  }

  /// The sectors any organisation has, in the order of the code list.
  private var sectorsInUse: [String] {
    let used = Set(pairing.before.nodes.compactMap(\.sector) + pairing.after.nodes.compactMap(\.sector))
    return context.pack.codeList("sector")?.entries.map(\.code).filter(used.contains) ?? []
  }

  private func sectorMobility(of unit: Int, codes: [String]) -> (matrix: MobilityMatrix, names: [String])? {
    guard let list = context.pack.codeList("sector") else { return nil }
    let places = Dictionary(uniqueKeysWithValues: codes.enumerated().map { ($1, $0) })
    var (before, after) = (NodeGroups(), NodeGroups())
    for source in pairing.beforeNodes(of: unit) {
      before.add(pairing.before.subtree(of: source)) { pairing.before.nodes[$0].sector.flatMap { places[$0] } }
    }
    if let node = pairing.afterNode(of: unit) {
      after.add(pairing.after.subtree(of: node)) { pairing.after.nodes[$0].sector.flatMap { places[$0] } }
    }
    let matrix = comparison.mobility(of: context.pack.overview.members, groups: codes, before: before, after: after)
    return matrix.map { ($0, codes.map { list.entry($0)?.label[context.language] ?? $0 }) }
  }

  func mobilityTable(_ units: [Int]) -> ResultTable {
    ResultTable("mobility", ["unit", "by", "from", "from-name", "to", "to-name", "count"]) { add in
      let codes = sectorsInUse
      for unit in units {
        for (by, flows) in [
          ("district", districtMobility(of: unit)), ("sector", sectorMobility(of: unit, codes: codes)),
        ] {
          guard let flows else { continue }
          for (from, row) in flows.matrix.counts.enumerated() {
            for (to, count) in row.enumerated() where count != 0 {
              try add([
                .text(words.unitCode(unit)), .text(by), .text(flows.matrix.groups[from]), .text(flows.names[from]),
                .text(flows.matrix.groups[to]), .text(flows.names[to]), .number(count),
              ])
            }
          }
        }
      }
    }
  }

  /// The flows the pack names: students leaving for work, village to town.
  func flowsTable() -> ResultTable {
    let rules = context.pack.comparison
    return ResultTable("flows", ["flow", "flow-title", "from", "to", "count"]) { add in
      guard let sectors = sectorMobility(of: 0)?.matrix else { return }
      for flow in rules.flows {
        guard let from = rules.group(flow.from), let to = rules.group(flow.to) else { continue }
        try add([
          .text(flow.id), .text(flow.title[context.language]), .text(from.title[context.language]),
          .text(to.title[context.language]), .number(sectors.flow(from: from.sectors, to: to.sectors)),
        ])
      }
    }
  }
}
