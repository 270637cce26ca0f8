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
      folder = (folder as NSString).deletingLastPathComponent
    }
    for folder in missing.reversed() where mkdir(folder, 0o700) != 0 && errno != EEXIST {
      throw PipelineError("out-unwritable", facts: ["path": path])
    }
    return missing.reversed()
  }

  /// An empty file to write to; one of the same name is emptied.
  ///
  /// - Parameter target: the file it becomes, which errors name.
  /// - Throws: `PipelineError("out-unwritable")`.
  static func create(_ path: String, for target: String) throws -> PrivateFile {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw PipelineError("out-unwritable", facts: ["path": target]) }
    _ = fchmod(descriptor, 0o600)
    return PrivateFile(descriptor: descriptor, name: target)
  }
}

/// A file being written; a class because it owns the descriptor.
final class PrivateFile {
  private var descriptor: Int32
  private let name: String

  init(descriptor: Int32, name: String) {
    self.descriptor = descriptor
    self.name = name
  }

  deinit { if descriptor >= 0 { _ = Glibc.close(descriptor) } }

  /// - Throws: `PipelineError("out-unwritable")`.
  func write(_ bytes: [UInt8]) throws {
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
  func close() throws {
    let open = descriptor
    descriptor = -1
    guard Glibc.close(open) == 0 else { throw PipelineError("out-unwritable", facts: ["path": name]) }
  }
}
