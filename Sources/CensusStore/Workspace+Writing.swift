// SPDX-License-Identifier: Apache-2.0

import CensusModel
import Foundation
import GRDB

extension Workspace {
  /// The version of a period that may be written to; `WorkspaceError("period-missing")`, `period-sealed`.
  func openVersion(of period: Period) throws -> PeriodVersion {
    guard let version = try version(of: period) else {
      throw WorkspaceError("period-missing", facts: ["period": period.description, "known": "–"])
    }
    try requireOpen(version)
    return version
  }

  /// - Throws: `WorkspaceError("period-sealed")`; `period-damaged` when the file is not as its last writer left it.
  func requireOpen(_ version: PeriodVersion) throws {
    guard !version.isSealed else {
      throw WorkspaceError(
        "period-sealed",
        facts: [
          "period": version.period.description, "by": version.sealedBy ?? "–", "at": version.sealedAt ?? "–",
        ])
    }
    guard isIntact(version) != false else {
      throw WorkspaceError("period-damaged", facts: ["period": version.period.description])
    }
  }

  /// Whether the file is byte for byte as its last writer left it; nil when that cannot be told, because that writer was
  /// killed before it had noted the hash. Reads the whole file: 0.7 s for each gigabyte.
  func isIntact(_ version: PeriodVersion) -> Bool? {
    let path = path(of: version)
    guard let sha256 = version.sha256 else { return nil }
    if !version.isSealed {
      guard !FileManager.default.fileExists(atPath: path + "-journal"),
        StoreFiles.changeCounter(path) == version.counter
      else { return nil }
    }
    return ContentHash.ofFile(path) == sha256
  }

  /// Changes an open version together with the catalogue, in one transaction, and notes the hash of the file after it.
  ///
  /// - Parameter overwrites: whether what is deleted is overwritten, in the journals too.
  func changing<Result>(
    _ version: PeriodVersion, overwrites: Bool = false,
    _ body: (Database) throws -> (Result, Database.TransactionCompletion)
  ) throws -> Result {
    let path = path(of: version)
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
        if overwrites { try Shredder.overwriteDeleted(db) }
        try db.inTransaction(.immediate) {
          let (made, completion) = try body(db)
          result = made
          isChanged = completion == .commit
          return completion
        }
      }
      if trial == nil {
        try queue.close()
        if overwrites { try Shredder.shredJournals(of: [path, cataloguePath]) }
        if isChanged { noteHash(of: version) }
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

  /// Not part of the transaction, which it comes too late for, and no reason to fail: `isIntact` knows that it may be missing.
  func noteHash(of version: PeriodVersion) {
    let path = path(of: version)
    guard let hash = ContentHash.ofFile(path), let counter = StoreFiles.changeCounter(path) else { return }
    try? changingCatalogue { db in
      try db.execute(
        sql: "UPDATE period SET sha256 = ?, counter = ? WHERE period = ? AND version = ?",
        arguments: [hash, counter, version.period.description, version.number])
    }
  }
}
