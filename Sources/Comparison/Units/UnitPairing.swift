// SPDX-License-Identifier: Apache-2.0

package import CensusModel

/// Which organisation of the earlier tree is which of the later: by mapping file, then by ID, then by name under the
/// same superior.
///
/// A *unit* of a comparison is a number: a node of the later tree keeps its preorder number, an organisation that is
/// closed has a number after those. A unit's earlier figures are those of all organisations that became it.
package struct UnitPairing: Sendable {
  /// The tree of the earlier period.
  package let before: OrganisationTree
  /// The tree of the later period.
  package let after: OrganisationTree
  /// Earlier node → the later node it became; nil when closed or split up.
  package let successor: [Int?]
  /// Later node → the earlier nodes that became it, ascending; two and more for a merger.
  package let predecessors: [[Int]]
  /// Earlier nodes that were split up → where their parts stand later.
  package let splits: [Int: [Int]]
  /// Earlier node → what tells its fate; nil where nothing does, and it counts as closed.
  package let evidence: [UnitChange.Evidence?]
  /// Earlier node → unit.
  package let unitOfBefore: [Int]
  /// Unit − number of later nodes → the earlier node that was closed.
  package let closed: [Int]
  /// Node → the units that hold it.
  private let holdersBefore: [[Int]]
  private let holdersAfter: [[Int]]

  /// Pairs the organisations of two periods.
  ///
  /// - Parameter mapping: what the office knows of organisations; it goes before ID and name.
  package init(before: OrganisationTree, after: OrganisationTree, mapping: UnitMapping = .none) {
    var matcher = UnitMatcher(before: before, after: after)
    matcher.apply(mapping)
    matcher.matchByCode()
    matcher.matchByName()
    self.before = before
    self.after = after
    successor = matcher.successor
    splits = matcher.splits
    evidence = matcher.evidence
    var predecessors = [[Int]](repeating: [], count: after.nodes.count)
    var units = [Int](repeating: 0, count: before.nodes.count)
    var closed: [Int] = []
    for node in before.nodes.indices {
      if let target = matcher.successor[node] {
        predecessors[target].append(node)
        units[node] = target
      } else {
        units[node] = after.nodes.count + closed.count
        closed.append(node)
      }
    }
    self.predecessors = predecessors
    unitOfBefore = units
    self.closed = closed
    holdersBefore = before.nodes.indices.map { node in
      UnitPairing.chain(from: node, in: before).reduce(into: []) { holders, node in
        if !holders.contains(units[node]) { holders.append(units[node]) }
      }
    }
    holdersAfter = after.nodes.indices.map { UnitPairing.chain(from: $0, in: after) }
  }

  /// Units of the comparison: later organisations, and those that were closed.
  package var unitCount: Int { after.nodes.count + closed.count }

  /// The earlier organisations whose figures are the unit's earlier figure; one that stands below another is in it already.
  package func beforeNodes(of unit: Int) -> [Int] {
    guard unit < after.nodes.count else { return [closed[unit - after.nodes.count]] }
    guard predecessors[unit].count > 1 else { return predecessors[unit] }
    var last = -1
    return predecessors[unit].filter { node in
      defer { last = max(last, before.nodes[node].last) }
      return node > last
    }
  }

  /// The later organisation; nil for a closed unit.
  package func afterNode(of unit: Int) -> Int? { unit < after.nodes.count ? unit : nil }

  /// What the unit is called: as the later tree has it, else as the earlier one had it.
  package func node(of unit: Int) -> OrganisationNode {
    afterNode(of: unit).map { after.nodes[$0] } ?? before.nodes[closed[unit - after.nodes.count]]
  }

  /// The unit with this ID or full name, later first.
  package func unit(named name: String) -> Int? {
    after.node(named: name) ?? before.node(named: name).map { unitOfBefore[$0] }
  }

  /// Units that hold an earlier organisation, itself first, each once.
  package func unitsHolding(before node: Int) -> [Int] { holdersBefore[node] }

  /// Units that hold a later organisation, itself first.
  package func unitsHolding(after node: Int) -> [Int] { holdersAfter[node] }

  private static func chain(from node: Int, in tree: OrganisationTree) -> [Int] {
    var chain = [node]
    while let parent = tree.nodes[chain[chain.count - 1]].parent { chain.append(parent) }
    return chain
  }

  /// Whether a later organisation is the earlier one, or a part of it.
  package func isSame(_ before: Int, _ after: Int) -> Bool {
    successor[before] == after || splits[before]?.contains(after) == true
  }

  /// For each earlier node whether it stands later where it stood: the same units hold it, and it is alone in what it
  /// became.
  package func steadyNodes() -> [Bool] {
    before.nodes.indices.map { node in
      guard let target = successor[node], before.nodes[node].sector == after.nodes[target].sector else { return false }
      return unitsHolding(before: node) == unitsHolding(after: target)
    }
  }
}

