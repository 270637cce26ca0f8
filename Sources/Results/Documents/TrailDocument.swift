// SPDX-License-Identifier: Apache-2.0

import CensusStore
import Findings

/// `audit`: the audit trail as it is printed, oldest first.
package struct TrailDocument: ResultDocument {
  private let entries: [AuditEntry]
  private let context: CommandContext

  /// - Throws: `WorkspaceError` when there is no workspace.
  package init(context: CommandContext) throws {
    self.context = context
    entries = try context.workspace().auditTrail()
  }

  /// One row for each entry; times are UTC for programs and Beijing time for people.
  package var table: ResultTable {
    func title(_ key: String) -> String { context.text("trail.\(key)") }
    return ResultTable(
      "audit",
      columns: [
        ResultColumn("number", title("number")) { .number($0.number) },
        ResultColumn("at", title("at")) { entry in
          .code(entry.at, word: ChinaTime.spelledToTheSecond(entry.at) + (entry.clock.map { " [\($0)]" } ?? ""))
        },
        ResultColumn("by", title("by")) { .text($0.who) },
        ResultColumn("action", title("action")) { [context] entry in
          .code(entry.action, word: context.text("trail.action.\(entry.action)"))
        },
        ResultColumn("subject", title("subject")) { .text($0.subject) },
        ResultColumn("detail", title("detail")) { .text($0.detail) },
        ResultColumn("clock", for: .programs) { .text($0.clock) },
        ResultColumn("state", for: .programs) { .text($0.state) },
        ResultColumn("previous", for: .programs) { .text($0.previous) },
        ResultColumn("hash", title("hash"), for: .data) { .text($0.hash) },
      ], titlesInCSV: true, rows: entries)
  }
}
