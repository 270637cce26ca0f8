// SPDX-License-Identifier: Apache-2.0

package import Crypto
package import Foundation

/// Bytes of any length under AES-256-GCM, chunk by chunk, so that a file of any size passes through little memory.
///
/// Each chunk is followed by its tag of 16 bytes. The nonce is the number of the chunk; a context of the file's own, and
/// whether the chunk is the last, are authenticated with it: a chunk that is moved, repeated, cut off or taken from another
/// file does not open. A secret must be of one file alone, which a random salt sees to.
package struct ChunkCipher {
  /// Bytes of a tag.
  package static let tag = 16

  private let secret: SymmetricKey
  /// Clear bytes of every chunk but the last.
  package let chunk: Int
  private let context: [UInt8]
  private var number: UInt64 = 0

  /// - Parameters:
  ///   - secret: of this file alone.
  ///   - chunk: clear bytes of every chunk but the last.
  ///   - context: what else must be the same when the file is opened.
  package init(secret: SymmetricKey, chunk: Int, context: [UInt8] = []) {
    (self.secret, self.chunk, self.context) = (secret, chunk, context)
  }

  /// 16 random bytes.
  package static func salt() -> [UInt8] { SymmetricKey(size: .bits128).withUnsafeBytes { Array($0) } }

  /// The next chunk with its tag.
  ///
  /// - Throws: `CryptoKitError`, never of bytes that came in.
  package mutating func seal(_ bytes: some DataProtocol, isLast: Bool) throws -> Data {
    let box = try AES.GCM.seal(bytes, using: secret, nonce: nonce(), authenticating: authenticated(isLast))
    number += 1
    // What is joined to a slice keeps the slice's indices.
    var sealed = Data(capacity: box.ciphertext.count + ChunkCipher.tag)
    sealed.append(box.ciphertext)
    sealed.append(box.tag)
    return sealed
  }

  /// Hands out the clear bytes of what is left of a file, chunk by chunk.
  ///
  /// - Throws: `CryptoKitError` when it is not, to the last byte, what was sealed; what reading and `body` throw.
  package mutating func open(_ file: FileHandle, _ body: (Data) throws -> Void) throws {
    var bytes = try ChunkCipher.block(file, chunk + ChunkCipher.tag)
    repeat {
      let next = try ChunkCipher.block(file, chunk + ChunkCipher.tag)
      guard bytes.count >= ChunkCipher.tag else { throw CryptoKitError.authenticationFailure }
      let box = try AES.GCM.SealedBox(
        nonce: nonce(), ciphertext: bytes.dropLast(ChunkCipher.tag), tag: bytes.suffix(ChunkCipher.tag))
      try body(AES.GCM.open(box, using: secret, authenticating: authenticated(next.isEmpty)))
      number += 1
      bytes = next
    } while !bytes.isEmpty
  }

  private func authenticated(_ isLast: Bool) -> [UInt8] { context + [isLast ? 1 : 0] }

  private func nonce() throws -> AES.GCM.Nonce {
    try AES.GCM.Nonce(data: [UInt8](repeating: 0, count: 4) + withUnsafeBytes(of: number.bigEndian) { Array($0) })
  }

  /// As many bytes as were asked for, unless the file ends.
  ///
  /// - Throws: what reading throws.
  package static func block(_ file: FileHandle, _ count: Int) throws -> Data {
    var bytes = Data()
    while bytes.count < count, let more = try file.read(upToCount: count - bytes.count), !more.isEmpty {
      bytes.append(more)
    }
    return bytes
  }
}
