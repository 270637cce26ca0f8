// SPDX-License-Identifier: Apache-2.0

import CensusModel
package import CensusStore
package import Findings
package import Pipeline
package import Results

/// Findings as JSON Lines (contract section 1) and as CSV.
package enum FindingLines {
  /// - Parameter accepted: findings that somebody looked into; they stand behind the others, with what was said of them.
  package static func json(_ findings: [RenderedFinding], accepted: [RenderedAcceptance] = []) -> String {
    var text = ""
    let lines = findings.map { ($0, nil as Acceptance?) } + accepted.map { ($0.finding, $0.acceptance) }
    for (rendered, acceptance) in lines {
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
      if let acceptance { members.append(("accepted", json(acceptance))) }
      text += JSONWriter.object(members) + "\n"
    }
    return text
  }

  /// `{"by": "王科长", "reason": "…", "from": "2019-Q2", "until": "2019-12-31"}`
  package static func json(_ acceptance: Acceptance) -> String {
    JSONWriter.object([
      ("by", JSONWriter.quoted(acceptance.by)), ("reason", JSONWriter.quoted(acceptance.reason)),
      ("from", JSONWriter.quoted(acceptance.period.description)),
      ("until", JSONWriter.quoted(acceptance.until?.description)),
    ])
  }

  /// Findings for people, with their words: CSV and a sheet of a workbook.
  package static func table(
    _ findings: [RenderedFinding], accepted: [RenderedAcceptance] = [], context: CommandContext
  ) -> ResultTable {
    typealias Line = (rendered: RenderedFinding, accepted: String)
    func title(_ key: String) -> String { context.text("finding.\(key)") }
    let lines = findings.map { ($0, "") } + accepted.map { ($0.finding, $0.remark(in: context)) }
    return ResultTable(
      "findings",
      columns: [
        ResultColumn<Line>("severity", title("severity")) {
          .code($0.rendered.severity.rawValue, word: context.text("severity.\($0.rendered.severity.rawValue)"))
        },
        ResultColumn("code", title("code")) { .text($0.rendered.finding.code) },
        ResultColumn("title", title("title")) { .text($0.rendered.title) },
        ResultColumn("file", title("file")) { .text($0.rendered.finding.place?.file) },
        ResultColumn("sheet", title("sheet")) { .text($0.rendered.finding.place?.sheet) },
        ResultColumn("row", title("row")) { .number($0.rendered.finding.place?.row) },
        ResultColumn("column", title("column")) { .text($0.rendered.finding.place?.columnLetters) },
        ResultColumn("heading", title("heading")) { .text($0.rendered.finding.place?.heading) },
        ResultColumn("message", title("message")) { .text($0.rendered.message) },
        ResultColumn("remedy", title("remedy")) { .text($0.rendered.remedy) },
        ResultColumn("count", title("count")) { .number($0.rendered.finding.count) },
        ResultColumn("trial", title("trial")) { .text($0.rendered.isTrial ? context.text("finding.on-trial") : "") },
        ResultColumn("accepted", title("accepted")) { .text($0.accepted) },
      ], titlesInCSV: true, rows: lines)
  }

  /// The findings as CSV, with titles in the language of the context; accepted ones stand last and say so.
  ///
  /// - Throws: nothing: the rows are there already.
  package static func csv(
    _ findings: [RenderedFinding], accepted: [RenderedAcceptance] = [], context: CommandContext
  ) throws -> String {
    try table(findings, accepted: accepted, context: context).csv()
  }
}
