// SPDX-License-Identifier: Apache-2.0

package import Assessment
import CensusModel
import Policy

/// Waivers as they are listed, each with its standing on the census day.
package struct WaiversDocument {
  private let book: WaiverBook
  private let desk: Desk

  package init(book: WaiverBook, desk: Desk) {
    self.book = book
    self.desk = desk
  }

  package func json() -> String { JSONWriter.array(book.waivers.map(WaiversDocument.object)) }

  static func object(_ judged: JudgedWaiver) -> String {
    let waiver = judged.waiver
    return JSONWriter.object([
      ("task", JSONWriter.quoted(waiver.task)), ("unit", JSONWriter.quoted(waiver.unit)),
      ("subtree", waiver.isForSubtree ? "true" : "false"), ("reason", JSONWriter.quoted(waiver.reason)),
      ("approver", JSONWriter.quoted(waiver.approver)), ("from", JSONWriter.quoted(waiver.from.description)),
      ("until", JSONWriter.quoted(waiver.until.description)),
      ("standing", JSONWriter.quoted(judged.standing.rawValue)),
    ])
  }

  package func csv() -> String {
    CSVWriter.byteOrderMark
      + CSVWriter.line(["task", "unit", "subtree", "reason", "approver", "from", "until", "standing"])
      + book.waivers.map { judged in
        let waiver = judged.waiver
        return CSVWriter.line([
          waiver.task, waiver.unit, waiver.isForSubtree ? "true" : "false", waiver.reason, waiver.approver,
          waiver.from.description, waiver.until.description, judged.standing.rawValue,
        ])
      }.joined()
  }

  package func text() -> String {
    guard !book.waivers.isEmpty else { return desk.text("waiver.none") }
    let keys = ["task", "unit", "standing", "from", "until", "approver", "reason"]
    var table = TextTable(keys.map { _ in .left })
    table.add(keys.map { desk.text("waiver.\($0)") })
    for judged in book.waivers {
      let waiver = judged.waiver
      table.add([
        waiver.task, waiver.unit + (waiver.isForSubtree ? desk.text("waiver.and-below") : ""),
        desk.text("waiver.standing.\(judged.standing.rawValue)"), waiver.from.description, waiver.until.description,
        waiver.approver, waiver.reason,
      ])
    }
    return table.text
  }
}
