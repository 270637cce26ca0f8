// SPDX-License-Identifier: Apache-2.0

import CensusModel
import Foundation
import GRDB
import Intake
import Pipeline
import Reports
import Results
import TestSupport
import Testing

@testable import CensusStore

private let (first, second) = (Period("2019-Q1")!, Period("2019-Q2")!)

/// A workspace with a sealed quarter and one that was sealed, opened again and corrected; every table of the catalogue holds
/// something. Each tampering gets a copy.
private struct Scene {
  // No test changes it.
  nonisolated(unsafe) private static let shared = Result { try Scene(seed: 91) }
  let city: City

  /// One for all tests, none of which changes the original.
  static var made: Scene { get throws { try shared.get() } }

  private init(seed: UInt64) throws {
    city = try City(seed: seed, members: 120)
    atexit {
      if case .success(let scene) = Scene.shared { try? FileManager.default.removeItem(atPath: scene.city.folder) }
    }
    let workspace = try city.context.workspace()
    try workspace.expect(
      [ExpectedSheet(unit: "330203", kind: .member, due: nil), ExpectedSheet(unit: "330205", kind: .cadre, due: nil)],
      for: second, by: "王")
    try city.seal(first)
    try city.explainEverything(second)
    try workspace.add(GivenExplanation(unit: "330203", measure: "counted-members", text: "x", by: "李"), to: second)
    try city.seal(second)
    try FileManager.default.copyItem(atPath: city.folder + "/ws", toPath: city.folder + "/earlier")
    _ = try workspace.unseal(second, by: "王", reason: "a list was short")
    _ = try ImportRun(context: city.context, period: second).run([city.shortened()])
    try workspace.audited("waiver", by: "王", subject: "x") {}
  }

  var original: String { city.folder + "/ws" }
  var earlier: String { city.folder + "/earlier" }

  func copy() throws -> String {
    let path = "\(city.folder)/copy-\(UUID().uuidString)"
    try FileManager.default.copyItem(atPath: original, toPath: path)
    return path
  }

  /// What is not sound; nil where nothing is.
  func faults(_ workspace: String, expected: String? = nil) throws -> [VerifyLine] {
    var context = city.context
    context.workspaceDirectory = workspace
    var run = VerifyRun(context: context, programVersion: "test", expected: expected)
    run.issuesReports = false
    return try run.lines().filter { $0.state == .broken }
  }

  /// Whether `verify` finds something, or says why it cannot look.
  func isNoticed(_ workspace: String) -> Bool {
    do { return try !faults(workspace).isEmpty } catch { return true }
  }

  /// Tries something on a copy.
  func tamper(_ name: String, _ body: (String) throws -> Void) throws {
    let workspace = try copy()
    defer { try? FileManager.default.removeItem(atPath: workspace) }
    try body(workspace)
    #expect(isNoticed(workspace), "\(name) passes unnoticed")
  }
}

private func shell(_ sql: String, _ path: String) throws {
  try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
  var configuration = Configuration()
  configuration.foreignKeysEnabled = false
  let queue = try DatabaseQueue(path: path, configuration: configuration)
  try queue.inDatabase { try $0.execute(sql: sql) }
  try queue.close()
}

/// Every value of every row, in order of table and row.
private func content(_ path: String) throws -> [String] {
  try DatabaseQueue(path: path).read { db in
    let tables = try Row.fetchAll(db, sql: "SELECT name, sql FROM sqlite_master ORDER BY name").map { "\($0)" }
    return try tables
      + String.fetchAll(
        db, sql: "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
      ).flatMap { table in try Row.fetchAll(db, sql: "SELECT * FROM \(table)").map { "\(table) \($0)" } }
  }
}

