// SPDX-License-Identifier: Apache-2.0

import Basics
package import Crypto
import Encryption
package import Foundation
import Glibc

/// A file of the desk, encrypted as its bytes come in.
///
/// The file: eight bytes that name the form, 16 random bytes (the salt of its key), then chunks as `ChunkCipher` makes them.
package struct SealedFile {
  static let magic = Array("LCDESK1\n".utf8)
  static let saltLength = 16
  static let chunk = 1 << 18

  private let handle: FileHandle
  private var cipher: ChunkCipher
  private var waiting: [UInt8] = []
  private var hash = SHA256()
  /// How many clear bytes came in.
  package private(set) var bytes = 0

  /// Begins a new file of mode 0600.
  ///
  /// - Throws: `DeskFailure("desk-unwritable")` where it is there or cannot be made.
  package init(path: String, key: SymmetricKey) throws {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw DeskFailure("desk-unwritable", facts: ["path": path]) }
    handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    let salt = ChunkCipher.salt()
    cipher = SealedFile.cipher(key, salt)
    try SealedFile.writing { [handle] in try handle.write(contentsOf: SealedFile.magic + salt) }
  }

  /// Takes the next clear bytes.
  ///
  /// - Throws: `DeskFailure("desk-full")` where the disk takes no more.
  package mutating func write(_ more: some Sequence<UInt8>) throws {
    let before = waiting.count
    waiting.append(contentsOf: more)
    bytes += waiting.count - before
    // The last chunk is known at the end only: one byte at least is kept back.
    while waiting.count > SealedFile.chunk {
      try seal(Array(waiting.prefix(SealedFile.chunk)), isLast: false)
      waiting.removeFirst(SealedFile.chunk)
    }
  }

  /// Ends the file: when it returns, all of it is on the disk.
  ///
  /// - Returns: SHA-256 (hex) of the clear bytes.
  /// - Throws: `DeskFailure("desk-full")`.
  package mutating func finish() throws -> String {
    try seal(waiting, isLast: true)
    waiting = []
    try SealedFile.writing { [handle] in
      try handle.synchronize()
      try handle.close()
    }
    return HexText.of(hash.finalize())
  }

  private mutating func seal(_ bytes: [UInt8], isLast: Bool) throws {
    hash.update(data: bytes)
    let sealed = try cipher.seal(bytes, isLast: isLast)
    try SealedFile.writing { [handle] in try handle.write(contentsOf: sealed) }
  }

  private static func writing(_ body: () throws -> Void) throws {
    do { try body() } catch { throw DeskFailure("desk-full") }
  }

  private static func cipher(_ key: SymmetricKey, _ salt: [UInt8]) -> ChunkCipher {
    let secret = HKDF<SHA256>.deriveKey(
      inputKeyMaterial: key, salt: salt, info: Array("desk file".utf8), outputByteCount: 32)
    return ChunkCipher(secret: secret, chunk: chunk)
  }
}

extension SealedFile {
  /// Hands out the clear bytes of a file, chunk by chunk.
  ///
  /// - Throws: `DeskFailure("desk-damaged")` when it is not, to the last byte, what was written under this key; what `body`
  ///   throws.
  package static func read(_ path: String, key: SymmetricKey, _ body: (Data) throws -> Void) throws {
    let damaged = DeskFailure("desk-damaged", facts: ["reason": "AES-GCM"])
    guard let file = FileHandle(forReadingAtPath: path) else { throw damaged }
    defer { try? file.close() }
    let head = try ChunkCipher.block(file, magic.count + saltLength)
    guard head.count == magic.count + saltLength, head.starts(with: magic) else { throw damaged }
    var cipher = cipher(key, Array(head.suffix(saltLength)))
    do { try cipher.open(file, body) } catch is CryptoKitError { throw damaged }
  }

  /// Seals small bytes into one file; it is on the disk when this returns.
  ///
  /// - Throws: `DeskFailure`: `desk-unwritable`, `desk-full`.
  package static func write(_ bytes: some Sequence<UInt8>, to path: String, key: SymmetricKey) throws {
    var file = try SealedFile(path: path, key: key)
    try file.write(bytes)
    _ = try file.finish()
  }

  /// All clear bytes of a file at once.
  ///
  /// - Throws: `DeskFailure("desk-damaged")`.
  package static func bytes(of path: String, key: SymmetricKey) throws -> [UInt8] {
    var bytes: [UInt8] = []
    try read(path, key: key) { bytes.append(contentsOf: $0) }
    return bytes
  }
}
