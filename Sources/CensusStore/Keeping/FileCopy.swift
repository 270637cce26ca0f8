// SPDX-License-Identifier: Apache-2.0

import Basics
import Crypto
import Foundation
import Glibc

/// Files as they are kept in backups and packages: copied once, hashed on the way, readable by their owner only.
enum FileCopy {
  private static let block = 1 << 20

  /// Copies `source` to a new file `target`.
  ///
  /// - Returns: size and SHA-256 (hex) of the bytes that were written.
  /// - Throws: `WorkspaceError`: `file-unreadable`, `workspace-unwritable`.
  static func copy(_ source: String, to target: String) throws -> (bytes: Int, sha256: String) {
    guard let input = regular(source) else { throw WorkspaceError("file-unreadable", facts: ["path": source]) }
    defer { try? input.close() }
    let descriptor = open(target, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { throw WorkspaceError("workspace-unwritable", facts: ["path": target]) }
    let output = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    var hash = SHA256()
    var bytes = 0
    do {
      while let part = try input.read(upToCount: block), !part.isEmpty {
        hash.update(data: part)
        bytes += part.count
        try output.write(contentsOf: part)
      }
      try output.synchronize()
      try output.close()
    } catch {
      throw WorkspaceError(errno == ENOSPC ? "workspace-full" : "workspace-unwritable", facts: ["path": target])
    }
    return (bytes, HexText.of(hash.finalize()))
  }

  /// Opened without waiting, and only when it is a regular file and no link: a pipe in a folder must not stop a backup.
  static func regular(_ path: String) -> FileHandle? {
    let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOFOLLOW)
    guard descriptor >= 0 else { return nil }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      close(descriptor)
      return nil
    }
    return FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
  }

  static func makeFolder(_ path: String) throws {
    do {
      try FileManager.default.createDirectory(
        atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    } catch {
      throw WorkspaceError("workspace-unwritable", facts: ["path": path])
    }
  }

  /// Paths of the regular files below a folder, sorted; nothing is followed.
  static func names(below folder: String) -> [String] {
    let all = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
    return all.filter { name in
      var status = stat()
      return lstat(folder + "/" + name, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
    }.sorted()
  }

  static func synchronizeFolder(_ path: String) {
    let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    _ = fsync(descriptor)
    close(descriptor)
  }
}
