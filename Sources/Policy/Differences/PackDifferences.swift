// SPDX-License-Identifier: Apache-2.0

package import Findings

/// What changes from one pack to another, entry by entry.
package struct PackDifferences: Sendable {
  /// What became of an entry from the earlier pack to the later.
  package enum Change: String, Sendable, Hashable { case added, removed, changed }

  /// One statement of an entry that is not the same in both; nil where one pack does not make it.
  package struct Statement: Sendable, Hashable {
    /// Words of what is stated, such as "threshold of league-youth-ratio".
    package var name: String
    /// What the earlier pack says; nil where it does not make the statement.
    package var before: String?
    /// What the later pack says; nil where it does not make the statement.
    package var after: String?
  }

  /// One definition that the packs do not share word for word.
  package struct Entry: Sendable, Hashable {
    /// The kind in the words of `explain.<kind>`: indicator, measure, task, check, column, code-list …
    package var kind: String
    /// ID of the definition within its kind.
    package var id: String
    /// Its title in the language asked for, of the later pack where both have it.
    package var title: String
    /// Whether the later pack has it anew, no more, or otherwise.
    package var change: Change
    /// Of entries that were added or removed, all of them.
    package var statements: [Statement]
  }

  /// What differs: by kind in the order of the reference, then by ID.
  package var entries: [Entry]

  /// Compares two packs; the statements are worded in `language`.
  package init(from before: PolicyPack, to after: PolicyPack, in language: Language) {
    let old = PackStatements(pack: before, language: language).entries
    let new = PackStatements(pack: after, language: language).entries
    entries = PackStatements.kinds.flatMap { kind in
      PackDifferences.entries(of: kind, from: old[kind] ?? [], to: new[kind] ?? [])
    }
  }

  private static func entries(
    of kind: String, from before: [PackStatements.Entry], to after: [PackStatements.Entry]
  ) -> [Entry] {
    let old = Dictionary(before.map { ($0.id, $0) }) { first, _ in first }
    let new = Dictionary(after.map { ($0.id, $0) }) { first, _ in first }
    let ids = Set(old.keys).union(new.keys).sorted()
    return ids.compactMap { id in
      guard let entry = new[id] ?? old[id] else { return nil }
      let change: Change = old[id] == nil ? .added : new[id] == nil ? .removed : .changed
      let statements = statements(from: old[id], to: new[id])
      guard change != .changed || !statements.isEmpty else { return nil }
      return Entry(kind: kind, id: id, title: entry.title, change: change, statements: statements)
    }
  }

  /// Statements that differ, in the order of the later pack, then those it no longer makes.
  private static func statements(from before: PackStatements.Entry?, to after: PackStatements.Entry?) -> [Statement] {
    let old = before?.statements ?? []
    let new = after?.statements ?? []
    let names = new.map(\.name) + old.map(\.name).filter { name in !new.contains { $0.name == name } }
    return names.compactMap { name in
      let texts = (old.first { $0.name == name }?.text, new.first { $0.name == name }?.text)
      return texts.0 == texts.1 ? nil : Statement(name: name, before: texts.0, after: texts.1)
    }
  }
}
