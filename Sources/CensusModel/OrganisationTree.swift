// SPDX-License-Identifier: Apache-2.0

/// One organisation of a period's tree; its index in `OrganisationTree.nodes` is its preorder number.
package struct OrganisationNode: Sendable, Hashable {
  /// Organisation ID (组织ID) as its sheet gives it, unique within the period.
  package var code: String
  /// Full name, as its sheet gives it.
  package var name: String
  /// Short name; nil where the sheet has none.
  package var shortName: String?
  /// Code of code list `organisation-kind`.
  package var kind: String?
  /// Code of code list `sector`.
  package var sector: String?
  /// Code of code list `stage`.
  package var stage: String?
  /// Preorder number of its parent; nil for the root and for organisations outside the tree.
  package var parent: Int?
  /// The last preorder number of its subtree (itself for a leaf).
  package var last: Int
  /// 0 for the root.
  package var depth: Int

  package init(
    code: String, name: String, shortName: String? = nil, kind: String? = nil, sector: String? = nil,
    stage: String? = nil, parent: Int? = nil, last: Int, depth: Int
  ) {
    self.code = code
    self.name = name
    self.shortName = shortName
    self.kind = kind
    self.sector = sector
    self.stage = stage
    self.parent = parent
    self.last = last
    self.depth = depth
  }
}

/// The organisations of a period, numbered in preorder: a subtree is a range of numbers.
///
/// Node 0 is the root of the city; organisations whose parent is unknown stand after its subtree as roots of their own
/// and belong to no unit but themselves (a finding names them).
package struct OrganisationTree: Sendable {
  /// All organisations in preorder, so that their index is their number.
  package var nodes: [OrganisationNode]

  package init(nodes: [OrganisationNode]) { self.nodes = nodes }

  /// The preorder numbers of an organisation and all below it; costs nothing.
  package func subtree(of node: Int) -> ClosedRange<Int> { node...nodes[node].last }

  /// Direct children, in preorder.
  package func children(of node: Int) -> [Int] {
    var children: [Int] = []
    var next = node + 1
    while next <= nodes[node].last {
      children.append(next)
      next = nodes[next].last + 1
    }
    return children
  }

  /// The unit with this organisation ID, full name or (where only one has it) short name; nil when there is none.
  package func node(named unit: String) -> Int? {
    if let known = nodes.firstIndex(where: { $0.code == unit }) ?? nodes.firstIndex(where: { $0.name == unit }) {
      return known
    }
    let short = nodes.indices.filter { nodes[$0].shortName == unit }
    return short.count == 1 ? short[0] : nil
  }
}
