// SPDX-License-Identifier: Apache-2.0

import CensusStore
import Findings

/// `audit`: the audit trail as it is printed, oldest first.
package struct TrailDocument {
  private let entries: [AuditEntry]
  private let desk: Desk

  /// - Throws: `WorkspaceError` when there is no workspace.
  package init(desk: Desk) throws {
    self.desk = desk
    entries = try desk.workspace().auditTrail()
  }

  package func json() -> String {
    JSONWriter.array(
      entries.map { entry in
        JSONWriter.object([
          ("number", String(entry.number)), ("at", JSONWriter.quoted(entry.at)), ("by", JSONWriter.quoted(entry.who)),
          ("action", JSONWriter.quoted(entry.action)), ("subject", JSONWriter.quoted(entry.subject)),
          ("detail", JSONWriter.quoted(entry.detail)), ("clock", JSONWriter.quoted(entry.clock)),
          ("state", JSONWriter.quoted(entry.state)), ("previous", JSONWriter.quoted(entry.previous)),
          ("hash", JSONWriter.quoted(entry.hash)),
        ])
      })
  }

  package func csv() -> String {
    CSVWriter.byteOrderMark + CSVWriter.line(header + [desk.text("trail.hash")])
      + entries.map { CSVWriter.line(cells($0) + [$0.hash]) }.joined()
  }

  package func text() -> String {
    var table = TextTable([.right, .left, .left, .left, .left, .left])
    table.add(header)
    for entry in entries { table.add(cells(entry)) }
    return table.text
  }

  private var header: [String] {
    ["number", "at", "by", "action", "subject", "detail"].map { desk.text("trail.\($0)") }
  }

  private func cells(_ entry: AuditEntry) -> [String] {
    [
      String(entry.number), ChinaTime.spelledToTheSecond(entry.at) + (entry.clock.map { " [\($0)]" } ?? ""),
      entry.who ?? "–",
      desk.text("trail.action.\(entry.action)"), entry.subject,
      entry.detail,
    ]
  }
}
