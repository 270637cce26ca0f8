// SPDX-License-Identifier: Apache-2.0

import CensusModel
import Findings
import Foundation
import GRDB
import Testing

@testable import CensusStore

/// What the files of a workspace say of themselves, and that it is asked for.
@Suite struct FormatTests {
  /// When this fails, the tables have changed: raise `Schema.version` unless no release had it yet, and note the fingerprint.
  @Test func theFormatsNumberStandsForItsTables() throws {
    let made = try Schema.fingerprint()
    #expect(made == Schema.fingerprintOfVersion, "the tables of format \(Schema.version) are now \(made)")
  }

  /// A table that is in neither list could be changed in passing.
  @Test func theTrailCoversEveryTable() throws {
    let tables = try DatabaseQueue().write { db in
      try Schema.createCatalogue(db, names: .masked)
      return try String.fetchAll(
        db, sql: "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    }
    #expect(Set(tables) == Set(Schema.covered + Schema.trail))
  }

  /// Whoever changes what was refused, or takes away that the trail covers it, is found; a catalogue of before stays sound.
  @Test func theTrailCoversRefusedFiles() throws {
    let desk = try CommandContext()
    try desk.send([("1", "city")], as: "f.csv", sha: "a")
    let refused = ["a.pdf", "b.pdf"].map { Finding("workbook-document", at: Place(file: $0), facts: ["format": "PDF"]) }
    try desk.workspace.note(refused: refused, read: [], for: desk.quarter, unit: nil, by: "王")
    let catalogue = desk.scratch.path + "/workspace.sqlite"
    func isSound() throws -> Bool {
      try DatabaseQueue(path: catalogue).read { try desk.workspace.chain.fault(in: $0) == nil }
    }
    #expect(try isSound())
    let entries = try desk.workspace.auditTrail().count
    try desk.workspace.note(refused: refused, read: [], for: desk.quarter, unit: nil, by: "王")
    #expect(try desk.workspace.auditTrail().count == entries, "refused again for the same reason")
    for (sql, back) in [
      ("UPDATE refusal SET code = 'x' WHERE file = 'a.pdf'", "UPDATE refusal SET code = 'workbook-document'"),
      (
        "UPDATE refusal SET file = 'c.pdf' WHERE file = 'a.pdf'",
        "UPDATE refusal SET file = 'a.pdf' WHERE file = 'c.pdf'"
      ),
      (
        "UPDATE setting SET name = 'x' WHERE name = 'refusals-covered'",
        "UPDATE setting SET name = 'refusals-covered' WHERE name = 'x'"
      ),
      ("ALTER TABLE refusal RENAME TO gone", "ALTER TABLE gone RENAME TO refusal"),
    ] {
      try shell(sql, catalogue)
      #expect(try !isSound(), "\(sql)")
      try shell(back, catalogue)
      #expect(try isSound(), "\(back)")
    }
    try shell("DELETE FROM refusal", catalogue)
    #expect(try !isSound())
  }

  /// The table of refused files comes with the first of them, and is the program's own.
  @Test func aCatalogueWithARefusedFileIsSound() throws {
    let desk = try CommandContext()
    try desk.send([("1", "city")], as: "f.csv", sha: "a")
    let refused = Finding("not-a-workbook", at: Place(file: "a.pdf"))
    try desk.workspace.note(refused: [refused], read: [], for: desk.quarter, unit: nil, by: nil)
    #expect(try desk.workspace.refusedFiles(of: desk.quarter).map(\.file) == ["a.pdf"])
    #expect(desk.workspace.faultOfCatalogue() == nil)
    try shell("ALTER TABLE refusal ADD COLUMN more TEXT", desk.scratch.path + "/workspace.sqlite")
    #expect(desk.workspace.faultOfCatalogue() != nil)
  }

  @Test(arguments: [(4, "older"), (99, "newer")]) func anotherFormatIsNamed(version: Int, name: String) throws {
    let desk = try CommandContext()
    try desk.send([("1", "city")], as: "f.csv", sha: "a")
    let path = desk.scratch.path
    try shell("PRAGMA user_version = \(version)", path + "/periods/2019-Q2.sqlite")
    let facts = ["period": "2019-Q2", "file": "2019-Q2.sqlite", "value": String(version)]
    #expect(throws: WorkspaceError("period-\(name)", facts: facts)) { try desk.workspace.period(desk.quarter) }
    #expect(throws: WorkspaceError("period-\(name)", facts: facts)) {
      try desk.send([("2", "x")], as: "g.csv", sha: "b")
    }
    try shell("PRAGMA user_version = \(version)", path + "/workspace.sqlite")
    #expect(throws: WorkspaceError("workspace-\(name)", facts: ["path": path, "value": String(version)])) {
      try Workspace.open(at: path)
    }
  }

