// SPDX-License-Identifier: Apache-2.0

package import CensusModel

extension UnitPairing {
  /// Everything that happened to organisations, in order of the later tree, closed ones last.
  package func changes() -> [UnitChange] {
    after.nodes.indices.flatMap(changes(ofAfter:)) + closed.compactMap(change(ofClosed:))
  }

  private func changes(ofAfter node: Int) -> [UnitChange] {
    let sources = predecessors[node]
    guard let source = sources.first else {
      let origins = splits.filter { $0.value.contains(node) }.keys.sorted()
      return origins.isEmpty ? [UnitChange(kind: .new, before: [], after: [node], evidence: nil)] : []
    }
    if sources.count > 1 {
      return [UnitChange(kind: .merged, before: sources, after: [node], evidence: .mapping)]
    }
    var changes: [UnitChange] = []
    func add(_ kind: UnitChange.Kind, after: [Int]? = nil) {
      changes.append(
        UnitChange(kind: kind, before: [source], after: after ?? [node], evidence: evidence[source]))
    }
    let (old, new) = (before.nodes[source], after.nodes[node])
    if let parts = splits[source] { add(.split, after: parts) }
    if old.name != new.name { add(.renamed) }
    if old.code != new.code { add(.recoded) }
    if hasMoved(source, to: node) { add(.moved) }
    if isReclassified(source, node) { add(.reclassified) }
    return changes
  }

  /// Whether an organisation has another kind, sector or stage later.
  private func isReclassified(_ source: Int, _ target: Int) -> Bool {
    let (old, new) = (before.nodes[source], after.nodes[target])
    return (old.kind, old.sector, old.stage) != (new.kind, new.sector, new.stage)
  }

  /// What of organisations that became one explains that the same records count otherwise; nil for one that is what it was.
  func changeOfUnit(_ sources: [Int], _ target: Int) -> MovementCause? {
    if sources.count > 1 { return .unitMerged }
    return sources.first.flatMap { isReclassified($0, target) ? .unitReclassified : nil }
  }

  /// Whether an organisation has another superior than the one its old superior became.
  func hasMoved(_ old: Int, to new: Int) -> Bool {
    let (oldParent, newParent) = (before.nodes[old].parent, after.nodes[new].parent)
    guard let oldParent else { return newParent != nil }
    return successor[oldParent] != newParent
  }

  private func change(ofClosed node: Int) -> UnitChange? {
    if let parts = splits[node] {
      return UnitChange(kind: .split, before: [node], after: parts, evidence: .mapping)
    }
    return UnitChange(kind: .closed, before: [node], after: [], evidence: evidence[node])
  }

  /// Whether other organisations stand below the unit later than did before, apart from new and closed ones: its figures
  /// have another boundary.
  package func boundaryShifts() -> [Int: Int] {
    var shifts: [Int: Int] = [:]
    for node in before.nodes.indices {
      guard let target = successor[node] else { continue }
      let (old, new) = (unitsHolding(before: node), unitsHolding(after: target))
      if old == new { continue }
      for unit in Set(old).symmetricDifference(new) { shifts[unit, default: 0] += 1 }
    }
    return shifts
  }
}

/// The boundary of one tree for the figures of the other.
package struct BoundaryMap: Sendable {
  /// Node of the one tree → node of the other that takes its figures.
  package let homes: [Int]
  /// Nodes that no single organisation of the other tree is: counts of rows go to `homes`, reported figures nowhere.
  package let homeless: Set<Int>
}

extension UnitPairing {
  /// Earlier figures on the later boundary: an organisation's go to what it became, those of a closed one to its nearest
  /// superior that goes on, those of one split up to the nearest organisation that holds all parts.
  package func ontoLater() -> BoundaryMap {
    var homes = [Int](repeating: 0, count: before.nodes.count)
    for node in before.nodes.indices {
      if let target = successor[node] {
        homes[node] = target
      } else if let parts = splits[node] {
        homes[node] = UnitPairing.commonHolder(of: parts, in: after)
      } else {
        homes[node] = before.nodes[node].parent.map { homes[$0] } ?? 0
      }
    }
    return BoundaryMap(homes: homes, homeless: Set(closed))
  }

  /// Later figures on the earlier boundary: those of a merged organisation go to the nearest that holds all its sources.
  package func ontoEarlier() -> BoundaryMap {
    var homes = [Int](repeating: 0, count: after.nodes.count)
    var homeless: Set<Int> = []
    let origins = Dictionary(
      splits.flatMap { old, parts in parts.map { ($0, old) } }, uniquingKeysWith: min)
    for node in after.nodes.indices {
      if predecessors[node].count == 1 {
        homes[node] = predecessors[node][0]
      } else if predecessors[node].count > 1 {
        homes[node] = UnitPairing.commonHolder(of: predecessors[node], in: before)
        homeless.insert(node)
      } else {
        homeless.insert(node)
        homes[node] = origins[node] ?? after.nodes[node].parent.map { homes[$0] } ?? 0
      }
    }
    return BoundaryMap(homes: homes, homeless: homeless)
  }

  private static func commonHolder(of nodes: [Int], in tree: OrganisationTree) -> Int {
    var holder = nodes[0]
    while let parent = tree.nodes[holder].parent, nodes.contains(where: { !tree.subtree(of: holder).contains($0) }) {
      holder = parent
    }
    return holder
  }
}

extension BoundaryMap {
  /// The tallies as they stand on the other boundary. A reported figure of an organisation that is none there is left
  /// out: added to another's it would stand for a whole it is not.
  package func moved(_ tallies: [Tally], reported: Set<String>) -> [Tally] {
    tallies.map { tally in
      let isReported = reported.contains(tally.measure)
      func moved(_ entries: [Tally.Entry]) -> [Tally.Entry] {
        var sums: [Int: Int64] = [:]
        for entry in entries where !isReported || !homeless.contains(entry.node) {
          sums[homes[entry.node], default: 0] += entry.count
        }
        return sums.sorted { $0.key < $1.key }.map { Tally.Entry(node: $0.key, count: $0.value) }
      }
      var tally = tally
      tally.entries = moved(tally.entries)
      tally.bySector = tally.bySector.mapValues(moved).filter { !$0.value.isEmpty }
      return tally
    }
  }
}
