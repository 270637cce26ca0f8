// SPDX-License-Identifier: Apache-2.0

import Crypto

/// The hashes that keys of encrypted workbooks are made with.
enum KeyHash: String {
  case sha1 = "SHA1"
  case sha256 = "SHA256"
  case sha384 = "SHA384"
  case sha512 = "SHA512"

  /// More rounds than any Office makes by itself (100 000) would only cost time.
  static let roundLimit = 1_000_000

  func callAsFunction(_ bytes: [UInt8]) -> [UInt8] {
    switch self {
    case .sha1: Array(Insecure.SHA1.hash(data: bytes))
    case .sha256: Array(SHA256.hash(data: bytes))
    case .sha384: Array(SHA384.hash(data: bytes))
    case .sha512: Array(SHA512.hash(data: bytes))
    }
  }

  /// A password with its salt, hashed over and over ([MS-OFFCRYPTO] 2.3.4.7 and 2.3.4.11).
  func spun(_ password: [UInt8], salt: [UInt8], rounds: Int) -> [UInt8] {
    var hash = self(salt + password)
    for round in 0..<rounds { hash = self(LittleEndian.bytes(UInt32(round)) + hash) }
    return hash
  }
}
