// SPDX-License-Identifier: Apache-2.0

import CensusModel
import Foundation
import GRDB

extension Workspace {
  /// The version of a period that may be written to; `WorkspaceError("period-missing")`, `period-sealed`.
  ///
  /// - Parameter isTaken: as it is, also where the file is not as its last writer left it: to be sealed despite that.
  func openVersion(of period: Period, asItIs isTaken: Bool = false) throws -> PeriodVersion {
    guard let version = try version(of: period) else {
      throw WorkspaceError("period-missing", facts: ["period": period.description, "known": "–"])
    }
    try requireOpen(version, asItIs: isTaken)
    return version
  }

  /// - Throws: `WorkspaceError("period-sealed")`; `period-damaged` when the file is not as its last writer left it;
  ///   `seal-unknown` when it holds a seal that the catalogue does not know; `period-lost`, `period-foreign` …
  func requireOpen(_ version: PeriodVersion, asItIs isTaken: Bool = false) throws {
    guard !version.isSealed else {
      throw WorkspaceError(
        "period-sealed",
        facts: [
          "period": version.period.description, "by": version.sealedBy ?? "–", "at": version.sealedAt ?? "–",
        ])
    }
    // A copy on trial was looked at before it was copied.
    guard trial == nil else { return }
    _ = try database(of: version)
    guard try isTaken || check(version, chain: chain).state != .broken else {
      throw WorkspaceError("period-damaged", facts: ["period": version.period.description])
    }
  }

  /// Changes an open version together with the catalogue, in one transaction, and notes the hash of the file after it.
  ///
  /// - Parameter overwrites: whether what is deleted is overwritten in the databases. Journals are only unlinked: a transaction over
  ///   two files must not keep them.
  func changing<Result>(
    _ version: PeriodVersion, overwrites: Bool = false,
    _ body: (Database) throws -> (Result, Database.TransactionCompletion)
  ) throws -> Result {
    try FormatMigrations.keepingCopy(of: path(of: version)) {
      try changingFile(version, overwrites: overwrites, body)
    }
  }

  private func changingFile<Result>(
    _ version: PeriodVersion, overwrites: Bool, _ body: (Database) throws -> (Result, Database.TransactionCompletion)
  ) throws -> Result {
    let path = path(of: version)
    let chain = try chain
    return try WorkspaceError.translating(path: directory) {
      let queue = try trial?.queue ?? Workspace.writing(path)
      defer { if trial == nil { try? queue.close() } }
      var result: Result?
      var isChanged = false
      try queue.inDatabase { db in
        if trial == nil {
          // Sorting takes as much memory again as the pages do; with more of both an import is no faster.
          try db.execute(sql: "PRAGMA page_size = 16384; PRAGMA cache_size = -16000")
          try db.execute(sql: "ATTACH DATABASE ? AS catalogue", arguments: [cataloguePath])
        }
        if overwrites { try db.execute(sql: "PRAGMA secure_delete = ON; PRAGMA temp_store = MEMORY") }
        try db.inTransaction(.immediate) {
          try chain.requireWhole(in: db)
          let mark = try PeriodMark.begin(version, after: StoreFiles.changeCounter(path), chain, in: db)
          try FormatMigrations.run(in: db)
          let (made, completion) = try body(db)
          result = made
          isChanged = completion == .commit
          if isChanged {
            try mark.leave(in: db)
            try chain.close(in: db)
          }
          return completion
        }
      }
      if trial == nil {
        try queue.close()
        if isChanged { noteHash(of: version, chain) }
      }
      // The transaction has thrown or the body has given a result.
      return result!
    }
  }

  func changing<Result>(
    _ version: PeriodVersion, overwrites: Bool = false, _ body: (Database) throws -> Result
  ) throws -> Result {
    try changing(version, overwrites: overwrites) { (try body($0), .commit) }
  }

  /// Not part of the transaction, which it comes too late for, and no reason to fail: `check` knows that it may be missing.
  private func noteHash(of version: PeriodVersion, _ chain: TrailChain) {
    let path = path(of: version)
    guard let hash = ContentHash.ofFile(path), let counter = StoreFiles.changeCounter(path) else { return }
    try? changingCatalogue { db in try PeriodMark.note(version, sha256: hash, counter: counter, chain, in: db) }
  }
}