@Suite struct TamperingTests {
  /// Each column of each table changed, each table's first and last row removed, a row put in.
  @Test func whateverIsChangedInTheCatalogueIsFound() throws {
    let scene = try Scene.made
    #expect(try scene.faults(scene.original) == [])
    var tried = 0
    for (name, sql) in try changes(scene.original + "/workspace.sqlite") {
      try scene.tamper(name) { try shell(sql, $0 + "/workspace.sqlite") }
      tried += 1
    }
    print("tamperings of the catalogue tried: \(tried)")
    #expect(tried > 77)
  }

  private func changes(_ path: String) throws -> [(name: String, sql: String)] {
    try DatabaseQueue(path: path).read { db in
      var changes: [(String, String)] = []
      for table in Schema.covered + Schema.trail {
        let count = try Int.fetchOne(db, sql: "SELECT COUNT(*) FROM \(table)") ?? 0
        guard count > 0 else { continue }
        let columns = try db.columns(in: table).map(\.name)
        let key = table == "dismissal" ? "first_high" : "rowid"
        for column in columns {
          for end in ["MIN", "MAX"] {
            changes.append(
              (
                "\(table).\(column) \(end)",
                """
                UPDATE OR REPLACE \(table) SET \(column) = CASE typeof(\(column)) WHEN 'integer' THEN \(column) + 1000
                  ELSE COALESCE(\(column), '') || '0' END WHERE \(key) = (SELECT \(end)(\(key)) FROM \(table))
                """
              ))
          }
        }
        for end in ["MIN", "MAX"] {
          changes.append(
            ("\(table) row \(end)", "DELETE FROM \(table) WHERE \(key) = (SELECT \(end)(\(key)) FROM \(table))"))
        }
        changes.append(("\(table) emptied", "DELETE FROM \(table)"))
      }
      return changes + [
        ("state flipped", "UPDATE period SET state = 'open' WHERE period = '2019-Q1'"),
        ("open called sealed", "UPDATE period SET state = 'sealed' WHERE period = '2019-Q2' AND version = 2"),
        ("seal row removed", "DELETE FROM period WHERE period = '2019-Q2' AND version = 1"),
        ("new version removed", "DELETE FROM period WHERE version = 2"), ("no periods", "DELETE FROM period"),
        ("trail cut", "DELETE FROM audit WHERE id = (SELECT MAX(id) FROM audit)"),
        ("trail cut, head too", "DELETE FROM audit WHERE id > 3; UPDATE trail_head SET entries = 3"),
        ("a table more", "CREATE TABLE other (x)"), ("a column more", "ALTER TABLE submission ADD COLUMN x"),
        ("a trigger", "CREATE TRIGGER t AFTER INSERT ON audit BEGIN DELETE FROM audit; END"),
        ("a row more", "INSERT INTO expected VALUES ('2019-Q2', '330206', 'member', NULL)"),
      ]
    }
  }

  @Test func whateverBytesAreFlippedInTheCatalogueAreFound() throws {
    let scene = try Scene.made
    var state = RandomSeed.of("byte flips")
    func random(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int((state >> 33) % UInt64(bound))
    }
    let bytes = try Data(contentsOf: URL(fileURLWithPath: scene.original + "/workspace.sqlite"))
    let known = try content(scene.original + "/workspace.sqlite")
    let workspace = try scene.copy()
    let path = workspace + "/workspace.sqlite"
    var (changed, harmless) = (0, 0)
    while changed < 80, harmless < 900 {
      var flipped = bytes
      let offset = random(bytes.count)
      flipped[offset] ^= UInt8(1 << random(8))
      try flipped.write(to: URL(fileURLWithPath: path))
      if (try? content(path)) == known {
        harmless += 1
        continue
      }
      changed += 1
      #expect(scene.isNoticed(workspace), "byte \(offset) passes unnoticed")
    }
    print("byte flips that changed something: \(changed), that changed nothing: \(harmless)")
    #expect(changed >= 60)
  }

