// SPDX-License-Identifier: Apache-2.0

/// 对照表: what became of organisations between two periods, where code and name do not tell.
package struct UnitMapping: Sendable, Hashable {
  /// What became of an organisation: renamed (or given a new ID), merged into another, split into several, moved to
  /// another superior, closed.
  package enum Kind: String, Sendable, Hashable, CaseIterable { case rename, merge, split, move, close }

  /// What became of one organisation.
  package struct Entry: Sendable, Hashable {
    /// What became of it; decides how many organisations `new` names.
    package var kind: Kind
    /// Organisation ID in the earlier period.
    package var old: String
    /// Organisation IDs in the later period: none for `close`, several for `split`, else one.
    package var new: [String]
    /// The first period in which it is so; nil where the file holds for one pair of periods only.
    package var period: Period?

    package init(kind: Kind, old: String, new: [String], period: Period? = nil) {
      self.kind = kind
      self.old = old
      self.new = new
      self.period = period
    }

    /// Whether the earlier tree has the old organisation and the later one what it became, and not the old one still. Of a
    /// split, which may leave the old one behind, a part at least is new.
    func canHaveHappened(before: Set<String>, after: Set<String>) -> Bool {
      guard before.contains(old), new.allSatisfy(after.contains) else { return false }
      return kind == .split ? !new.allSatisfy(before.contains) : !after.contains(old)
    }
  }

  /// In the order of the file, which is the order in which they are told.
  package var entries: [Entry]

  /// A mapping that knows nothing: organisations are paired by ID and name alone.
  package static let none = UnitMapping(entries: [])

  package init(entries: [Entry]) { self.entries = entries }

  /// What happened after `earlier` and no later than `later`.
  package func between(_ earlier: Period, _ later: Period) -> UnitMapping {
    UnitMapping(entries: entries.filter { $0.period.map { earlier < $0 && $0 <= later } ?? true })
  }

  /// Without entries that name no period and cannot have happened between these two trees: they speak of other quarters.
  package func withoutUndatedStrangers(before: Set<String>, after: Set<String>) -> UnitMapping {
    UnitMapping(entries: entries.filter { $0.period != nil || $0.canHaveHappened(before: before, after: after) })
  }

  /// Old or new IDs that no organisation of the two trees has, in order of the file.
  package func unknownCodes(before: Set<String>, after: Set<String>) -> [String] {
    entries.flatMap { entry in
      (before.contains(entry.old) ? [] : [entry.old]) + entry.new.filter { !after.contains($0) }
    }
  }
}
