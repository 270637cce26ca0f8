// SPDX-License-Identifier: Apache-2.0

package import CensusModel
import Foundation
import GRDB

extension Workspace {
  /// Puts the sealed period of a package beside the workspace's own ones, byte for byte and read-only. Only for a package that
  /// was proved; its bytes are hashed once more on the way.
  ///
  /// - Throws: `WorkspaceError`: `period-present` where the workspace has any version of the period, `earlier-open`,
  ///   `period-stray`, `package-unreadable`.
  package func takeIn(_ package: SealedPackage, by who: String) throws -> PeriodVersion {
    try locked {
      guard try version(of: package.period) == nil else {
        throw WorkspaceError("period-present", facts: ["period": package.period.description])
      }
      try requireEarlierSealed(package.period)
      guard let seal = try package.database().seal() else { throw WorkspaceError("package-unreadable") }
      var version = PeriodVersion(
        period: package.period, number: package.version, isSealed: true, sha256: package.databaseHash,
        despite: seal.despite, sealedAt: seal.at, sealedBy: seal.by, remark: seal.remark)
      guard !FileManager.default.fileExists(atPath: path(of: version)) else {
        throw WorkspaceError("period-stray", facts: ["file": version.fileName])
      }
      let draft = path(of: version) + Workspace.sealing
      StoreFiles.removeDatabase(draft)
      var isKnown = false
      defer { if !isKnown { StoreFiles.removeDatabase(draft) } }
      try package.copyDatabase(to: draft)
      guard ContentHash.ofFile(draft) == package.databaseHash else { throw WorkspaceError("package-unreadable") }
      _ = StoreFiles.sync(draft)
      version.counter = StoreFiles.changeCounter(draft)
      try note(version, from: package, by: who)
      isKnown = true
      try put(version, from: Workspace.sealing)
      return version
    }
  }

  private func note(_ version: PeriodVersion, from package: SealedPackage, by who: String) throws {
    let manifest = package.manifest
    let hash = try manifest.sha256
    try changingCatalogue { db in
      try db.execute(
        sql: """
          INSERT INTO period (period, version, state, sha256, counter, sealed_at, sealed_by, remark, despite)
          VALUES (?, ?, 'sealed', ?, ?, ?, ?, ?, ?)
          """,
        arguments: [
          version.period.description, version.number, version.sha256, version.counter, version.sealedAt,
          version.sealedBy, version.remark, version.despite,
        ])
      try AuditTrail.add(
        AuditTrail.intakeAction, by: who, subject: Workspace.subject(version),
        detail:
          "sha256 \(version.sha256 ?? "") manifest \(hash) key \(manifest.keyFingerprint) head \(manifest.trailHead)",
        at: AuditTrail.moment(clock, in: db), in: db)
    }
  }

  // MARK: Pseudonyms of another key

  /// Whether people of a period have pseudonyms of another workspace's key, by which nobody is found again in other periods.
  ///
  /// - Throws: `WorkspaceError` where the period's file cannot be read: `workspace-busy`, `workspace-damaged` …
  package func isOfOtherKey(_ database: PeriodDatabase) throws -> Bool {
    try keyFingerprint(of: database) != fingerprint
  }

  /// The periods whose people can be told to be the same, oldest first.
  ///
  /// - Throws: `WorkspaceError` where catalogue or a period cannot be read: `period-damaged`, `workspace-busy` …
  package var periodsOfOwnKey: [Period] { get throws { try periods.filter { try !isOfOtherKey(period($0)) } } }

  /// Whether people of two periods can be told to be the same.
  ///
  /// - Throws: `WorkspaceError` where the period's file cannot be read: `workspace-busy`, `workspace-damaged` …
  package func sharePseudonyms(_ one: PeriodDatabase, _ other: PeriodDatabase) throws -> Bool {
    try keyFingerprint(of: one) == keyFingerprint(of: other)
  }

  /// A period without a seal is the workspace's own.
  private func keyFingerprint(of database: PeriodDatabase) throws -> String? {
    try database.seal()?.keyFingerprint ?? fingerprint
  }

  /// - Throws: `WorkspaceError("period-other-key")`: what is done to it would mix pseudonyms of two keys.
  func requireOwnKey(_ version: PeriodVersion) throws {
    guard try !isOfOtherKey(database(of: version)) else {
      throw WorkspaceError("period-other-key", facts: ["period": version.period.description])
    }
  }
}
