// SPDX-License-Identifier: Apache-2.0

package import CensusModel
package import CensusStore
import Findings
import Policy

/// `submissions`: what came in for a period, where each stands, and what it changed.
package struct SubmissionsDocument {
  package let submissions: [Submission]
  private let desk: Desk
  private let refused: [RefusedFile]

  /// - Throws: `WorkspaceError` when there is no workspace.
  package init(desk: Desk, period: Period) throws {
    self.desk = desk
    let workspace = try desk.workspace()
    submissions = try workspace.submissions(of: period)
    refused = try workspace.refusedFiles(of: period)
  }

  package func json() -> String { JSONWriter.array(submissions.map(object)) }

  private func object(_ submission: Submission) -> String {
    let events = submission.events.map { event in
      JSONWriter.object([
        ("state", JSONWriter.quoted(event.state.rawValue)), ("at", JSONWriter.quoted(event.at)),
        ("by", JSONWriter.quoted(event.who)), ("why", JSONWriter.quoted(event.why)),
      ])
    }
    return JSONWriter.object([
      ("submission", String(submission.number)), ("unit", JSONWriter.quoted(submission.unit)),
      ("about", JSONWriter.quoted(submission.about)),
      ("by", JSONWriter.quoted(submission.by)), ("receivedAt", JSONWriter.quoted(submission.receivedAt)),
      ("state", JSONWriter.quoted(submission.state.rawValue)), ("files", String(submission.files)),
      ("events", "[" + events.joined(separator: ", ") + "]"),
    ])
  }

  package func csv() -> String {
    CSVWriter.byteOrderMark + CSVWriter.line(header) + submissions.map { CSVWriter.line(cells($0)) }.joined()
  }

  package func text() -> String {
    let traces = RefusedLines(desk: desk).lines(refused)
    guard !submissions.isEmpty else { return ([desk.text("submissions.empty")] + traces).joined(separator: "\n") }
    var table = TextTable([.right, .left, .left, .left, .left, .right, .left])
    table.add(header)
    for submission in submissions { table.add(cells(submission)) }
    return ([table.text] + traces).joined(separator: "\n")
  }

  private var header: [String] {
    ["number", "unit", "by", "received", "state", "files", "why"].map { desk.text("submissions.\($0)") }
  }

  private func cells(_ submission: Submission) -> [String] {
    let last = submission.events.last
    let why = [last?.who, last?.why].compactMap(\.self).joined(separator: desk.text("report.sign.colon"))
    return [
      String(submission.number), submission.unit ?? submission.about ?? "–", submission.by ?? "–",
      ChinaTime.spelled(submission.receivedAt),
      desk.text("submission.\(submission.state.rawValue)"), String(submission.files),
      submission.state == .accepted ? "" : why,
    ]
  }
}

extension SubmissionsDocument {
  /// How many receipts are listed one by one.
  private static let shownReceipts = 12

  /// What came of an import: a line for each submission and what it replaced.
  package static func text(of receipts: [SubmissionReceipt], desk: Desk) -> [String] {
    let changed = receipts.map { receipt in
      let numbers = receipt.replaced.map { String($0) }.joined(separator: ", ")
      let correction = numbers.isEmpty ? [] : [desk.text("submission.replaces", ["numbers": numbers])]
      return (correction + [text(of: receipt.changes, desk: desk)]).filter { !$0.isEmpty }.joined(separator: "\n")
    }
    guard let first = receipts.first, let last = receipts.last, receipts.count > shownReceipts else {
      return zip(receipts, changed).flatMap { receipt, changes in
        let facts = ["number": String(receipt.number), "unit": receipt.unit ?? ""]
        return [desk.text("submission.receipt", facts), changes]
      }.filter { !$0.isEmpty }
    }
    let facts = ["first": String(first.number), "last": String(last.number), "count": String(receipts.count)]
    return [desk.text("submission.receipts", facts)] + changed.filter { !$0.isEmpty }
  }

  /// How many changed rows of one kind are listed; JSON lists all.
  private static let shownRows = 10

  /// What a re-submission changed, a line for each kind and for the first rows; empty when it replaced nothing.
  package static func text(of changes: [ListChange], desk: Desk) -> String {
    changes.flatMap { change in
      var facts = ["kind": desk.text("kind.\(change.kind.rawValue)"), "unchanged": String(change.unchanged)]
      for kind in ListChange.Kind.allCases { facts[kind.rawValue] = String(change.count(kind)) }
      let rows = change.rows.prefix(shownRows).map { "  " + line($0, of: change.kind, desk: desk) }
      let rest = change.rows.count - rows.count
      let more = rest > 0 ? ["  " + desk.text("submission.more", ["count": String(rest)])] : []
      return [desk.text("submission.replaced", facts)] + rows + more
    }.joined(separator: "\n")
  }

  private static func line(_ row: ListChange.Row, of kind: RecordKind, desk: Desk) -> String {
    let words = desk.text("submission.change.\(row.change.rawValue)") + " " + desk.spelled(row.place)
    return row.columns.isEmpty
      ? words : words + "  " + headings(of: row.columns, kind, desk).joined(separator: desk.text("place.and"))
  }

  /// The standard headings of columns; what is worked out of one cell is named once.
  private static func headings(of columns: [String], _ kind: RecordKind, _ desk: Desk) -> [String] {
    let words = ColumnWords(pack: desk.pack, language: desk.language, kind: kind)
    var seen: Set<String> = []
    return columns.map { words.heading($0) ?? words.title($0) }.filter { seen.insert($0).inserted }
  }

  package static func json(of changes: [ListChange]) -> String {
    JSONWriter.array(
      changes.map { change in
        let counts = ListChange.Kind.allCases.map { ($0.rawValue, String(change.count($0))) }
        let rows = change.rows.map { row in
          JSONWriter.object([
            ("change", JSONWriter.quoted(row.change.rawValue)), ("file", JSONWriter.quoted(row.place.file)),
            ("sheet", JSONWriter.quoted(row.place.sheet)), ("row", JSONWriter.number(row.place.row)),
            ("columns", "[" + row.columns.map { JSONWriter.quoted($0) }.joined(separator: ", ") + "]"),
          ])
        }
        return JSONWriter.object(
          [("kind", JSONWriter.quoted(change.kind.rawValue))] + counts + [
            ("unchanged", String(change.unchanged)), ("rows", "[" + rows.joined(separator: ", ") + "]"),
          ])
      })
  }
}
