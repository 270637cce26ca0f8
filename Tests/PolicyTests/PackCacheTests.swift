// SPDX-License-Identifier: Apache-2.0

import CensusModel
import Findings
import Foundation
import Policy
import Testing

/// A pack whose files are kept parsed is the pack of its files, whatever became of what is kept.
@Suite final class PackCacheTests {
  private let folder = FileManager.default.temporaryDirectory.appendingPathComponent("packs-" + UUID().uuidString).path
  private var cache: PackCache { PackCache(folder: folder) }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  private var kept: [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted().map { folder + "/" + $0 }
  }

  private func expectSame(_ pack: PolicyPack, _ other: PolicyPack) {
    #expect(pack.hash == other.hash && pack.id == other.id && pack.extends == other.extends)
    #expect(pack.measures == other.measures && pack.indicators == other.indicators && pack.tasks == other.tasks)
    #expect(pack.checks == other.checks && pack.messages.texts == other.messages.texts)
    #expect(pack.vocabulary.schemas == other.vocabulary.schemas)
    for task in pack.tasks { #expect(pack.explain(task.id, in: .english) == other.explain(task.id, in: .english)) }
  }

  @Test(arguments: ["ningbo-2019", "league-2025"]) func isThePackOfItsFiles(name: String) throws {
    let plain = try PackLoader.load(name)
    for _ in 1...2 { expectSame(try PackLoader.load(name, cache: cache), plain) }
    #expect(kept.count == 1)
    let rights = try FileManager.default.attributesOfItem(atPath: kept[0])[.posixPermissions] as? Int
    #expect(rights == 0o600)
  }

  @Test func whatIsDamagedIsWrittenAnew() throws {
    let plain = try PackLoader.load("ningbo-2019", cache: cache)
    let path = kept[0]
    let whole = try Data(contentsOf: URL(fileURLWithPath: path))
    for place in [0, 25, 60, whole.count / 2, whole.count - 1] {
      var damaged = whole
      damaged[place] ^= 0x5A
      try damaged.write(to: URL(fileURLWithPath: path))
      try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
      expectSame(try PackLoader.load("ningbo-2019", cache: cache), plain)
      #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == whole)
    }
    try whole.prefix(whole.count / 3).write(to: URL(fileURLWithPath: path))
    expectSame(try PackLoader.load("ningbo-2019", cache: cache), plain)
  }

  /// Whoever may write to it could put other thresholds there.
  @Test func whatOthersMayWriteToIsNotTrusted() throws {
    let plain = try PackLoader.load("ningbo-2019", cache: cache)
    let path = kept[0]
    try FileManager.default.setAttributes([.posixPermissions: 0o666], ofItemAtPath: path)
    expectSame(try PackLoader.load("ningbo-2019", cache: cache), plain)
    #expect(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int == 0o600)
    let other = folder + "-elsewhere"
    try FileManager.default.moveItem(atPath: path, toPath: other)
    defer { try? FileManager.default.removeItem(atPath: other) }
    try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: other)
    expectSame(try PackLoader.load("ningbo-2019", cache: cache), plain)
    #expect(try FileManager.default.attributesOfItem(atPath: path)[.type] as? FileAttributeType == .typeRegular)
    try FileManager.default.setAttributes([.posixPermissions: 0o777], ofItemAtPath: folder)
    expectSame(try PackLoader.load("ningbo-2019", cache: cache), plain)
  }

  @Test func whatChangedIsReadAnew() throws {
    let pack = try TemporaryPack(["messages/m.yaml": "x.y: {zh-Hans: 一, en: one}\n"])
    for text in ["one", "two", "one"] {
      let file = "x.y: {zh-Hans: 一, en: \(text)}\n"
      try Data(file.utf8).write(to: URL(fileURLWithPath: pack.path + "/messages/m.yaml"))
      #expect(try PackLoader.load(pack.path, cache: cache).messages.texts["x.y"]?[.english] == text)
    }
  }

  /// What `--help` says, which is read before any pack is loaded.
  @Test func textsOfHelpAreThoseOfTheFiles() throws {
    let name = "messages/commands-x.yaml"
    let pack = try TemporaryPack([
      name: "x.y: {zh-Hans: 一, en: one}\n", "messages/m.yaml": "x.z: {zh-Hans: 二, en: z}\n",
    ])
    func text() throws -> [String: String] {
      try PackLoader.texts(inFilesStartingWith: "commands", pack: pack.path, cache: cache).mapValues(\.english)
    }
    for word in ["one", "two", "one"] {
      try Data("x.y: {zh-Hans: 一, en: \(word)}\n".utf8).write(to: URL(fileURLWithPath: pack.path + "/" + name))
      for _ in 1...2 { #expect(try text()["x.y"] == word) }
    }
    #expect(kept.count == 2)
    for path in kept {
      var damaged = try Data(contentsOf: URL(fileURLWithPath: path))
      guard let place = damaged.firstRange(of: Data("one".utf8))?.lowerBound else { continue }
      damaged[place] ^= 0x01
      try damaged.write(to: URL(fileURLWithPath: path))
      try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
    }
    #expect(try text()["x.y"] == "one")
  }

  @Test func aBrokenPackIsBrokenEveryTime() throws {
    let pack = try TemporaryPack(["measures/m.yaml": "id: m\nnonsense: 1\n"])
    for _ in 1...2 {
      #expect { try PackLoader.load(pack.path, cache: self.cache) } throws: { ($0 as? PackError)?.line == 2 }
    }
    #expect(kept.isEmpty)
  }
}
