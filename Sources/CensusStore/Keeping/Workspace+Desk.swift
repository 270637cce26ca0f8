// SPDX-License-Identifier: Apache-2.0

package import Crypto

extension Workspace {
  /// The database of the desk in the workspace: a backup takes it along, and `verify` looks at it.
  package static let deskFile = "desk.sqlite"
  /// The folder of what lies at the desk and was not handed in yet, encrypted; no part of a backup.
  package static let deskFolder = "desk"

  /// The key of the desk, which says nothing of that of the workspace.
  ///
  /// - Throws: `WorkspaceError("workspace-key")`, `workspace-key-other`.
  package func deskKey() throws -> SymmetricKey { try key.derived(.desk) }
}
