// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Where the files of packs are: on disk, or in memory, as a sealed period holds them. What is in memory is never written out.
enum PackSource: Sendable {
  case disk
  /// Bytes by path: the name of a pack, then the path within it.
  case memory([String: [UInt8]])
  /// What was on disk a moment ago, by path.
  case read([String: [UInt8]])

  func contains(_ path: String) -> Bool {
    switch self {
    case .disk: FileManager.default.fileExists(atPath: path)
    case .memory(let files), .read(let files): files[path] != nil
    }
  }

  func contents(_ path: String) -> Data? {
    switch self {
    case .disk: PlainFile.contents(atPath: path)
    case .memory(let files), .read(let files): files[path].map { Data($0) }
    }
  }

  /// What was read before; nil of what is still to be read.
  func known(_ path: String) -> [UInt8]? { if case .read(let files) = self { files[path] } else { nil } }

  private static func names(in prefix: String, of files: [String: [UInt8]]) -> [String] {
    files.keys.compactMap { path in
      guard path.utf8.starts(with: prefix.utf8) else { return nil }
      let name = path.utf8.dropFirst(prefix.utf8.count)
      return name.isEmpty || name.contains(UInt8(ascii: "/")) ? nil : String(Substring(name))
    }
  }

  /// Names of what stands in a folder.
  func names(in folder: String) -> [String] {
    switch self {
    case .disk: (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    case .memory(let files), .read(let files):
      PackSource.names(in: folder + "/", of: files)
    }
  }
}
