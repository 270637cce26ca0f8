// SPDX-License-Identifier: Apache-2.0

import CensusModel
import Findings

/// Pages of census tables and transitions.
extension Explanation {
  func page(of table: CensusTable) -> ExplanationPage {
    let rowTitle = [table.rowTitle[language], table.kind?.rawValue, table.value].compactMap(\.self)
    let examples = table.examples.map { example in
      let row = example.row.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value.spelled)" }
      let note = example.note.map { "  (\($0))" } ?? ""
      return item("\(row.joined(separator: ", ")) → \(example.gives)\(note)", isCode: true)
    }
    return page(
      table.title[language], table.id, word("table"),
      [line("meaning", table.meaning[language]), line("rows", rowTitle.joined(separator: "  "))] + rows(of: table)
        + measures("table-columns", table.columns) + origin(table.source, nil)
        + [line("advice", word("advice.table", ["id": table.id]))]
        + [line("examples", examples.isEmpty ? word("examples.measures") : "")] + examples)
  }

  private func rows(of table: CensusTable) -> [Line] {
    switch table.rows {
    case .codes(let list): [item("\(pack.codeList(list)?.title[language] ?? "")  [\(list)]")]
    case .values: [item(word("rows.values"))]
    case .cases(let cases, _): cases.map { item("\($0.code)  \($0.title[language])  ← \($0.when)", isCode: true) }
    case .measures(let ids): ids.map(item(ofMeasure:))
    }
  }

  func page(of transition: Transition) -> ExplanationPage {
    let tables = transition.tables.map { item("\(pack.table($0)?.title[language] ?? "")  [\($0)]") }
    return page(
      transition.title[language], transition.id, word("transition"),
      [line("meaning", transition.meaning[language])] + measures("stages", transition.stages)
        + measures("beside", transition.beside) + measures("clocks", transition.clocks)
        + measures("gaps", transition.gaps) + (tables.isEmpty ? [] : [line("tables", "")]) + tables
        + origin(transition.source, nil)
        + [line("advice", word("advice.transition", ["gap": transition.gaps.first ?? ""]))])
  }

  private func measures(_ key: String, _ ids: [String]) -> [Line?] {
    ids.isEmpty ? [] : [line(key, "")] + ids.map(item(ofMeasure:))
  }

  private func item(ofMeasure id: String) -> Line { item("\(pack.measure(id)?.title[language] ?? "")  [\(id)]") }
}
