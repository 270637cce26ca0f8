// SPDX-License-Identifier: Apache-2.0

import CensusModel
import Foundation
import GRDB

extension Workspace {
  /// The last entry of the audit trail, as `verify --expect` takes it; nil where nothing was done yet.
  ///
  /// - Throws: `WorkspaceError` where the catalogue cannot be read: `workspace-busy`, `workspace-damaged` …
  package func trailHead() throws -> String? { try auditTrail().last?.head }

  /// The number of the first entry of the audit trail that was changed, removed or put in; nil when none was.
  ///
  /// - Throws: `WorkspaceError("workspace-key")`, `workspace-key-other`: without the key nothing can be told;
  ///   `workspace-busy` …
  package func firstBreakOfTrail() throws -> Int? {
    let chain = try chain
    return try catalogue { chain.firstBreak(in: try AuditTrail.entries(in: $0)) }
  }

  /// What is wrong with the audit trail: a broken chain, a cut end, tables changed in passing; nil where nothing is.
  ///
  /// - Throws: `WorkspaceError("workspace-key")`, `workspace-key-other`: without the key nothing can be told.
  package func faultOfTrail() throws -> VerifyFault? {
    let chain = try chain
    return try catalogue { db in
      if let first = chain.firstBreak(in: try AuditTrail.entries(in: db)) {
        return VerifyFault("entry", ["number": String(first)])
      }
      return try chain.fault(in: db).map { VerifyFault("trail-\($0.rawValue)") }
    }
  }

  /// Where the trail tells of seals and openings that the catalogue has no row for, or of two seals of one version.
  ///
  /// - Throws: `WorkspaceError` where the catalogue cannot be read: `workspace-busy`, `workspace-damaged` …
  package func faultsOfSeals() throws -> [VerifyFault] {
    var standing: [String: Bool] = [:]
    var faults: [VerifyFault] = []
    for entry in try auditTrail() {
      switch entry.action {
      case AuditTrail.sealAction:
        if standing[entry.subject] == true { faults.append(VerifyFault("sealed-twice", ["version": entry.subject])) }
        standing[entry.subject] = true
      case AuditTrail.intakeAction: standing[entry.subject] = true
      case AuditTrail.unsealAction: standing[entry.subject] = false
      case AuditTrail.purgeAction: standing[entry.subject] = nil
      default: break
      }
    }
    let rows = Dictionary(try versions().map { (Workspace.subject($0), $0.isSealed) }) { first, _ in first }
    for (subject, isSealed) in standing.sorted(by: { $0.key < $1.key }) where rows[subject] != isSealed {
      let code = rows[subject] == nil ? "row-missing" : isSealed ? "row-open" : "row-sealed"
      faults.append(VerifyFault(code, ["version": subject]))
    }
    return faults
  }

  /// Files in `periods/` that the catalogue knows nothing of, by name: left by a killed first import (state `stopped`), or put
  /// there.
  ///
  /// - Throws: `WorkspaceError` where the catalogue cannot be read: `workspace-busy`, `workspace-damaged` …
  package func strayFiles() throws -> [(name: String, state: VerifyState, fault: VerifyFault)] {
    let folder = directory + "/periods"
    let known = Set(try versions().map(\.fileName))
    let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
    return names.filter { !isOurs($0, known) }.map { name in
      let path = folder + "/" + name
      let facts = ["file": name]
      if name.hasSuffix(".sqlite"), StoreFiles.isLeftover(path) {
        return (name, .stopped, VerifyFault("leftover", facts))
      }
      switch FileFormat.of(path) {
      case .current:
        let database = try? PeriodDatabase(path: path, period: Workspace.placeholder, isSealed: false)
        let isSealed = (try? database?.hasSeal()) ?? false
        return (name, .broken, VerifyFault(isSealed ? "stray-sealed" : "stray", facts))
      case .older, .newer: return (name, .broken, VerifyFault("stray", facts))
      case .foreign, .missing, .closed: return (name, .broken, VerifyFault("stray-foreign", facts))
      }
    }
  }

  private static let placeholder = Period("2000-Q1")!

  /// Files of known versions, and what SQLite and an interrupted command leave beside them.
  private func isOurs(_ name: String, _ known: Set<String>) -> Bool {
    let ends = ["-journal", Workspace.sealing, Workspace.opening, Shredder.ending, FormatMigrations.ending]
    return known.contains(name) || name.hasPrefix(".")
      || ends.contains { name.hasSuffix($0) } || name.wholeMatch(of: /.+-mj[0-9A-F]{9}/) != nil
  }
}
