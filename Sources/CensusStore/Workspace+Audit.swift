// SPDX-License-Identifier: Apache-2.0

import GRDB

extension Workspace {
  /// Does `body` as the only writer and notes it in the audit trail: when `body` throws, nothing is noted.
  ///
  /// - Parameter detail: counts and hashes; nothing of a person.
  /// - Throws: whatever `body` throws, or a `WorkspaceError`.
  package func audited(
    _ action: String, by who: String?, subject: String, detail: String = "", _ body: () throws -> Void
  ) throws {
    try locked {
      try changingCatalogue { db in
        let at = try AuditTrail.moment(clock, in: db)
        try AuditTrail.add(action, by: who, subject: subject, detail: detail, at: at, in: db)
        try body()
      }
    }
  }
}
