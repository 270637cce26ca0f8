// SPDX-License-Identifier: Apache-2.0

package import CensusModel
package import Findings
import GRDB

/// A file that was handed in and could not be read: it leaves a trace until one of its name is read.
package struct RefusedFile: Sendable, Hashable {
  /// The unit that handed it in; nil where it named none.
  package var unit: String?
  /// Who handed it in; nil where nobody was named.
  package var by: String?
  /// When it came in, UTC.
  package var at: String
  /// What was found of it, at the place of the file.
  package var finding: Finding

  /// The file as it was named when it was handed in.
  package var file: String { finding.place?.file ?? "" }
}

extension Workspace {
  /// The files refused for a period that nobody handed in anew, in order of name.
  ///
  /// - Throws: `WorkspaceError` where the catalogue cannot be read: `workspace-busy`, `workspace-damaged` …
  package func refusedFiles(of period: Period) throws -> [RefusedFile] {
    try catalogue { try RefusedFile.all(of: period, in: $0, "refusal") }
  }

  /// Notes what was refused, and forgets files of the same unit that were read this time.
  ///
  /// - Parameters:
  ///   - refused: findings at the place of a file.
  ///   - read: names of files that were stored, or are in the period already.
  /// - Throws: `WorkspaceError`.
  package func note(
    refused: [Finding], read: Set<String>, for period: Period, unit: String?, by who: String?
  ) throws {
    let known = try refusedFiles(of: period).filter { $0.unit == unit }
    let gone = known.filter { read.contains($0.file) }
    // What is refused again for the same reason changes nothing.
    let new = refused.filter { finding in
      !known.contains { $0.by == who && $0.file == finding.place?.file && $0.finding.isSameReason(as: finding) }
    }
    guard !new.isEmpty || !gone.isEmpty else { return }
    try locked {
      try changingCatalogue { db in
        if try !db.tableExists("refusal") { try db.execute(sql: Schema.refusalTable) }
        try CoveredTables.coverRefusals(in: db)
        let at = try AuditTrail.moment(clock, in: db)
        for file in read.union(refused.compactMap(\.place?.file)).sorted() {
          try db.execute(
            sql: "DELETE FROM refusal WHERE period = ? AND file = ? AND unit IS ?",
            arguments: [period.description, file, unit])
        }
        for finding in refused {
          try db.execute(
            sql: "INSERT INTO refusal (period, unit, sent_by, at, file, code, facts) VALUES (?, ?, ?, ?, ?, ?, ?)",
            arguments: [
              period.description, unit, who, at, finding.place?.file ?? "", finding.code,
              StoredFinding.encoded(finding.facts),
            ])
        }
        try AuditTrail.add(
          "refuse", by: who, subject: "\(period)", detail: "files: \(refused.count)", at: at, in: db)
      }
    }
  }
}

extension RefusedFile {
  static func all(of period: Period, in db: Database, _ table: String) throws -> [RefusedFile] {
    guard try db.tableExists(table) else { return [] }
    return try Row.fetchAll(
      db, sql: "SELECT * FROM \(table) WHERE period = ? ORDER BY file, unit, id", arguments: [period.description]
    ).map { row in
      let finding = Finding(
        row["code"], at: Place(file: row["file"]), facts: StoredFinding.decoded(row["facts"]) ?? [:])
      return RefusedFile(unit: row["unit"], by: row["sent_by"], at: row["at"], finding: finding)
    }
  }
}

extension Finding {
  fileprivate func isSameReason(as other: Finding) -> Bool { code == other.code && facts == other.facts }
}
