// SPDX-License-Identifier: Apache-2.0

import Foundation
import Glibc

/// Files and folders that only their owner can read, whatever the umask: what this program writes holds personal data.
package enum PrivateFiles {
  /// Makes a folder and those above it that are missing; what is there keeps its rights.
  ///
  /// - Returns: the folders made, the outermost first.
  /// - Throws: `PipelineError("out-unwritable")`.
  @discardableResult
  package static func makeFolder(_ path: String) throws -> [String] {
    var missing: [String] = []
    var folder = path
    while !folder.isEmpty, access(folder, F_OK) != 0 {
      missing.append(folder)
      folder = parent(of: folder)
    }
    for folder in missing.reversed() where mkdir(folder, 0o700) != 0 && errno != EEXIST {
      throw PipelineError("out-unwritable", facts: ["path": path])
    }
    return missing.reversed()
  }

  /// The folder something lies in; empty for a bare name.
  package static func parent(of path: String) -> String {
    let parts = path.split(separator: "/", omittingEmptySubsequences: true)
    let parent = parts.dropLast().joined(separator: "/")
    return path.hasPrefix("/") ? "/" + parent : parent
  }

  /// The name a folder really has, where it was named `.` or `..`.
  static func realName(of folder: String) -> String { URL(fileURLWithPath: folder).standardized.lastPathComponent }

  /// Writes into a folder beside `folder` and moves what is there when all of it is; nothing stays when `body` throws.
  ///
  /// - Throws: `PipelineError("out-unwritable")`, and what `body` throws.
  package static func wholeFolder(_ folder: String, _ body: (_ draft: String) throws -> Void) throws {
    let made = try makeFolder(folder)
    let draft = folder + "/.part"
    do {
      try? FileManager.default.removeItem(atPath: draft)
      try makeFolder(draft)
      try body(draft)
      for name in try FileManager.default.contentsOfDirectory(atPath: draft) {
        try replace(FileName.path(folder, name), with: FileName.path(draft, name))
      }
      rmdir(draft)
    } catch {
      try? FileManager.default.removeItem(atPath: draft)
      for folder in made.reversed() { rmdir(folder) }
      throw error
    }
  }

  /// Files of a folder that is there are replaced one by one; others in it stay.
  private static func replace(_ target: String, with draft: String) throws {
    var isFolder: ObjCBool = false
    let isThere = FileManager.default.fileExists(atPath: target, isDirectory: &isFolder)
    guard isThere, isFolder.boolValue else {
      guard rename(draft, target) == 0 else { throw PipelineError("out-unwritable", facts: ["path": target]) }
      return
    }
    for name in try FileManager.default.contentsOfDirectory(atPath: draft) {
      try replace(FileName.path(target, name), with: FileName.path(draft, name))
    }
  }

  /// An empty file to write to; one of the same name is emptied.
  ///
  /// - Parameter target: the file it becomes, which errors name.
  /// - Throws: `PipelineError("out-unwritable")`.
  package static func create(_ path: String, for target: String) throws -> PrivateFile {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw PipelineError("out-unwritable", facts: ["path": target]) }
    _ = fchmod(descriptor, 0o600)
    return PrivateFile(descriptor: descriptor, name: target)
  }
}

/// A file being written; a class because it owns the descriptor.
package final class PrivateFile {
  private var descriptor: Int32
  private let name: String

  /// A file that is open for writing; it is closed with the value.
  package init(descriptor: Int32, name: String) {
    self.descriptor = descriptor
    self.name = name
  }

  deinit { if descriptor >= 0 { _ = Glibc.close(descriptor) } }

  /// - Throws: `PipelineError("out-unwritable")`.
  package func write(_ bytes: [UInt8]) throws {
    var start = 0
    while start < bytes.count {
      let written = bytes[start...].withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if written > 0 {
        start += written
      } else if errno != EINTR {
        throw PipelineError("out-unwritable", facts: ["path": name])
      }
    }
  }

  /// - Throws: `PipelineError("out-unwritable")`.
  package func close() throws {
    let open = descriptor
    descriptor = -1
    guard Glibc.close(open) == 0 else { throw PipelineError("out-unwritable", facts: ["path": name]) }
  }
}
