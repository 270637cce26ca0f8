// SPDX-License-Identifier: Apache-2.0

package import CensusModel

/// Which units a command is about: the root of the tree, every unit, or one by organisation ID or full name.
package enum UnitSelection: Sendable, Hashable {
  case root
  case all
  case named(String)

  /// `all`, a name, or nothing for the root.
  package init(_ text: String?) {
    switch text {
    case nil: self = .root
    case "all": self = .all
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
    case .named(let name):
      if let node = tree.node(named: name) { return [node] }
      throw PipelineError("unit-unknown", facts: ["value": name, "nearest": nearest(to: name, in: tree)])
    }
  }

  /// Up to three units whose ID or name contains the text, for the error's sentence.
  private func nearest(to name: String, in tree: OrganisationTree) -> String {
    let hits = tree.nodes.lazy.filter { $0.name.contains(name) || $0.code.hasPrefix(name) }.prefix(3)
    return hits.map { "\($0.code) \($0.name)" }.joined(separator: "；")
  }
}
