// SPDX-License-Identifier: Apache-2.0

import Foundation
import Glibc
import Results

/// The right to run a batch on a workspace: one at a time, for the reports of two would be written over each other. The
/// kernel takes it back when the process dies, however it dies.
struct BatchLock: ~Copyable {
  private static let pause: UInt32 = 100_000
  private let descriptor: Int32
  /// What stands in the file is ours only then. A thrown error ends the lock as well, and `deinit` closes the file.
  private var isHeld = false

  /// - Parameter patience: how long to wait for another batch, in seconds.
  /// - Throws: `PipelineError("batch-busy")` with what the other says of itself, `"out-unwritable"`.
  init(workspace: String, by who: String?, patience: Double) throws {
    let path = workspace + "/batch.lock"
    descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { throw PipelineError("out-unwritable", facts: ["path": path]) }
    let end = Date().addingTimeInterval(patience)
    while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
      guard errno == EWOULDBLOCK || errno == EINTR, Date() < end else {
        let other = FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) } ?? ""
        throw PipelineError("batch-busy", facts: ["who": other.isEmpty ? "?" : other])
      }
      usleep(BatchLock.pause)
    }
    isHeld = true
    let text = Array("\(getpid())\(who.map { " " + $0 } ?? "")".utf8)
    _ = ftruncate(descriptor, 0)
    _ = write(descriptor, text, text.count)
  }

  deinit {
    if isHeld { _ = ftruncate(descriptor, 0) }
    close(descriptor)
  }
}
