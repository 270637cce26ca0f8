// SPDX-License-Identifier: Apache-2.0

import Foundation
import Glibc

/// Files that a user names, read whole: without waiting for a pipe, and nothing but regular files.
enum PlainFile {
  /// - Returns: nil for what is not there, cannot be read, or is no file.
  static func contents(atPath path: String) -> Data? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
    guard descriptor >= 0 else { return nil }
    let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    return (try? file.readToEnd() ?? Data()) ?? nil
  }
}
