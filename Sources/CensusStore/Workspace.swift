// SPDX-License-Identifier: Apache-2.0

package import CensusModel
import Foundation
import GRDB

/// A directory with `workspace.sqlite` (catalogue), `workspace.key` (0600), `workspace.lock` and `periods/<period>.sqlite`.
package struct Workspace: Sendable {
  /// Its folder, as the user or the environment names it.
  package let directory: String
  /// Whether it keeps names of persons whole or masked; settled when it was made.
  package let names: NameStorage
  /// Where the times of the audit trail come from.
  package var clock = WallClock.system
  /// How long a second writer waits before it says that the workspace is in use, in seconds.
  package var patience = 30.0
  /// What the pack at hand says of the kinds of sheet: imports make room for them, and readers may ask for them.
  package var schemas = RosterSchemas()
  /// Of the key that it was made with, as the catalogue says.
  var fingerprint: String?
  /// What it stands on instead of its directory, where it is one on trial.
  var trial: TrialStore?

  var cataloguePath: String { directory + "/workspace.sqlite" }

  /// Creates a workspace with its key. The catalogue gets its name last: a workspace is there whole or not at all.
  ///
  /// - Throws: `WorkspaceError` when one is there (`workspace-exists`) or the folder cannot be written.
  package static func create(at directory: String, names: NameStorage) throws -> Workspace {
    let workspace = Workspace(directory: directory, names: names)
    do {
      try FileManager.default.createDirectory(
        atPath: directory + "/periods", withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    } catch {
      throw WorkspaceError("workspace-unwritable", facts: ["path": directory])
    }
    try workspace.locked {
      guard !FileManager.default.fileExists(atPath: workspace.cataloguePath) else {
        throw WorkspaceError("workspace-exists", facts: ["path": directory])
      }
      // A key that is there already may be that of saved periods: it is never overwritten, not even a damaged one.
      let isThere = WorkspaceKey.isExposed(in: directory) != nil
      let key = try isThere ? WorkspaceKey.read(in: directory) : WorkspaceKey.create(in: directory)
      try workspace.createCatalogue(key)
    }
    return try open(at: directory)
  }

  private func createCatalogue(_ key: WorkspaceKey) throws {
    let draft = cataloguePath + ".new"
    try WorkspaceError.translating(path: directory) {
      StoreFiles.removeDatabase(draft)
      StoreFiles.createPrivately(draft)
      let queue = try DatabaseQueue(path: draft)
      try queue.write { try Schema.createCatalogue($0, names: names, key: key) }
      try queue.close()
    }
    try StoreFiles.move(draft, over: cataloguePath)
  }

  /// Opens an existing workspace.
  ///
  /// - Throws: `WorkspaceError("workspace-missing")` when there is none, `workspace-closed` where its rights keep this user
  ///   out, `workspace-newer`, `workspace-older` for one of
  ///   another program, `workspace-foreign` for what is none.
  package static func open(at directory: String) throws -> Workspace {
    try FileFormat.requireCatalogue(in: directory)
    let settings = try WorkspaceError.translating(path: directory) {
      try Workspace.reading(directory + "/workspace.sqlite").read { try Schema.settings($0) }
    }
    var workspace = Workspace(directory: directory, names: NameStorage(rawValue: settings["names"] ?? "") ?? .masked)
    workspace.fingerprint = settings["key"] ?? ""
    workspace.finishInterrupted()
    return workspace
  }

  /// The key the workspace was made with. Everything that makes pseudonyms or writes to the trail asks for it here.
  ///
  /// - Throws: `WorkspaceError("workspace-key")` when the file is missing or damaged, `workspace-key-other` when it holds
  ///   another key.
  var key: WorkspaceKey {
    get throws {
      if let trial { return trial.key }
      let key = try WorkspaceKey.read(in: directory)
      guard fingerprint == nil || fingerprint == key.fingerprint else {
        throw WorkspaceError("workspace-key-other", facts: ["path": directory])
      }
      return key
    }
  }

  /// Throws `WorkspaceError("workspace-key")`, or `workspace-key-other` when the key is not the workspace's.
  package var pseudonymiser: any Pseudonymiser { get throws { KeyedPseudonymiser(key: try key) } }

  /// The periods something was imported into, oldest first.
  ///
  /// - Throws: `WorkspaceError` where the catalogue cannot be read: `workspace-busy`, `workspace-damaged` …
  package var periods: [Period] { get throws { Set(try versions().map(\.period)).sorted() } }

  /// The database of a period for reading; that of a sealed one only if it is byte for byte what was sealed.
  ///
  /// - Throws: `WorkspaceError("period-missing")` when nothing was imported; `period-damaged`, `period-lost` …
  package func period(_ period: Period) throws -> PeriodDatabase {
    guard let version = try version(of: period) else {
      let known = try periods.map(\.description).joined(separator: "、")
      throw WorkspaceError(
        "period-missing", facts: ["period": period.description, "known": known.isEmpty ? "–" : known])
    }
    if let trial { return try PeriodDatabase(trial: trial, period: period, expected: schemas) }
    if version.isSealed { try requireIntact(version) }
    let database = try database(of: version)
    database.cache = try? TallyCache(directory: directory, version: version, key: key)
    return database
  }
}
