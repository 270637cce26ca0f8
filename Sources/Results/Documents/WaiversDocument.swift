// SPDX-License-Identifier: Apache-2.0

package import Assessment
import CensusModel
import Policy

/// Waivers as they are listed, each with its standing on the census day.
package struct WaiversDocument: ResultDocument {
  private let book: WaiverBook
  private let context: CommandContext

  /// The waivers of a period as they are printed.
  package init(book: WaiverBook, context: CommandContext) {
    self.book = book
    self.context = context
  }

  /// One row for each waiver, by task, unit and first day.
  package var table: ResultTable {
    ResultTable("waivers", columns: columns, emptyText: context.text("waiver.none"), rows: book.waivers)
  }

  private var columns: [ResultColumn<JudgedWaiver>] {
    func title(_ key: String) -> String { context.text("waiver.\(key)") }
    return [
      ResultColumn("task", title("task")) { .text($0.waiver.task) },
      ResultColumn("unit", title("unit"), for: .data) { .text($0.waiver.unit) },
      ResultColumn("reach", title("unit"), for: .text) { [context] judged in
        .text(judged.waiver.unit + (judged.waiver.isForSubtree ? context.text("waiver.and-below") : ""))
      },
      ResultColumn("subtree", title("subtree"), for: .data) { .flag($0.waiver.isForSubtree) },
      ResultColumn("reason", title("reason")) { .text($0.waiver.reason) },
      ResultColumn("approver", title("approver")) { .text($0.waiver.approver) },
      ResultColumn("from", title("from")) { .text($0.waiver.from.description) },
      ResultColumn("until", title("until")) { .text($0.waiver.until.description) },
      ResultColumn("standing", title("standing")) { [context] judged in
        .term(judged.standing.rawValue, word: context.text("waiver.standing.\(judged.standing.rawValue)"))
      },
    ]
  }

  /// A waiver as JSON, with whether it holds.
  package static func object(_ judged: JudgedWaiver) -> String {
    let waiver = judged.waiver
    return JSONWriter.object([
      ("task", JSONWriter.quoted(waiver.task)), ("unit", JSONWriter.quoted(waiver.unit)),
      ("subtree", waiver.isForSubtree ? "true" : "false"), ("reason", JSONWriter.quoted(waiver.reason)),
      ("approver", JSONWriter.quoted(waiver.approver)), ("from", JSONWriter.quoted(waiver.from.description)),
      ("until", JSONWriter.quoted(waiver.until.description)),
      ("standing", JSONWriter.quoted(judged.standing.rawValue)),
    ])
  }
}
