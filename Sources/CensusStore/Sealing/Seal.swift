// SPDX-License-Identifier: Apache-2.0

import Foundation
import GRDB

/// One file of the pack or of a report: its path below its folder.
package struct SealedFile: Sendable, Hashable {
  /// Path below its folder, with slashes.
  package var name: String
  /// Its bytes, as they are sealed.
  package var bytes: [UInt8]

  package init(name: String, bytes: [UInt8]) {
    self.name = name
    self.bytes = bytes
  }
}

/// Who seals, and what is to stand in the sealed database beside the period itself.
package struct SealDraft: Sendable {
  /// Who seals, for the seal and the audit trail.
  package var by: String
  /// What is remarked at sealing; empty for nothing.
  package var remark: String
  /// ID of the pack that the period was judged by.
  package var packID: String
  /// Version of the pack.
  package var packVersion: String
  /// `PolicyPack.hash` when it was sealed.
  package var packHash: String
  /// SHA-256 of each file of the workspace that adds to the pack.
  package var overlayHashes: [String]
  /// Every file that the pack's hash goes over, so that the seal can be judged again without the pack.
  package var packFiles: [SealedFile]
  /// Version of the program that seals.
  package var programVersion: String
  /// Why it is sealed even where its file is not as its last writer left it; nil refuses that.
  package var despite: String?

  package init(
    by: String, remark: String, packID: String, packVersion: String, packHash: String, overlayHashes: [String],
    packFiles: [SealedFile],
    programVersion: String, despite: String? = nil
  ) {
    self.by = by
    self.remark = remark
    self.packID = packID
    self.packVersion = packVersion
    self.packHash = packHash
    self.overlayHashes = overlayHashes
    self.packFiles = packFiles
    self.programVersion = programVersion
    self.despite = despite
  }
}

/// 锁定: what a sealed database says of itself.
package struct Seal: Sendable, Hashable {
  /// The quarter, as `2019-Q2`.
  package var period: String
  /// Which version of the quarter.
  package var version: Int
  /// UTC.
  package var at: String
  /// Who sealed it.
  package var by: String
  /// What was remarked; empty for nothing.
  package var remark: String
  /// ID of the pack that it was judged by.
  package var packID: String
  /// Version of the pack.
  package var packVersion: String
  /// `PolicyPack.hash` when it was sealed.
  package var packHash: String
  /// SHA-256 of each file of the workspace that added to the pack.
  package var overlayHashes: [String]
  /// Version of the program that sealed it.
  package var programVersion: String
  /// `PeriodDatabase.snapshotHash` when it was sealed.
  package var snapshotHash: String
  /// Hash of the last entry of the audit trail when it was sealed.
  package var trailHash: String
  /// Why it was sealed although its file was not as its last writer left it; nil where it was.
  package var despite: String?
  /// Of the key that its pseudonyms were made with: tells which key it is and nothing of it.
  package var keyFingerprint: String?
  /// The report it was sealed with, as hashes and figures.
  package var issue: SealedIssue
}

/// The report that a seal vouches for.
package struct SealedIssue: Sendable, Hashable {
  /// SHA-256 of each file, by name.
  package var hashes: [String: String]
  /// Its `indicators.json`: what a program of another version is held against, whose other bytes may differ.
  package var figures: [UInt8]

  package init(hashes: [String: String], figures: [UInt8]) {
    self.hashes = hashes
    self.figures = figures
  }
}

/// The tables of a sealed database that an open one does not have.
enum SealTables {
  /// Copied from the catalogue, so that a sealed database tells by itself what came in.
  private static let copied = [
    "submission", "submission_event", "expected", "given_explanation", "refusal", "acceptance",
  ]
  static let prefix = "seal_"

  static func drop(in db: Database) throws {
    for table in ["seal", "seal_report", "seal_figures", "seal_pack_file"] + copied.map({ "seal_" + $0 }) {
      try db.execute(sql: "DROP TABLE IF EXISTS main.\(table)")
    }
  }

  /// - Parameter db: a connection to the copy that is being sealed, with the catalogue attached.
  static func write(_ seal: Seal, packFiles: [SealedFile], into db: Database) throws {
    try drop(in: db)
    try create(in: db)
    for (name, value) in members(of: seal) {
      try db.execute(sql: "INSERT INTO seal VALUES (?, ?)", arguments: [name, value])
    }
    for (name, hash) in seal.issue.hashes.sorted(by: { $0.key < $1.key }) {
      try db.execute(sql: "INSERT INTO seal_report VALUES (?, ?)", arguments: [name, hash])
    }
    try db.execute(sql: "INSERT INTO seal_figures VALUES (?)", arguments: [Data(seal.issue.figures)])
    for file in packFiles {
      try db.execute(sql: "INSERT INTO seal_pack_file VALUES (?, ?)", arguments: [file.name, Data(file.bytes)])
    }
    try copyCatalogue(of: seal.period, in: db)
  }

