// SPDX-License-Identifier: Apache-2.0

import Basics
import CensusModel
import Crypto
import Foundation
import Glibc

/// The workspace's secret: 32 random bytes in `workspace.key`, readable by its owner only.
struct WorkspaceKey: Sendable {
  private static let length = 32
  let bytes: [UInt8]

  static func random() -> WorkspaceKey { WorkspaceKey(bytes: (0..<length).map { _ in .random(in: .min ... .max) }) }

  static func path(in directory: String) -> String { directory + "/workspace.key" }

  /// Writes a new key; fails where the file cannot be made. Killed on the way it leaves a draft that the next call replaces.
  static func create(in directory: String) throws -> WorkspaceKey {
    let key = random()
    try key.write(in: directory)
    return key
  }

  /// Writes the key's file, in the place of any that is there.
  func write(in directory: String) throws {
    let length = WorkspaceKey.length
    let path = WorkspaceKey.path(in: directory)
    let draft = path + ".new"
    unlink(draft)
    let descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw WorkspaceError("workspace-unwritable", facts: ["path": directory]) }
    let isWhole = Glibc.write(descriptor, bytes, length) == length
    close(descriptor)
    guard isWhole else {
      unlink(draft)
      throw WorkspaceError("workspace-unwritable", facts: ["path": directory])
    }
    try StoreFiles.move(draft, over: path)
  }

  /// Says which key it is and nothing of what is in it: what the catalogue keeps.
  var fingerprint: String { HexText.of(code("league-census: fingerprint of the key")) }

  /// The key of the audit trail, which says nothing of the one of the pseudonyms.
  var trailKey: SymmetricKey { SymmetricKey(data: code("league-census: audit trail")) }

  private func code(_ purpose: String) -> HMAC<SHA256>.MAC {
    HMAC<SHA256>.authenticationCode(for: Array(purpose.utf8), using: SymmetricKey(data: bytes))
  }

  /// Whether somebody but the owner may do anything with the file; nil where there is none.
  static func isExposed(in directory: String) -> Bool? {
    var status = stat()
    guard lstat(path(in: directory), &status) == 0 else { return nil }
    return status.st_mode & 0o077 != 0
  }

  static func read(in directory: String) throws -> WorkspaceKey {
    try read(file: path(in: directory), of: directory)
  }

  /// A key kept apart from its workspace.
  static func read(file: String, of directory: String? = nil) throws -> WorkspaceKey {
    guard let data = FileManager.default.contents(atPath: file), data.count == length else {
      throw WorkspaceError("workspace-key", facts: ["path": directory ?? file])
    }
    return WorkspaceKey(bytes: Array(data))
  }
}

/// HMAC-SHA-256 of domain and text, cut to 128 bits.
///
/// The two hashes of RFC 2104 over the library's SHA-256, with the key hashed once; `HMAC<SHA256>` gives the same (a
/// test compares them), but only through generic data protocols that cost more than the hashing: 5 % of an import.
struct KeyedPseudonymiser: Pseudonymiser {
  private static let blockSize = 64
  private let inner: SHA256
  private let outer: SHA256
  private let short: SipHash

  init(key: WorkspaceKey) {
    func keyed(_ pad: UInt8) -> SHA256 {
      let padded = key.bytes + repeatElement(0, count: KeyedPseudonymiser.blockSize - key.bytes.count)
      var hash = SHA256()
      padded.map { $0 ^ pad }.withUnsafeBytes { hash.update(bufferPointer: $0) }
      return hash
    }
    inner = keyed(0x36)
    outer = keyed(0x5C)
    // A key of its own, so that short keys say nothing of the long ones.
    let derived = SHA256.hash(data: key.bytes + Array("short key".utf8))
    short = derived.withUnsafeBytes {
      SipHash(key: ($0.load(as: UInt64.self), $0.load(fromByteOffset: 8, as: UInt64.self)))
    }
  }

  func shortKey(of text: UnsafeRawBufferPointer) -> Int64 { Int64(bitPattern: short.hash(text)) }

  func pseudonym(of text: UnsafeRawBufferPointer, domain: UInt8) -> Pseudonym {
    var (inner, outer) = (inner, outer)
    withUnsafeBytes(of: domain) { inner.update(bufferPointer: $0) }
    inner.update(bufferPointer: text)
    inner.finalize().withUnsafeBytes { outer.update(bufferPointer: $0) }
    return outer.finalize().withUnsafeBytes { digest in
      Pseudonym(
        high: Int64(bigEndian: digest.loadUnaligned(as: Int64.self)),
        low: Int64(bigEndian: digest.loadUnaligned(fromByteOffset: 8, as: Int64.self)))
    }
  }
}
