// SPDX-License-Identifier: Apache-2.0

package import CensusModel
import Findings
import Results

/// Which units a command is about: the root of the tree, every unit, the root with those directly below it, or one by
/// organisation ID, full name or short name.
package enum UnitSelection: Sendable, Hashable {
  case root
  case all
  case children
  case named(String)

  /// `all`, `children`, a name, or nothing for the root.
  package init(_ text: String?) {
    switch text {
    case nil: self = .root
    case "all": self = .all
    case "children": self = .children
    case let name?: self = .named(name)
    }
  }

  /// Preorder numbers, ascending.
  ///
  /// - Throws: `PipelineError("unit-unknown")` with the nearest names, or `"tree-empty"` when no organisation is known.
  package func nodes(in tree: OrganisationTree) throws -> [Int] {
    guard !tree.nodes.isEmpty else { throw PipelineError("tree-empty") }
    switch self {
    case .root: return [0]
    case .all: return Array(tree.nodes.indices)
    case .children: return [0] + tree.children(of: 0)
    case .named(let name):
      if let node = tree.node(named: name) { return [node] }
      throw PipelineError("unit-unknown", facts: ["value": name, "nearest": nearest(to: name, in: tree)])
    }
  }

  /// Up to three units whose name or ID is like the text, for the error's sentence.
  private func nearest(to name: String, in tree: OrganisationTree) -> String {
    let begun = Array(tree.nodes.lazy.filter { $0.code.hasPrefix(name) }.prefix(3))
    let near = begun.isEmpty ? tree.nearest(to: name) : begun
    return near.map { "\($0.name) (\($0.code))" }.joined(separator: "; ")
  }
}

extension OrganisationTree {
  /// Up to three organisations whose full or short name holds `name`, or nearly does.
  package func nearest(to name: String) -> [OrganisationNode] {
    let names = nodes.flatMap { [$0.name, $0.shortName].compactMap(\.self) }
    let near = Nearest.names(around: name, among: Set(names)).compactMap { near in
      nodes.firstIndex { $0.name == near || $0.shortName == near }
    }
    return near.indices.filter { !near[..<$0].contains(near[$0]) }.map { nodes[near[$0]] }
  }
}
