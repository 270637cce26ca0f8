// SPDX-License-Identifier: Apache-2.0

import CensusModel
import Foundation
import GRDB

/// How a check of `verify` ended.
package enum VerifyState: String, Sendable, Hashable {
  /// As it was left, or not.
  case good, broken
  /// A writer was killed before it had noted the hash: what it marked before, and what can be counted, fits.
  case stopped
  /// No fault of the workspace, and told for ever.
  case noted
}

/// What does not fit, as the code of a text (`verify.fault.<code>`) and the facts of its sentence.
package struct VerifyFault: Sendable, Hashable {
  /// What differs: the text is `verify.fault.<code>`.
  package var code: String
  /// Values for the `{placeholders}` of the sentence.
  package var facts: [String: String]

  package init(_ code: String, _ facts: [String: String] = [:]) {
    self.code = code
    self.facts = facts
  }
}

extension Workspace {
  /// Whether a version's file is as its last writer left it, and what differs where it is not.
  ///
  /// - Throws: `WorkspaceError` where the catalogue cannot be read; a file that cannot be read is a fault and is not
  ///   thrown.
  package func check(_ version: PeriodVersion) throws -> (state: VerifyState, faults: [VerifyFault]) {
    try check(version, chain: try? chain)
  }

  /// - Parameter chain: nil where there is no key: what was signed is not checked then.
  func check(_ version: PeriodVersion, chain: TrailChain?) throws -> (state: VerifyState, faults: [VerifyFault]) {
    let path = path(of: version)
    StoreFiles.rollBack(path)
    if let error = FileFormat.of(path).fault(of: "period", ["file": version.fileName]) {
      return (.broken, [VerifyFault(error.code, error.facts)])
    }
    do {
      return try version.isSealed ? checkSealed(version) : checkOpen(version, chain)
    } catch let error as WorkspaceError {
      return (.broken, [VerifyFault("unreadable", ["reason": error.facts["reason"] ?? error.code])])
    }
  }

  private func checkSealed(_ version: PeriodVersion) throws -> (state: VerifyState, faults: [VerifyFault]) {
    guard ContentHash.ofFile(path(of: version)) != version.sha256 else { return (.good, []) }
    return (.broken, [VerifyFault("bytes")])
  }

  private func checkOpen(
    _ version: PeriodVersion, _ chain: TrailChain?
  ) throws -> (state: VerifyState, faults: [VerifyFault]) {
    let path = path(of: version)
    let isSame = version.sha256.map { ContentHash.ofFile(path) == $0 }
    var faults: [VerifyFault] = []
    if let chain, PeriodMark.code(of: version, chain) != version.mark { faults.append(VerifyFault("mark")) }
    let counter = StoreFiles.changeCounter(path)
    if isSame == true, faults.isEmpty { return (.good, []) }
    if isSame == false { faults.append(VerifyFault("bytes")) }
    if let known = version.counter, let counter, known != counter {
      let code = counter > known ? "written" : "older"
      faults.append(VerifyFault(code, ["count": String(abs(counter - known))]))
    }
    guard isSound(path) else { return (.broken, faults + [VerifyFault("structure")]) }
    let database = try PeriodDatabase(path: path, period: version.period, isSealed: false)
    if try database.hasSeal() { faults.append(VerifyFault("sealed")) }
    if try database.token() != version.token { faults.append(VerifyFault("token")) }
    faults += try reconcile(database)
    return (faults.isEmpty ? .stopped : .broken, faults)
  }

  /// The database of one version, also of one that a later version took the place of.
  ///
  /// - Throws: `WorkspaceError("seal-unknown")` where the catalogue calls open what holds a seal; `period-lost` …
  package func database(of version: PeriodVersion) throws -> PeriodDatabase {
    let database = try PeriodDatabase(
      path: path(of: version), period: version.period, isSealed: version.isSealed, despite: version.despite,
      expected: schemas)
    guard try version.isSealed || !database.hasSeal() else {
      let seal = try database.read(SealTables.read)
      throw WorkspaceError(
        "seal-unknown",
        facts: [
          "period": version.period.description, "file": version.fileName, "by": seal?.by ?? "–", "at": seal?.at ?? "–",
        ])
    }
    return database
  }

  private func isSound(_ path: String) -> Bool {
    let answer = try? Workspace.reading(path).read { try String.fetchOne($0, sql: "PRAGMA integrity_check") }
    return answer == "ok"
  }

  /// What is wrong with the catalogue's file as SQLite and its format see it; nil where nothing is.
  package func faultOfCatalogue() -> VerifyFault? {
    guard isSound(cataloguePath) else { return VerifyFault("structure") }
    let found = try? Workspace.reading(cataloguePath).read { try Schema.fingerprint(of: $0) }
    // A catalogue of an earlier format has what came later only after its first change.
    let isFormer = FileFormat.number(cataloguePath).map { $0 < Schema.version } ?? false
    let known = (isFormer ? [false, true] : [false]).flatMap { lacksLater in
      [false, true].compactMap { hasRefusals in
        try? DatabaseQueue().write { db in
          try Schema.createCatalogue(db, names: .masked)
          if lacksLater { try db.execute(sql: "DROP TABLE acceptance") }
          if hasRefusals { try db.execute(sql: Schema.refusalTable) }
          return try Schema.fingerprint(of: db)
        }
      }
    }
    return found.map(known.contains) == true ? nil : VerifyFault("schema")
  }

  /// What is wrong with the key: lost, damaged, another one, or open to others; nil where nothing is.
  package func faultOfKey() -> VerifyFault? {
    do { _ = try key } catch let error as WorkspaceError { return VerifyFault(error.code, error.facts) } catch {
      return VerifyFault("workspace-key", ["path": directory])
    }
    return WorkspaceKey.isExposed(in: directory) == true ? VerifyFault("key-exposed") : nil
  }
}
