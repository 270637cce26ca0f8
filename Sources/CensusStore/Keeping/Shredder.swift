// SPDX-License-Identifier: Apache-2.0

import Foundation
import GRDB
import Glibc

/// Takes files away so that their bytes are not found again by reading the files that are left, nor in the blocks they had.
///
/// What overwriting cannot reach (a journalling or copying file system, the wear levelling of a flash disk, a snapshot, a
/// backup) stays; the threat model says so.
struct Shredder {
  /// A file that was given this ending is to be overwritten, whatever became of the program that began to.
  static let ending = ".shred"
  private static let block = 1 << 20

  let directory: String

  /// Ends what a killed program began; called under the lock of the workspace. Costs a look at three folders.
  func finish() {
    for folder in [directory, directory + "/periods", directory + "/" + Originals.folder] {
      for name in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
      where name.hasSuffix(Shredder.ending) {
        let path = folder + "/" + name
        // With a second name it is still the file in use: the new one has not taken its place yet.
        if Shredder.hasOtherName(path) { unlink(path) } else { try? Shredder.shred(path) }
      }
    }
  }

  /// Overwrites a file with zeros, waits until they are on the disk, and takes it away.
  ///
  /// - Throws: `WorkspaceError("workspace-unwritable")`.
  static func shred(_ path: String) throws {
    let name = path.hasSuffix(ending) ? path : path + ending
    // Under another name first: half overwritten, nobody may take it for what it was.
    guard name == path || rename(path, name) == 0 else { throw failure(path) }
    _ = chmod(name, 0o600)
    let descriptor = open(name, O_WRONLY | O_CLOEXEC | O_NOFOLLOW)
    guard descriptor >= 0 else { throw failure(path) }
    defer { close(descriptor) }
    var left = Int(lseek(descriptor, 0, SEEK_END))
    lseek(descriptor, 0, SEEK_SET)
    let zeros = [UInt8](repeating: 0, count: block)
    while left > 0 {
      let written = write(descriptor, zeros, min(left, block))
      guard written > 0 else { throw failure(path) }
      left -= written
    }
    guard fsync(descriptor) == 0, unlink(name) == 0 else { throw failure(path) }
  }

  private static func failure(_ path: String) -> WorkspaceError {
    WorkspaceError("workspace-unwritable", facts: ["path": path])
  }

  private static func hasOtherName(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0 && status.st_nlink > 1
  }

  /// Writes a database anew without what was deleted in it, and shreds the old file: free pages, and the free bytes of
  /// those in use, may hold anything that ever stood there.
  ///
  /// - Parameters:
  ///   - ending: of the name of the draft.
  ///   - body: gets the draft before it takes the place of the database.
  /// - Throws: `WorkspaceError`; the database is then as it was.
  static func compact(_ path: String, through ending: String, _ body: (String) throws -> Void = { _ in }) throws {
    let draft = path + ending
    StoreFiles.removeDatabase(draft)
    try WorkspaceError.translating(path: path) {
      let queue = try Workspace.writing(path)
      defer { try? queue.close() }
      try queue.inDatabase { try $0.execute(sql: "VACUUM INTO ?", arguments: [draft]) }
      try queue.close()
    }
    _ = chmod(draft, 0o600)
    guard StoreFiles.sync(draft) else { throw failure(draft) }
    let old = path + Shredder.ending
    unlink(old)
    guard link(path, old) == 0 else { throw failure(path) }
    try body(draft)
    try StoreFiles.move(draft, over: path)
    try shred(old)
  }

  /// Makes a connection overwrite what it deletes, and keep its journals, which hold the pages as they were, to be shredded.
  static func overwriteDeleted(_ db: Database) throws {
    try db.execute(sql: "PRAGMA secure_delete = ON; PRAGMA journal_mode = PERSIST; PRAGMA temp_store = MEMORY")
  }

  /// Called once nobody writes to the databases.
  static func shredJournals(of paths: [String]) throws {
    for journal in paths.map({ $0 + "-journal" }) where FileManager.default.fileExists(atPath: journal) {
      try shred(journal)
    }
  }

  /// Changes one database on a connection that overwrites what it deletes, and shreds its journal.
  static func erasing<Result>(in path: String, _ body: (Database) throws -> Result) throws -> Result {
    try WorkspaceError.translating(path: path) {
      let queue = try Workspace.writing(path)
      defer { try? queue.close() }
      try queue.inDatabase { try overwriteDeleted($0) }
      let result = try queue.write(body)
      try queue.close()
      try shredJournals(of: [path])
      return result
    }
  }
}
