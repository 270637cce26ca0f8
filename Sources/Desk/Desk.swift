// SPDX-License-Identifier: Apache-2.0

import CensusModel
package import CensusStore
import Crypto
package import DeskStore
import Findings
import Foundation
package import Logging
import Pipeline
import Policy
package import Results
import Synchronization

/// 报送台: everything the routes share: the workspace, the desk's own database, threads that may wait, what was worked out.
package final class Desk: Sendable {
  /// How it is served.
  package let settings: DeskSettings
  /// Accounts and what lies at the desk.
  package let store: DeskDatabase
  /// The workspace whose desk it is.
  package let workspace: Workspace
  /// Where it tells what it does, without personal data.
  package let log: Logger
  let key: SymmetricKey
  let workers = Workers()
  let metrics = Metrics()
  let attempts: Attempts
  let trees = TreeCache()
  let live = LiveValues()
  let changes = Changes()
  let jobs: Jobs
  let passwords: PasswordRules
  private let load: @Sendable () throws -> CommandContext
  private let current: Mutex<CommandContext>

  /// Opens the desk of a workspace, which is made where none is.
  ///
  /// - Parameter load: reads the pack with what the workspace adds to it; asked again when that changes.
  /// - Throws: `WorkspaceError`, `PipelineError`, `DeskFailure`, and what `load` throws.
  package init(
    settings: DeskSettings, log: Logger, store: DeskDatabase? = nil,
    load: @escaping @Sendable () throws -> CommandContext
  ) throws {
    let context = try load()
    self.settings = settings
    self.log = log
    self.load = load
    workspace = try context.workspaceOrNew()
    key = try workspace.deskKey()
    let path = workspace.directory + "/" + Workspace.deskFile
    self.store = try store ?? DeskDatabase(path: path, key: key)
    current = Mutex(context)
    passwords = PasswordRules(common: try PackLoader.commonPasswords())
    attempts = Attempts()
    jobs = Jobs()
  }

  /// The context in a language.
  func context(_ language: Language) -> CommandContext {
    current.withLock { context in
      var context = context
      context.language = language
      return context
    }
  }

  /// Reads the overlays of the workspace again, after one of them was changed.
  func reload() throws {
    let context = try load()
    current.withLock { $0 = context }
  }

  /// The folder of what lies at the desk.
  var folder: String { workspace.directory + "/" + Workspace.deskFolder }

  /// The period that pages show when nobody names one: the latest; nil where nothing was imported yet.
  func latestPeriod() throws -> Period? { try workspace.periods.last }

  /// The name of a unit in the latest period, with its ID; the ID alone where no period knows it.
  func unitName(_ code: String) -> String {
    guard let period = try? latestPeriod(), let tree = try? trees.tree(of: period, self),
      let node = tree.node(named: code)
    else { return code }
    return "\(tree.nodes[node].name) · \(code)"
  }

  /// Notes in the audit trail what was done at the desk and is in no verb; on the thread of the writer.
  func note(_ action: String, by account: Account?, _ subject: String) async throws {
    try await workers.write { [workspace] in
      try workspace.audited(action, by: account?.name, subject: subject) {}
    }
  }
}
