// SPDX-License-Identifier: Apache-2.0

package import Findings
package import Policy

/// What changes between two packs, as text for a person, as JSON and as CSV.
package struct PackDifferencesDocument: ResultDocument {
  private let from: PolicyPack
  private let to: PolicyPack
  private let language: Language
  private let entries: [PackDifferences.Entry]

  /// Compares two packs; what is told in words comes from the later one's messages.
  package init(from: PolicyPack, to: PolicyPack, language: Language) {
    (self.from, self.to, self.language) = (from, to, language)
    entries = PackDifferences(from: from, to: to, in: language).entries
  }

  private func word(_ key: String, _ facts: [String: String] = [:]) -> String {
    to.messages.text(key, in: language, facts)
  }

  /// The differences in words, kind by kind.
  package var ownText: String? { text }

  /// One block per kind: `+` added, `-` removed, `~` changed, then each statement before and after.
  package var text: String {
    var lines = [word("pack.diff.heading", ["from": name(from), "to": name(to)])]
    guard !entries.isEmpty else { return (lines + [word("pack.diff.same")]).joined(separator: "\n") }
    var kind = ""
    for entry in entries {
      if entry.kind != kind { lines += ["", word("explain." + entry.kind)] }
      kind = entry.kind
      lines.append("  \(sign(entry.change)) \(entry.id)" + (entry.title.isEmpty ? "" : "  \(entry.title)"))
      for statement in entry.statements { lines += self.lines(of: statement, in: entry) }
    }
    return (lines + ["", closing]).joined(separator: "\n")
  }

  private func name(_ pack: PolicyPack) -> String { "\(pack.id) \(pack.version)" }

  private func sign(_ change: PackDifferences.Change) -> String {
    switch change {
    case .added: "+"
    case .removed: "-"
    case .changed: "~"
    }
  }

  private func lines(of statement: PackDifferences.Statement, in entry: PackDifferences.Entry) -> [String] {
    if entry.change != .changed {
      return ["      \(statement.name): \(statement.after ?? statement.before ?? "")"]
    }
    return ["      \(statement.name)"]
      + [statement.before.map { "        - \($0)" }, statement.after.map { "        + \($0)" }].compactMap(\.self)
  }

  private var closing: String {
    let counts = Dictionary(grouping: entries, by: \.change).mapValues { String($0.count) }
    return word(
      "pack.diff.closing",
      ["added": counts[.added] ?? "0", "removed": counts[.removed] ?? "0", "changed": counts[.changed] ?? "0"])
  }

  /// A page of the reference: the text, kept as it is.
  package var markdown: String {
    let facts = ["pack": to.title[language], "id": to.id, "base": from.id]
    let title = word("explain.reference.changes", facts)
    let intro = word("explain.reference.changes.intro", facts)
    return "# \(title)\n\n\(intro)\n\n## Overview\n\n```\n\(text)\n```\n"
  }

  /// One object: the two packs, and each entry with the statements that differ.
  package var ownJSON: String? {
    let body = entries.map { entry in
      let statements = entry.statements.map { statement in
        JSONWriter.object([
          ("name", JSONWriter.quoted(statement.name)), ("before", JSONWriter.quoted(statement.before)),
          ("after", JSONWriter.quoted(statement.after)),
        ])
      }
      return JSONWriter.object([
        ("kind", JSONWriter.quoted(entry.kind)), ("id", JSONWriter.quoted(entry.id)),
        ("title", JSONWriter.quoted(entry.title)), ("change", JSONWriter.quoted(entry.change.rawValue)),
        ("statements", "[" + statements.joined(separator: ", ") + "]"),
      ])
    }
    return "{\"from\": \(reference(from)), \"to\": \(reference(to)),\n\"entries\": \(JSONWriter.array(body))}\n"
  }

  private func reference(_ pack: PolicyPack) -> String {
    JSONWriter.object([
      ("id", JSONWriter.quoted(pack.id)), ("version", JSONWriter.quoted(pack.version)),
      ("sha256", JSONWriter.quoted(pack.hash)),
    ])
  }

  /// One row for each statement; an entry without any has one of its own.
  package var table: ResultTable {
    typealias Line = (entry: PackDifferences.Entry, statement: PackDifferences.Statement?)
    let lines = entries.flatMap { entry -> [Line] in
      entry.statements.isEmpty ? [(entry, nil)] : entry.statements.map { (entry, $0) }
    }
    return ResultTable(
      "differences",
      columns: [
        ResultColumn<Line>("kind", word("pack.diff.kind")) { [self] in
          .term($0.entry.kind, word: word("explain." + $0.entry.kind))
        },
        ResultColumn("id", word("pack.diff.id")) { .text($0.entry.id) },
        ResultColumn("title", word("pack.diff.title")) { .text($0.entry.title) },
        ResultColumn("change", word("pack.diff.change")) { [self] in
          .term($0.entry.change.rawValue, word: sign($0.entry.change))
        },
        ResultColumn("statement", word("pack.diff.statement")) { .text($0.statement?.name) },
        ResultColumn("before", word("pack.diff.before")) { .text($0.statement?.before) },
        ResultColumn("after", word("pack.diff.after")) { .text($0.statement?.after) },
      ], rows: lines)
  }
}
