// SPDX-License-Identifier: Apache-2.0

package import CensusModel
import Foundation
import GRDB

extension Workspace {
  /// Seals a period: its database is copied, the copy gets the seal, is closed and hashed. Then the catalogue takes the hash,
  /// and the period is sealed; last the copy takes the place of the open one. Killed before the catalogue knows, the period is
  /// open and as it was; killed after it, the next command puts the copy in its place.
  ///
  /// - Parameter issuing: looks at the database about to be sealed and gives its report; what it
  ///   throws (something that blocks) leaves the period open.
  /// - Throws: `WorkspaceError` (`period-sealed`, `earlier-open`, `workspace-full`, `period-damaged` unless the draft says
  ///   `despite` …), or what `issuing` throws.
  package func seal(
    _ period: Period, _ draft: SealDraft, issuing: (PeriodDatabase) throws -> SealedIssue
  ) throws -> PeriodVersion {
    try locked {
      var version = try openVersion(of: period, asItIs: draft.despite != nil)
      version.despite = try doubt(of: version, draft.despite)
      try requireEarlierSealed(period)
      let copy = path(of: version) + Workspace.sealing
      var isSealed = false
      defer { if !isSealed { StoreFiles.removeDatabase(copy) } }
      try duplicate(path(of: version), to: copy)
      let (at, trail) = try catalogue { db in
        (try AuditTrail.moment(clock, in: db), try AuditTrail.entries(in: db).last?.hash ?? AuditTrail.origin)
      }
      let database = try PeriodDatabase(
        path: copy, period: period, isSealed: false, despite: version.despite, expected: schemas)
      let seal = Seal(
        period: period.description, version: version.number, at: at, by: draft.by, remark: draft.remark,
        packID: draft.packID, packVersion: draft.packVersion, packHash: draft.packHash,
        overlayHashes: draft.overlayHashes,
        programVersion: draft.programVersion, snapshotHash: try database.snapshotHash, trailHash: trail,
        despite: version.despite, keyFingerprint: try key.fingerprint, issue: try issuing(database))
      try write(seal, draft.packFiles, into: copy)
      version.sha256 = ContentHash.ofFile(copy)
      _ = StoreFiles.sync(copy)
      try note(&version, as: seal)
      isSealed = true
      try put(version, from: Workspace.sealing)
      return version
    }
  }

  /// Why a version is sealed although its file is not as its last writer left it; nil where nothing is wrong. A version that was
  /// opened from one that was sealed so keeps its reason, or adds another.
  private func doubt(of version: PeriodVersion, _ reason: String?) throws -> String? {
    guard let reason, try check(version, chain: chain).state == .broken else { return version.despite }
    return [version.despite, reason].compactMap(\.self).joined(separator: "; ")
  }

  /// Ends of the names of drafts that wait to take the place of a version's file.
  static let sealing = ".sealing"
  static let opening = ".opening"

  /// Gives a draft, which the catalogue knows, the name of its version.
  ///
  /// - Throws: `WorkspaceError("period-stray")` where a file with another seal has that name: it stays.
  func put(_ version: PeriodVersion, from end: String) throws {
    let isSealed =
      FileFormat.of(path(of: version)) == .current
      && (try? PeriodDatabase(path: path(of: version), period: version.period, isSealed: false).hasSeal()) ?? false
    guard !isSealed || ContentHash.ofFile(path(of: version)) == version.sha256 else {
      throw WorkspaceError("period-stray", facts: ["file": version.fileName])
    }
    try StoreFiles.move(path(of: version) + end, over: path(of: version))
    if version.isSealed { _ = chmod(path(of: version), 0o400) }
  }

  /// Puts the draft of a seal in its place that a killed command had committed and not moved yet, and removes one that was never
  /// committed; called under the lock of the workspace.
  func finishDrafts() {
    let drafts = drafts
    guard !drafts.isEmpty, let versions = try? versions() else { return }
    for (draft, end) in drafts {
      let path = directory + "/periods/" + draft
      let version = versions.first { $0.fileName + end == draft }
      StoreFiles.rollBack(path)
      if let version, version.isSealed == (end == Workspace.sealing), ContentHash.ofFile(path) == version.sha256 {
        try? put(version, from: end)
      } else {
        StoreFiles.removeDatabase(path)
      }
    }
  }

  /// The same for a reader, who leaves it to a writer where there is one.
  func finishInterrupted() {
    guard !drafts.isEmpty, let lock = try? WorkspaceLock(directory: directory, patience: 0) else { return }
    defer { withExtendedLifetime(lock) {} }
    SuperJournals(directory: directory).removeStale()
    finishDrafts()
  }

