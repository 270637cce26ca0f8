// SPDX-License-Identifier: Apache-2.0

package import CensusModel
import GRDB

/// A file that a batch found in a unit's folder and that counts.
package struct FolderFile: Sendable, Hashable {
  /// Number in its period.
  package var id: Int64
  /// Name of the unit's folder; empty for the files beside the folders.
  package var folder: String
  /// As it is shown to people.
  package var name: String
  /// SHA-256 (hex) of its bytes.
  package var sha256: String
}

extension Workspace {
  /// The files that batches read from folders and that count, in order of arrival; none where the period is not there yet.
  ///
  /// - Throws: `WorkspaceError` where catalogue or period cannot be read: `period-lost`, `workspace-busy` …
  package func folderFiles(of period: Period) throws -> [FolderFile] {
    guard let version = try version(of: period) else { return [] }
    let folders = try catalogue { db in
      try Row.fetchAll(
        db, sql: "SELECT id, folder FROM submission WHERE period = ? AND folder IS NOT NULL",
        arguments: [period.description])
    }
    let byNumber: [Int64: String] = Dictionary(uniqueKeysWithValues: folders.map { ($0[0], $0[1]) })
    return try database(of: version).read { db in
      try Row.fetchAll(
        db,
        sql: """
          SELECT f.id, f.submission, f.name, f.sha256 FROM file AS f
          WHERE EXISTS (SELECT 1 FROM sheet AS s WHERE s.file = f.id) ORDER BY f.id
          """
      ).compactMap { row in
        byNumber[row[1]].map { FolderFile(id: row[0], folder: $0, name: row[2], sha256: row[3]) }
      }
    }
  }

  /// Takes files back that a folder does not hold any more; what they replaced counts again, and the period is settled.
  ///
  /// - Throws: `WorkspaceError` (`period-missing`, `period-sealed` …).
  package func withdraw(
    _ files: [FolderFile], from period: Period, by who: String?, rules: SettlementRules = SettlementRules()
  ) throws {
    guard !files.isEmpty else { return }
    try locked {
      let version = try openVersion(of: period)
      try changing(version) { db in
        let at = try AuditTrail.moment(clock, in: db)
        let register = SubmissionRegister(database: db, period: period, at: at)
        for file in files {
          try db.execute(sql: "UPDATE file SET withdrawn = 1 WHERE id = ?", arguments: [file.id])
        }
        if try ActiveSheets(database: db).synchronise() {
          try Consolidation(db, period, isFirst: false, rules: rules).settle()
          try DuplicatePairs.markDismissed(db)
        }
        let names = files.map(\.name).joined(separator: ", ")
        try register.reviseStates(by: who, why: names)
        try AuditTrail.add(
          "withdraw-files", by: who, subject: period.description, detail: "\(files.count): \(names)", at: at, in: db)
      }
    }
  }
}
