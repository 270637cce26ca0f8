// SPDX-License-Identifier: Apache-2.0

import Foundation
import Policy

/// A pack in a folder of its own that extends a shipped one; goes away with the test.
final class TemporaryPack {
  let path = FileManager.default.temporaryDirectory.appendingPathComponent("pack-" + UUID().uuidString).path

  init(_ files: [String: String], head: String? = nil) throws {
    let head = head ?? TemporaryPack.head
    for (name, text) in files.merging(["pack.yaml": head], uniquingKeysWith: { own, _ in own }) {
      let file = URL(fileURLWithPath: path).appendingPathComponent(name)
      try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: file)
    }
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  static let head = """
    id: test
    extends: ningbo-2019
    title: {zh-Hans: 试, en: test}
    version: "1"
    effective-from: 2019-05-22
    """
}
