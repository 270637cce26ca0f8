// SPDX-License-Identifier: Apache-2.0

import Foundation
import GRDB
import Glibc

/// Files of a workspace that change their place whole or not at all.
enum StoreFiles {
  /// Gives `source` the name `target`, at once and to stay: both the bytes and the name are on disk when it returns.
  static func move(_ source: String, over target: String) throws {
    guard sync(source), rename(source, target) == 0 else {
      throw WorkspaceError("workspace-unwritable", facts: ["path": target])
    }
    _ = sync((target as NSString).deletingLastPathComponent)
  }

  static func sync(_ path: String) -> Bool {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    return fsync(descriptor) == 0
  }

  /// Makes an empty file that only its owner can read, whatever the umask; SQLite gives its journals the rights of the
  /// database. What is there stays.
  static func createPrivately(_ path: String) {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
    if descriptor >= 0 { close(descriptor) }
  }

  /// A database that nobody uses, with what SQLite may have left beside it.
  static func removeDatabase(_ path: String) {
    for suffix in ["", "-journal"] where FileManager.default.fileExists(atPath: path + suffix) {
      try? FileManager.default.removeItem(atPath: path + suffix)
    }
  }

  /// Whether a database that nobody knows is what a killed first import left: nothing, once it is rolled back.
  static func isLeftover(_ path: String) -> Bool {
    rollBack(path)
    let size = (try? FileManager.default.attributesOfItem(atPath: path))?[.size] as? Int
    return size == 0
  }

  /// SQLite does so before the first look at a database.
  static func rollBack(_ path: String) {
    guard FileManager.default.fileExists(atPath: path + "-journal") else { return }
    _ = try? Workspace.reading(path).read { try Int.fetchOne($0, sql: "SELECT COUNT(*) FROM sqlite_master") }
  }

  /// The change counter of an SQLite database (file format, section 1.3.6): a writer raises it with every transaction.
  static func changeCounter(_ path: String) -> Int? {
    guard let file = FileHandle(forReadingAtPath: path) else { return nil }
    defer { try? file.close() }
    guard let header = try? file.read(upToCount: 28), header.count == 28 else { return nil }
    return header.suffix(4).reduce(0) { $0 << 8 | Int($1) }
  }
}
