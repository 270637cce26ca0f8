// SPDX-License-Identifier: Apache-2.0

import Foundation
import Glibc

/// Files that a user names, read whole: without waiting for a pipe, and nothing but regular files.
enum PlainFile {
  /// - Returns: nil for what is not there, cannot be read, or is no file.
  static func contents(atPath path: String) -> Data? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    return rest(of: descriptor, expecting: Int(status.st_size))
  }

  /// One byte more than is expected shows the end, so that most files are read in two calls.
  private static func rest(of descriptor: Int32, expecting size: Int) -> Data? {
    var data = Data(count: size + 1)
    var length = 0
    while true {
      if length == data.count { data.count *= 2 }
      let count = data.withUnsafeMutableBytes { read(descriptor, $0.baseAddress! + length, $0.count - length) }
      guard count >= 0 || errno == EINTR else { return nil }
      if count == 0 { break }
      length += max(count, 0)
    }
    return data.prefix(length)
  }
}
