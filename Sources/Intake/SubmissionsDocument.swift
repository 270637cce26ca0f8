// SPDX-License-Identifier: Apache-2.0

package import CensusModel
package import CensusStore
import Findings
import Pipeline
import Policy
package import Results

/// `submissions`: what came in for a period, where each stands, and what it changed.
package struct SubmissionsDocument: ResultDocument {
  /// In order of arrival.
  package private(set) var submissions: [Submission]
  private let context: CommandContext
  private let refused: [RefusedFile]

  /// - Throws: `WorkspaceError` when there is no workspace.
  package init(context: CommandContext, period: Period) throws {
    self.context = context
    let workspace = try context.workspace()
    submissions = try workspace.submissions(of: period)
    refused = try workspace.refusedFiles(of: period)
  }

  /// The same with those alone that `isShown`.
  package func filtered(_ isShown: (Submission) -> Bool) -> SubmissionsDocument {
    var document = self
    document.submissions = submissions.filter(isShown)
    return document
  }

  /// One row for each submission, in order of arrival; times are UTC for programs and Beijing time for people.
  package var table: ResultTable {
    func title(_ key: String) -> String { context.text("submissions.\(key)") }
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
        ResultColumn("state", title("state")) { [context] submission in
          .code(submission.state.rawValue, word: context.text("submission.\(submission.state.rawValue)"))
        },
        ResultColumn("files", title("files")) { .number($0.files) },
        ResultColumn("why", title("why"), for: [.csv, .text, .workbook]) { [context] in
          .text(SubmissionsDocument.why($0, context))
        },
        ResultColumn("events", for: .programs) { .list($0.events.map(SubmissionsDocument.object)) },
      ], titlesInCSV: true, emptyText: context.text("submissions.empty"), rows: submissions)
  }

  /// The files that could not be read and that nobody has handed in anew.
  package var remarks: [String] { RefusedLines(context: context).lines(refused) }

  private static func object(_ event: Submission.Event) -> ResultCell {
    .object([
      ("state", .text(event.state.rawValue)), ("at", .text(event.at)), ("by", .text(event.who)),
      ("why", .text(event.why)),
    ])
  }

  /// Who decided last, and why; nothing of one that counts.
  private static func why(_ submission: Submission, _ context: CommandContext) -> String {
    guard submission.state != .accepted, let last = submission.events.last else { return "" }
    return [last.who, last.why].compactMap(\.self).joined(separator: context.text("report.sign.colon"))
  }
}

extension SubmissionsDocument {
  /// How many receipts are listed one by one.
  private static let shownReceipts = 12

  /// What came of an import: a line for each submission and what it replaced.
  package static func text(of receipts: [SubmissionReceipt], context: CommandContext) -> [String] {
    let changed = receipts.map { receipt in
      let numbers = receipt.replaced.map { String($0) }.joined(separator: ", ")
      let correction = numbers.isEmpty ? [] : [context.text("submission.replaces", ["numbers": numbers])]
      return (correction + [text(of: receipt.changes, context: context)]).filter { !$0.isEmpty }.joined(separator: "\n")
    }
    guard let first = receipts.first, let last = receipts.last, receipts.count > shownReceipts else {
      return zip(receipts, changed).flatMap { receipt, changes in
        let facts = ["number": String(receipt.number), "unit": receipt.unit ?? ""]
        return [context.text("submission.receipt", facts), changes]
      }.filter { !$0.isEmpty }
    }
    let facts = ["first": String(first.number), "last": String(last.number), "count": String(receipts.count)]
    return [context.text("submission.receipts", facts)] + changed.filter { !$0.isEmpty }
  }

  /// How many changed rows of one kind are listed; JSON lists all.
  private static let shownRows = 10

  /// What a re-submission changed, a line for each kind and for the first rows; empty when it replaced nothing.
  package static func text(of changes: [ListChange], context: CommandContext) -> String {
    changes.flatMap { change in
      var facts = ["kind": context.text("kind.\(change.kind.rawValue)"), "unchanged": String(change.unchanged)]
      for kind in ListChange.Kind.allCases { facts[kind.rawValue] = String(change.count(kind)) }
      let rows = change.rows.prefix(shownRows).map { "  " + line($0, of: change.kind, context: context) }
      let rest = change.rows.count - rows.count
      let more = rest > 0 ? ["  " + context.text("submission.more", ["count": String(rest)])] : []
      return [context.text("submission.replaced", facts)] + rows + more
    }.joined(separator: "\n")
  }

  private static func line(_ row: ListChange.Row, of kind: RecordKind, context: CommandContext) -> String {
    let words = context.text("submission.change.\(row.change.rawValue)") + " " + context.spelled(row.place)
    return row.columns.isEmpty
      ? words : words + "  " + headings(of: row.columns, kind, context).joined(separator: context.text("place.and"))
  }

  /// The standard headings of columns; what is worked out of one cell is named once.
  fileprivate static func headings(of columns: [String], _ kind: RecordKind, _ context: CommandContext) -> [String] {
    let words = ColumnWords(pack: context.pack, language: context.language, kind: kind)
    var seen: Set<String> = []
    return columns.map { words.heading($0) ?? words.title($0) }.filter { seen.insert($0).inserted }
  }
}

/// `submissions changes`: what a re-submission changed, row by row.
package struct ChangesDocument: ResultDocument {
  private let changes: [ListChange]
  private let context: CommandContext

  /// What one submission changed, by kind; empty where it replaced nothing.
  package init(_ changes: [ListChange], context: CommandContext) {
    self.changes = changes
    self.context = context
  }

  /// The changes by kind in words; says so where the submission replaced nothing.
  package var ownText: String? {
    let text = SubmissionsDocument.text(of: changes, context: context)
    return text.isEmpty ? context.text("submission.replaced-none") : text
  }

  /// One row for each row of a list that was added, removed or changed.
  package var table: ResultTable {
    typealias Line = (kind: RecordKind, row: ListChange.Row)
    func title(_ key: String) -> String { context.text("changes.\(key)") }
    let lines = changes.flatMap { change in change.rows.map { (change.kind, $0) } }
    return ResultTable(
      "changes",
      columns: [
        ResultColumn<Line>("kind", title("kind")) { [context] in
          .code($0.kind.rawValue, word: context.text("kind.\($0.kind.rawValue)"))
        },
        ResultColumn("change", title("change")) { [context] in
          .code($0.row.change.rawValue, word: context.text("submission.change.\($0.row.change.rawValue)"))
        },
        ResultColumn("file", title("file")) { .text($0.row.place.file) },
        ResultColumn("sheet", title("sheet")) { .text($0.row.place.sheet) },
        ResultColumn("row", title("row")) { .number($0.row.place.row) },
        ResultColumn("columns", for: .programs) { .texts($0.row.columns) },
        ResultColumn("headings", title("columns"), for: [.csv, .workbook]) { [context] in
          .texts(SubmissionsDocument.headings(of: $0.row.columns, $0.kind, context))
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
