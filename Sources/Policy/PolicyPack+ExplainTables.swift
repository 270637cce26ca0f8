// SPDX-License-Identifier: Apache-2.0

import CensusModel
import Findings

extension PolicyPack {
  /// The page of a table or a transition; nil when the pack has none of that ID.
  func explainTable(_ id: String, in language: Language) -> String? {
    let page = TablePage(pack: self, language: language)
    return table(id).map(page.text) ?? transition(id).map(page.text)
  }
}

/// Writes the pages of `explain` for tables and transitions.
private struct TablePage {
  let pack: PolicyPack
  let language: Language

  private func word(_ key: String, _ facts: [String: String] = [:]) -> String {
    pack.messages.text("explain." + key, in: language, facts)
  }

  private func line(_ key: String, _ text: String) -> String { word("field", ["name": word(key), "text": text]) }

  private func source(_ source: SourceReference?) -> String {
    line("source", source.map { pack.cite($0, in: language) } ?? word("no-source"))
  }

  private func measures(_ key: String, _ ids: [String]) -> [String] {
    ids.isEmpty ? [] : [line(key, "")] + ids.map { "  \(pack.measure($0)?.title[language] ?? "")  [\($0)]" }
  }

  func text(of table: CensusTable) -> String {
    let examples = table.examples.map { example in
      let row = example.row.sorted { $0.key < $1.key }.map { "\($0.key)=\(spelled($0.value))" }
      return "  \(row.joined(separator: ", ")) → \(example.gives)" + (example.note.map { "  (\($0))" } ?? "")
    }
    let lines =
      [table.title[language], "\(word("table"))  \(table.id)", "", line("meaning", table.meaning[language])]
      + [
        line(
          "rows",
          ([table.rowTitle[language]] + [table.kind?.rawValue, table.value].compactMap(\.self)).joined(separator: "  "))
      ]
      + rows(of: table) + measures("columns", table.columns) + [source(table.source)]
      + (examples.isEmpty ? [] : [line("examples", "")] + examples)
    return lines.joined(separator: "\n")
  }

  private func rows(of table: CensusTable) -> [String] {
    switch table.rows {
    case .codes(let list): ["  \(pack.codeList(list)?.title[language] ?? "")  [\(list)]"]
    case .values: ["  " + word("rows.values")]
    case .cases(let cases, _): cases.map { "  \($0.code)  \($0.title[language])  ← \($0.when)" }
    case .measures(let ids): ids.map { "  \(pack.measure($0)?.title[language] ?? "")  [\($0)]" }
    }
  }

  func text(of transition: Transition) -> String {
    let tables = transition.tables.map { "  \(pack.table($0)?.title[language] ?? "")  [\($0)]" }
    let lines =
      [transition.title[language], "\(word("transition"))  \(transition.id)", ""]
      + [line("meaning", transition.meaning[language])] + measures("stages", transition.stages)
      + measures("beside", transition.beside) + measures("clocks", transition.clocks)
      + measures("gaps", transition.gaps) + (tables.isEmpty ? [] : [line("tables", "")] + tables)
      + [source(transition.source)]
    return lines.joined(separator: "\n")
  }

  private func spelled(_ value: RecordValue) -> String {
    switch value {
    case .null: "NULL"
    case .integer(let number): String(number)
    case .text(let text): "'\(text)'"
    }
  }
}
