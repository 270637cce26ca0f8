// SPDX-License-Identifier: Apache-2.0

package import CensusModel
package import CensusStore
package import Findings
package import Policy

/// What every verb needs: where the workspace is, the pack in force and the language of what comes out.
package struct CommandContext: Sendable {
  /// The folder of the workspace, as the user named it; it need not be there.
  package var workspaceDirectory: String
  /// The pack in force, with what the workspace adds to it.
  package var pack: PolicyPack
  /// The language of whatever people read.
  package var language: Language
  /// Where the times of the audit trail come from.
  package var clock: WallClock

  package init(workspaceDirectory: String, pack: PolicyPack, language: Language, clock: WallClock = .system) {
    self.workspaceDirectory = workspaceDirectory
    self.pack = pack
    self.language = language
    self.clock = clock
  }

  func with(language: Language) -> CommandContext {
    var context = self
    context.language = language
    return context
  }

  /// A text of the pack in the context's language.
  package func text(_ key: String, _ facts: [String: String] = [:]) -> String {
    pack.messages.text(key, in: language, facts)
  }

  /// The findings with their words in the language of the context, in the same order.
  package func render(_ findings: [Finding]) -> [RenderedFinding] {
    findings.map { pack.messages.render($0, in: language) }
  }

  /// Creates the workspace; throws `WorkspaceError` when one is there or the folder cannot be written.
  package func create(names: NameStorage) throws -> Workspace {
    timed(try Workspace.create(at: workspaceDirectory, names: names))
  }

  /// The existing workspace; throws `WorkspaceError("workspace-missing")` when there is none.
  package func workspace() throws -> Workspace { timed(try Workspace.open(at: workspaceDirectory)) }

  /// A workspace for one run that leaves nothing behind, where there is no other.
  func trialWorkspace() throws -> Workspace { timed(try Workspace.trial(names: .masked)) }

  /// What stands before the names of files of the workspace that a check knows.
  var labelOfKnownFiles: String { text("check.known") + " ▸ " }

  private func timed(_ workspace: Workspace) -> Workspace {
    var workspace = workspace
    workspace.clock = clock
    workspace.schemas = pack.vocabulary.schemas
    return workspace
  }

  /// The workspace, made with defaults where none is.
  ///
  /// - Throws: `WorkspaceError`.
  package func workspaceOrNew() throws -> Workspace {
    do {
      return try workspace()
    } catch let error as WorkspaceError where error.code == "workspace-missing" {
      do {
        return try create(names: .masked)
      } catch let error as WorkspaceError where error.code == "workspace-exists" {
        // Another program made it in the meantime.
        return try workspace()
      }
    }
  }
}