  /// Everything that can be done to the files of an open and of a sealed version.
  @Test(arguments: ["2019-Q2.v2.sqlite", "2019-Q2.sqlite", "2019-Q1.sqlite"])
  func whateverIsDoneToAPeriodIsFound(file: String) throws {
    let scene = try Scene.made
    let tables = try content(scene.original + "/periods/" + file).compactMap { $0.split(separator: " ").first }
    for table in Set(tables.map(String.init)).sorted() where !table.hasPrefix("[") {
      try scene.tamper("\(file) \(table) emptied") { try shell("DELETE FROM \(table)", "\($0)/periods/\(file)") }
    }
    for sql in [
      "UPDATE member SET counted = 0 WHERE id % 2 = 0", "DELETE FROM file WHERE id = 1", "VACUUM",
      "PRAGMA user_version = 4", "PRAGMA user_version = 99",
      "CREATE TABLE IF NOT EXISTS seal (name TEXT, value TEXT); CREATE TABLE x (y)",
      "DROP TABLE mark", "UPDATE mark SET token = 'x'", "DROP TABLE IF EXISTS seal",
    ] where !(file.contains("v2") && sql.hasPrefix("DROP TABLE IF EXISTS")) {
      try scene.tamper("\(file) \(sql)") { try shell(sql, "\($0)/periods/\(file)") }
    }
    let replacements: [(String, (Data) -> Data?)] = [
      ("emptied", { _ in Data() }), ("cut", { $0.dropLast(4096) }), ("longer", { $0 + Data(count: 4096) }),
      ("foreign", { _ in Data("no database".utf8) }), ("removed", { _ in nil }),
    ]
    for (name, change) in replacements {
      try scene.tamper("\(file) \(name)") { workspace in
        let url = URL(fileURLWithPath: "\(workspace)/periods/\(file)")
        let bytes = try Data(contentsOf: url)
        try FileManager.default.removeItem(at: url)
        try change(bytes)?.write(to: url)
      }
    }
    for other in ["2019-Q1.sqlite", "2019-Q2.sqlite", "2019-Q2.v2.sqlite"] where other != file {
      try scene.tamper("\(file) replaced by \(other)") { workspace in
        try FileManager.default.removeItem(atPath: "\(workspace)/periods/\(file)")
        try FileManager.default.copyItem(
          atPath: "\(workspace)/periods/\(other)", toPath: "\(workspace)/periods/\(file)")
      }
    }
  }

  /// A hand-made change is told from a writer that was killed: even where the catalogue knows no hash.
  @Test func aKilledWriterIsToldFromAHandMadeChange() throws {
    let scene = try Scene.made
    let file = "/periods/2019-Q2.v2.sqlite"
    let workspace = try scene.copy()
    var store = try Workspace.open(at: workspace)
    // What a writer leaves that is killed after its transaction.
    try leave(&store)
    var version = try #require(try store.version(of: second))
    #expect(try store.check(version).state == .stopped)
    #expect(try scene.faults(workspace) == [])
    try shell("UPDATE member SET counted = 0", workspace + file)
    #expect(try store.check(version).faults.map(\.code) == ["written"])
    try shell("DELETE FROM member WHERE id = (SELECT MIN(id) FROM member)", workspace + file)
    #expect(try store.check(version).faults.map(\.code) == ["written", "rows"])
    version.mark = nil
    #expect(try store.check(version).faults.first?.code == "mark")
  }

  private func leave(_ store: inout Workspace) throws {
    let version = try #require(try store.version(of: second))
    let chain = try store.chain
    let queue = try Workspace.writing(store.path(of: version))
    try queue.inDatabase { db in
      try db.execute(sql: "ATTACH DATABASE ? AS catalogue", arguments: [store.cataloguePath])
      try db.inTransaction(.immediate) {
        let counter = StoreFiles.changeCounter(store.path(of: version))
        try PeriodMark.begin(version, after: counter, chain, in: db).leave(in: db)
        try AuditTrail.add("test", by: "x", subject: "s", at: AuditTrail.moment(store.clock, in: db), in: db)
        try chain.close(in: db)
        return .commit
      }
    }
    try queue.close()
  }

