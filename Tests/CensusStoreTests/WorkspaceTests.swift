// SPDX-License-Identifier: Apache-2.0

import CensusModel
import CensusStore
import Crypto
import Findings
import Foundation
import Testing

/// A workspace in a folder of its own that goes away with it.
struct Scratch: ~Copyable {
  let path = FileManager.default.temporaryDirectory.appendingPathComponent("store-" + UUID().uuidString).path

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// Every file below it with its bytes.
  func contents() throws -> [String: Data] {
    var files: [String: Data] = [:]
    let entries = FileManager.default.enumerator(atPath: path)?.compactMap { $0 as? String } ?? []
    for entry in entries { files[entry] = FileManager.default.contents(atPath: path + "/" + entry) }
    return files
  }
}

private let quarter = Period("2019-Q2")!
private struct Interrupted: Error {}

/// Organisations by code, name and parent, as one file.
private func store(
  _ organisations: [(String, String, String)], sha: String, in workspace: Workspace, fails: Bool = false,
  intent: SubmissionDraft.Intent = .told
) throws -> FileOutcome {
  try workspace.importing(into: quarter, submission: SubmissionDraft(unit: nil, by: "tester", intent: intent)) {
    session in
    let draft = FileDraft(
      name: sha + ".xml", sha256: sha, format: "spreadsheetml-2003", encoding: "utf-8", byteCount: 1)
    let outcome = try session.file(draft) { sink in
      let sheet = RecognisedSheet(index: 0, name: "s", kind: .organisation, headerRows: 1...1, headings: [])
      try sink.recognised(sheet)
      var batch = RecordBatch(FormerSchemas.five[.organisation])
      for (index, entry) in organisations.enumerated() { add(entry, row: index + 2, to: &batch) }
      try sink.take(batch, sheet: sheet)
    }
    if fails { throw Interrupted() }
    return outcome
  }
}

private func add(_ entry: (String, String, String), row: Int, to batch: inout RecordBatch) {
  var slots = [Slot](repeating: .null, count: batch.columnCount)
  for (column, text) in [("code", entry.0), ("full_name", entry.1), ("parent", entry.2)] where !text.isEmpty {
    slots[batch.schema.index(of: column) ?? 0] = .text(start: UInt32(batch.bytes.count), length: UInt32(text.utf8.count))
    batch.bytes += Array(text.utf8)
  }
  batch.slots += slots
  batch.sheetRows.append(Int32(row))
}

@Suite struct WorkspaceTests {
  /// The pseudonym is the HMAC-SHA-256 of RFC 2104 as the library has it, over domain and text, cut to 128 bits.
  @Test func pseudonymsAreTheLibrarysHMAC() throws {
    let scratch = Scratch()
    let workspace = try Workspace.made(at: scratch.path)
    let key = try Data(contentsOf: URL(fileURLWithPath: scratch.path + "/workspace.key"))
    for text in ["", "330203199003070012", String(repeating: "长", count: 100)] {
      let code = HMAC<SHA256>.authenticationCode(for: [7] + Array(text.utf8), using: SymmetricKey(data: key))
      let expected = Array(code.prefix(16))
      let made = try Array(text.utf8).withUnsafeBytes { try workspace.pseudonymiser.pseudonym(of: $0, domain: 7) }
      let bytes = [made.high, made.low].flatMap { number in withUnsafeBytes(of: number.bigEndian, Array.init) }
      #expect(bytes == expected)
    }
  }

  @Test func theKeyIsTheOwnersAlone() throws {
    let scratch = Scratch()
    _ = try Workspace.create(at: scratch.path, names: .masked)
    let attributes = try FileManager.default.attributesOfItem(atPath: scratch.path + "/workspace.key")
    #expect(attributes[.posixPermissions] as? Int == 0o600)
    #expect(throws: WorkspaceError.self) { try Workspace.create(at: scratch.path, names: .masked) }
  }

  @Test func aMissingWorkspaceOrKeySaysSo() throws {
    let scratch = Scratch()
    #expect(throws: WorkspaceError("workspace-missing", facts: ["path": scratch.path])) {
      try Workspace.open(at: scratch.path)
    }
    let workspace = try Workspace.made(at: scratch.path)
    try FileManager.default.removeItem(atPath: scratch.path + "/workspace.key")
    #expect(throws: WorkspaceError("workspace-key", facts: ["path": scratch.path])) { try workspace.pseudonymiser }
  }

  @Test func pseudonymsDependOnTextDomainAndKey() throws {
    let first = Scratch()
    let second = Scratch()
    let one = try Workspace.create(at: first.path, names: .masked).pseudonymiser
    let two = try Workspace.create(at: second.path, names: .masked).pseudonymiser
    let text = Array("330203200501011238".utf8)
    text.withUnsafeBytes { text in
      #expect(one.pseudonym(of: text, domain: 1) == one.pseudonym(of: text, domain: 1))
      #expect(one.pseudonym(of: text, domain: 1) != one.pseudonym(of: text, domain: 2))
      #expect(one.pseudonym(of: text, domain: 1) != two.pseudonym(of: text, domain: 1))
    }
  }
}

