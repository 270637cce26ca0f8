// SPDX-License-Identifier: Apache-2.0

import Foundation
import Glibc
import Synchronization

/// Whether sealed files still hold what was sealed. A file is hashed once for each run of the program (0.7 s for each gigabyte):
/// again when anything of it that the kernel notes has changed, of which the time of its last change cannot be set.
enum SealedFiles {
  private struct State: Hashable {
    var path: String
    var device: UInt
    var inode: UInt
    var size: Int
    var changed: [Int]
  }

  private static let known = Mutex<[State: String]>([:])

  static func hold(_ path: String, sha256: String?) -> Bool {
    guard let sha256, let state = state(of: path) else { return false }
    if let hash = known.withLock({ $0[state] }) { return hash == sha256 }
    guard let hash = ContentHash.ofFile(path) else { return false }
    // What changed while it was hashed is hashed again next time.
    if self.state(of: path) == state { known.withLock { $0[state] = hash } }
    return hash == sha256
  }

  private static func state(of path: String) -> State? {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    return State(
      path: path, device: UInt(status.st_dev), inode: UInt(status.st_ino), size: Int(status.st_size),
      changed: [status.st_mtim.tv_sec, status.st_mtim.tv_nsec, status.st_ctim.tv_sec, status.st_ctim.tv_nsec])
  }
}
