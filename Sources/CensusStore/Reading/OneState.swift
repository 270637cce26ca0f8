// SPDX-License-Identifier: Apache-2.0

package import CensusModel
import GRDB
import Synchronization

extension WorkspaceError {
  static let overtakenCode = "period-changed-meanwhile"

  /// Whether another program wrote while this one read: what was read is of two states, and to be read again.
  package var isOvertaken: Bool { code == WorkspaceError.overtakenCode }

  static func overtaken(_ period: String) -> WorkspaceError {
    WorkspaceError(overtakenCode, facts: ["period": period])
  }
}

/// What this process itself wrote, by folder of the workspace: its own changes take nobody by surprise.
enum OwnWrites {
  private struct Count {
    var underWay = 0
    var done = 0
  }

  private static let counts = Mutex<[String: Count]>([:])

  static func during<Result>(_ directory: String, _ body: () throws -> Result) rethrows -> Result {
    counts.withLock { $0[directory, default: Count()].underWay += 1 }
    defer {
      counts.withLock {
        $0[directory, default: Count()].underWay -= 1
        $0[directory, default: Count()].done += 1
      }
    }
    return try body()
  }

  static func done(_ directory: String) -> Int { counts.withLock { $0[directory]?.done ?? 0 } }

  /// Whether a change that was seen now may be this process's own.
  static func explainChange(_ directory: String, since done: Int) -> Bool {
    counts.withLock { counts in counts[directory].map { $0.underWay > 0 || $0.done > done } ?? false }
  }

  static var areNone: Bool { counts.withLock { $0.isEmpty } }
}

extension Workspace {
  /// Whether this process has changed no workspace: then it may do all it did once more.
  package static var hasOnlyRead: Bool { OwnWrites.areNone }

  /// Reads the catalogue and periods together: all of it is of one state.
  ///
  /// - Throws: `WorkspaceError` that `isOvertaken` where another program wrote meanwhile.
  package func readingOneState<Result>(of period: Period?, _ body: () throws -> Result) throws -> Result {
    guard trial == nil else { return try body() }
    let before = StoreFiles.changeCounter(cataloguePath)
    let result = try body()
    guard StoreFiles.changeCounter(cataloguePath) == before else {
      throw WorkspaceError.overtaken(period?.description ?? "–")
    }
    return result
  }
}

extension PeriodDatabase {
  /// Of which state of the file everything is that was read so far.
  struct Seen {
    /// `PRAGMA data_version`: another number once another connection has changed the file.
    var version: Int?
    /// How often this process had written by then.
    var writes: Int
  }

  /// What `body` reads is of one state, the same as everything that was read before.
  ///
  /// - Throws: `WorkspaceError` that `isOvertaken`.
  func readingOneState<Result>(_ db: Database, _ body: (Database) throws -> Result) throws -> Result {
    // Within another read, whose state holds.
    guard !path.isEmpty, !db.isInsideTransaction else { return try body(db) }
    var result: Result?
    try db.inTransaction(.deferred) {
      try requireSameState(db)
      result = try body(db)
      return .commit
    }
    // The transaction has thrown or the body has given a result.
    return result!
  }

  private func requireSameState(_ db: Database) throws {
    let version = try Int.fetchOne(db, sql: "PRAGMA data_version")
    let isOwn = OwnWrites.explainChange(directory, since: seen.writes)
    // It stays overtaken: what is remembered is of the former state.
    guard seen.version == version || isOwn else { throw WorkspaceError.overtaken(period.description) }
    if seen.version != version { forget() }
    seen = Seen(version: version, writes: OwnWrites.done(directory))
  }
}
