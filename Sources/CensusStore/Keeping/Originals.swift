// SPDX-License-Identifier: Apache-2.0

package import CensusModel
import Foundation
import GRDB
import Glibc

/// A file of a submission whose bytes as they were handed in may have been kept.
package struct KeptOriginal: Sendable, Hashable {
  /// The period it was handed in for.
  package var period: Period
  /// Number of its submission.
  package var submission: Int
  /// The file as it was named at import.
  package var file: String
  /// SHA-256 (hex) of its bytes as they were handed in.
  package var sha256: String
  /// Size in bytes as it was handed in.
  package var byteCount: Int
  /// Whether its bytes are there; else only the hash is known.
  package var isKept: Bool
}

/// The folder of the originals that are kept: one encrypted file each, named by the hash of its clear bytes.
struct Originals {
  static let folder = "originals"

  let directory: String

  private var home: String { directory + "/" + Originals.folder }
  func path(of sha256: String) -> String { home + "/" + sha256 + ".aes" }
  func holds(_ sha256: String) -> Bool { FileManager.default.fileExists(atPath: path(of: sha256)) }

  /// The hashes of all that are kept, sorted.
  var all: [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: home)) ?? []).filter { $0.hasSuffix(".aes") }
      .map { String($0.dropLast(".aes".count)) }.sorted()
  }

  /// Keeps the bytes of a file; where they are kept already, nothing changes.
  func keep(_ source: String, sha256: String, key: WorkspaceKey) throws {
    guard !holds(sha256) else { return }
    do {
      try FileManager.default.createDirectory(
        atPath: home, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    } catch {
      throw WorkspaceError("workspace-unwritable", facts: ["path": home])
    }
    guard let clear = FileHandle(forReadingAtPath: source) else {
      throw WorkspaceError("original-changed", facts: ["value": sha256])
    }
    defer { try? clear.close() }
    try Originals.write(path(of: sha256)) { try OriginalFile(key: key, sha256: sha256).seal(clear, into: $0) }
  }

  /// Writes the clear bytes of an original to `target`, readable by its owner only.
  func get(_ sha256: String, key: WorkspaceKey, to target: String) throws {
    guard let sealed = FileHandle(forReadingAtPath: path(of: sha256)) else {
      throw WorkspaceError("original-missing", facts: ["value": sha256])
    }
    defer { try? sealed.close() }
    try Originals.write(target) { try OriginalFile(key: key, sha256: sha256).open(sealed, into: $0) }
  }

  /// A new file of mode 0600, there whole or not at all.
  private static func write(_ path: String, _ body: (FileHandle) throws -> Void) throws {
    let draft = path + ".new"
    unlink(draft)
    let descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw WorkspaceError("workspace-unwritable", facts: ["path": path]) }
    let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    do {
      try body(file)
      try file.close()
      try StoreFiles.move(draft, over: path)
    } catch let error as WorkspaceError {
      unlink(draft)
      throw error
    } catch {
      unlink(draft)
      throw WorkspaceError("workspace-unwritable", facts: ["path": path])
    }
  }

  /// Shreds those that are not among `needed`.
  ///
  /// - Returns: how many.
  func shred(except needed: Set<String>) throws -> Int {
    for name in (try? FileManager.default.contentsOfDirectory(atPath: home)) ?? [] where name.hasSuffix(".new") {
      try Shredder.shred(home + "/" + name)
    }
    let stray = all.filter { !needed.contains($0) }
    for sha256 in stray { try Shredder.shred(path(of: sha256)) }
    return stray.count
  }
}

extension ImportSession {
  /// Keeps the bytes of a file this session stores; called before its transaction ends.
  ///
  /// - Throws: `WorkspaceError("original-changed")` when the file is not any more what was read.
  package func keepOriginal(_ path: String, sha256: String, of workspace: Workspace) throws {
    guard workspace.trial == nil else { return }
    try Originals(directory: workspace.directory).keep(path, sha256: sha256, key: workspace.key)
  }
}

extension Workspace {
  /// Every file of one period, or of all, in order of arrival, with whether its original is kept.
  ///
  /// - Throws: `WorkspaceError` where catalogue or period cannot be read: `period-lost`, `workspace-busy` …
  package func originals(of period: Period? = nil) throws -> [KeptOriginal] {
    let originals = Originals(directory: directory)
    var seen: Set<[String]> = []
    return try versions().filter { period == nil || $0.period == period }.flatMap { version in
      try database(of: version).read { db in
        try Row.fetchAll(db, sql: "SELECT submission, name, sha256, bytes FROM file ORDER BY submission, id").map {
          row in
          KeptOriginal(
            period: version.period, submission: row[0], file: row[1], sha256: row[2], byteCount: row[3],
            isKept: originals.holds(row[2]))
        }
      }
    }.filter { seen.insert([$0.period.description, String($0.submission), $0.sha256]).inserted }
  }

  /// Writes the bytes of one kept original to `target` (mode 0600); who looked, and why, is in the trail before it is there.
  ///
  /// - Throws: `WorkspaceError`: `original-unknown`, `original-missing`, `original-damaged`, `file-exists`.
  package func readOriginal(_ sha256: String, to target: String, by who: String, reason: String) throws -> KeptOriginal
  {
    guard let original = try originals().last(where: { $0.sha256 == sha256 }) else {
      throw WorkspaceError("original-unknown", facts: ["value": sha256])
    }
    guard original.isKept else { throw WorkspaceError("original-missing", facts: ["value": sha256]) }
    guard !FileManager.default.fileExists(atPath: target) else {
      throw WorkspaceError("file-exists", facts: ["path": target])
    }
    try locked {
      try changingCatalogue { db in
        try AuditTrail.add(
          "read-original", by: who, subject: "\(original.period) #\(original.submission) \(sha256)", detail: reason,
          at: AuditTrail.moment(clock, in: db), in: db)
      }
      try Originals(directory: directory).get(sha256, key: key, to: target)
    }
    return original
  }

  /// The hashes of the files that any version of any period holds.
  func heldFiles() throws -> Set<String> { Set(try originals().map(\.sha256)) }
}
