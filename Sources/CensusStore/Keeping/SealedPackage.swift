// SPDX-License-Identifier: Apache-2.0

import Basics
package import CensusModel
import Crypto
package import Foundation
import GRDB
import Glibc

/// A sealed version of a period in one file, to be proved where its workspace is not.
///
/// The ZIP file holds `manifest.json`, `period.sqlite` (the sealed file, byte for byte) and `trail.json` (the entries of the
/// audit trail that are about the period). An audit package holds a report besides, in `report/`, with `report.json` that
/// says how it was issued.
package struct SealedPackage: Sendable {
  private static let databasePart = "period.sqlite"
  private static let trailPart = "trail.json"
  /// How the report in an audit package was issued.
  package static let reportPart = "report.json"
  /// The folder of the report's files.
  package static let reportFolder = "report/"

  /// What the package says of itself; its hashes were held against the parts, see `differing`.
  package let manifest: Manifest
  /// The quarter it holds.
  package let period: Period
  /// Which version of the quarter.
  package let version: Int
  /// The audit trail as far as it is about the period, in order.
  package let trail: [AuditEntry]
  /// What differs from the manifest: names of parts; empty when every hash is right.
  package let differing: [String]
  private let path: String

  /// Reads a package and hashes each of its parts.
  ///
  /// - Throws: `WorkspaceError`: `file-unreadable`, `package-unreadable`, `manifest-unreadable`.
  package init(path: String) throws {
    guard let file = FileCopy.regular(path) else { throw WorkspaceError("file-unreadable", facts: ["path": path]) }
    defer { try? file.close() }
    let parts = try StoredArchive.parts(of: file)
    func part(_ name: String) throws -> StoredArchive.Part {
      guard let part = parts.first(where: { $0.name == name }) else { throw WorkspaceError("package-unreadable") }
      return part
    }
    func small(_ name: String) throws -> Data {
      let part = try part(name)
      guard part.size < 1 << 26 else { throw WorkspaceError("package-unreadable") }
      var bytes = Data()
      try StoredArchive.read(part, of: file) { bytes.append($0) }
      return bytes
    }
    let manifest = try Manifest.read(small(Manifest.fileName), at: path, as: .package)
    let words = (manifest.subject ?? "").split(separator: " v")
    guard words.count == 2, let period = Period(String(words[0])), let version = Int(words[1]),
      let trail = try? JSONDecoder().decode([AuditEntry].self, from: small(SealedPackage.trailPart))
    else { throw WorkspaceError("package-unreadable") }
    var differing = Set(parts.map(\.name)).symmetricDifference(manifest.files.map(\.name) + [Manifest.fileName])
    if parts.count != manifest.files.count + 1 { differing.insert(Manifest.fileName) }
    for entry in manifest.files {
      guard let part = parts.first(where: { $0.name == entry.name }) else { continue }
      var hash = SHA256()
      try StoredArchive.read(part, of: file) { hash.update(data: $0) }
      if HexText.of(hash.finalize()) != entry.sha256 { differing.insert(entry.name) }
    }
    (self.manifest, self.period, self.version, self.trail) = (manifest, period, version, trail)
    (self.differing, self.path) = (differing.sorted(), path)
  }

  /// SHA-256 (hex) that the manifest gives of the sealed file.
  package var databaseHash: String {
    manifest.files.first { $0.name == SealedPackage.databasePart }?.sha256 ?? ""
  }

  /// SHA-256 (hex) that the manifest gives of the report's files, by their names in the report; empty without a report.
  package var reportHashes: [String: String] {
    let files = manifest.files.filter { $0.name.hasPrefix(SealedPackage.reportFolder) }
    return Dictionary(
      files.map { (String($0.name.dropFirst(SealedPackage.reportFolder.count)), $0.sha256) }
    ) { first, _ in first }
  }

  /// What says how the report was issued; nil in a package without a report.
  ///
  /// - Throws: `WorkspaceError`: `file-unreadable`, `package-unreadable`.
  package func reportTerms() throws -> Data? {
    guard let file = FileCopy.regular(path) else { throw WorkspaceError("file-unreadable", facts: ["path": path]) }
    defer { try? file.close() }
    guard let part = try StoredArchive.parts(of: file).first(where: { $0.name == SealedPackage.reportPart }) else {
      return nil
    }
    guard part.size < 1 << 20 else { throw WorkspaceError("package-unreadable") }
    var bytes = Data()
    try StoredArchive.read(part, of: file) { bytes.append($0) }
    return bytes
  }

  /// Whether the package was made under the key of a workspace; nil where that workspace has another key.
  ///
  /// - Throws: `WorkspaceError("workspace-key")`, `workspace-key-other`.
  package func isSigned(by workspace: Workspace) throws -> Bool? {
    let key = try workspace.key
    return key.fingerprint == manifest.keyFingerprint ? manifest.isSigned(with: key) : nil
  }

  /// The sealed period for reading. Its bytes stand in a temporary file (mode 0600) that has no name any more as soon as it
  /// is open.
  ///
  /// - Throws: `WorkspaceError`.
  package func database(expected: RosterSchemas = RosterSchemas()) throws -> PeriodDatabase {
    let scratch = FileManager.default.temporaryDirectory.path + "/league-census-" + UUID().uuidString
    defer { unlink(scratch) }
    try copyDatabase(to: scratch)
    let database = try PeriodDatabase(path: scratch, period: period, isSealed: true, expected: expected)
    // SQLite has the file open from the first look on.
    _ = try database.read { try Int.fetchOne($0, sql: "SELECT COUNT(*) FROM sqlite_master") }
    return database
  }

  /// Writes the sealed file, byte for byte, to a new file (mode 0600).
  ///
  /// - Throws: `WorkspaceError`: `package-unreadable`, `workspace-unwritable`, `workspace-full`.
  func copyDatabase(to target: String) throws {
    guard let file = FileCopy.regular(path),
      let part = try StoredArchive.parts(of: file)
        .first(where: { $0.name == SealedPackage.databasePart })
    else { throw WorkspaceError("package-unreadable") }
    let descriptor = open(target, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { throw WorkspaceError("workspace-unwritable", facts: ["path": target]) }
    let output = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    do {
      try StoredArchive.read(part, of: file) { try output.write(contentsOf: $0) }
      try output.close()
    } catch let error as CocoaError {
      throw WorkspaceError(
        error.code == .fileWriteOutOfSpace ? "workspace-full" : "workspace-unwritable", facts: ["path": target])
    }
  }
}

extension Workspace {
  /// Writes the last sealed version of a period to a package; that it left is in the trail.
  ///
  /// - Throws: `WorkspaceError`: `period-missing`, `period-open`, `period-damaged`, `period-other-key`, `file-exists`,
  ///   `package-too-large`.
  package func writePackage(_ period: Period, to target: String, by who: String, program: String) throws -> Manifest {
    try writePackage(period, to: target) { version, draft in
      try noteLeaving(version, by: who)
      let end = try trailEnd()
      let entries = try auditTrail()
      let head = PackageHead(made: clock.now.description, by: who, count: end.count, hash: end.head)
      return try fill(draft, with: version, head, entries, more: [], program: program)
    }
  }

  /// Writes the last sealed version of a period with a report: the same bytes whenever and however often it is done. So its
  /// trail ends with the seal, and it was made, it says, when the period was sealed.
  ///
  /// - Parameter report: writes `report.json` and the files of the report below a folder, and gives all their names there.
  /// - Throws: as for a package without a report, and what `report` throws.
  package func writeAuditPackage(
    _ period: Period, to target: String, program: String, report: (_ folder: String) throws -> [String]
  ) throws -> Manifest {
    try writePackage(period, to: target) { version, draft in
      let subject = Workspace.subject(version)
      let trail = try auditTrail()
      guard let seal = trail.last(where: { $0.action == AuditTrail.sealAction && $0.subject == subject }) else {
        throw WorkspaceError("period-damaged", facts: ["period": period.description])
      }
      try noteLeaving(version, by: nil)
      let head = PackageHead(made: seal.at, by: seal.who ?? "", count: seal.number, hash: seal.hash)
      let more = try report(draft)
      return try fill(draft, with: version, head, Array(trail.prefix(seal.number)), more: more, program: program)
    }
  }

  /// When a package says it was made, by whom, and where its trail ends.
  private struct PackageHead {
    var made: String
    var by: String
    var count: Int
    var hash: String
  }

  private func writePackage(
    _ period: Period, to target: String, _ fill: (_ version: PeriodVersion, _ draft: String) throws -> Manifest
  ) throws -> Manifest {
    guard !FileManager.default.fileExists(atPath: target) else {
      throw WorkspaceError("file-exists", facts: ["path": target])
    }
    _ = try self.period(period)
    guard let version = try versions().last(where: { $0.period == period && $0.isSealed }) else {
      throw WorkspaceError("period-open", facts: ["period": period.description])
    }
    try requireIntact(version)
    try requireOwnKey(version)
    let draft = target + ".new"
    defer { try? FileManager.default.removeItem(atPath: draft) }
    try? FileManager.default.removeItem(atPath: draft)
    try FileCopy.makeFolder(draft)
    let manifest = try locked { try fill(version, draft) }
    let parts = ([Manifest.fileName] + manifest.files.map(\.name)).map { (name: $0, path: draft + "/" + $0) }
    try StoredArchive.write(parts, to: draft + "/zip")
    try StoreFiles.move(draft + "/zip", over: target)
    return manifest
  }

  private func noteLeaving(_ version: PeriodVersion, by who: String?) throws {
    try changingCatalogue { db in
      try AuditTrail.add(
        "package", by: who, subject: Workspace.subject(version), detail: "sha256 \(version.sha256 ?? "")",
        at: AuditTrail.moment(clock, in: db), in: db)
    }
  }

  private func fill(
    _ folder: String, with version: PeriodVersion, _ head: PackageHead, _ trail: [AuditEntry], more: [String],
    program: String
  ) throws -> Manifest {
    let copy = try FileCopy.copy(path(of: version), to: folder + "/period.sqlite")
    guard copy.sha256 == version.sha256 else {
      throw WorkspaceError("period-damaged", facts: ["period": version.period.description])
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    let key = try key
    do {
      let entries = try encoder.encode(trail.filter { $0.subject.hasPrefix(version.period.description) })
      try entries.write(to: URL(fileURLWithPath: folder + "/trail.json"))
      let others = try more.sorted().map { try Workspace.entry($0, in: folder) }
      var manifest = Manifest(
        kind: .package, made: head.made, by: head.by, program: program, subject: Workspace.subject(version),
        trailCount: head.count, trailHead: head.hash, keyFingerprint: key.fingerprint, hasKey: false,
        files: [
          .init(name: "period.sqlite", bytes: copy.bytes, sha256: copy.sha256),
          .init(name: "trail.json", bytes: entries.count, sha256: ContentHash.of(Array(entries))),
        ] + others)
      manifest.sign(with: key)
      try manifest.json.write(to: URL(fileURLWithPath: folder + "/" + Manifest.fileName))
      return manifest
    } catch let error as CocoaError {
      throw WorkspaceError(
        error.code == .fileWriteOutOfSpace ? "workspace-full" : "workspace-unwritable", facts: ["path": folder])
    }
  }

  private static func entry(_ name: String, in folder: String) throws -> Manifest.File {
    let path = folder + "/" + name
    guard Manifest.isInside(name), name.utf8.count < 256, let hash = ContentHash.ofFile(path),
      let size = try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int
    else { throw WorkspaceError("file-unreadable", facts: ["path": path]) }
    return Manifest.File(name: name, bytes: size, sha256: hash)
  }
}
