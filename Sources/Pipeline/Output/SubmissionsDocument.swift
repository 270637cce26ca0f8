// SPDX-License-Identifier: Apache-2.0

package import CensusModel
package import CensusStore
import Findings
import Policy

/// `submissions`: what came in for a period, where each stands, and what it changed.
package struct SubmissionsDocument: ResultDocument {
  /// In order of arrival.
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

  /// One row for each submission, in order of arrival; times are UTC for programs and Beijing time for people.
  package var table: ResultTable {
    func title(_ key: String) -> String { desk.text("submissions.\(key)") }
    return ResultTable(
      "submissions",
      columns: [
        ResultColumn("submission", title("number")) { .number($0.number) },
        ResultColumn("unit", title("unit"), for: .programs) { .text($0.unit) },
        ResultColumn("about", title("unit"), for: .programs) { .text($0.about) },
        ResultColumn("sender", title("unit"), for: [.csv, .text, .workbook]) { .text($0.unit ?? $0.about) },
        ResultColumn("by", title("by")) { .text($0.by) },
        ResultColumn("receivedAt", title("received")) {
          .code($0.receivedAt, word: ChinaTime.spelled($0.receivedAt))
        },
        ResultColumn("state", title("state")) { [desk] submission in
          .code(submission.state.rawValue, word: desk.text("submission.\(submission.state.rawValue)"))
        },
        ResultColumn("files", title("files")) { .number($0.files) },
        ResultColumn("why", title("why"), for: [.csv, .text, .workbook]) { [desk] in
          .text(SubmissionsDocument.why($0, desk))
        },
        ResultColumn("events", for: .programs) { .list($0.events.map(SubmissionsDocument.object)) },
      ], titlesInCSV: true, emptyText: desk.text("submissions.empty"), rows: submissions)
  }

  /// The files that could not be read and that nobody has handed in anew.
  package var remarks: [String] { RefusedLines(desk: desk).lines(refused) }

  private static func object(_ event: Submission.Event) -> ResultCell {
    .object([
      ("state", .text(event.state.rawValue)), ("at", .text(event.at)), ("by", .text(event.who)),
      ("why", .text(event.why)),
    ])
  }

  /// Who decided last, and why; nothing of one that counts.
  private static func why(_ submission: Submission, _ desk: Desk) -> String {
    guard submission.state != .accepted, let last = submission.events.last else { return "" }
    return [last.who, last.why].compactMap(\.self).joined(separator: desk.text("report.sign.colon"))
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
  fileprivate static func headings(of columns: [String], _ kind: RecordKind, _ desk: Desk) -> [String] {
    let words = ColumnWords(pack: desk.pack, language: desk.language, kind: kind)
    var seen: Set<String> = []
    return columns.map { words.heading($0) ?? words.title($0) }.filter { seen.insert($0).inserted }
  }
}

/// `submissions changes`: what a re-submission changed, row by row.
package struct ChangesDocument: ResultDocument {
  private let changes: [ListChange]
  private let desk: Desk

  /// What one submission changed, by kind; empty where it replaced nothing.
  package init(_ changes: [ListChange], desk: Desk) {
    self.changes = changes
    self.desk = desk
  }

  /// The changes by kind in words; says so where the submission replaced nothing.
  package var ownText: String? {
    let text = SubmissionsDocument.text(of: changes, desk: desk)
    return text.isEmpty ? desk.text("submission.replaced-none") : text
  }

  /// One row for each row of a list that was added, removed or changed.
  package var table: ResultTable {
    typealias Line = (kind: RecordKind, row: ListChange.Row)
    func title(_ key: String) -> String { desk.text("changes.\(key)") }
    let lines = changes.flatMap { change in change.rows.map { (change.kind, $0) } }
    return ResultTable(
      "changes",
      columns: [
        ResultColumn<Line>("kind", title("kind")) { [desk] in
          .code($0.kind.rawValue, word: desk.text("kind.\($0.kind.rawValue)"))
        },
        ResultColumn("change", title("change")) { [desk] in
          .code($0.row.change.rawValue, word: desk.text("submission.change.\($0.row.change.rawValue)"))
        },
        ResultColumn("file", title("file")) { .text($0.row.place.file) },
        ResultColumn("sheet", title("sheet")) { .text($0.row.place.sheet) },
        ResultColumn("row", title("row")) { .number($0.row.place.row) },
        ResultColumn("columns", for: .programs) { .texts($0.row.columns) },
        ResultColumn("headings", title("columns"), for: [.csv, .workbook]) { [desk] in
          .texts(SubmissionsDocument.headings(of: $0.row.columns, $0.kind, desk))
        },
      ], titlesInCSV: true, rows: lines)
  }

  /// Counts of each kind before its rows.
  package var ownJSON: String? {
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
