// SPDX-License-Identifier: Apache-2.0

package import CensusModel
package import CensusStore
import Findings
package import Results

/// `duplicates`: pairs of records that are probably one person, and the decisions that some are not.
package struct DuplicatesRun: Sendable {
  /// Where the workspace is, and the words of the list.
  package var context: CommandContext
  /// The period whose pairs are listed and decided on.
  package var period: Period

  package init(context: CommandContext, period: Period) {
    self.context = context
    self.period = period
  }

  /// The pairs of the period, the surest first.
  ///
  /// - Throws: `WorkspaceError` when there is no workspace or no such period.
  package func pairs() throws -> [DuplicatePair] { try context.workspace().period(period).duplicatePairs() }

  /// Remembers that two persons, named as the list names them, are not one.
  ///
  /// - Throws: `WorkspaceError("duplicate-missing")` when the list holds no such pair.
  package func dismiss(_ first: String, _ second: String, reason: String, by: String) throws {
    try context.workspace().dismiss(first, second, in: period, reason: reason, by: by)
  }
}

/// The list of pairs as text, JSON or CSV.
package struct DuplicatesDocument: ResultDocument {
  private let context: CommandContext
  private let pairs: [DuplicatePair]

  /// The pairs as they are printed, in the order given.
  package init(context: CommandContext, pairs: [DuplicatePair]) {
    self.context = context
    self.pairs = pairs
  }

  /// One row for each pair, the surest first; people read both records in a line each, programs have them as objects.
  package var table: ResultTable {
    func title(_ key: String) -> String { context.text("duplicates.\(key)") }
    let people: ResultReaders = [.csv, .text, .workbook]
    return ResultTable(
      "duplicates",
      columns: [
        ResultColumn("score", title("score")) { .number($0.score) },
        ResultColumn("parts", for: .programs) { pair in
          .object(pair.parts.map { ($0.part.rawValue, .number($0.points)) })
        },
        ResultColumn("grounds", title("parts"), for: people) { .text(parts(of: $0)) },
        ResultColumn("first", for: .programs) { object($0.first) },
        ResultColumn("second", for: .programs) { object($0.second) },
        ResultColumn("first-record", title("first"), for: people) { .text(line($0.first)) },
        ResultColumn("second-record", title("second"), for: people) { .text(line($0.second)) },
        ResultColumn("dismissed", for: .programs) { dismissal(of: $0) },
        ResultColumn("dismissed-at", title("dismissed"), for: people) {
          .text($0.dismissal.map { ChinaTime.spelled($0.at) })
        },
        ResultColumn("reason", title("reason"), for: people) { .text($0.dismissal?.reason) },
        ResultColumn("by", title("by"), for: people) { .text($0.dismissal?.by) },
      ], titlesInCSV: true, rows: pairs)
  }

  private func dismissal(of pair: DuplicatePair) -> ResultCell {
    guard let dismissal = pair.dismissal else { return .nothing }
    return .object([("reason", .text(dismissal.reason)), ("by", .text(dismissal.by)), ("at", .text(dismissal.at))])
  }

  private func object(_ side: DuplicatePair.Side) -> ResultCell {
    .object([
      ("person", .text(side.person)), ("kind", .text(side.kind.rawValue)), ("name", .text(side.name)),
      ("id", .text(side.idMasked)), ("birth", .text(birth(of: side))), ("organisation", .text(side.organisation)),
      ("file", .text(side.place.file)), ("sheet", .text(side.place.sheet)), ("row", .number(side.place.row)),
    ])
  }

  /// Three lines a pair: a record is too long for a column.
  package var ownText: String? {
    guard !pairs.isEmpty else { return context.text("duplicates.none") }
    return pairs.map { pair in
      let dismissal = pair.dismissal.map {
        "\n  "
          + context.text("duplicates.dismissed-by", ["reason": $0.reason, "by": $0.by, "at": ChinaTime.spelled($0.at)])
      }
      return "\(pair.score)  \(parts(of: pair))\n  \(line(pair.first))\n  \(line(pair.second))\(dismissal ?? "")"
    }.joined(separator: "\n")
  }

  private func parts(of pair: DuplicatePair) -> String {
    pair.parts.map { part in
      "\(context.text("duplicate.part.\(part.part.rawValue)")) \(part.points > 0 ? "+" : "")\(part.points)"
    }.joined(separator: context.language == .chinese ? "，" : ", ")
  }

  private func line(_ side: DuplicatePair.Side) -> String {
    [side.person, side.name, side.idMasked, birth(of: side) ?? "", side.organisation, side.place.description]
      .filter { !$0.isEmpty }.joined(separator: "  ")
  }

  private func birth(of side: DuplicatePair.Side) -> String? {
    side.birth.flatMap { CalendarDay(rawValue: $0) }?.monthDescription
  }
}