  /// Before the fifth format the catalogue said its number in a table, and nobody signed the files.
  @Test func theFormatBeforeIsOlder() throws {
    let desk = try CommandContext()
    try desk.send([("1", "city")], as: "f.csv", sha: "a")
    let path = desk.scratch.path
    try shell("PRAGMA user_version = 4; PRAGMA application_id = 0", path + "/periods/2019-Q2.sqlite")
    #expect(FileFormat.of(path + "/periods/2019-Q2.sqlite") == .older(4))
    try shell(
      "INSERT INTO setting VALUES ('version', '4'); PRAGMA user_version = 0; PRAGMA application_id = 0",
      path + "/workspace.sqlite")
    #expect(throws: WorkspaceError("workspace-older", facts: ["path": path, "value": "4"])) {
      try Workspace.open(at: path)
    }
  }

  /// Whoever wrote into the file may have written of organisations that the tree does not have.
  @Test func aReachBeyondTheTreeIsDamage() throws {
    let desk = try CommandContext()
    try desk.send([("1", "city")], as: "f.csv", sha: "a")
    try shell("INSERT INTO coverage VALUES ('member', 1, 99)", desk.scratch.path + "/periods/2019-Q2.sqlite")
    #expect(throws: WorkspaceError("period-damaged", facts: ["period": "2019-Q2"])) {
      try desk.workspace.period(desk.quarter).coverage()
    }
  }

  @Test func aLostAndAForeignFileAreTwoSentences() throws {
    let desk = try CommandContext()
    try desk.send([("1", "city")], as: "f.csv", sha: "a")
    let path = desk.scratch.path + "/periods/2019-Q2.sqlite"
    let facts = ["period": "2019-Q2", "file": "2019-Q2.sqlite"]
    for bytes in [Data(), Data("no database".utf8), Data(count: 8192)] {
      try bytes.write(to: URL(fileURLWithPath: path))
      #expect(throws: WorkspaceError("period-foreign", facts: facts)) { try desk.workspace.period(desk.quarter) }
    }
    try shell("CREATE TABLE person (name)", path, new: true)
    #expect(throws: WorkspaceError("period-foreign", facts: facts)) { try desk.workspace.period(desk.quarter) }
    try FileManager.default.removeItem(atPath: path)
    #expect(throws: WorkspaceError("period-lost", facts: facts)) { try desk.workspace.period(desk.quarter) }
    #expect(throws: WorkspaceError("period-lost", facts: facts)) { try desk.send([("2", "x")], as: "g.csv", sha: "b") }
    try Data("no database".utf8).write(to: URL(fileURLWithPath: desk.scratch.path + "/workspace.sqlite"))
    #expect(throws: WorkspaceError("workspace-foreign", facts: ["path": desk.scratch.path])) {
      try Workspace.open(at: desk.scratch.path)
    }
  }
}

@Suite struct KeyTests {
  private let other = Data((0..<32).map { UInt8($0) })

  @Test(arguments: ["other", "lost", "short"]) func nobodyWorksUnderAnotherKey(kind: String) throws {
    let desk = try CommandContext()
    try desk.send([("1", "city")], as: "f.csv", sha: "a")
    let key = URL(fileURLWithPath: desk.scratch.path + "/workspace.key")
    switch kind {
    case "other": try other.write(to: key)
    case "short": try other.prefix(31).write(to: key)
    default: try FileManager.default.removeItem(at: key)
    }
    let before = try desk.scratch.contents()
    let workspace = try Workspace.open(at: desk.scratch.path)
    let code = kind == "other" ? "workspace-key-other" : "workspace-key"
    let error = WorkspaceError(code, facts: ["path": desk.scratch.path])
    #expect(throws: error) { _ = try workspace.pseudonymiser }
    #expect(throws: error) { try workspace.decide(1, .withdrawn, by: "x", why: nil) }
    #expect(throws: error) { try workspace.audited("test", by: "x", subject: "s") {} }
    #expect(throws: error) { try workspace.faultOfTrail() }
    #expect(workspace.faultOfKey()?.code == code)
    // The lock is a file that every writer makes.
    #expect(try desk.scratch.contents() == before)
  }

  @Test func aKeyThatOthersMayReadIsTold() throws {
    let desk = try CommandContext()
    #expect(desk.workspace.faultOfKey() == nil)
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o644], ofItemAtPath: desk.scratch.path + "/workspace.key")
    #expect(desk.workspace.faultOfKey()?.code == "key-exposed")
  }

  /// It may be the damaged key of saved periods.
  @Test func aShortKeyIsNeverOverwritten() throws {
    let scratch = Scratch()
    try FileManager.default.createDirectory(atPath: scratch.path, withIntermediateDirectories: true)
    let key = scratch.path + "/workspace.key"
    try Data([1, 2, 3]).write(to: URL(fileURLWithPath: key))
    #expect(throws: WorkspaceError.self) { try Workspace.create(at: scratch.path, names: .masked) }
    #expect(FileManager.default.contents(atPath: key) == Data([1, 2, 3]))
  }
}