/// Finds the pairs.
struct UnitMatcher {
  let before: OrganisationTree
  let after: OrganisationTree
  private(set) var successor: [Int?]
  private(set) var splits: [Int: [Int]] = [:]
  private(set) var evidence: [UnitChange.Evidence?]
  private var isTaken: [Bool]
  private var isSettled: [Bool]
  private var afterByCode: [String: Int] = [:]
  private var beforeByCode: [String: Int] = [:]

  init(before: OrganisationTree, after: OrganisationTree) {
    self.before = before
    self.after = after
    successor = Array(repeating: nil, count: before.nodes.count)
    evidence = Array(repeating: nil, count: before.nodes.count)
    isSettled = Array(repeating: false, count: before.nodes.count)
    isTaken = Array(repeating: false, count: after.nodes.count)
    for (node, entry) in after.nodes.enumerated() where afterByCode[entry.code] == nil {
      afterByCode[entry.code] = node
    }
    for (node, entry) in before.nodes.enumerated() where beforeByCode[entry.code] == nil {
      beforeByCode[entry.code] = node
    }
  }

  private mutating func pair(_ old: Int, _ new: Int?, _ how: UnitChange.Evidence) {
    successor[old] = new
    evidence[old] = how
    isSettled[old] = true
    if let new { isTaken[new] = true }
  }

  /// Entries that name an unknown organisation are left out; `UnitMapping.unknownCodes` lists them.
  mutating func apply(_ mapping: UnitMapping) {
    for entry in mapping.entries {
      guard let old = beforeByCode[entry.old] else { continue }
      let targets = entry.new.compactMap { afterByCode[$0] }
      switch entry.kind {
      case .close: pair(old, nil, .mapping)
      case .rename, .merge, .move: if let target = targets.first { pair(old, target, .mapping) }
      case .split:
        guard !targets.isEmpty else { continue }
        splits[old] = targets
        // An organisation that goes on under its own ID keeps its identity.
        pair(old, targets.first { after.nodes[$0].code == entry.old }, .mapping)
        for target in targets { isTaken[target] = true }
      }
    }
  }

  mutating func matchByCode() {
    for old in before.nodes.indices where !isSettled[old] {
      guard let new = afterByCode[before.nodes[old].code], !isTaken[new] || isMergeTarget(new) else { continue }
      pair(old, new, .code)
    }
  }

  /// The organisation others were merged into has usually been there before, under the same ID.
  private func isMergeTarget(_ new: Int) -> Bool { !splits.values.contains { $0.contains(new) } }

  /// A name that stands once below one superior in both trees; superiors come first, so a chain of new IDs is followed.
  mutating func matchByName() {
    for old in before.nodes.indices where !isSettled[old] {
      let targets = before.nodes[old].parent.map { parent in
        successor[parent].map { after.children(of: $0) } ?? []
      }
      let candidates = targets ?? after.nodes.indices.filter { after.nodes[$0].parent == nil }
      let free = candidates.filter { !isTaken[$0] && after.nodes[$0].name == before.nodes[old].name }
      let siblings = before.nodes[old].parent.map { before.children(of: $0) } ?? [old]
      let namesakes = siblings.filter { !isSettled[$0] && before.nodes[$0].name == before.nodes[old].name }
      if free.count == 1, namesakes.count == 1 { pair(old, free[0], .name) }
    }
  }
}
