// SPDX-License-Identifier: Apache-2.0

package import CensusModel
import Foundation
import GRDB

// `workspace.sqlite`: the periods and their versions, what came in, when and from whom, what is due, what was explained,
// and the audit trail. Its tables have names of their own: a period's connection attaches it and needs no prefix.

/// A version of a period: the first is opened by an import, each later one by unsealing the one before.
package struct PeriodVersion: Sendable, Hashable {
  package var period: Period
  package var number: Int
  package var isSealed: Bool
  /// SHA-256 of the database file: of a sealed version for ever, of an open one as the last writer left it.
  package var sha256: String?
  /// The change counter of the file when that hash was taken; an open version with another one was changed since.
  var counter: Int?
  package var sealedAt: String?
  package var sealedBy: String?
  package var remark: String?

  var fileName: String { number == 1 ? "\(period).sqlite" : "\(period).v\(number).sqlite" }
}

extension Workspace {
  /// Reads the catalogue. What a killed writer left half done is rolled back first.
  func catalogue<Result>(_ body: (Database) throws -> Result) throws -> Result {
    try WorkspaceError.translating(path: directory) {
      if let trial { return try trial.queue.unsafeReentrantWrite(body) }
      return try Workspace.reading(cataloguePath).read(body)
    }
  }

  /// A connection for reading, which may write only where a journal waits to be rolled back.
  static func reading(_ path: String) throws -> DatabaseQueue {
    var configuration = Configuration()
    configuration.readonly = !FileManager.default.fileExists(atPath: path + "-journal")
    configuration.busyMode = .timeout(5)
    return try DatabaseQueue(path: path, configuration: configuration)
  }

  /// Changes the catalogue alone, in one transaction.
  func changingCatalogue<Result>(_ body: (Database) throws -> Result) throws -> Result {
    try WorkspaceError.translating(path: directory) {
      if let trial { return try trial.queue.write(body) }
      let queue = try Workspace.writing(cataloguePath)
      defer { try? queue.close() }
      return try queue.write(body)
    }
  }

  static func writing(_ path: String) throws -> DatabaseQueue {
    var configuration = Configuration()
    configuration.busyMode = .timeout(5)
    return try DatabaseQueue(path: path, configuration: configuration)
  }

  /// Every version of every period, oldest first.
  package func versions() throws -> [PeriodVersion] {
    try catalogue { db in
      try Row.fetchAll(db, sql: "SELECT * FROM period ORDER BY period, version").compactMap { row in
        Period(row["period"]).map { period in
          PeriodVersion(
            period: period, number: row["version"], isSealed: row["state"] == "sealed", sha256: row["sha256"],
            counter: row["counter"], sealedAt: row["sealed_at"], sealedBy: row["sealed_by"], remark: row["remark"])
        }
      }
    }
  }

  /// The version that counts: the last one. Nil for a period nothing was imported into.
  package func version(of period: Period) throws -> PeriodVersion? { try versions().last { $0.period == period } }

  func path(of version: PeriodVersion) -> String { "\(directory)/periods/\(version.fileName)" }
}
