// SPDX-License-Identifier: Apache-2.0

package import CensusModel
package import CensusStore
import Findings

/// `duplicates`: pairs of records that are probably one person, and the decisions that some are not.
package struct DuplicatesRun: Sendable {
  package var desk: Desk
  package var period: Period

  package init(desk: Desk, period: Period) {
    self.desk = desk
    self.period = period
  }

  /// The pairs of the period, the surest first.
  ///
  /// - Throws: `WorkspaceError` when there is no workspace or no such period.
  package func pairs() throws -> [DuplicatePair] { try desk.workspace().period(period).duplicatePairs() }

  /// Remembers that two persons, named as the list names them, are not one.
  ///
  /// - Throws: `WorkspaceError("duplicate-missing")` when the list holds no such pair.
  package func dismiss(_ first: String, _ second: String, reason: String, by: String) throws {
    try desk.workspace().dismiss(first, second, in: period, reason: reason, by: by)
  }
}

/// The list of pairs as text, JSON or CSV.
package struct DuplicatesDocument {
  private let desk: Desk
  private let pairs: [DuplicatePair]

  package init(desk: Desk, pairs: [DuplicatePair]) {
    self.desk = desk
    self.pairs = pairs
  }

  package func json() -> String {
    JSONWriter.array(
      pairs.map { pair in
        let parts = pair.parts.map { ($0.part.rawValue, String($0.points)) }
        let dismissal = pair.dismissal.map { dismissal in
          JSONWriter.object([
            ("reason", JSONWriter.quoted(dismissal.reason)), ("by", JSONWriter.quoted(dismissal.by)),
            ("at", JSONWriter.quoted(dismissal.at)),
          ])
        }
        return JSONWriter.object([
          ("score", String(pair.score)), ("parts", JSONWriter.object(parts)), ("first", json(pair.first)),
          ("second", json(pair.second)), ("dismissed", dismissal ?? "null"),
        ])
      })
  }

  private func json(_ side: DuplicatePair.Side) -> String {
    JSONWriter.object([
      ("person", JSONWriter.quoted(side.person)), ("kind", JSONWriter.quoted(side.kind.rawValue)),
      ("name", JSONWriter.quoted(side.name)), ("id", JSONWriter.quoted(side.idMasked)),
      ("birth", JSONWriter.quoted(birth(of: side))), ("organisation", JSONWriter.quoted(side.organisation)),
      ("file", JSONWriter.quoted(side.place.file)), ("sheet", JSONWriter.quoted(side.place.sheet)),
      ("row", JSONWriter.number(side.place.row)),
    ])
  }

  package func csv() -> String {
    let header = ["score", "parts", "first", "second", "dismissed", "reason", "by"].map {
      desk.text("duplicates.\($0)")
    }
    let lines = pairs.map { pair in
      CSVWriter.line([
        String(pair.score), parts(of: pair), line(pair.first), line(pair.second),
        pair.dismissal.map { ChinaTime.spelled($0.at) } ?? "",
        pair.dismissal?.reason ?? "", pair.dismissal?.by ?? "",
      ])
    }
    return CSVWriter.byteOrderMark + CSVWriter.line(header) + lines.joined()
  }

  package func text() -> String {
    guard !pairs.isEmpty else { return desk.text("duplicates.none") }
    return pairs.map { pair in
      let dismissal = pair.dismissal.map {
        "\n  "
          + desk.text("duplicates.dismissed-by", ["reason": $0.reason, "by": $0.by, "at": ChinaTime.spelled($0.at)])
      }
      return "\(pair.score)  \(parts(of: pair))\n  \(line(pair.first))\n  \(line(pair.second))\(dismissal ?? "")"
    }.joined(separator: "\n")
  }

  private func parts(of pair: DuplicatePair) -> String {
    pair.parts.map { part in
      "\(desk.text("duplicate.part.\(part.part.rawValue)")) \(part.points > 0 ? "+" : "")\(part.points)"
    }.joined(separator: desk.language == .chinese ? "，" : ", ")
  }

  private func line(_ side: DuplicatePair.Side) -> String {
    [side.person, side.name, side.idMasked, birth(of: side) ?? "", side.organisation, side.place.description]
      .filter { !$0.isEmpty }.joined(separator: "  ")
  }

  private func birth(of side: DuplicatePair.Side) -> String? {
    side.birth.flatMap { CalendarDay(rawValue: $0) }?.monthDescription
  }
}
