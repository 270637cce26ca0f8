// SPDX-License-Identifier: Apache-2.0

import CensusModel
import GRDB

/// How a writer of an open period marks what it did: a token, in the catalogue and in the period's file alike, in the
/// transaction itself, with the change counter that the file will have; then the hash of the file.
///
/// So a writer that was killed before it had noted the hash is told from somebody who changed the file, or put an older one
/// back: the token or the counter differs. A keyed code covers what stands in the catalogue.
struct PeriodMark {
  let version: PeriodVersion
  let token: String
  let counter: Int
  let chain: TrailChain

  /// - Parameter before: the change counter of the file; nil for one that is only being made.
  /// - Parameter db: a connection to the period with the catalogue attached, in the transaction of the change.
  static func begin(
    _ version: PeriodVersion, after before: Int?, _ chain: TrailChain, in db: Database
  ) throws -> PeriodMark {
    // Every change has another head before it.
    let head = try String.fetchOne(db, sql: "SELECT mac FROM trail_head WHERE id = 1") ?? ""
    let token = chain.code("token", "\(version.period)", "\(version.number)", head)
    return PeriodMark(version: version, token: token, counter: (before ?? 0) + 1, chain: chain)
  }

  func leave(in db: Database) throws {
    try PeriodMark.leave(token, in: db)
    var version = version
    version.token = token
    try PeriodMark.write(version, sha256: nil, counter: counter, chain, in: db)
  }

  /// Leaves a token in the period's file.
  static func leave(_ token: String, in db: Database) throws {
    try db.execute(sql: "DELETE FROM mark; INSERT INTO mark VALUES (?)", arguments: [token])
  }

  /// Notes hash and counter of a file that is, or is about to be, a version's.
  ///
  /// - Throws: `WorkspaceError("file-unreadable")`.
  static func note(_ version: PeriodVersion, ofFile path: String, _ chain: TrailChain, in db: Database) throws {
    guard let hash = ContentHash.ofFile(path), let counter = StoreFiles.changeCounter(path) else {
      throw WorkspaceError("file-unreadable", facts: ["path": path])
    }
    try note(version, sha256: hash, counter: counter, chain, in: db)
  }

  /// Notes hash and counter of a file whose token the catalogue holds.
  static func note(
    _ version: PeriodVersion, sha256: String, counter: Int, _ chain: TrailChain, in db: Database
  ) throws {
    var version = version
    version.token = try String.fetchOne(
      db, sql: "SELECT token FROM period WHERE period = ? AND version = ?",
      arguments: [version.period.description, version.number])
    try write(version, sha256: sha256, counter: counter, chain, in: db)
  }

  private static func write(
    _ version: PeriodVersion, sha256: String?, counter: Int, _ chain: TrailChain, in db: Database
  ) throws {
    var version = version
    (version.sha256, version.counter) = (sha256, counter)
    try db.execute(
      sql: "UPDATE period SET token = ?, sha256 = ?, counter = ?, mark = ? WHERE period = ? AND version = ?",
      arguments: [
        version.token, sha256, counter, code(of: version, chain), version.period.description, version.number,
      ])
  }

  static func code(of version: PeriodVersion, _ chain: TrailChain) -> String {
    chain.code(
      "mark", "\(version.period)", "\(version.number)", version.token ?? "-", version.sha256 ?? "-",
      version.counter.map { String($0) } ?? "-")
  }
}
