// SPDX-License-Identifier: Apache-2.0

package import CensusModel
import Foundation
import GRDB

/// A directory with `workspace.sqlite` (catalogue), `workspace.key` (0600) and `periods/<period>.sqlite`.
package struct Workspace: Sendable {
  package let directory: String
  package let names: NameStorage

  var cataloguePath: String { directory + "/workspace.sqlite" }

  func path(of period: Period) -> String { "\(directory)/periods/\(period).sqlite" }

  /// Creates a workspace with its key.
  ///
  /// - Throws: `WorkspaceError` when one is there (`workspace-exists`) or the folder cannot be written.
  package static func create(at directory: String, names: NameStorage) throws -> Workspace {
    let workspace = Workspace(directory: directory, names: names)
    guard !FileManager.default.fileExists(atPath: workspace.cataloguePath) else {
      throw WorkspaceError("workspace-exists", facts: ["path": directory])
    }
    do {
      try FileManager.default.createDirectory(
        atPath: directory + "/periods", withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    } catch {
      throw WorkspaceError("workspace-unwritable", facts: ["path": directory])
    }
    _ = try WorkspaceKey.create(in: directory)
    try WorkspaceError.translating(path: directory) {
      try DatabaseQueue(path: workspace.cataloguePath).write { try Schema.createCatalogue($0, names: names) }
    }
    return workspace
  }

  /// Opens an existing workspace.
  ///
  /// - Throws: `WorkspaceError("workspace-missing")` when there is none, `workspace-newer` for one of a later program.
  package static func open(at directory: String) throws -> Workspace {
    let path = directory + "/workspace.sqlite"
    guard FileManager.default.fileExists(atPath: path) else {
      throw WorkspaceError("workspace-missing", facts: ["path": directory])
    }
    let settings = try WorkspaceError.translating(path: directory) {
      try Catalogue.reading(path) { try Schema.settings($0) }
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
  package var periods: [Period] {
    get throws {
      let files = (try? FileManager.default.contentsOfDirectory(atPath: directory + "/periods")) ?? []
      let named = files.filter { $0.hasSuffix(".sqlite") }.compactMap { Period(String($0.dropLast(7))) }
      return try named.filter(holdsAnything).sorted()
    }
  }

  /// Whether an import into the period was ever finished. One that was killed leaves an empty file and a journal; opening
  /// it for writing rolls it back.
  func holdsAnything(_ period: Period) throws -> Bool {
    let path = path(of: period)
    guard FileManager.default.fileExists(atPath: path) else { return false }
    return try WorkspaceError.translating(path: directory) {
      var configuration = Configuration()
      configuration.readonly = !FileManager.default.fileExists(atPath: path + "-journal")
      configuration.busyMode = .timeout(5)
      let queue = try DatabaseQueue(path: path, configuration: configuration)
      defer { try? queue.close() }
      return try queue.inDatabase { try Int.fetchOne($0, sql: "PRAGMA user_version") ?? 0 } > 0
    }
  }

  /// The database of a period for reading; throws `WorkspaceError("period-missing")` when nothing was imported.
  package func period(_ period: Period) throws -> PeriodDatabase {
    guard try holdsAnything(period) else {
      let known = try periods.map(\.description).joined(separator: "、")
      throw WorkspaceError(
        "period-missing", facts: ["period": period.description, "known": known.isEmpty ? "–" : known])
    }
    return try PeriodDatabase(path: path(of: period), period: period)
  }

  /// The submissions of a period in order of arrival.
  package func submissions(of period: Period) throws -> [Submission] {
    try WorkspaceError.translating(path: directory) {
      try Catalogue.reading(cataloguePath) { try Catalogue.submissions(of: period, in: $0) }
    }
  }
}

/// 报送: the files of one unit for one period, as they came in.
package struct Submission: Sendable, Hashable {
  package var number: Int
  package var unit: String?
  package var by: String?
  /// When it came in, UTC; for the audit trail, never in a report.
  package var receivedAt: String
  package var state: String
  package var files: Int
}
