// SPDX-License-Identifier: Apache-2.0

package import CensusModel
import Findings
import Foundation
import GRDB

/// Whose rows are to go.
package enum ErasedPerson: Sendable, Hashable {
  /// The person whose row stands at this address of a file that was handed in.
  case address(file: String, sheet: String?, row: Int)
  /// The person of this pseudonym, as `compare --rows` prints it.
  case pseudonym(Pseudonym)
}

/// Where a person was found.
package struct ErasePlan: Sendable {
  /// The rows of the person in one version of a period.
  package struct Found: Sendable, Hashable {
    /// The version they stand in.
    package var version: PeriodVersion
    /// Rows of sheets that count, and of retired ones.
    package var rows: [PersonRow]
  }

  /// In open periods: these rows go.
  package var open: [Found] = []
  /// In sealed versions: these stay, and somebody has to know.
  package var sealed: [Found] = []
  /// Other rows that are probably the same person, from the open periods' lists of pairs: kind, file and row of each.
  package var probable: [DuplicatePair.Side] = []
  /// Kept originals that hold the person: they go.
  package var originals: Set<String> = []
  var person: Pseudonym?

  /// Rows that go, in all open periods together.
  package var rowCount: Int { open.reduce(0) { $0 + $1.rows.count } }
}

extension Workspace {
  /// Looks for a person in every version of every period.
  ///
  /// - Throws: `WorkspaceError("person-not-found")` when nobody is found; `person-ambiguous` when an address has rows of several.
  package func planErase(_ who: ErasedPerson) throws -> ErasePlan {
    // Ends what a killed erasure left to be overwritten.
    if PendingShred.isThere(in: directory) { try locked {} }
    let person = try person(who)
    var plan = ErasePlan(person: person)
    for version in try versions() {
      let database = try database(of: version)
      let rows = try database.read { try self.rows(of: who, person, in: $0) }
      guard !rows.isEmpty else { continue }
      plan.originals.formUnion(rows.map(\.sha256).filter(Originals(directory: directory).holds))
      guard !version.isSealed else {
        plan.sealed.append(.init(version: version, rows: rows))
        continue
      }
      plan.open.append(.init(version: version, rows: rows))
      plan.probable += try database.duplicatePairs().compactMap { other(in: $0, than: rows) }
    }
    // The period in which the address leads to the person comes last: killed before, the same words find the rest.
    if case .address(let file, _, let row) = who {
      func leads(_ found: ErasePlan.Found) -> Bool { found.rows.contains { $0.file == file && $0.row == row } }
      plan.open = plan.open.filter { !leads($0) } + plan.open.filter(leads)
    }
    guard !plan.open.isEmpty || !plan.sealed.isEmpty else { throw WorkspaceError("person-not-found") }
    return plan
  }

  private func rows(of who: ErasedPerson, _ person: Pseudonym?, in db: Database) throws -> [PersonRow] {
    if let person { return try PersonRows.rows(of: person, in: db) }
    guard case .address(let file, let sheet, let row) = who else { return [] }
    return try PersonRows.rows(file: file, sheet: sheet, row: row, in: db)
  }

  /// The identity behind an address; nil where the row's person is unverifiable: then that row alone is meant.
  private func person(_ who: ErasedPerson) throws -> Pseudonym? {
    guard case .address(let file, let sheet, let row) = who else {
      if case .pseudonym(let person) = who { return person }
      return nil
    }
    let found = try versions().flatMap { version in
      try database(of: version).read { try PersonRows.rows(file: file, sheet: sheet, row: row, in: $0) }
    }
    // A file of one name may have come in again with other people in it.
    guard Set(found.map(\.person)).count <= 1 else {
      throw WorkspaceError("person-ambiguous", facts: ["row": String(row), "file": file])
    }
    return found.first?.person
  }

  private func other(in pair: DuplicatePair, than rows: [PersonRow]) -> DuplicatePair.Side? {
    func isOne(_ side: DuplicatePair.Side) -> Bool {
      rows.contains { $0.file == side.place.file && $0.sheet == side.place.sheet && $0.row == side.place.row }
    }
    if pair.dismissal != nil || isOne(pair.first) == isOne(pair.second) { return nil }
    return isOne(pair.first) ? pair.second : pair.first
  }

