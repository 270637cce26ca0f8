// SPDX-License-Identifier: Apache-2.0

import Foundation
import GRDB

/// How a check of `verify` ended.
package enum VerifyState: String, Sendable, Hashable {
  case good, broken
  /// It could not be told, and that is no fault: a writer was killed before it had noted the hash.
  case unknown
}

extension Workspace {
  /// Whether a version's file is as its last writer left it; an open one of which that is not known is looked through.
  package func state(of version: PeriodVersion) -> VerifyState {
    let path = path(of: version)
    guard FileManager.default.fileExists(atPath: path) else { return .broken }
    if let isIntact = isIntact(version) { return isIntact ? .good : .broken }
    if version.isSealed { return .broken }
    return isSound(path) ? .unknown : .broken
  }

  /// The database of one version, also of one that a later version took the place of.
  package func database(of version: PeriodVersion) throws -> PeriodDatabase {
    try PeriodDatabase(path: path(of: version), period: version.period, isSealed: version.isSealed)
  }

  private func isSound(_ path: String) -> Bool {
    let answer = try? Workspace.reading(path).read { try String.fetchOne($0, sql: "PRAGMA integrity_check") }
    return answer == "ok"
  }

  package var isCatalogueSound: Bool { isSound(cataloguePath) }

  /// The number of the first entry of the audit trail that was changed, removed or put in; nil when none was.
  package func firstBreakOfTrail() throws -> Int? { AuditTrail.firstBreak(in: try auditTrail()) }
}
