// SPDX-License-Identifier: Apache-2.0

import CensusModel
import Foundation
import Testing

@testable import CensusStore

/// What SQLite leaves beside the databases when a writer is killed while it commits to both.
@Suite struct SuperJournalTests {
  private static func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }

  @Test func oneThatNoJournalNamesGoesWithTheNextWriter() throws {
    let scratch = Scratch()
    let workspace = try Workspace.made(at: scratch.path)
    let strays = ["/workspace.sqlite-mj0A1B2C93D", "/periods/2019-Q2.sqlite-mjFFFFFF900"].map { scratch.path + $0 }
    // Neither is a super-journal of SQLite.
    let others = ["/workspace.sqlite-mj", "/periods/notes-mjFFFFFF100"].map { scratch.path + $0 }
    for path in strays + others { try Data("/elsewhere-journal\0".utf8).write(to: URL(fileURLWithPath: path)) }
    // A reader takes nothing away.
    _ = try workspace.versions()
    #expect(strays.allSatisfy(Self.exists))
    try workspace.audited("test", by: "tester", subject: "s") {}
    #expect(!strays.contains(where: Self.exists))
    #expect(others.allSatisfy(Self.exists))
  }

  /// Without its super-journal a journal counts as committed: the half-done change would stay.
  @Test func oneThatAJournalNamesGoesAfterTheRollBack() throws {
    let scratch = Scratch()
    let workspace = try Workspace.made(at: scratch.path)
    try workspace.audited("before", by: "tester", subject: "s") {}
    let catalogue = URL(fileURLWithPath: scratch.path + "/workspace.sqlite")
    let journal = URL(fileURLWithPath: catalogue.path + "-journal")
    let superJournal = URL(fileURLWithPath: scratch.path + "/periods/2019-Q2.sqlite-mj0A1B2C93D")
    let old = try Data(contentsOf: catalogue)
    try workspace.audited("half done", by: "tester", subject: "s") {}
    try Data((journal.path + "\0").utf8).write(to: superJournal)
    try Self.journal(of: old, naming: superJournal.path).write(to: journal)
    try workspace.audited("after", by: "tester", subject: "s") {}
    #expect(!Self.exists(superJournal.path) && !Self.exists(journal.path))
    #expect(try workspace.auditTrail().map(\.action) == ["before", "after"])
  }

  /// Until a journal is synced its first byte is nought and its database untouched: SQLite leaves it to the next writer of it.
  @Test func oneBesideAJournalThatWasNeverSyncedGoes() throws {
    let scratch = Scratch()
    let workspace = try Workspace.made(at: scratch.path)
    let period = scratch.path + "/periods/2019-Q2.sqlite"
    try FileManager.default.copyItem(atPath: scratch.path + "/workspace.sqlite", toPath: period)
    try Data(count: 5000).write(to: URL(fileURLWithPath: period + "-journal"))
    try Data((period + "-journal\0").utf8).write(to: URL(fileURLWithPath: period + "-mj0A1B2C93D"))
    try workspace.audited("test", by: "tester", subject: "s") {}
    #expect(!Self.exists(period + "-mj0A1B2C93D"))
  }

  /// A journal that cannot be rolled back, of a database that is no database, keeps every super-journal.
  @Test func nothingGoesWhileAJournalIsLeft() throws {
    let scratch = Scratch()
    let workspace = try Workspace.made(at: scratch.path)
    let broken = scratch.path + "/periods/2019-Q1.sqlite"
    let superJournal = scratch.path + "/periods/2019-Q2.sqlite-mj0A1B2C93D"
    for path in [broken, broken + "-journal", superJournal] {
      try Data(repeating: 0x41, count: 5000).write(to: URL(fileURLWithPath: path))
    }
    // SQLite may not touch it either: a folder where the journal should be.
    try FileManager.default.removeItem(atPath: broken + "-journal")
    try FileManager.default.createDirectory(atPath: broken + "-journal", withIntermediateDirectories: true)
    try workspace.audited("test", by: "tester", subject: "s") {}
    #expect(Self.exists(superJournal) && Self.exists(broken + "-journal"))
  }

  /// A rollback journal that holds every page of `database` and names a super-journal (SQLite file format, section 3).
  private static func journal(of database: Data, naming superJournal: String) -> Data {
    func word(_ value: Int) -> [UInt8] { [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) } }
    let bytes = Array(database)
    let size = Int(bytes[16]) << 8 | Int(bytes[17])
    let pages = bytes.count / size
    let magic: [UInt8] = [0xd9, 0xd5, 0x05, 0xf9, 0x20, 0xa1, 0x63, 0xd7]
    var journal = magic + word(pages) + word(0) + word(pages) + word(512) + word(size)
    journal += [UInt8](repeating: 0, count: 512 - journal.count)
    for page in 0..<pages {
      let content = bytes[page * size..<(page + 1) * size]
      let sum = stride(from: size - 200, to: 0, by: -200).reduce(0) { $0 + Int(content[page * size + $1]) }
      journal += word(page + 1) + content + word(sum)
    }
    let name = Array(superJournal.utf8)
    journal += word(0x4000_0000 / size + 1) + name + word(name.count) + word(name.reduce(0) { $0 + Int($1) }) + magic
    return Data(journal)
  }
}
