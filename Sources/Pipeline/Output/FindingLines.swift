// SPDX-License-Identifier: Apache-2.0

package import Findings

/// Findings as JSON Lines (contract section 1) and as CSV.
package enum FindingLines {
  package static func json(_ findings: [RenderedFinding]) -> String {
    var text = ""
    for rendered in findings {
      let place = rendered.finding.place
      var members = [
        ("code", JSONWriter.quoted(rendered.finding.code)), ("severity", JSONWriter.quoted(rendered.severity.rawValue)),
        ("file", JSONWriter.quoted(place?.file)), ("sheet", JSONWriter.quoted(place?.sheet)),
        ("row", JSONWriter.number(place?.row)), ("column", JSONWriter.quoted(place?.columnLetters)),
        ("heading", JSONWriter.quoted(place?.heading)), ("message", JSONWriter.quoted(rendered.message)),
        ("remedy", JSONWriter.quoted(rendered.remedy)), ("count", String(rendered.finding.count)),
      ]
      if !rendered.finding.related.isEmpty {
        let places = rendered.finding.related.map { JSONWriter.quoted($0.description) }
        members.append(("related", "[" + places.joined(separator: ", ") + "]"))
      }
      if rendered.finding.code == FileTally.code {
        let counts = rendered.finding.facts.sorted { $0.key < $1.key }
        members.append(("facts", JSONWriter.object(counts.map { ($0.key, $0.value) })))
      }
      if rendered.isTrial { members.append(("trial", "true")) }
      text += JSONWriter.object(members) + "\n"
    }
    return text
  }

  /// Findings for people, with their words: CSV and a sheet of a workbook.
  package static func table(_ findings: [RenderedFinding], desk: Desk) -> ResultTable {
    func title(_ key: String) -> String { desk.text("finding.\(key)") }
    return ResultTable(
      "findings",
      columns: [
        ResultColumn("severity", title("severity")) {
          .code($0.severity.rawValue, word: desk.text("severity.\($0.severity.rawValue)"))
        },
        ResultColumn("code", title("code")) { .text($0.finding.code) },
        ResultColumn("title", title("title")) { .text($0.title) },
        ResultColumn("file", title("file")) { .text($0.finding.place?.file) },
        ResultColumn("sheet", title("sheet")) { .text($0.finding.place?.sheet) },
        ResultColumn("row", title("row")) { .number($0.finding.place?.row) },
        ResultColumn("column", title("column")) { .text($0.finding.place?.columnLetters) },
        ResultColumn("heading", title("heading")) { .text($0.finding.place?.heading) },
        ResultColumn("message", title("message")) { .text($0.message) },
        ResultColumn("remedy", title("remedy")) { .text($0.remedy) },
        ResultColumn("count", title("count")) { .number($0.finding.count) },
        ResultColumn("trial", title("trial")) { .text($0.isTrial ? desk.text("finding.on-trial") : "") },
      ], titlesInCSV: true, rows: findings)
  }

  package static func csv(_ findings: [RenderedFinding], desk: Desk) throws -> String {
    try table(findings, desk: desk).csv()
  }
}
