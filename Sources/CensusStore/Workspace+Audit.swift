// SPDX-License-Identifier: Apache-2.0

import GRDB

extension Workspace {
  /// Does `body` and notes it in the audit trail: when `body` throws, nothing is noted.
  ///
  /// - Throws: whatever `body` throws, or a `WorkspaceError`.
  package func audited(_ action: String, by who: String?, subject: String, _ body: () throws -> Void) throws {
    try WorkspaceError.translating(path: directory) {
      var configuration = Configuration()
      configuration.busyMode = .timeout(5)
      let queue = try DatabaseQueue(path: cataloguePath, configuration: configuration)
      defer { try? queue.close() }
      try queue.write { db in
        try db.execute(
          sql: """
            INSERT INTO audit (at, who, action, subject) VALUES (strftime('%Y-%m-%dT%H:%M:%SZ', 'now'), ?, ?, ?)
            """, arguments: [who, action, subject])
        try body()
      }
    }
  }

  /// The audit trail in order: who did what to what.
  package func auditTrail() throws -> [(who: String?, action: String, subject: String?)] {
    try WorkspaceError.translating(path: directory) {
      try Catalogue.reading(cataloguePath) { db in
        try Row.fetchAll(db, sql: "SELECT who, action, subject FROM audit ORDER BY id").map { ($0[0], $0[1], $0[2]) }
      }
    }
  }
}
