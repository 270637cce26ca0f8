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
    return try PackLoader.load(folder.path + "/" + id)
  }

  /// The pack a period is judged by: a sealed one by the state of the pack it was sealed with, unless another pack is asked
  /// for.
  static func pack(of database: PeriodDatabase, asked: PolicyPack) throws -> PolicyPack {
    guard let seal = try database.seal(), seal.packID == asked.id, seal.packHash != asked.hash else { return asked }
    return try load(database.packFiles(), id: seal.packID)
  }
}
