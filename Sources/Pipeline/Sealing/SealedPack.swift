// SPDX-License-Identifier: Apache-2.0

import CensusStore
import Foundation
import Policy

/// The policy pack that lies in a sealed database.
enum SealedPack {
  /// Loads it from a folder that is gone afterwards; its texts and rules are then in memory.
  ///
  /// - Throws: `PackError` where this program does not understand it any more.
  static func load(_ files: [SealedFile], id: String) throws -> PolicyPack {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("pack-" + UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: folder) }
    for file in files {
      let path = folder.appendingPathComponent(file.name)
      try FileManager.default.createDirectory(at: path.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(file.bytes).write(to: path)
    }
    var pack = try PackLoader.load(folder.path + "/" + id)
    try WorkspaceOverlays.apply(directory: folder.path + "/" + overlays, to: &pack)
    return pack
  }

  /// Folder of the workspace's own additions among the files.
  private static let overlays = "workspace"

  /// Everything the desk's pack was made of, with what the workspace adds to it.
  ///
  /// - Throws: `PipelineError("pack-changed")` where the files have changed since they were loaded.
  static func files(of desk: Desk) throws -> [SealedFile] {
    var files = try PackLoader.files(of: desk.pack).map { SealedFile(name: $0.name, bytes: $0.bytes) }
    for overlay in desk.pack.overlays {
      let data = FileManager.default.contents(atPath: desk.workspaceDirectory + "/" + overlay.file) ?? Data()
      files.append(SealedFile(name: overlays + "/" + overlay.file, bytes: Array(data)))
    }
    let copy = try load(files, id: desk.pack.id)
    guard copy.hash == desk.pack.hash, copy.overlays == desk.pack.overlays else {
      throw PipelineError("pack-changed", facts: ["value": desk.pack.id])
    }
    return files
  }

  /// The pack a period is judged by: a sealed one by the state of the pack it was sealed with, unless another pack is asked
  /// for.
  static func pack(of database: PeriodDatabase, asked: PolicyPack) throws -> PolicyPack {
    guard let seal = try database.seal(), seal.packID == asked.id else { return asked }
    // The usual case costs a look at the seal: nothing has changed since.
    guard seal.packHash != asked.hash || seal.overlayHashes != asked.overlays.map(\.sha256) else { return asked }
    return try load(database.packFiles(), id: seal.packID)
  }
}