@Suite struct ImportTests {
  @Test func anInterruptedImportLeavesEverythingAsItWas() throws {
    let scratch = Scratch()
    let workspace = try Workspace.made(at: scratch.path)
    let before = try scratch.contents()
    #expect(throws: Interrupted.self) { try store([("1", "city", "")], sha: "a", in: workspace, fails: true) }
    #expect(try scratch.contents() == before)
    _ = try store([("1", "city", "")], sha: "a", in: workspace)
    let stored = try scratch.contents()
    #expect(throws: Interrupted.self) { try store([("2", "x", "1")], sha: "b", in: workspace, fails: true) }
    #expect(try scratch.contents() == stored)
  }

  /// What a killed first import leaves behind is no period, and the next import goes through.
  @Test func aKilledFirstImportIsAsIfItNeverWas() throws {
    let scratch = Scratch()
    let workspace = try Workspace.made(at: scratch.path)
    try Data().write(to: URL(fileURLWithPath: scratch.path + "/periods/2019-Q2.sqlite"))
    #expect(try workspace.periods == [])
    #expect(throws: WorkspaceError.self) { try workspace.period(quarter) }
    #expect(try store([("1", "city", "")], sha: "a", in: workspace) == .stored)
    #expect(try workspace.periods == [quarter])
  }

  @Test func theSameBytesTwiceChangeNothing() throws {
    let scratch = Scratch()
    let workspace = try Workspace.made(at: scratch.path)
    #expect(try store([("1", "city", "")], sha: "a", in: workspace) == .stored)
    let stored = try scratch.contents()
    #expect(try store([("1", "city", "")], sha: "a", in: workspace) == .unchanged)
    #expect(try scratch.contents() == stored)
    #expect(try workspace.submissions(of: quarter).count == 1)
  }

  @Test func organisationsAreNumberedInPreorderWhateverTheOrderOfRows() throws {
    let rows = [("12", "b", "city"), ("111", "a1", "11"), ("1", "city", ""), ("11", "a", "1"), ("121", "b1", "b")]
    for order in [rows, rows.reversed()] {
      let scratch = Scratch()
      let workspace = try Workspace.made(at: scratch.path)
      _ = try store(order, sha: "a", in: workspace)
      let tree = try workspace.period(quarter).organisationTree()
      #expect(tree.nodes.map(\.code) == ["1", "11", "111", "12", "121"])
      #expect(tree.nodes.map(\.last) == [4, 2, 2, 4, 4])
      #expect(tree.children(of: 0) == [1, 3])
    }
  }

  @Test func aCircleIsCutAndSaid() throws {
    let scratch = Scratch()
    let workspace = try Workspace.made(at: scratch.path)
    _ = try store(
      [
        ("1", "city", ""), ("2", "a", "3"), ("3", "b", "2"), ("4", "c", "nowhere"), ("5", "d", "1"), ("6", "e", "1"),
        ("7", "f", "7"), ("8", "g", ""),
      ], sha: "a", in: workspace)
    let database = try workspace.period(quarter)
    #expect(try database.organisationTree().nodes.count == 8)
    #expect(try database.organisationTree().subtree(of: 0) == 0...2)
    let expected = [
      "organisation-cycle", "organisation-own-parent", "organisation-parent-missing", "organisation-parent-unknown",
    ]
    #expect(try database.findings().map(\.code).sorted() == expected)
  }

  @Test func twoFilesThatContradictEachOtherNameBothPlaces() throws {
    let scratch = Scratch()
    let workspace = try Workspace.made(at: scratch.path)
    _ = try store([("1", "city", "")], sha: "a", in: workspace)
    _ = try store([("1", "town", "")], sha: "b", in: workspace, intent: .adds)
    let finding = try #require(try workspace.period(quarter).findings().first)
    #expect(finding.code == "organisation-contradiction")
    #expect(finding.place?.file == "a.xml")
    #expect(finding.related.first?.file == "b.xml")
    #expect(try workspace.period(quarter).organisationTree().nodes.map(\.name) == ["town"])
  }
}
