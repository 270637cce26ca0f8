// SPDX-License-Identifier: Apache-2.0

package import CensusModel
import CensusStore
import Findings

/// What `findings list` prints: each finding with its name.
package struct FindingsDocument {
  private let desk: Desk
  private let listing: FindingsRun.Listing
  private let choice: FindingsRun.Choice

  package init(desk: Desk, listing: FindingsRun.Listing, choice: FindingsRun.Choice) {
    (self.desk, self.listing, self.choice) = (desk, listing, choice)
  }

  package func json() -> String {
    JSONWriter.array(
      listing.items.map { item in
        let place = item.finding.finding.place
        return JSONWriter.object([
          ("id", JSONWriter.quoted(item.id)), ("code", JSONWriter.quoted(item.finding.finding.code)),
          ("severity", JSONWriter.quoted(item.finding.severity.rawValue)), ("file", JSONWriter.quoted(place?.file)),
          ("sheet", JSONWriter.quoted(place?.sheet)), ("row", JSONWriter.number(place?.row)),
          ("column", JSONWriter.quoted(place?.columnLetters)), ("message", JSONWriter.quoted(item.finding.message)),
          ("accepted", item.acceptance.map(FindingLines.json) ?? "null"),
          ("lapsed", item.lapsed.map(FindingLines.json) ?? "null"),
        ])
      })
  }

  package func csv() -> String {
    let keys = ["severity", "title", "file", "sheet", "row", "column", "heading", "message", "remedy", "accepted"]
    let header = [desk.text("findings.id")] + keys.map { desk.text("finding.\($0)") }
    let lines = listing.items.map { item in
      let place = item.finding.finding.place
      return CSVWriter.line([
        item.id, desk.text("severity.\(item.finding.severity.rawValue)"), item.finding.title, place?.file ?? "",
        place?.sheet ?? "", place?.row.map(String.init) ?? "", place?.columnLetters ?? "", place?.heading ?? "",
        item.finding.message, item.finding.remedy, remark(item),
      ])
    }
    return CSVWriter.byteOrderMark + CSVWriter.line(header) + lines.joined()
  }

  package func text() -> String {
    let lines = listing.items.map { item in
      let place = item.finding.finding.place.map { desk.spelled($0) + "  " } ?? ""
      let severity = desk.text("severity.\(item.finding.severity.rawValue)")
      let remark = remark(item)
      return "\(item.id)  \(severity)  \(place)\(item.finding.message)" + (remark.isEmpty ? "" : "\n    " + remark)
    }
    return ((lines.isEmpty ? [desk.text("findings.none")] : lines) + closing).joined(separator: "\n")
  }

  private func remark(_ item: FindingsRun.Item) -> String {
    if let acceptance = item.acceptance { return acceptance.remark(in: desk) }
    guard let lapsed = item.lapsed else { return "" }
    return desk.text(
      "acceptance.lapsed",
      ["reason": lapsed.reason, "by": lapsed.by, "until": lapsed.until?.description ?? ""])
  }

  /// What is not listed, in a line each.
  private var closing: [String] {
    var lines: [String] = []
    if choice != .accepted, listing.accepted > 0 {
      lines.append(desk.text("output.accepted", ["count": String(listing.accepted)]))
    }
    if choice == .new { lines.append(desk.knownLine(listing.known, since: listing.former)) }
    return lines
  }
}

extension Acceptance {
  /// "已核实：出生日期有户口本为证（王科长，至 2019-12-31）"
  func remark(in desk: Desk) -> String {
    desk.text("acceptance.remark", ["reason": reason, "by": by, "until": until?.description ?? ""])
  }
}

extension Desk {
  /// How many findings were there before and are only counted, or that nothing is there to hold them against.
  package func knownLine(_ count: Int, since former: Period?) -> String {
    guard let former else { return text("output.only-new-first") }
    return text("output.known", ["count": String(count), "quarter": inWords(former)])
  }
}
