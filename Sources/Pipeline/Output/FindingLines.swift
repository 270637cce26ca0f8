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

  package static func csv(_ findings: [RenderedFinding], desk: Desk) -> String {
    let keys = [
      "severity", "code", "title", "file", "sheet", "row", "column", "heading", "message", "remedy", "count", "trial",
    ]
    var text = CSVWriter.byteOrderMark + CSVWriter.line(keys.map { desk.text("finding.\($0)") })
    for rendered in findings {
      let place = rendered.finding.place
      text += CSVWriter.line([
        desk.text("severity.\(rendered.severity.rawValue)"), rendered.finding.code, rendered.title, place?.file ?? "",
        place?.sheet ?? "", place?.row.map(String.init) ?? "", place?.columnLetters ?? "", place?.heading ?? "",
        rendered.message, rendered.remedy, String(rendered.finding.count),
        rendered.isTrial ? desk.text("finding.on-trial") : "",
      ])
    }
    return text
  }
}
