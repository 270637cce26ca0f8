// SPDX-License-Identifier: Apache-2.0

package import CensusModel
import Foundation
import GRDB
import Glibc

/// What a purge takes away, or took away.
package struct PurgePlan: Sendable, Hashable {
  /// Every version of the periods before the limit, oldest first.
  package var versions: [PeriodVersion]
  /// Periods with a sealed version that was not named: they stand in the way.
  package var refused: [Period]
  /// Decisions on pairs of persons whom no period that stays holds.
  package var dismissals = 0
  /// Kept originals that no period that stays holds.
  package var originals = 0
}

extension Workspace {
  /// What `purge` would do.
  ///
  /// - Parameter named: sealed periods that may go; a sealed one that is not among them is refused.
  /// - Throws: `WorkspaceError`.
  package func planPurge(before limit: Period, named: Set<Period>) throws -> PurgePlan {
    // Ends what a killed purge left to be overwritten, also where the catalogue knows of nothing to purge any more.
    if PendingShred.isThere(in: directory) { try locked {} }
    let versions = try versions().filter { $0.period < limit }
    let sealed = Set(versions.filter(\.isSealed).map(\.period))
    return PurgePlan(versions: versions, refused: sealed.subtracting(named).sorted())
  }

  /// Takes periods away for good: their files are overwritten, what the catalogue knows of them is deleted and overwritten,
  /// kept originals and decisions on persons that nothing else needs go with them. Of each version a line stays in the trail.
  ///
  /// The trail says so before anything is gone; killed on the way, the same purge goes on where it stopped.
  ///
  /// - Throws: `WorkspaceError("purge-sealed")` when the plan has refusals, and others.
  package func purge(_ plan: PurgePlan, by who: String) throws -> PurgePlan {
    guard plan.refused.isEmpty else {
      throw WorkspaceError(
        "purge-sealed", facts: ["period": plan.refused.map(\.description).joined(separator: "、")])
    }
    return try locked {
      var done = plan
      let tombstones = plan.versions.map { version in
        (version, "\(version.isSealed ? "sealed" : "open") sha256 \(fileHash(of: version))")
      }
      let chain = try chain
      let kept = Originals(directory: directory).all.count
      try PendingShred(files: plan.versions.map { "periods/" + $0.fileName }).note(in: directory)
      done.dismissals = try Shredder.erasing(in: cataloguePath) { db in
        try chain.recording(in: db) {
          let at = try AuditTrail.moment(clock, in: db)
          for (version, detail) in tombstones {
            try AuditTrail.addTombstone(of: version, by: who, detail: detail, at: at, in: db)
          }
          for period in Set(plan.versions.map(\.period)) { try forget(period, in: db) }
          return try forgetStrangers(except: plan, in: db)
        }
      }
      try finishShredding()
      done.originals = kept - Originals(directory: directory).all.count
      return done
    }
  }

  private func fileHash(of version: PeriodVersion) -> String {
    version.sha256 ?? ContentHash.ofFile(path(of: version)) ?? "–"
  }

  private func forget(_ period: Period, in db: Database) throws {
    let arguments: StatementArguments = [period.description]
    try db.execute(
      sql: "DELETE FROM submission_event WHERE submission IN (SELECT id FROM submission WHERE period = ?)",
      arguments: arguments)
    for table in ["submission", "expected", "given_explanation", "period"] {
      try db.execute(sql: "DELETE FROM \(table) WHERE period = ?", arguments: arguments)
    }
  }

  /// Deletes the decisions on pairs that no period that stays holds both of, and accepted findings about persons that none holds.
  private func forgetStrangers(except plan: PurgePlan, in db: Database) throws -> Int {
    let pairs = try Row.fetchAll(db, sql: "SELECT * FROM dismissal").map { row in
      [
        Pseudonym(high: row["first_high"], low: row["first_low"]),
        Pseudonym(high: row["second_high"], low: row["second_low"]),
      ]
    }
    let accepted = try Acceptance.persons(in: db)
    guard !pairs.isEmpty || !accepted.isEmpty else { return 0 }
    let gone = Set(plan.versions.map { Workspace.subject($0) })
    var known: Set<Pseudonym> = []
    let wanted = accepted.union(pairs.joined())
    for version in try versionRows(in: db) where !gone.contains(Workspace.subject(version)) {
      known.formUnion(try database(of: version).read { try PersonRows.known(among: wanted, in: $0) })
    }
    let strangers = pairs.filter { !$0.allSatisfy(known.contains) }
    for pair in strangers {
      try db.execute(
        sql: "DELETE FROM dismissal WHERE first_high = ? AND first_low = ? AND second_high = ? AND second_low = ?",
        arguments: [pair[0].high, pair[0].low, pair[1].high, pair[1].low])
    }
    return try strangers.count + Acceptance.forget(accepted.subtracting(known), in: db)
  }

  private func versionRows(in db: Database) throws -> [PeriodVersion] {
    try Row.fetchAll(db, sql: "SELECT period, version, state FROM period ORDER BY period, version").compactMap { row in
      Period(row["period"]).map {
        PeriodVersion(period: $0, number: row["version"], isSealed: row["state"] == "sealed")
      }
    }
  }
}