  static func create(in db: Database) throws {
    try db.execute(
      sql: """
        CREATE TABLE seal (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
        CREATE TABLE seal_report (name TEXT PRIMARY KEY, sha256 TEXT NOT NULL) WITHOUT ROWID;
        CREATE TABLE seal_figures (bytes BLOB NOT NULL);
        CREATE TABLE seal_pack_file (name TEXT PRIMARY KEY, bytes BLOB NOT NULL);
        """)
  }

  private static func copyCatalogue(of period: String, in db: Database) throws {
    let present = try Set(String.fetchAll(db, sql: "SELECT name FROM catalogue.sqlite_master WHERE type = 'table'"))
    // That of refused files is made with the first one.
    for table in copied where present.contains(table) {
      let condition =
        switch table {
        case "submission_event": "submission IN (SELECT id FROM submission WHERE period = ?)"
        // One given before holds in later periods.
        case "acceptance": "period <= ? AND ended_at IS NULL"
        default: "period = ?"
        }
      try db.execute(
        sql: "CREATE TABLE seal_\(table) AS SELECT * FROM catalogue.\(table) WHERE 0;")
      try db.execute(
        sql: "INSERT INTO seal_\(table) SELECT * FROM catalogue.\(table) WHERE \(condition)", arguments: [period])
    }
  }

  private static func members(of seal: Seal) -> [(String, String)] {
    [
      ("period", seal.period), ("version", String(seal.version)), ("at", seal.at), ("by", seal.by),
      ("remark", seal.remark), ("pack", seal.packID), ("pack-version", seal.packVersion), ("pack-hash", seal.packHash),
      ("overlays", seal.overlayHashes.joined(separator: " ")),
      ("program", seal.programVersion), ("snapshot", seal.snapshotHash), ("trail", seal.trailHash),
    ]
      + [("despite", seal.despite), ("key", seal.keyFingerprint)].compactMap { name, value in value.map { (name, $0) } }
  }

  static func read(_ db: Database) throws -> Seal? {
    guard try db.tableExists("seal") else { return nil }
    let rows = try Row.fetchAll(db, sql: "SELECT name, value FROM seal")
    // A file that was made to look sealed may hold anything.
    let values = Dictionary(rows.map { ($0.text("name"), $0.text("value")) }) { first, _ in first }
    let reports = try Row.fetchAll(db, sql: "SELECT name, sha256 FROM seal_report")
    let figures = try Data.fetchOne(db, sql: "SELECT bytes FROM seal_figures") ?? Data()
    func value(_ name: String) -> String { values[name] ?? "" }
    return Seal(
      period: value("period"), version: Int(value("version")) ?? 0, at: value("at"), by: value("by"),
      remark: value("remark"), packID: value("pack"), packVersion: value("pack-version"), packHash: value("pack-hash"),
      overlayHashes: value("overlays").split(separator: " ").map(String.init),
      programVersion: value("program"), snapshotHash: value("snapshot"), trailHash: value("trail"),
      despite: values["despite"], keyFingerprint: values["key"],
      issue: SealedIssue(
        hashes: Dictionary(reports.map { ($0.text("name"), $0.text("sha256")) }) { first, _ in first },
        figures: Array(figures)))
  }
}

extension PeriodDatabase {
  /// What the seal says; nil for an open period.
  ///
  /// - Throws: `WorkspaceError` where the period's file cannot be read: `workspace-busy`, `workspace-damaged` …
  package func seal() throws -> Seal? { isSealed ? try read(SealTables.read) : nil }

  /// Whether the file holds a seal, whatever the catalogue says.
  func hasSeal() throws -> Bool { try read { try $0.tableExists("seal") } }

  /// What the last writer left in it.
  func token() throws -> String? { try read { try String.fetchOne($0, sql: "SELECT token FROM mark") } }

  /// The files of the pack the period was judged by.
  ///
  /// - Throws: `WorkspaceError` where the period's file cannot be read: `workspace-busy`, `workspace-damaged` … An open
  ///   period has no such table: `workspace-damaged`.
  package func packFiles() throws -> [SealedFile] {
    try read { db in
      try Row.fetchAll(db, sql: "SELECT name, bytes FROM seal_pack_file ORDER BY name").map {
        SealedFile(name: $0[0], bytes: Array($0[1] as Data))
      }
    }
  }
}
