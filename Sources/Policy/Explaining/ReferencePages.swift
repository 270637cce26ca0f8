// SPDX-License-Identifier: Apache-2.0

import CensusModel
package import Findings

/// The reference of a pack as Markdown pages, made of the same pages `explain` prints; the same pack gives the same bytes.
package struct ReferencePages {
  /// One page.
  package struct File: Hashable {
    /// Name of the file: `Measures.md`.
    package var name: String
    /// The page as Markdown, UTF-8.
    package var text: String

    package init(name: String, text: String) {
      self.name = name
      self.text = text
    }
  }

  private let pack: PolicyPack
  private let writer: Explanation

  /// Makes the pages of a pack ready to be written in one language.
  package init(pack: PolicyPack, language: Language) {
    self.pack = pack
    writer = Explanation(pack: pack, language: language)
  }

  /// One page for each kind of definition, in the order of the catalogue; worked out at every call.
  package var files: [File] {
    let lists = pack.vocabulary.codeLists.values.sorted { $0.id < $1.id }
    let findings = pack.messages.findings.values.sorted { $0.code < $1.code }
      .filter { finding in !pack.checks.contains { $0.id == finding.code } }
    return [
      file("Indicators", "indicators", pack.indicators.sorted { $0.id < $1.id }.map(writer.page)),
      file("Measures", "measures", pack.measures.sorted { $0.id < $1.id }.map(writer.page)),
      file("Checks", "checks", pack.checks.sorted { $0.id < $1.id }.map(writer.page)),
      file("Tasks", "tasks", pack.tasks.sorted { $0.id < $1.id }.map(writer.page)),
      file("CensusTables", "tables", pack.tables.sorted { $0.id < $1.id }.map(writer.page)),
      file("Transitions", "transitions", pack.transitions.sorted { $0.id < $1.id }.map(writer.page)),
      file("DerivedColumns", "columns", pack.derivedColumns.sorted { $0.id < $1.id }.map(writer.page)),
      file("CodeLists", "code-lists", lists.map(writer.page)),
      file("SheetKinds", "sheet-kinds", pack.vocabulary.sheets.map(writer.page)),
      file("Findings", "findings", findings.map(writer.page)),
    ]
  }

  /// A text with the signs escaped that Markdown would take for markup, also within a table.
  package static func escaped(_ text: String) -> String { ExplanationPage.escaped(text) }

  private func file(_ name: String, _ key: String, _ pages: [ExplanationPage]) -> File {
    let title = writer.word("reference.\(key)")
    let intro = writer.word(
      "reference.\(key).intro", ["count": String(pages.count), "pack": pack.title[writer.language], "id": pack.id])
    let text =
      (["# \(title)", "", ExplanationPage.escaped(intro), "", "## Overview", ""]
      + pages.flatMap { [$0.markdown, ""] }).joined(separator: "\n")
    return File(name: name + ".md", text: text)
  }
}
