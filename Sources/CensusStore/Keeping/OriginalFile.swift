// SPDX-License-Identifier: Apache-2.0

import Basics
import Crypto
import Encryption
import Foundation

/// One kept original, encrypted.
///
/// The file: eight bytes that name the form, 16 random bytes (the salt of its key), then chunks of a megabyte as
/// `ChunkCipher` makes them, with the hash of the clear bytes as their context.
struct OriginalFile {
  private static let magic = Array("LCORIG1\n".utf8)
  private static let saltLength = 16
  private static let chunk = 1 << 20

  let key: WorkspaceKey
  /// SHA-256 (hex) of the clear bytes.
  let sha256: String

  /// Encrypts `source` into `target`.
  ///
  /// - Throws: `WorkspaceError("original-changed")` when the source has not the hash it should have.
  func seal(_ source: FileHandle, into target: FileHandle) throws {
    let salt = ChunkCipher.salt()
    var cipher = cipher(salt)
    try target.write(contentsOf: OriginalFile.magic + salt)
    var hash = SHA256()
    var bytes = try ChunkCipher.block(source, OriginalFile.chunk)
    repeat {
      let next = try ChunkCipher.block(source, OriginalFile.chunk)
      hash.update(data: bytes)
      try target.write(contentsOf: cipher.seal(bytes, isLast: next.isEmpty))
      bytes = next
    } while !bytes.isEmpty
    guard HexText.of(hash.finalize()) == sha256 else {
      throw WorkspaceError("original-changed", facts: ["value": sha256])
    }
  }

  /// Decrypts `source` into `target`.
  ///
  /// - Throws: `WorkspaceError("original-damaged")` when it is not, to the last byte, what was kept under this key.
  func open(_ source: FileHandle, into target: FileHandle) throws {
    let damaged = WorkspaceError("original-damaged", facts: ["value": sha256])
    let head = try ChunkCipher.block(source, OriginalFile.magic.count + OriginalFile.saltLength)
    guard head.starts(with: OriginalFile.magic), head.count == OriginalFile.magic.count + OriginalFile.saltLength else {
      throw damaged
    }
    var cipher = cipher(Array(head.suffix(OriginalFile.saltLength)))
    var hash = SHA256()
    do {
      try cipher.open(source) { clear in
        hash.update(data: clear)
        try target.write(contentsOf: clear)
      }
    } catch is CryptoKitError {
      throw damaged
    }
    guard HexText.of(hash.finalize()) == sha256 else { throw damaged }
  }

  private func cipher(_ salt: [UInt8]) -> ChunkCipher {
    ChunkCipher(secret: key.derived(.original, salt: salt), chunk: OriginalFile.chunk, context: Array(sha256.utf8))
  }
}
