// SPDX-License-Identifier: Apache-2.0

import CensusModel
import Foundation
import GRDB
import Glibc

extension Workspace {
  /// How often a backup begins anew because somebody changed the workspace while it was made.
  private static let attempts = 20

  /// Copies the workspace, also while another program writes to it: the copy is the workspace as it stood between two
  /// changes. Sealed periods and kept originals are copied byte by byte, the others through SQLite's backup.
  ///
  /// - Parameters:
  ///   - target: a folder that is not there yet; it is there whole or not at all.
  ///   - withKey: whether the key goes with it; it then opens every pseudonym to a search through all IDs.
  /// - Throws: `WorkspaceError`: `file-exists`, `workspace-key`, `backup-busy`, `workspace-full` …
  package func backUp(to target: String, withKey: Bool, by who: String, program: String) throws -> Manifest {
    guard !FileManager.default.fileExists(atPath: target) else {
      throw WorkspaceError("file-exists", facts: ["path": target])
    }
    let (home, place) = (URL(fileURLWithPath: directory), URL(fileURLWithPath: target))
    guard !(place.standardized.path + "/").hasPrefix(home.standardized.path + "/") else {
      throw WorkspaceError("backup-inside", facts: ["path": target])
    }
    let key = try key
    let draft = target + ".new"
    var manifest: Manifest?
    defer { try? FileManager.default.removeItem(atPath: draft) }
    for _ in 0..<Workspace.attempts where manifest == nil {
      try? FileManager.default.removeItem(atPath: draft)
      try FileCopy.makeFolder(draft + "/periods")
      manifest = try copy(into: draft, withKey: withKey, by: who, program: program, key: key)
    }
    guard var manifest else { throw WorkspaceError("backup-busy", facts: ["path": directory]) }
    manifest.sign(with: key)
    try write(manifest, into: draft)
    guard rename(draft, target) == 0 else { throw WorkspaceError("workspace-unwritable", facts: ["path": target]) }
    FileCopy.synchronizeFolder(PathText.folder(of: target))
    return manifest
  }

  private func write(_ manifest: Manifest, into folder: String) throws {
    do {
      let path = folder + "/" + Manifest.fileName
      try manifest.json.write(to: URL(fileURLWithPath: path))
      _ = chmod(path, 0o600)
      FileCopy.synchronizeFolder(folder)
    } catch {
      throw WorkspaceError("workspace-unwritable", facts: ["path": folder])
    }
  }

  /// - Returns: nil when the workspace was changed meanwhile.
  private func copy(
    into folder: String, withKey: Bool, by who: String, program: String, key: WorkspaceKey
  ) throws -> Manifest? {
    let before = try trailEnd()
    try WorkspaceError.translating(path: directory) {
      try backUpDatabase(cataloguePath, to: folder + "/workspace.sqlite")
    }
    let copied = Workspace(directory: folder, names: names)
    for version in try copied.versions() {
      guard try copy(version, into: copied) else { return nil }
    }
    for name in filesBeside where withKey || name != "workspace.key" {
      let target = folder + "/" + name
      try FileCopy.makeFolder(PathText.folder(of: target))
      if name == Workspace.deskFile {
        try WorkspaceError.translating(path: directory) { try backUpDatabase(directory + "/" + name, to: target) }
      } else {
        _ = try FileCopy.copy(directory + "/" + name, to: target)
      }
    }
    guard try trailEnd() == before, try copied.trailEnd() == before else { return nil }
    let files = try FileCopy.names(below: folder).map { name in
      let path = folder + "/" + name
      let size = try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int ?? 0
      return Manifest.File(name: name, bytes: size, sha256: ContentHash.ofFile(path) ?? "")
    }
    return Manifest(
      kind: .backup, made: clock.now.description, by: who, program: program, subject: nil, trailCount: before.count,
      trailHead: before.head, keyFingerprint: key.fingerprint, hasKey: withKey, files: files)
  }

  /// A sealed file must stay what was sealed, to the byte; SQLite's backup gives the copy of an open one a header of its own.
  private func copy(_ version: PeriodVersion, into copied: Workspace) throws -> Bool {
    let (source, target) = (path(of: version), copied.path(of: version))
    guard FileManager.default.fileExists(atPath: source) else { return false }
    if version.isSealed {
      _ = try FileCopy.copy(source, to: target)
    } else {
      try WorkspaceError.translating(path: directory) { try backUpDatabase(source, to: target) }
      let chain = try chain
      try WorkspaceError.translating(path: target) {
        let catalogue = try DatabaseQueue(path: copied.cataloguePath)
        try catalogue.write { try PeriodMark.note(version, ofFile: target, chain, in: $0) }
        try catalogue.close()
      }
    }
    return true
  }

  private func backUpDatabase(_ source: String, to target: String) throws {
    var configuration = Configuration()
    configuration.readonly = !FileManager.default.fileExists(atPath: source + "-journal")
    configuration.busyMode = .timeout(Workspace.readerPatience)
    let from = try DatabaseQueue(path: source, configuration: configuration)
    let to = try DatabaseQueue(path: target)
    try from.backup(to: to)
    try to.close()
    try from.close()
    _ = chmod(target, 0o600)
  }

  /// What stands in the directory besides the databases: overlays, waivers, the key, kept originals.
  private var filesBeside: [String] {
    FileCopy.names(below: directory).filter { name in
      let isDatabase = name == "workspace.sqlite" || name.hasPrefix("periods/")
      let isPassing = ["-journal", "-wal", "-shm", ".new", ".compact", Shredder.ending, "shred-pending"].contains {
        name.hasSuffix($0)
      }
      // What lies at the desk was not handed in yet.
      let isDraft = name.hasPrefix(Workspace.deskFolder + "/")
      return !isDatabase && !isPassing && !isDraft && name != "workspace.lock" && !name.contains("-mj")
    }
  }

  /// How many entries the trail has, and the hash of the last.
  func trailEnd() throws -> TrailEnd {
    try catalogue { db in
      let last = try Row.fetchOne(db, sql: "SELECT id, hash FROM audit ORDER BY id DESC LIMIT 1")
      return TrailEnd(count: last?["id"] ?? 0, head: last?["hash"] ?? AuditTrail.origin)
    }
  }
}

struct TrailEnd: Equatable {
  var count: Int
  var head: String
}