  /// Deletes a person's rows from the open periods, with the findings that are about them and the kept originals that hold
  /// them, settles the periods anew and overwrites what was deleted. The trail gets a line that does not say whom.
  ///
  /// - Throws: `WorkspaceError`; what was not deleted by then is as it was.
  package func erase(_ plan: ErasePlan, by who: String, rules: SettlementRules) throws {
    try locked {
      var pending = PendingShred(databases: plan.open.map { "periods/" + $0.version.fileName })
      try pending.note(in: directory)
      try forgetDecisions(on: plan, by: who)
      // Not before the trail says that they go.
      pending.originals = plan.originals.sorted()
      try pending.note(in: directory)
      for found in plan.open {
        // What was planned may have been written anew since.
        try changing(openVersion(of: found.version.period), overwrites: true) { db in
          try delete(found, in: db)
          try Consolidation(db, found.version.period, isFirst: false, rules: rules).settle()
          try DuplicatePairs.markDismissed(db)
          try AuditTrail.add(
            "erase", by: who, subject: found.version.period.description, detail: "rows: \(found.rows.count)",
            at: AuditTrail.moment(clock, in: db), in: db)
        }
      }
      try finishShredding()
    }
  }

  private func delete(_ found: ErasePlan.Found, in db: Database) throws {
    for row in found.rows {
      try db.execute(sql: "DELETE FROM \(row.prefix)\(row.kind.rawValue) WHERE id = ?", arguments: [row.id])
      try db.execute(sql: "UPDATE \(row.prefix)sheet SET records = records - 1 WHERE id = ?", arguments: [row.sheetID])
      for prefix in ["", Schema.retired] {
        try db.execute(
          sql:
            "DELETE FROM \(prefix)finding WHERE computed = 0 AND count = 1 AND file_id = ? AND sheet = ? AND row = ?",
          arguments: [row.fileID, row.sheet, row.row])
      }
      guard let name = row.nameKey else { continue }
      // 书记姓名 of an organisation is the same key; where it stood for this person it says nothing of anybody now.
      for prefix in ["", Schema.retired] {
        try db.execute(
          sql: "UPDATE \(prefix)organisation SET secretary_key = NULL WHERE secretary_key = ?", arguments: [name])
      }
    }
  }

  /// Decisions on pairs and accepted findings name the person by pseudonym; a line of the trail tells what the periods' own do not.
  private func forgetDecisions(on plan: ErasePlan, by who: String) throws {
    let sealed = plan.sealed.map { Workspace.subject($0.version) }
    let chain = try chain
    try Shredder.erasing(in: cataloguePath) { db in
      try chain.recording(in: db) {
        let deleted = try plan.person.map { try deleteDecisions(on: $0, in: db) } ?? 0
        guard deleted > 0 || !plan.originals.isEmpty || !sealed.isEmpty else { return }
        if deleted == 0, try hasSaidSo(who, in: db) { return }
        let kept = sealed.isEmpty ? "" : "; still in sealed: " + sealed.joined(separator: ", ")
        try AuditTrail.add(
          "erase", by: who, subject: "workspace",
          detail: "decisions: \(deleted); originals: \(plan.originals.count); periods: \(plan.open.count)\(kept)",
          at: AuditTrail.moment(clock, in: db), in: db)
      }
    }
  }

  /// Whether the last erasure was killed before it had gone through all its periods: run again, it has told its line.
  private func hasSaidSo(_ who: String, in db: Database) throws -> Bool {
    let ours = try AuditTrail.entries(in: db).reversed().prefix { $0.action == "erase" && $0.who == who }
    guard let place = ours.firstIndex(where: { $0.subject == "workspace" }) else { return false }
    let told = ours[place].detail.components(separatedBy: "periods: ").last.map { $0.prefix(while: \.isNumber) }
    return told.flatMap { Int($0) }.map { ours.distance(from: ours.startIndex, to: place) < $0 } ?? false
  }

  private func deleteDecisions(on person: Pseudonym, in db: Database) throws -> Int {
    try db.execute(
      sql: "DELETE FROM dismissal WHERE (first_high = ? AND first_low = ?) OR (second_high = ? AND second_low = ?)",
      arguments: [person.high, person.low, person.high, person.low])
    return try db.changesCount + Acceptance.forget([person], in: db)
  }
}
