// SPDX-License-Identifier: Apache-2.0

import Basics
import GRDB

/// Why the workspace cannot be used: a message code and the facts of its sentence.
package struct WorkspaceError: CodedError, Sendable, Hashable {
  /// The pack's code of the sentence: `workspace-missing`.
  package var code: String
  /// Values for the `{placeholders}` of the sentence; paths and periods, nothing of a person.
  package var facts: [String: String]

  package init(_ code: String, facts: [String: String] = [:]) {
    self.code = code
    self.facts = facts
  }

  /// Runs `body`; what SQLite complains of becomes a `WorkspaceError`, without the values of any statement.
  static func translating<Result>(path: String, _ body: () throws -> Result) throws -> Result {
    do {
      return try body()
    } catch let error as DatabaseError {
      switch error.resultCode {
      case .SQLITE_BUSY, .SQLITE_LOCKED: throw WorkspaceError("workspace-busy", facts: ["path": path])
      case .SQLITE_FULL: throw WorkspaceError("workspace-full", facts: ["path": path])
      case .SQLITE_READONLY, .SQLITE_CANTOPEN, .SQLITE_IOERR:
        throw WorkspaceError("workspace-unwritable", facts: ["path": path])
      default:
        throw WorkspaceError("workspace-damaged", facts: ["reason": error.message ?? "\(error.resultCode)"])
      }
    }
  }
}
