// SPDX-License-Identifier: Apache-2.0

import Crypto

/// The RC4 encryption of binary workbooks, whose records keep their heads in clear ([MS-XLS] 2.2.10).
///
/// A class because the last part of the key's stream is kept: records are read one after the other.
final class BIFFCipher {
  /// The key changes every so many bytes of the stream.
  private static let block = 1024
  /// Records that are never encrypted: what a reader needs before it has a key.
  private static let clear: Set<UInt16> = [
    BIFFRecord.begin, BIFFRecord.filePass, 0x00E1, 0x0138, 0x0194, 0x0195, 0x0196,
  ]

  private let key: (Int) -> [UInt8]
  private var cached: (block: Int, stream: [UInt8]) = (-1, [])

  /// - Parameter body: of the record `FILEPASS`. Nil where the fixed password is not the one, or where it is no RC4.
  init?(_ body: [UInt8]) {
    guard LittleEndian.u16(body, 0) == 1 else { return nil }
    switch (LittleEndian.u16(body, 2), LittleEndian.u16(body, 4)) {
    case (1, 1):
      guard body.count >= 54 else { return nil }
      key = BIFFCipher.oldKey(salt: Array(body[6..<22]))
      let proof = RC4(key(0)).applied(to: Array(body[22..<54]))
      guard Array(Insecure.MD5.hash(data: proof[..<16])) == Array(proof[16...]) else { return nil }
    case (2...4, 2):
      let start = 14 + Int(LittleEndian.u32(body, 10))
      guard LittleEndian.u32(body, 22) == 0x6801, let verifier = PasswordVerifier(body, at: start, hashLength: 20)
      else { return nil }
      key = BIFFCipher.newKey(salt: verifier.salt, bits: Int(LittleEndian.u32(body, 30)))
      let proof = RC4(key(0)).applied(to: verifier.input + verifier.hash)
      guard KeyHash.sha1(Array(proof[..<16])) == Array(proof[16...]) else { return nil }
    default: return nil
    }
  }

  /// 40 bits of MD5 ([MS-OFFCRYPTO] 2.3.6.2).
  private static func oldKey(salt: [UInt8]) -> (Int) -> [UInt8] {
    let password = Array(Insecure.MD5.hash(data: FixedPassword.bytes)).prefix(5)
    let mixed = (0..<16).flatMap { _ in password + salt }
    let base = Array(Insecure.MD5.hash(data: mixed)).prefix(5)
    return { Array(Insecure.MD5.hash(data: base + LittleEndian.bytes(UInt32(truncatingIfNeeded: $0)))) }
  }

  /// SHA-1 with the length that the header names ([MS-OFFCRYPTO] 2.3.5.2); 0 stands for 40 bits, which are filled up.
  private static func newKey(salt: [UInt8], bits: Int) -> (Int) -> [UInt8] {
    let base = KeyHash.sha1(salt + FixedPassword.bytes)
    let length = bits == 0 ? 5 : min(max(bits / 8, 5), 16)
    return { block in
      let key = KeyHash.sha1(base + LittleEndian.bytes(UInt32(truncatingIfNeeded: block))).prefix(length)
      return Array(key) + repeatElement(0, count: length == 5 ? 11 : 0)
    }
  }

  /// Decrypts bytes of a record's body that begin at `offset` of the stream.
  func open(_ bytes: inout [UInt8], at offset: Int, of type: UInt16) {
    guard !BIFFCipher.clear.contains(type) else { return }
    // Where the records of a sheet begin stands in clear ([MS-XLS] 2.4.28).
    for index in bytes.indices.dropFirst(type == BIFFRecord.boundSheet ? 4 : 0) {
      let place = offset + index
      if cached.block != place / BIFFCipher.block { renew(place / BIFFCipher.block) }
      bytes[index] ^= cached.stream[place % BIFFCipher.block]
    }
  }

  private func renew(_ block: Int) {
    cached = (block, RC4(key(block)).applied(to: [UInt8](repeating: 0, count: BIFFCipher.block)))
  }
}

/// The stream cipher of old workbooks; nothing new is ever encrypted with it.
private struct RC4 {
  private var state = Array(UInt8.min...UInt8.max)

  init(_ key: [UInt8]) {
    var other: UInt8 = 0
    for index in 0..<256 {
      other = other &+ state[index] &+ key[index % key.count]
      state.swapAt(index, Int(other))
    }
  }

  /// The bytes, from the start of the cipher's stream on.
  func applied(to bytes: [UInt8]) -> [UInt8] {
    var state = state
    var (one, other): (UInt8, UInt8) = (0, 0)
    return bytes.map { byte in
      one &+= 1
      other &+= state[Int(one)]
      state.swapAt(Int(one), Int(other))
      return byte ^ state[Int(state[Int(one)] &+ state[Int(other)])]
    }
  }
}
