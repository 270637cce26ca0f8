// SPDX-License-Identifier: Apache-2.0

import Crypto
import Encryption
import Foundation
import Testing

@Suite struct ChunkCipherTests {
  private static let key = SymmetricKey(size: .bits256)

  private static func cipher(_ context: [UInt8] = [7]) -> ChunkCipher {
    ChunkCipher(secret: key, chunk: 4, context: context)
  }

  /// Chunks of four bytes, each with its tag.
  private static func sealed(_ bytes: [UInt8]) throws -> [Data] {
    var cipher = cipher()
    let starts = Array(stride(from: 0, to: max(1, bytes.count), by: 4))
    return try starts.map {
      try cipher.seal(Array(bytes[$0..<min($0 + 4, bytes.count)]), isLast: $0 == starts.last)
    }
  }

  private static func opened(_ chunks: [Data], _ context: [UInt8] = [7]) throws -> [UInt8] {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("chunks-" + UUID().uuidString)
    try Data(chunks.joined()).write(to: path)
    defer { try? FileManager.default.removeItem(at: path) }
    let file = try FileHandle(forReadingFrom: path)
    defer { try? file.close() }
    var bytes: [UInt8] = []
    var cipher = cipher(context)
    try cipher.open(file) { bytes += $0 }
    return bytes
  }

  @Test(arguments: [0, 1, 3, 4, 5, 8, 11]) func whatIsSealedOpens(count: Int) throws {
    let bytes = (0..<count).map { UInt8($0) }
    #expect(try Self.opened(Self.sealed(bytes)) == bytes)
  }

  @Test func nothingElseOpens() throws {
    let whole = try Self.sealed(Array(0..<10))
    let another = try Self.sealed(Array(0..<10))
    #expect(whole == another)
    var flipped = whole
    flipped[1][2] ^= 1
    let wrong: [[Data]] = [
      [], Array(whole.dropLast()), Array(whole.dropFirst()), [whole[1], whole[0], whole[2]],
      [whole[0], whole[0], whole[2]], whole + [whole[2]], flipped, [whole[0], whole[1], whole[2].dropLast()],
    ]
    for chunks in wrong { #expect(throws: CryptoKitError.self) { try Self.opened(chunks) } }
    #expect(throws: CryptoKitError.self) { try Self.opened(whole, [8]) }
  }
}