  var drafts: [(name: String, end: String)] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: directory + "/periods")) ?? []
    return [Workspace.sealing, Workspace.opening].flatMap { end in
      names.filter { $0.hasSuffix(end) }.sorted().map { ($0, end) }
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
    let counter = StoreFiles.changeCounter(path(of: version) + Workspace.sealing)
    try changingCatalogue { [version] db in
      try db.execute(
        sql: """
          UPDATE period SET state = 'sealed', sha256 = ?, counter = ?, sealed_at = ?, sealed_by = ?, remark = ?,
            mark = NULL, despite = ? WHERE period = ? AND version = ?
          """,
        arguments: [
          version.sha256, counter, seal.at, seal.by, seal.remark, seal.despite, seal.period, version.number,
        ])
      let despite = seal.despite.map { " [despite: \($0)]" } ?? ""
      try AuditTrail.add(
        AuditTrail.sealAction, by: seal.by, subject: Workspace.subject(version),
        detail: "sha256 \(version.sha256 ?? "") \(seal.remark)\(despite)", at: seal.at, in: db)
    }
  }

  static func subject(_ version: PeriodVersion) -> String { "\(version.period) v\(version.number)" }

  func requireEarlierSealed(_ period: Period) throws {
    let current = Dictionary(grouping: try versions(), by: \.period).compactMapValues(\.last)
    if let earlier = current.values.filter({ $0.period < period && !$0.isSealed }).map(\.period).min() {
      throw WorkspaceError(
        "earlier-open", facts: ["period": period.description, "earlier": earlier.description])
    }
  }

  /// Opens a sealed period again as a new version; the sealed one stays where and as it is.
  ///
  /// - Throws: `WorkspaceError`: `period-open` where it is not sealed, `later-sealed` where a later period is,
  ///   `period-other-key` where it came as a package of another workspace,
  ///   `period-damaged` where the sealed file is not what was sealed.
  package func unseal(_ period: Period, by who: String, reason: String) throws -> PeriodVersion {
    try locked {
      let sealed = try sealedVersion(of: period)
      var next = PeriodVersion(
        period: period, number: sealed.number + 1, isSealed: false, despite: sealed.despite)
      // What lies there is none of ours: the catalogue would know it.
      guard !FileManager.default.fileExists(atPath: path(of: next)) else {
        throw WorkspaceError("period-stray", facts: ["file": next.fileName])
      }
      let copy = path(of: next) + Workspace.opening
      var isOpen = false
      defer { if !isOpen { StoreFiles.removeDatabase(copy) } }
      try duplicate(path(of: sealed), to: copy)
      try WorkspaceError.translating(path: directory) {
        let queue = try Workspace.writing(copy)
        try queue.write { try SealTables.drop(in: $0) }
        try queue.close()
      }
      (next.sha256, next.counter) = (ContentHash.ofFile(copy), StoreFiles.changeCounter(copy))
      next.token = try PeriodDatabase(path: copy, period: period, isSealed: false).token()
      _ = StoreFiles.sync(copy)
      let chain = try chain
      try changingCatalogue { [next] db in
        try db.execute(
          sql: """
            INSERT INTO period (period, version, state, sha256, counter, token, mark, despite)
            VALUES (?, ?, 'open', ?, ?, ?, ?, ?)
            """,
          arguments: [
            period.description, next.number, next.sha256, next.counter, next.token, PeriodMark.code(of: next, chain),
            next.despite,
          ])
        try AuditTrail.add(
          AuditTrail.unsealAction, by: who, subject: Workspace.subject(next), detail: reason,
          at: AuditTrail.moment(clock, in: db), in: db)
      }
      isOpen = true
      try put(next, from: Workspace.opening)
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
    try requireOwnKey(current)
    return current
  }

  /// - Throws: `WorkspaceError("period-damaged")` when a sealed file is not, byte for byte, what was sealed; `period-lost` …
  package func requireIntact(_ version: PeriodVersion) throws {
    let path = path(of: version)
    // Another program is just about to put it in its place.
    if FileManager.default.fileExists(atPath: path + Workspace.sealing) { try locked {} }
    guard version.isSealed, SealedFiles.hold(path, sha256: version.sha256) else {
      try FileFormat.requirePeriod(path, version.period)
      throw WorkspaceError("period-damaged", facts: ["period": version.period.description])
    }
  }
}
