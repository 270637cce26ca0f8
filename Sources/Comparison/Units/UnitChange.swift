// SPDX-License-Identifier: Apache-2.0

/// One thing that happened to an organisation between two periods.
package struct UnitChange: Sendable, Hashable {
  /// What happened: `recoded` is another ID, `moved` another superior, `reclassified` another kind, sector or stage.
  package enum Kind: String, Sendable, Hashable, CaseIterable {
    case new, closed, renamed, recoded, moved, merged, split, reclassified
  }
  /// How the two are known to be one: by ID, by name below one superior, or by the office's mapping file.
  package enum Evidence: String, Sendable, Hashable, CaseIterable { case code, name, mapping }

  /// What happened; one organisation may have several changes.
  package var kind: Kind
  /// Preorder numbers in the earlier tree.
  package var before: [Int]
  /// Preorder numbers in the later tree.
  package var after: [Int]
  /// Nil for organisations that are only in one of the trees.
  package var evidence: Evidence?

  package init(kind: Kind, before: [Int], after: [Int], evidence: Evidence?) {
    self.kind = kind
    self.before = before
    self.after = after
    self.evidence = evidence
  }
}
