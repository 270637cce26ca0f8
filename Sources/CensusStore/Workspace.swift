// SPDX-License-Identifier: Apache-2.0

package import CensusModel
package import Findings
import Foundation

/// A directory with `workspace.sqlite` (catalogue), `workspace.key` (0600) and `periods/<period>.sqlite`.
package struct Workspace: Sendable {
  package let directory: String

  /// Creates a workspace with its key; throws `WorkspaceError` when one is there or the folder cannot be written.
  package static func create(at directory: String, names: NameStorage) throws -> Workspace {
    throw WorkspaceError("workspace-unwritable", facts: ["path": directory])
  }

  /// Opens an existing workspace; throws `WorkspaceError("workspace-missing")` when there is none.
  package static func open(at directory: String) throws -> Workspace {
    throw WorkspaceError("workspace-missing", facts: ["path": directory])
  }

  package var names: NameStorage { .masked }
  package var pseudonymiser: any Pseudonymiser { get throws { throw WorkspaceError("workspace-missing") } }
  package var periods: [Period] { get throws { [] } }

  /// The database of a period for reading; throws `WorkspaceError("period-missing")` when nothing was imported.
  package func period(_ period: Period) throws -> PeriodDatabase { throw WorkspaceError("period-missing") }
}

/// Why the workspace cannot be used: a message code and the facts of its sentence.
package struct WorkspaceError: Error, Sendable, Hashable {
  package var code: String
  package var facts: [String: String]

  package init(_ code: String, facts: [String: String] = [:]) {
    self.code = code
    self.facts = facts
  }
}

/// The database of one period, read through one connection.
package final class PeriodDatabase {
}
