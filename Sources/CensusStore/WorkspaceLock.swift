// SPDX-License-Identifier: Apache-2.0

import Foundation
import GRDB
import Glibc

/// The right to write to a workspace: one process at a time. The kernel takes it back when the process dies, however it dies.
struct WorkspaceLock: ~Copyable {
  private static let pause: UInt32 = 20_000

  private let descriptor: Int32

  /// - Throws: `WorkspaceError("workspace-busy")` after `patience`, `workspace-unwritable` where the file cannot be made.
  init(directory: String, patience: Double) throws {
    descriptor = open(directory + "/workspace.lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw WorkspaceError("workspace-unwritable", facts: ["path": directory]) }
    let end = Date().addingTimeInterval(patience)
    while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
      // A thrown error ends the lock, whose `deinit` closes the file: closing it here as well would close one of another thread.
      guard errno == EWOULDBLOCK || errno == EINTR, Date() < end else {
        throw WorkspaceError("workspace-busy", facts: ["path": directory])
      }
      usleep(WorkspaceLock.pause)
    }
  }

  deinit { close(descriptor) }
}

extension Workspace {
  /// Runs `body` as the only writer of the workspace, once what a killed one left is out of the way; must not be called
  /// within itself.
  func locked<Result>(_ body: () throws -> Result) throws -> Result {
    guard trial == nil else { return try body() }
    let lock = try WorkspaceLock(directory: directory, patience: patience)
    defer { withExtendedLifetime(lock) {} }
    SuperJournals(directory: directory).removeStale()
    finishDrafts()
    Shredder(directory: directory).finish()
    try? finishShredding()
    return try OwnWrites.during(directory) {
      try completeCatalogue()
      return try body()
    }
  }

  /// Gives the catalogue of an earlier format the tables that came later, empty, before its first change.
  private func completeCatalogue() throws {
    guard let format = FileFormat.number(cataloguePath), Schema.earliest..<Schema.version ~= format else { return }
    try WorkspaceError.translating(path: directory) {
      let queue = try Workspace.writing(cataloguePath)
      defer { try? queue.close() }
      // The trail covers its rows; of an empty table it says what it said without one.
      try queue.write { db in
        if try !db.tableExists("acceptance") { try db.execute(sql: Schema.acceptanceTable) }
      }
    }
  }
}
