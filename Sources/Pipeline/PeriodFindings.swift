// SPDX-License-Identifier: Apache-2.0

import Basics
package import CensusModel
import CensusStore
package import Findings

/// Findings of a period, each with the organisation its row belongs to.
package struct PeriodFindings {
  /// In the order in which they were given.
  package let findings: [Finding]
  /// In the order of `findings`; nil where a finding has no row, or its row no organisation.
  private let nodes: [Int?]
  /// Places of those with an organisation, in order of it: what a subtree holds lies together.
  private let byNode: [Int]

  /// One pass over the records; nothing to look up where there is no finding.
  ///
  /// - Throws: `WorkspaceError` where the period cannot be read.
  package init(_ findings: [Finding], of census: PeriodCensus) throws {
    let rows = findings.map(PeriodFindings.row)
    let known = rows.contains { $0 != nil } ? try census.database.nodes(of: Set(rows.compactMap(\.self))) : [:]
    let tree = try census.database.organisationTree()
    self.findings = findings
    nodes = zip(findings, rows).map { finding, row in
      row.flatMap { known[$0] } ?? finding.facts[OutlierFacts.unit].flatMap(tree.node(named:))
    }
    byNode = findings.indices.filter { [nodes] in nodes[$0] != nil }.sorted { [nodes] in
      (nodes[$0] ?? 0, $0) < (nodes[$1] ?? 0, $1)
    }
  }

  private static func row(of finding: Finding) -> SheetRow? {
    guard let place = finding.place, let row = place.row else { return nil }
    return SheetRow(file: place.file, sheet: place.sheet ?? "", row: row)
  }

  /// Every finding with its organisation.
  package var entries: (findings: [Finding], nodes: [Int?]) { (findings, nodes) }

  /// The findings of a unit's subtree; for the root, all of them.
  package func findings(of unit: Int, in tree: OrganisationTree) -> [Finding] {
    indexes(of: unit, in: tree).map { findings[$0] }
  }

  /// Where they stand among all of them.
  package func indexes(of unit: Int, in tree: OrganisationTree) -> [Int] {
    guard unit != 0 else { return Array(findings.indices) }
    let range = tree.subtree(of: unit)
    let first = byNode.partitionPoint { (nodes[$0] ?? 0) >= range.lowerBound }
    let end = byNode.partitionPoint { (nodes[$0] ?? 0) > range.upperBound }
    return byNode[first..<end].sorted()
  }
}
