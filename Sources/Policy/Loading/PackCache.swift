// SPDX-License-Identifier: Apache-2.0

import Basics
import Crypto
import Foundation
import Glibc

/// The parsed trees of a pack's files in the cache folder of the user, so that starting the program need not parse hundreds
/// of YAML files again.
///
/// They are kept under the hash of the very bytes they were parsed from, and under what the file of the program is: after a
/// change of either they are parsed anew. What is damaged, or what others own or may write to, is as good as not there.
/// Nothing depends on it; it may be deleted at any time.
package struct PackCache: Sendable {
  private static let magic = Array("league-census pack 1\n".utf8)
  /// How many are kept; the oldest go first.
  private static let limit = 12

  private let folder: String
  /// What tells the file of the program from every other.
  private let program: String

  /// - Parameter folder: made where it is missing; what stands above it must be there.
  package init(folder: String) {
    self.folder = folder
    var status = stat()
    let isKnown = stat("/proc/self/exe", &status) == 0
    program = isKnown ? "\(status.st_dev) \(status.st_ino) \(status.st_size) \(status.st_mtim)" : ""
  }

  /// In `$XDG_CACHE_HOME`, else `~/.cache`; nil where there is neither.
  package static var ofUser: PackCache? {
    let environment = ProcessInfo.processInfo.environment
    let folders = [environment["XDG_CACHE_HOME"], environment["HOME"].map { $0 + "/.cache" }]
    guard let folder = folders.lazy.compactMap(\.self).first(where: { $0.hasPrefix("/") }) else { return nil }
    mkdir(folder, 0o700)
    return PackCache(folder: folder + "/league-census")
  }

  // MARK: Reading

  /// The trees of the files of one content, by file; nil where none are kept.
  func trees(of content: String) -> [String: PackTree]? {
    guard !program.isEmpty, PackCache.isPrivate(folder, S_IFDIR), let bytes = PackCache.bytes(path(of: content)) else {
      return nil
    }
    let start = PackCache.magic.count + SHA256.byteCount
    guard bytes.count >= start, bytes.starts(with: PackCache.magic),
      bytes[PackCache.magic.count..<start].elementsEqual(bytes[start...].withUnsafeBytes { SHA256.hash(data: $0) })
    else { return nil }
    var reader = Reader(bytes: bytes, place: start)
    guard reader.text() == key(of: content) else { return nil }
    var trees: [String: PackTree] = [:]
    while reader.place < bytes.count {
      guard let name = reader.text(), let range = reader.range(), let tree = PackTree(bytes, in: range) else {
        return nil
      }
      trees[name] = tree
    }
    return trees
  }

  private struct Reader {
    let bytes: [UInt8]
    var place: Int

    mutating func text() -> String? { range().map { String(decoding: bytes[$0], as: UTF8.self) } }

    /// Where the next piece stands; its length goes before it.
    mutating func range() -> Range<Int>? {
      guard place + 4 <= bytes.count else { return nil }
      let length = (0..<4).reduce(0) { $0 | Int(bytes[place + $1]) << (8 * $1) }
      let start = place + 4
      guard start + length <= bytes.count else { return nil }
      place = start + length
      return start..<place
    }
  }

  /// The bytes of a file that nobody else owns or may look into.
  private static func bytes(_ path: String) -> [UInt8]? {
    guard isPrivate(path, S_IFREG), let data = FileManager.default.contents(atPath: path) else { return nil }
    return [UInt8](data)
  }

  private static func isPrivate(_ path: String, _ type: mode_t) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0 && status.st_mode & S_IFMT == type && status.st_uid == geteuid()
      && status.st_mode & 0o077 == 0
  }

  private func key(of content: String) -> String { program + "\n" + content }

  private func path(of content: String) -> String {
    folder + "/" + HexText.of(SHA256.hash(data: Array(key(of: content).utf8)).prefix(16)) + ".pack"
  }

  // MARK: Keeping

  /// Keeps trees for the next start. That nothing can be written is no fault.
  func keep(_ trees: [String: PackTree], of content: String) {
    mkdir(folder, 0o700)
    guard !program.isEmpty, PackCache.isPrivate(folder, S_IFDIR) else { return }
    var body: [UInt8] = []
    func append(_ bytes: some Collection<UInt8>) {
      for byte in 0..<4 { body.append(UInt8(truncatingIfNeeded: bytes.count >> (8 * byte))) }
      body += bytes
    }
    append(key(of: content).utf8)
    for (name, tree) in trees.sorted(by: { $0.key < $1.key }) {
      append(name.utf8)
      append(tree.spelled)
    }
    let draft = folder + "/" + UUID().uuidString
    let all = Data(PackCache.magic + Array(SHA256.hash(data: body)) + body)
    let rights: [FileAttributeKey: Any] = [.posixPermissions: 0o600]
    guard FileManager.default.createFile(atPath: draft, contents: all, attributes: rights),
      rename(draft, path(of: content)) == 0
    else {
      unlink(draft)
      return
    }
    removeOldest()
  }

  private func removeOldest() {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    let files = names.compactMap { name -> (path: String, time: Int)? in
      var status = stat()
      let path = folder + "/" + name
      return stat(path, &status) == 0 ? (path, Int(status.st_mtim.tv_sec)) : nil
    }
    for file in files.sorted(by: { ($0.time, $0.path) > ($1.time, $1.path) }).dropFirst(PackCache.limit) {
      unlink(file.path)
    }
  }
}

/// The trees of the files of one pack: those that are kept, and those that had to be parsed. A class because the copies of
/// a `PackFolder` share it.
final class PackTrees {
  /// By layer and file.
  private(set) var known: [String: PackTree]
  /// Whether all of them were kept.
  let areKept: Bool

  init(_ kept: [String: PackTree]?) { (known, areKept) = (kept ?? [:], kept != nil) }

  func note(_ tree: PackTree, of name: String) { known[name] = tree }
}
