// SPDX-License-Identifier: Apache-2.0

package import CensusModel
import CensusStore
import Findings
package import Results

/// What `findings list` prints: each finding with its name.
package struct FindingsDocument: ResultDocument {
  private let context: CommandContext
  private let listing: FindingsRun.Listing
  private let choice: FindingsRun.Choice

  /// A listing as it is printed.
  ///
  /// - Parameter choice: what was listed, which decides on the words around it.
  package init(context: CommandContext, listing: FindingsRun.Listing, choice: FindingsRun.Choice) {
    (self.context, self.listing, self.choice) = (context, listing, choice)
  }

  /// One row for each finding that is listed, the gravest first; the name is the one that `findings accept` takes.
  package var table: ResultTable {
    typealias Item = FindingsRun.Item
    func title(_ key: String) -> String { context.text("finding.\(key)") }
    let people: ResultReaders = [.csv, .text, .workbook]
    return ResultTable(
      "findings",
      columns: [
        ResultColumn<Item>("id", context.text("findings.id")) { .text($0.id) },
        ResultColumn("code", for: .programs) { .text($0.finding.finding.code) },
        ResultColumn("severity", title("severity")) { [context] item in
          .code(item.finding.severity.rawValue, word: context.text("severity.\(item.finding.severity.rawValue)"))
        },
        ResultColumn("title", title("title"), for: people) { .text($0.finding.title) },
        ResultColumn("file", title("file")) { .text($0.finding.finding.place?.file) },
        ResultColumn("sheet", title("sheet")) { .text($0.finding.finding.place?.sheet) },
        ResultColumn("row", title("row")) { .number($0.finding.finding.place?.row) },
        ResultColumn("column", title("column")) { .text($0.finding.finding.place?.columnLetters) },
        ResultColumn("heading", title("heading"), for: people) { .text($0.finding.finding.place?.heading) },
        ResultColumn("message", title("message")) { .text($0.finding.message) },
        ResultColumn("remedy", title("remedy"), for: people) { .text($0.finding.remedy) },
        ResultColumn("remark", title("accepted"), for: people) { [self] in .text(remark($0)) },
        ResultColumn("accepted", for: .programs) { $0.acceptance.map(FindingsDocument.object) ?? .nothing },
        ResultColumn("lapsed", for: .programs) { $0.lapsed.map(FindingsDocument.object) ?? .nothing },
      ], titlesInCSV: true, rows: listing.items)
  }

  private static func object(_ acceptance: Acceptance) -> ResultCell {
    .object([
      ("by", .text(acceptance.by)), ("reason", .text(acceptance.reason)),
      ("from", .text(acceptance.period.description)), ("until", .text(acceptance.until?.description)),
    ])
  }

  /// A finding is a sentence: one line each, and its remark below.
  package var ownText: String? {
    let lines = listing.items.map { item in
      let place = item.finding.finding.place.map { context.spelled($0) + "  " } ?? ""
      let severity = context.text("severity.\(item.finding.severity.rawValue)")
      let remark = remark(item)
      return "\(item.id)  \(severity)  \(place)\(item.finding.message)" + (remark.isEmpty ? "" : "\n    " + remark)
    }
    return ((lines.isEmpty ? [context.text("findings.none")] : lines) + closing).joined(separator: "\n")
  }

  private func remark(_ item: FindingsRun.Item) -> String {
    if let acceptance = item.acceptance { return acceptance.remark(in: context) }
    guard let lapsed = item.lapsed else { return "" }
    return context.text(
      "acceptance.lapsed",
      ["reason": lapsed.reason, "by": lapsed.by, "until": lapsed.until?.description ?? ""])
  }

  /// What is not listed, in a line each.
  private var closing: [String] {
    var lines: [String] = []
    if choice != .accepted, listing.accepted > 0 {
      lines.append(context.text("output.accepted", ["count": String(listing.accepted)]))
    }
    if choice == .new { lines.append(context.knownLine(listing.known, since: listing.former)) }
    return lines
  }
}

extension Acceptance {
  /// "已核实：出生日期有户口本为证（王科长，至 2019-12-31）"
  package func remark(in context: CommandContext) -> String {
    context.text("acceptance.remark", ["reason": reason, "by": by, "until": until?.description ?? ""])
  }
}

extension CommandContext {
  /// How many findings were there before and are only counted, or that nothing is there to hold them against.
  package func knownLine(_ count: Int, since former: Period?) -> String {
    guard let former else { return text("output.only-new-first") }
    return text("output.known", ["count": String(count), "quarter": inWords(former)])
  }
}
