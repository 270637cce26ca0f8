// SPDX-License-Identifier: Apache-2.0

import Foundation
import GRDB
import Glibc

/// What has to be overwritten once the transaction that deletes it has ended: noted before that transaction begins, so that
/// whoever writes to the workspace next ends what a killed program could not.
struct PendingShred {
  private static let name = "workspace.shred-pending"

  /// Period files that go when the catalogue does not know them any more.
  var files: [String] = []
  /// Databases that are written anew, without what was deleted in them.
  var databases: [String] = []
  /// Hashes of kept originals that go.
  var originals: [String] = []

  static func path(in directory: String) -> String { directory + "/" + name }

  static func isThere(in directory: String) -> Bool {
    FileManager.default.fileExists(atPath: path(in: directory))
  }

  func note(in directory: String) throws {
    let lines = files.map { "file " + $0 } + databases.map { "database " + $0 } + originals.map { "original " + $0 }
    let path = PendingShred.path(in: directory)
    // Not by Foundation's atomic writing: killed, that leaves a file of a name of its own.
    let draft = path + ".new"
    StoreFiles.createPrivately(draft)
    guard let file = FileHandle(forWritingAtPath: draft), (try? file.truncate(atOffset: 0)) != nil,
      (try? file.write(contentsOf: Data(lines.joined(separator: "\n").utf8))) != nil, (try? file.close()) != nil
    else { throw WorkspaceError("workspace-unwritable", facts: ["path": path]) }
    try StoreFiles.move(path + ".new", over: path)
  }

  static func read(in directory: String) -> PendingShred {
    let data = FileManager.default.contents(atPath: path(in: directory)) ?? Data()
    var pending = PendingShred()
    for line in String(decoding: data, as: UTF8.self).split(separator: "\n") {
      let words = line.split(separator: " ", maxSplits: 1).map(String.init)
      guard words.count == 2, Manifest.isInside(words[1]) else { continue }
      switch words[0] {
      case "file": pending.files.append(words[1])
      case "database": pending.databases.append(words[1])
      case "original": pending.originals.append(words[1])
      default: break
      }
    }
    return pending
  }
}

extension Workspace {
  /// Overwrites what was deleted before; called under the lock.
  ///
  /// - Throws: `WorkspaceError`; the rest is then done by the next writer.
  func finishShredding() throws {
    guard PendingShred.isThere(in: directory) else { return }
    let pending = PendingShred.read(in: directory)
    TallyCache.remove(in: directory)
    let versions = try versions()
    let known = Set(versions.map { path(of: $0) })
    for path in pending.files.map({ directory + "/" + $0 }) where !known.contains(path) {
      for name in [path, path + "-journal"] where FileManager.default.fileExists(atPath: name) {
        try Shredder.shred(name)
      }
    }
    for version in versions where !version.isSealed && pending.databases.contains("periods/" + version.fileName) {
      try compact(version)
    }
    try Shredder.compact(cataloguePath, through: ".compact")
    let originals = Originals(directory: directory)
    for sha256 in pending.originals where originals.holds(sha256) { try Shredder.shred(originals.path(of: sha256)) }
    _ = try originals.shred(except: heldFiles())
    unlink(PendingShred.path(in: directory))
    FileCopy.synchronizeFolder(directory)
  }

  /// The catalogue knows the new file before it takes its place; killed between, `finishDrafts` ends it. One that somebody
  /// else changed is left as it is: writing it anew would cover that up.
  private func compact(_ version: PeriodVersion) throws {
    let chain = try chain
    guard try check(version, chain: chain).state != .broken else { return }
    try Shredder.compact(path(of: version), through: Workspace.opening) { draft in
      try changingCatalogue { db in
        try PeriodMark.note(version, ofFile: draft, chain, in: db)
      }
    }
  }
}
