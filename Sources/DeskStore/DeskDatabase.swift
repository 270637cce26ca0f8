// SPDX-License-Identifier: Apache-2.0

import Basics
package import Crypto
package import Foundation
import GRDB
import Glibc

/// `desk.sqlite`: accounts, sessions, invitations and what is being handed in; nothing that the census knows.
///
/// Every call blocks until SQLite is done: it belongs on a thread that may wait.
package struct DeskDatabase: Sendable {
  let pool: DatabasePool
  /// The key of the desk, made from that of the workspace.
  let key: SymmetricKey
  /// Where times come from; tests hand in their own.
  let clock: @Sendable () -> Date

  /// Opens the database, which is made where none is, readable by its owner only.
  ///
  /// - Throws: `DeskFailure("desk-newer")` for one of a later program, `desk-damaged` for what SQLite cannot read.
  package init(path: String, key: SymmetricKey, clock: @escaping @Sendable () -> Date = { Date() }) throws {
    self.key = key
    self.clock = clock
    let descriptor = open(path, O_WRONLY | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw DeskFailure("desk-unwritable", facts: ["path": path]) }
    _ = fchmod(descriptor, 0o600)
    _ = Glibc.close(descriptor)
    var configuration = Configuration()
    configuration.busyMode = .timeout(30)
    configuration.prepareDatabase { db in
      // What is said to be received is on the disk.
      try db.execute(sql: "PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON")
    }
    do {
      pool = try DatabasePool(path: path, configuration: configuration)
      try DeskSchema.migrate(pool)
    } catch let error as DatabaseError {
      throw DeskFailure("desk-damaged", facts: ["reason": error.message ?? "\(error.resultCode)"])
    }
  }

  /// The present second, as times are kept.
  var now: Int { Int(clock().timeIntervalSince1970) }

  /// Closes every connection; what is asked later throws.
  ///
  /// - Throws: what SQLite throws.
  package func close() throws { try pool.close() }

  /// Whether SQLite finds the file sound: nil, or what it says.
  ///
  /// - Throws: what SQLite throws.
  package func fault() throws -> String? {
    let answer = try pool.read { try String.fetchOne($0, sql: "PRAGMA quick_check(1)") }
    return answer == "ok" ? nil : answer ?? "–"
  }
}

/// Why the desk cannot go on: a message code of the pack and the facts of its sentence.
package struct DeskFailure: CodedError, Sendable, Hashable {
  /// The pack's code of the sentence.
  package var code: String
  /// Values for the `{placeholders}` of the sentence; nothing of a person.
  package var facts: [String: String]

  package init(_ code: String, facts: [String: String] = [:]) {
    self.code = code
    self.facts = facts
  }
}
