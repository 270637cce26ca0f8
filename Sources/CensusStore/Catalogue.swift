// SPDX-License-Identifier: Apache-2.0

package import CensusModel
import Foundation
import GRDB

// `workspace.sqlite`: the periods and their versions, what came in, when and from whom, what is due, what was explained,
// and the audit trail. Its tables have names of their own: a period's connection attaches it and needs no prefix.

/// A version of a period: the first is opened by an import, each later one by unsealing the one before.
package struct PeriodVersion: Sendable, Hashable {
  /// The quarter whose records it holds.
  package var period: Period
  /// 1 for the first; each opening of a sealed version adds one.
  package var number: Int
  /// Whether it is sealed; nothing writes to it any more then.
  package var isSealed: Bool
  /// SHA-256 of the database file: of a sealed version for ever, of an open one as the last writer left it.
  package var sha256: String?
  /// The change counter of the file as the last writer left it.
  var counter: Int?
  /// What the last writer left in the catalogue and in the file, in one transaction.
  var token: String?
  /// Keyed hash of `sha256`, `counter` and `token`.
  var mark: String?
  /// Why it was sealed although its file was not as its last writer left it; told for ever.
  package var despite: String?
  /// When it was sealed, UTC; nil for an open version.
  package var sealedAt: String?
  /// Who sealed it; nil for an open version.
  package var sealedBy: String?
  /// What was remarked at sealing; nil for an open version.
  package var remark: String?

  /// Nil for a row that names no period.
  init?(_ row: Row) {
    guard let period = Period(row.text("period")) else { return nil }
    self.init(
      period: period, number: Int(row.number("version") ?? 0), isSealed: row.text("state") == "sealed",
      sha256: row.optionalText("sha256"), counter: row.number("counter").map { Int($0) },
      token: row.optionalText("token"), mark: row.optionalText("mark"), despite: row.optionalText("despite"),
      sealedAt: row.optionalText("sealed_at"), sealedBy: row.optionalText("sealed_by"),
      remark: row.optionalText("remark"))
  }

  init(
    period: Period, number: Int, isSealed: Bool, sha256: String? = nil, counter: Int? = nil, token: String? = nil,
    mark: String? = nil, despite: String? = nil, sealedAt: String? = nil, sealedBy: String? = nil,
    remark: String? = nil
  ) {
    self.period = period
    self.number = number
    self.isSealed = isSealed
    self.sha256 = sha256
    self.counter = counter
    self.token = token
    self.mark = mark
    self.despite = despite
    self.sealedAt = sealedAt
    self.sealedBy = sealedBy
    self.remark = remark
  }

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
    configuration.busyMode = .timeout(readerPatience)
    return try DatabaseQueue(path: path, configuration: configuration)
  }

  /// How long a reader waits for a writer and a writer for readers, in seconds: an import of a large period keeps its file to
  /// itself from the moment its pages do not fit into the cache any more until it is done.
  static let readerPatience = 900.0

  /// Changes the catalogue alone, in one transaction; what `body` adds to the audit trail joins the chain.
  ///
  /// - Throws: `WorkspaceError("catalogue-changed")` where somebody tampered with the catalogue before, `workspace-key` …
  func changingCatalogue<Result>(_ body: (Database) throws -> Result) throws -> Result {
    let chain = try chain
    return try WorkspaceError.translating(path: directory) {
      if let trial { return try trial.queue.write { db in try chain.recording(in: db) { try body(db) } } }
      let queue = try Workspace.writing(cataloguePath)
      defer { try? queue.close() }
      return try queue.write { db in try chain.recording(in: db) { try body(db) } }
    }
  }

  static func writing(_ path: String) throws -> DatabaseQueue {
    var configuration = Configuration()
    configuration.busyMode = .timeout(readerPatience)
    return try DatabaseQueue(path: path, configuration: configuration)
  }

  /// Every version of every period, oldest first.
  ///
  /// - Throws: `WorkspaceError` where the catalogue cannot be read: `workspace-busy`, `workspace-damaged` …
  package func versions() throws -> [PeriodVersion] {
    try catalogue { db in
      try Row.fetchAll(db, sql: "SELECT * FROM period ORDER BY period, version").compactMap(PeriodVersion.init)
    }
  }

  /// The version that counts: the last one. Nil for a period nothing was imported into.
  ///
  /// - Throws: `WorkspaceError` where the catalogue cannot be read: `workspace-busy`, `workspace-damaged` …
  package func version(of period: Period) throws -> PeriodVersion? { try versions().last { $0.period == period } }

  func path(of version: PeriodVersion) -> String { "\(directory)/periods/\(version.fileName)" }
}
