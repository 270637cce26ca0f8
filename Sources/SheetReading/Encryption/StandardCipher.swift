// SPDX-License-Identifier: Apache-2.0

import Tabular

/// Encryption of Office 2007: AES in blocks that stand alone, SHA-1 ([MS-OFFCRYPTO] 2.3.4.5).
struct StandardCipher: PackageCipher {
  private static let rounds = 50_000
  /// AES of 128, 192 and 256 bits.
  private static let algorithms: [UInt32: Int] = [0x660E: 16, 0x660F: 24, 0x6610: 32]

  private let cipher: BlockCipher

  init?(info: [UInt8]) {
    guard (2...4).contains(LittleEndian.u16(info, 0)), LittleEndian.u16(info, 2) == 2,
      let length = StandardCipher.algorithms[LittleEndian.u32(info, 20)],
      let verifier = PasswordVerifier(info, at: 12 + Int(LittleEndian.u32(info, 8)), hashLength: 32)
    else { return nil }
    let spun = KeyHash.sha1.spun(FixedPassword.bytes, salt: verifier.salt, rounds: StandardCipher.rounds)
    let last = KeyHash.sha1(spun + LittleEndian.bytes(0))
    let key = StandardCipher.derived(last, 0x36) + StandardCipher.derived(last, 0x5C)
    guard let cipher = BlockCipher(key.prefix(length)), let proof = cipher.separate(verifier.input),
      let expected = cipher.separate(verifier.hash), expected.starts(with: KeyHash.sha1(proof))
    else { return nil }
    self.cipher = cipher
  }

  private static func derived(_ hash: [UInt8], _ pad: UInt8) -> [UInt8] {
    var block = [UInt8](repeating: pad, count: 64)
    for (index, byte) in hash.enumerated() { block[index] ^= byte }
    return KeyHash.sha1(block)
  }

  func opened(_ bytes: [UInt8], segment: Int) -> [UInt8]? { cipher.separate(bytes) }
}

/// What a password is tried against ([MS-OFFCRYPTO] 2.3.3).
struct PasswordVerifier {
  let salt: [UInt8]
  let input: [UInt8]
  let hash: [UInt8]

  /// Nil where the bytes end before it does.
  init?(_ bytes: [UInt8], at start: Int, hashLength: Int) {
    guard start >= 0, start + 40 + hashLength <= bytes.count, LittleEndian.u32(bytes, start) == 16 else { return nil }
    salt = Array(bytes[start + 4..<start + 20])
    input = Array(bytes[start + 20..<start + 36])
    hash = Array(bytes[start + 40..<start + 40 + hashLength])
  }
}
