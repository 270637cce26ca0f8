// SPDX-License-Identifier: Apache-2.0

import Basics
import Crypto
import Foundation

/// One kept original: AES-256-GCM in chunks of a megabyte, so that a file of any size passes through little memory.
///
/// The file: eight bytes that name the form, 16 random bytes (the salt of its key), then each chunk with its tag of 16 bytes.
/// The nonce is the number of the chunk; the hash of the clear bytes, and whether it is the last, are authenticated with it:
/// a chunk that is moved, repeated, cut off or taken from another file does not open.
struct OriginalFile {
  private static let magic = Array("LCORIG1\n".utf8)
  private static let saltLength = 16
  private static let chunk = 1 << 20
  private static let tag = 16

  let key: WorkspaceKey
  /// SHA-256 (hex) of the clear bytes.
  let sha256: String

  /// Encrypts `source` into `target`.
  ///
  /// - Throws: `WorkspaceError("original-changed")` when the source has not the hash it should have.
  func seal(_ source: FileHandle, into target: FileHandle) throws {
    let salt = (0..<OriginalFile.saltLength).map { _ in UInt8.random(in: .min ... .max) }
    let secret = key.derived(.original, salt: salt)
    try target.write(contentsOf: OriginalFile.magic + salt)
    var hash = SHA256()
    var number: UInt64 = 0
    var bytes = try OriginalFile.block(source, OriginalFile.chunk)
    repeat {
      let next = try OriginalFile.block(source, OriginalFile.chunk)
      hash.update(data: bytes)
      let box = try AES.GCM.seal(
        bytes, using: secret, nonce: OriginalFile.nonce(number), authenticating: context(isLast: next.isEmpty))
      try target.write(contentsOf: box.ciphertext + box.tag)
      (bytes, number) = (next, number + 1)
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
    let head = try OriginalFile.block(source, OriginalFile.magic.count + OriginalFile.saltLength)
    guard head.starts(with: OriginalFile.magic), head.count == OriginalFile.magic.count + OriginalFile.saltLength else {
      throw damaged
    }
    let secret = key.derived(.original, salt: Array(head.suffix(OriginalFile.saltLength)))
    let size = OriginalFile.chunk + OriginalFile.tag
    var hash = SHA256()
    var number: UInt64 = 0
    var bytes = try OriginalFile.block(source, size)
    repeat {
      let next = try OriginalFile.block(source, size)
      guard bytes.count >= OriginalFile.tag else { throw damaged }
      do {
        let box = try AES.GCM.SealedBox(
          nonce: OriginalFile.nonce(number), ciphertext: bytes.dropLast(OriginalFile.tag),
          tag: bytes.suffix(OriginalFile.tag))
        let clear = try AES.GCM.open(box, using: secret, authenticating: context(isLast: next.isEmpty))
        hash.update(data: clear)
        try target.write(contentsOf: clear)
      } catch is CryptoKitError {
        throw damaged
      }
      (bytes, number) = (next, number + 1)
    } while !bytes.isEmpty
    guard HexText.of(hash.finalize()) == sha256 else { throw damaged }
  }

  private func context(isLast: Bool) -> [UInt8] { Array(sha256.utf8) + [isLast ? 1 : 0] }

  private static func nonce(_ number: UInt64) throws -> AES.GCM.Nonce {
    try AES.GCM.Nonce(data: [UInt8](repeating: 0, count: 4) + withUnsafeBytes(of: number.bigEndian) { Array($0) })
  }

  /// As many bytes as were asked for, unless the file ends.
  private static func block(_ file: FileHandle, _ count: Int) throws -> Data {
    var bytes = Data()
    while bytes.count < count, let more = try file.read(upToCount: count - bytes.count), !more.isEmpty {
      bytes.append(more)
    }
    return bytes
  }
}
