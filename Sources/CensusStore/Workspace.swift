// SPDX-License-Identifier: Apache-2.0

package import CensusModel
import Foundation
import GRDB

/// A directory with `workspace.sqlite` (catalogue), `workspace.key` (0600), `workspace.lock` and `periods/<period>.sqlite`.
package struct Workspace: Sendable {
  package let directory: String
  package let names: NameStorage
  /// Where the times of the audit trail come from.
  package var clock = WallClock.system
  /// How long a second writer waits before it says that the workspace is in use, in seconds.
  package var patience = 30.0

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
      // A key that is there already may be that of saved periods: it is never overwritten.
      if (try? WorkspaceKey.read(in: directory)) == nil { _ = try WorkspaceKey.create(in: directory) }
      try workspace.createCatalogue()
    }
    return workspace
  }

  private func createCatalogue() throws {
    let draft = cataloguePath + ".new"
    try WorkspaceError.translating(path: directory) {
      StoreFiles.removeDatabase(draft)
      StoreFiles.createPrivately(draft)
      let queue = try DatabaseQueue(path: draft)
      try queue.write { try Schema.createCatalogue($0, names: names) }
      try queue.close()
    }
    try StoreFiles.move(draft, over: cataloguePath)
  }

  /// Opens an existing workspace.
  ///
  /// - Throws: `WorkspaceError("workspace-missing")` when there is none, `workspace-newer` for one of another program.
  package static func open(at directory: String) throws -> Workspace {
    let path = directory + "/workspace.sqlite"
    guard FileManager.default.fileExists(atPath: path) else {
      throw WorkspaceError("workspace-missing", facts: ["path": directory])
    }
    let settings = try WorkspaceError.translating(path: directory) {
      try Workspace.reading(path).read { try Schema.settings($0) }
    }
    guard settings["version"] == String(Schema.version) else {
      throw WorkspaceError("workspace-newer", facts: ["value": settings["version"] ?? "?"])
    }
    return Workspace(directory: directory, names: NameStorage(rawValue: settings["names"] ?? "") ?? .masked)
  }

  /// Throws `WorkspaceError("workspace-key")` when the key file is missing or damaged.
  package var pseudonymiser: any Pseudonymiser {
    get throws { KeyedPseudonymiser(key: try WorkspaceKey.read(in: directory)) }
  }

  /// The periods something was imported into, oldest first.
  package var periods: [Period] { get throws { Set(try versions().map(\.period)).sorted() } }

  /// The database of a period for reading; throws `WorkspaceError("period-missing")` when nothing was imported.
  package func period(_ period: Period) throws -> PeriodDatabase {
    guard let version = try version(of: period) else {
      let known = try periods.map(\.description).joined(separator: "、")
      throw WorkspaceError(
        "period-missing", facts: ["period": period.description, "known": known.isEmpty ? "–" : known])
    }
    return try PeriodDatabase(path: path(of: version), period: period, isSealed: version.isSealed)
  }
}
