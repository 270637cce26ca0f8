// SPDX-License-Identifier: Apache-2.0

import Crypto
import DeskStore
import Foundation
import Testing

/// What lies at the desk is as it was written, or is not read at all.
@Suite struct SealedFileTests {
  private let folder = FileManager.default.temporaryDirectory.appendingPathComponent("sealed-\(UUID().uuidString)").path
  private let key = SymmetricKey(size: .bits256)

  private func inFolder(_ body: (_ path: String) throws -> Void) throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try body(folder + "/a.aes")
  }

  @Test(arguments: [0, 1, 262_143, 262_144, 262_145, 600_000]) func bytesComeBack(count: Int) throws {
    try inFolder { path in
      let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31) }
      var file = try SealedFile(path: path, key: key)
      var rest = bytes[...]
      while !rest.isEmpty {
        let piece = rest.prefix(70_001)
        try file.write(piece)
        rest = rest.dropFirst(piece.count)
      }
      let hash = try file.finish()
      #expect(hash == SHA256.hash(data: bytes).map { String(format: "%02x", $0) }.joined())
      #expect(try SealedFile.bytes(of: path, key: key) == bytes)
      #expect(throws: DeskFailure.self) { try SealedFile.bytes(of: path, key: SymmetricKey(size: .bits256)) }
    }
  }

  @Test func whatWasTouchedDoesNotOpen() throws {
    try inFolder { path in
      try SealedFile.write([UInt8](repeating: 7, count: 300_000), to: path, key: key)
      let sound = try Data(contentsOf: URL(fileURLWithPath: path))
      for place in [0, 9, 30, 262_170, sound.count - 1] {
        var data = sound
        data[place] ^= 1
        try data.write(to: URL(fileURLWithPath: path))
        #expect(throws: DeskFailure.self, "\(place)") { try SealedFile.bytes(of: path, key: key) }
      }
      for count in [0, 24, 262_184, sound.count - 1] {
        try sound.prefix(count).write(to: URL(fileURLWithPath: path))
        #expect(throws: DeskFailure.self, "\(count)") { try SealedFile.bytes(of: path, key: key) }
      }
    }
  }

  @Test func passwordsAreKeptAsHashesOfTheirOwn() throws {
    let one = try PasswordHash(of: "correct horse battery", cost: .slight)
    #expect(one.isOf("correct horse battery") && !one.isOf("correct horse batterY") && !one.isOf(""))
    #expect(try one != PasswordHash(of: "correct horse battery", cost: .slight))
    // Composed and decomposed letters are one password.
    #expect(try PasswordHash(of: "caf\u{E9} caf\u{E9}", cost: .slight).isOf("cafe\u{301} cafe\u{301}"))
  }
}