  /// An older copy of one file, of the catalogue, and of all: the last is found by who kept the head.
  @Test func anOlderCopyIsFound() throws {
    let scene = try Scene.made
    let head = try #require(try Workspace.open(at: scene.original).trailHead())
    let kept = try #require(try Workspace.open(at: scene.earlier).trailHead())
    try scene.tamper("older catalogue") { workspace in
      try FileManager.default.removeItem(atPath: workspace + "/workspace.sqlite")
      try FileManager.default.copyItem(
        atPath: scene.earlier + "/workspace.sqlite", toPath: workspace + "/workspace.sqlite")
      // The file of the version that it does not know of.
      #expect(try scene.faults(workspace).contains { $0.subject == .stray && $0.detail.contains("2019-Q2.v2.sqlite") })
    }
    #expect(try scene.faults(scene.earlier) == [])
    #expect(try scene.faults(scene.original, expected: kept) == [])
    #expect(try scene.faults(scene.original, expected: head) == [])
    #expect(try scene.faults(scene.earlier, expected: head).map(\.subject) == [.head])
  }

  /// Strays are named, and nothing takes them away in passing.
  @Test func noCommandRemovesASeal() throws {
    let scene = try Scene.made
    let workspace = try scene.copy()
    let sealed = try Data(contentsOf: URL(fileURLWithPath: workspace + "/periods/2019-Q1.sqlite"))
    // Rows removed and the catalogue's guard with them, as its owner could.
    let store = try Workspace.open(at: workspace)
    try store.changingCatalogue { db in
      try db.execute(sql: "DELETE FROM period WHERE period = '2019-Q1'")
      try AuditTrail.add("test", by: "x", subject: "s", at: AuditTrail.moment(store.clock, in: db), in: db)
    }
    var context = scene.city.context
    context.workspaceDirectory = workspace
    #expect(throws: WorkspaceError("period-stray", facts: ["file": "2019-Q1.sqlite"])) {
      try ImportRun(context: context, period: first).run(["\(scene.city.folder)/in/\(first)"])
    }
    #expect(try Data(contentsOf: URL(fileURLWithPath: workspace + "/periods/2019-Q1.sqlite")) == sealed)
    #expect(try Set(scene.faults(workspace).map(\.subject)) == [.seals, .stray])

    // The catalogue calls it open: the file does not.
    let other = try scene.copy()
    let second = try Workspace.open(at: other)
    try second.changingCatalogue { db in
      try db.execute(sql: "UPDATE period SET state = 'open' WHERE period = '2019-Q1'")
      try AuditTrail.add("test", by: "x", subject: "s", at: AuditTrail.moment(second.clock, in: db), in: db)
    }
    context.workspaceDirectory = other
    for body in [
      { _ = try ImportRun(context: context, period: first).run([scene.city.folder + "/again"]) },
      { _ = try PeriodCensus(context: context, period: first) },
    ] {
      let error = #expect(throws: WorkspaceError.self) { try body() }
      #expect(error?.code == "seal-unknown")
    }
    #expect(try Data(contentsOf: URL(fileURLWithPath: other + "/periods/2019-Q1.sqlite")) == sealed)
    #expect(try Set(scene.faults(other).map(\.subject)).isSuperset(of: [.seals, .file]))
  }

  /// A change on top of a tampered catalogue would cover it up.
  @Test func nobodyWritesOverATamperedCatalogue() throws {
    let scene = try Scene.made
    let workspace = try scene.copy()
    try shell("UPDATE submission SET sent_by = 'somebody' WHERE id = 1", workspace + "/workspace.sqlite")
    let store = try Workspace.open(at: workspace)
    let error = WorkspaceError("catalogue-changed", facts: ["reason": "tables"])
    #expect(throws: error) { try store.audited("test", by: "x", subject: "s") {} }
    let last = try #require(try store.submissions(of: second).last?.number)
    #expect(throws: error) { try store.decide(last, .withdrawn, by: "x", why: nil) }
    #expect(throws: error) { try store.expect([], for: second, by: "x") }
  }
}
