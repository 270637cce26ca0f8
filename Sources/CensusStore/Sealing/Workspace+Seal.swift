// SPDX-License-Identifier: Apache-2.0

package import CensusModel
import Foundation
import GRDB

extension Workspace {
  /// Seals a period: its database is copied, the copy gets the seal, is closed and hashed and takes the place of the open
  /// one; then the catalogue knows the hash. Killed before that last step, the period is open and as it was.
  ///
  /// - Parameter issuing: looks at the database about to be sealed and gives the SHA-256 of each file of its report; what it
  ///   throws (something that blocks) leaves the period open.
  /// - Throws: `WorkspaceError` (`period-sealed`, `earlier-open`, `workspace-full` …), or what `issuing` throws.
  package func seal(
    _ period: Period, _ draft: SealDraft, issuing: (PeriodDatabase) throws -> [String: String]
  ) throws -> PeriodVersion {
    try locked {
      var version = try openVersion(of: period)
      try requireEarlierSealed(period)
      let copy = path(of: version) + ".sealing"
      defer { StoreFiles.removeDatabase(copy) }
      try duplicate(path(of: version), to: copy)
      let (at, trail) = try catalogue { db in
        (try AuditTrail.moment(clock, in: db), try AuditTrail.entries(in: db).last?.hash ?? AuditTrail.origin)
      }
      let database = try PeriodDatabase(path: copy, period: period, isSealed: false)
      let seal = Seal(
        period: period.description, version: version.number, at: at, by: draft.by, remark: draft.remark,
        packID: draft.packID, packVersion: draft.packVersion, packHash: draft.packHash,
        overlayHashes: draft.overlayHashes,
        programVersion: draft.programVersion, snapshotHash: try database.snapshotHash, trailHash: trail,
        reports: try issuing(database))
      try write(seal, draft.packFiles, into: copy)
      version.sha256 = ContentHash.ofFile(copy)
      try forgetHash(of: version)
      try StoreFiles.move(copy, over: path(of: version))
      try note(&version, as: seal)
      return version
    }
  }

  /// Killed between the two, the file is the sealed copy and the catalogue takes it for open: it must not know another hash.
  private func forgetHash(of version: PeriodVersion) throws {
    try changingCatalogue { db in
      try db.execute(
        sql: "UPDATE period SET sha256 = NULL, counter = NULL WHERE period = ? AND version = ?",
        arguments: [version.period.description, version.number])
    }
  }

  /// A copy of a database that holds the same rows under the same numbers and nothing else.
  private func duplicate(_ source: String, to target: String) throws {
    StoreFiles.removeDatabase(target)
    try WorkspaceError.translating(path: directory) {
      let queue = try Workspace.writing(source)
      defer { try? queue.close() }
      StoreFiles.createPrivately(target)
      try queue.inDatabase { try $0.execute(sql: "VACUUM INTO ?", arguments: [target]) }
    }
  }

  private func write(_ seal: Seal, _ packFiles: [SealedFile], into path: String) throws {
    try WorkspaceError.translating(path: directory) {
      let queue = try Workspace.writing(path)
      try queue.inDatabase { db in
        try db.execute(sql: "ATTACH DATABASE ? AS catalogue", arguments: [cataloguePath])
        try db.inTransaction {
          try SealTables.write(seal, packFiles: packFiles, into: db)
          return .commit
        }
      }
      try queue.close()
    }
  }

  private func note(_ version: inout PeriodVersion, as seal: Seal) throws {
    version.isSealed = true
    (version.sealedAt, version.sealedBy, version.remark) = (seal.at, seal.by, seal.remark)
    let counter = StoreFiles.changeCounter(path(of: version))
    try changingCatalogue { [version] db in
      try db.execute(
        sql: """
          UPDATE period SET state = 'sealed', sha256 = ?, counter = ?, sealed_at = ?, sealed_by = ?, remark = ?
          WHERE period = ? AND version = ?
          """,
        arguments: [
          version.sha256, counter, seal.at, seal.by, seal.remark, seal.period, version.number,
        ])
      try AuditTrail.add(
        "seal", by: seal.by, subject: Workspace.subject(version),
        detail: "sha256 \(version.sha256 ?? "") \(seal.remark)", at: seal.at, in: db)
    }
    _ = chmod(path(of: version), 0o444)
  }

  static func subject(_ version: PeriodVersion) -> String { "\(version.period) v\(version.number)" }

  private func requireEarlierSealed(_ period: Period) throws {
    let current = Dictionary(grouping: try versions(), by: \.period).compactMapValues(\.last)
    if let earlier = current.values.filter({ $0.period < period && !$0.isSealed }).map(\.period).min() {
      throw WorkspaceError(
        "earlier-open", facts: ["period": period.description, "earlier": earlier.description])
    }
  }

  /// Opens a sealed period again as a new version; the sealed one stays where and as it is.
  ///
  /// - Throws: `WorkspaceError`: `period-open` where it is not sealed, `later-sealed` where a later period is,
  ///   `period-damaged` where the sealed file is not what was sealed.
  package func unseal(_ period: Period, by who: String, reason: String) throws -> PeriodVersion {
    try locked {
      let sealed = try sealedVersion(of: period)
      let next = PeriodVersion(period: period, number: sealed.number + 1, isSealed: false)
      let copy = path(of: next) + ".opening"
      defer { StoreFiles.removeDatabase(copy) }
      try duplicate(path(of: sealed), to: copy)
      try WorkspaceError.translating(path: directory) {
        let queue = try Workspace.writing(copy)
        try queue.write { try SealTables.drop(in: $0) }
        try queue.close()
      }
      let (hash, counter) = (ContentHash.ofFile(copy), StoreFiles.changeCounter(copy))
      StoreFiles.removeDatabase(path(of: next))
      try StoreFiles.move(copy, over: path(of: next))
      try changingCatalogue { db in
        try db.execute(
          sql: "INSERT INTO period (period, version, state, sha256, counter) VALUES (?, ?, 'open', ?, ?)",
          arguments: [period.description, next.number, hash, counter])
        try AuditTrail.add(
          "unseal", by: who, subject: Workspace.subject(next), detail: reason, at: AuditTrail.moment(clock, in: db),
          in: db)
      }
      return next
    }
  }

  private func sealedVersion(of period: Period) throws -> PeriodVersion {
    let versions = try versions()
    guard let current = versions.last(where: { $0.period == period }), current.isSealed else {
      throw WorkspaceError("period-open", facts: ["period": period.description])
    }
    let later = Dictionary(grouping: versions.filter { $0.period > period }, by: \.period).compactMapValues(\.last)
    if let sealed = later.values.filter(\.isSealed).map(\.period).max() {
      throw WorkspaceError("later-sealed", facts: ["period": period.description, "later": sealed.description])
    }
    try requireIntact(current)
    return current
  }

  /// - Throws: `WorkspaceError("period-damaged")` when a sealed file is not, byte for byte, what was sealed.
  package func requireIntact(_ version: PeriodVersion) throws {
    guard isIntact(version) != false else {
      throw WorkspaceError("period-damaged", facts: ["period": version.period.description])
    }
  }
}
