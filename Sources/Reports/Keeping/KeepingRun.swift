// SPDX-License-Identifier: Apache-2.0

package import CensusModel
package import CensusStore
import Policy
package import Results
import Roster

/// The verbs that keep a workspace when things go wrong, and that take out of it what must go: backup, restore, purge, erase.
package struct KeepingRun: Sendable {
  /// Where the workspace is, and the pack that settles what is left.
  package var context: CommandContext
  /// Who does it, for the audit trail.
  package var by: String
  /// Version of the program, which manifests name.
  package var programVersion: String

  package init(context: CommandContext, by: String, programVersion: String) {
    (self.context, self.by, self.programVersion) = (context, by, programVersion)
  }

  /// - Returns: the manifest of the backup that now is at `target`.
  /// - Throws: `WorkspaceError`.
  package func backUp(to target: String, withKey: Bool) throws -> Manifest {
    try context.workspace().backUp(to: KeepingRun.plain(target), withKey: withKey, by: by, program: programVersion)
  }

  /// - Throws: `WorkspaceError` when the backup is not what its manifest says.
  package func planRestore(from source: String, keyFile: String?) throws -> RestorePlan {
    try Workspace.planRestore(of: KeepingRun.plain(source), to: directory, keyFile: keyFile)
  }

  /// - Returns: where the workspace that was there stands now.
  /// - Throws: `WorkspaceError`; the workspace is then as it was.
  package func restore(_ plan: RestorePlan) throws -> String? {
    try Workspace.restore(plan, to: directory, by: by, clock: context.clock)
  }

  /// What would go: versions of the periods before `limit` and of those named.
  ///
  /// - Throws: `WorkspaceError`.
  package func planPurge(before limit: Period, named: Set<Period>) throws -> PurgePlan {
    try context.workspace().planPurge(before: limit, named: named)
  }

  /// Takes the versions of a plan out of the workspace for good, and leaves a tombstone of each in the audit trail.
  ///
  /// - Returns: what went.
  /// - Throws: `WorkspaceError("purge-sealed")` when the plan has refusals, and others.
  package func purge(_ plan: PurgePlan) throws -> PurgePlan { try context.workspace().purge(plan, by: by) }

  /// - Parameter person: an address in the sender's words, or as the program prints it: without numbers of persons.
  /// - Throws: `WorkspaceError("person-not-found")`, `person-ambiguous`, and others.
  package func planErase(_ person: ErasedPerson) throws -> ErasePlan {
    var person = person
    if case .address(let file, let sheet, let row) = person {
      let shown = sheet.map { PersonalNumbers.masked($0, as: .naming) }
      person = .address(file: PersonalNumbers.masked(file, as: .naming), sheet: shown, row: row)
    }
    return try context.workspace().planErase(person)
  }

  /// Deletes and overwrites the rows and originals of a plan, and settles the periods anew.
  ///
  /// - Throws: `WorkspaceError`; what was not deleted by then is as it was.
  package func erase(_ plan: ErasePlan) throws {
    try context.workspace().erase(plan, by: by, rules: context.pack.settlement)
  }

  /// Writes the sealed version of a period that counts as one file.
  ///
  /// - Returns: the manifest, whose hash is to be noted elsewhere.
  /// - Throws: `WorkspaceError`: `period-missing`, `period-open`, `period-damaged`, `period-other-key`, `file-exists` …
  package func writePackage(_ period: Period, to target: String) throws -> Manifest {
    try context.workspace().writePackage(period, to: KeepingRun.plain(target), by: by, program: programVersion)
  }

  /// Proves a package and puts its period into the workspace, which is made where none is.
  ///
  /// - Parameter expected: the hash of the manifest that was noted when the package was made.
  /// - Returns: the version, and whether its pseudonyms are of another key than the workspace's.
  /// - Throws: `PipelineError("package-unproved")`; `WorkspaceError` (`period-present`, `earlier-open` …).
  package func takeIn(_ path: String, expected: String?) throws -> (version: PeriodVersion, isOfOtherKey: Bool) {
    let proof = PackageProof(context: context, programVersion: programVersion, expected: expected)
    let (package, lines) = try proof.lines(path)
    let broken = lines.filter { $0.state == .broken }
    guard broken.isEmpty else {
      let names = broken.map { context.text("package.\($0.subject.rawValue)") }
      throw PipelineError("package-unproved", facts: ["value": names.joined(separator: ", ")])
    }
    let workspace = try context.workspaceOrNew()
    let version = try workspace.takeIn(package, by: by)
    return (version, try workspace.isOfOtherKey(workspace.database(of: version)))
  }

  private var directory: String { KeepingRun.plain(context.workspaceDirectory) }

  /// Names are made by adding to it: without the slash that may stand at its end.
  static func plain(_ path: String) -> String {
    var path = path
    while path.count > 1, path.hasSuffix("/") { path.removeLast() }
    return path
  }
}

extension ErasedPerson {
  /// The person of an ID number as somebody types it.
  ///
  /// - Throws: `PipelineError("id-typed")` for a text no person can be told apart by; `WorkspaceError("workspace-key")`.
  package static func typed(_ number: String, in context: CommandContext) throws -> ErasedPerson {
    guard let person = try PersonIdentity.pseudonym(of: number, by: context.workspace().pseudonymiser) else {
      throw PipelineError("id-typed")
    }
    return .pseudonym(person)
  }
}
