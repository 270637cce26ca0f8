// SPDX-License-Identifier: Apache-2.0

import CensusModel
import Foundation
import GRDB
import Glibc

/// What a restore would put where, once every hash of the backup was found right.
package struct RestorePlan: Sendable {
  /// What the backup says of itself; every hash in it was found right.
  package var manifest: Manifest
  /// Periods and versions in the backup, `2019-Q1 v1`; sealed ones with a star.
  package var versions: [String]
  /// Whether a workspace is there, which is put aside.
  package var replaces: Bool
  /// Sealed versions of the workspace that is there which the backup does not hold as they are.
  package var lostSeals: [String]
  let source: String
  let key: WorkspaceKey
}

extension Workspace {
  /// Checks a backup: every file is there with its size and hash, none is there that the manifest does not name, and a key
  /// that fits is at hand (in the backup, in `keyFile`, or in the workspace that is replaced).
  ///
  /// - Throws: `WorkspaceError`: `manifest-unreadable`, `backup-differs`, `backup-key`.
  package static func planRestore(of source: String, to directory: String, keyFile: String?) throws -> RestorePlan {
    let path = source + "/" + Manifest.fileName
    let manifest = try Manifest.read(FileManager.default.contents(atPath: path), at: path, as: .backup)
    for file in manifest.files {
      let path = source + "/" + file.name
      guard let handle = FileCopy.regular(path) else { throw differs(file.name) }
      try handle.close()
      guard ContentHash.ofFile(path) == file.sha256 else { throw differs(file.name) }
    }
    let known = Set(manifest.files.map(\.name) + [Manifest.fileName])
    if let stray = FileCopy.names(below: source).first(where: { !known.contains($0) }) { throw differs(stray) }
    let key = try fittingKey(manifest, in: [source, directory], keyFile)
    guard manifest.isSigned(with: key) else { throw differs(Manifest.fileName) }
    let backup = try Workspace.open(at: source)
    let current = try? Workspace.open(at: directory)
    let held = try backup.versions()
    let hashes = Set(held.filter(\.isSealed).map(\.sha256))
    let lost = try current?.versions().filter { $0.isSealed && !hashes.contains($0.sha256) } ?? []
    return RestorePlan(
      manifest: manifest, versions: held.map { Workspace.subject($0) + ($0.isSealed ? "*" : "") },
      replaces: FileManager.default.fileExists(atPath: directory), lostSeals: lost.map(Workspace.subject),
      source: source, key: key)
  }

  private static func differs(_ name: String) -> WorkspaceError {
    WorkspaceError("backup-differs", facts: ["value": name])
  }

  private static func fittingKey(
    _ manifest: Manifest, in directories: [String], _ keyFile: String?
  ) throws -> WorkspaceKey {
    var keys = directories.compactMap { try? WorkspaceKey.read(in: $0) }
    if let keyFile { keys.append(try WorkspaceKey.read(file: keyFile)) }
    guard let key = keys.first(where: { $0.fingerprint == manifest.keyFingerprint }) else {
      throw WorkspaceError("backup-key", facts: ["path": keyFile ?? "workspace.key"])
    }
    return key
  }

  /// Puts the backup in the place of the workspace, at once; what was there stands beside it afterwards.
  ///
  /// - Returns: where the replaced workspace is now; nil where none was.
  /// - Throws: `WorkspaceError`; the workspace is then as it was.
  package static func restore(
    _ plan: RestorePlan, to directory: String, by who: String, clock: WallClock = .system
  ) throws -> String? {
    let draft = directory + ".restoring"
    try? FileManager.default.removeItem(atPath: draft)
    var isDone = false
    defer { if !isDone { try? FileManager.default.removeItem(atPath: draft) } }
    try stage(plan, in: draft)
    guard plan.replaces else {
      try noteRestore(plan, in: draft, replacing: nil, by: who, clock)
      guard rename(draft, directory) == 0 else { throw unwritable(directory) }
      isDone = true
      return nil
    }
    let lock = try WorkspaceLock(directory: directory, patience: 30)
    defer { withExtendedLifetime(lock) {} }
    try noteRestore(plan, in: draft, replacing: Workspace(directory: directory, names: .masked), by: who, clock)
    let aside = freeName(directory + ".replaced")
    guard FolderExchange.swap(draft, directory) else { throw unwritable(directory) }
    isDone = true
    guard rename(draft, aside) == 0 else { return draft }
    FileCopy.synchronizeFolder(PathText.folder(of: directory))
    return aside
  }

  private static func unwritable(_ path: String) -> WorkspaceError {
    WorkspaceError("workspace-unwritable", facts: ["path": path])
  }

  private static func freeName(_ name: String) -> String {
    var number = 1
    while FileManager.default.fileExists(atPath: name + "-\(number)") { number += 1 }
    return name + "-\(number)"
  }

  private static func stage(_ plan: RestorePlan, in draft: String) throws {
    try FileCopy.makeFolder(draft + "/periods")
    for file in plan.manifest.files {
      let target = draft + "/" + file.name
      try FileCopy.makeFolder(PathText.folder(of: target))
      // Hashed while it is copied: what was checked before might have changed since.
      guard try FileCopy.copy(plan.source + "/" + file.name, to: target).sha256 == file.sha256 else {
        throw differs(file.name)
      }
    }
    if !plan.manifest.hasKey { try plan.key.write(in: draft) }
    for version in try Workspace.open(at: draft).versions() where version.isSealed {
      _ = chmod(Workspace(directory: draft, names: .masked).path(of: version), 0o400)
    }
  }

  /// The restored trail says that it goes on from a backup, and where the trail that is put aside had come to.
  private static func noteRestore(
    _ plan: RestorePlan, in draft: String, replacing old: Workspace?, by who: String, _ clock: WallClock
  ) throws {
    var workspace = try Workspace.open(at: draft)
    workspace.clock = clock
    let end = old.flatMap { try? $0.trailEnd() }
    let lost = plan.lostSeals.isEmpty ? "" : "; sealed versions put aside: " + plan.lostSeals.joined(separator: ", ")
    try workspace.changingCatalogue { db in
      try AuditTrail.add(
        "restore", by: who, subject: "backup of \(plan.manifest.made)",
        detail: "manifest \(try plan.manifest.sha256); replaced trail \(end?.count ?? 0) \(end?.head ?? "–")\(lost)",
        at: AuditTrail.moment(clock, in: db), in: db)
    }
  }
}
