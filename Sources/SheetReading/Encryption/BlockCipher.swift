// SPDX-License-Identifier: Apache-2.0

import Crypto
import CryptoExtras
import Foundation

/// AES as encrypted workbooks use it: whole blocks, without padding.
struct BlockCipher {
  static let blockSize = 16
  private let key: SymmetricKey

  /// Nil for a key of a length that AES does not have.
  init?(_ key: some Collection<UInt8>) {
    guard [16, 24, 32].contains(key.count) else { return nil }
    self.key = SymmetricKey(data: Array(key))
  }

  /// Each block depends on the one before it (CBC); nil for bytes that are no whole blocks.
  func chained(_ bytes: some Collection<UInt8>, from start: some Collection<UInt8>) -> [UInt8]? {
    guard !bytes.isEmpty, let vector = try? AES._CBC.IV(ivBytes: Array(start)),
      let plain = try? AES._CBC.decrypt(Array(bytes), using: key, iv: vector, noPadding: true)
    else { return nil }
    return Array(plain)
  }

  /// Each block stands alone (ECB): chained, and the chain taken out again.
  func separate(_ bytes: [UInt8]) -> [UInt8]? {
    guard var plain = chained(bytes, from: [UInt8](repeating: 0, count: BlockCipher.blockSize)) else { return nil }
    for index in plain.indices.dropFirst(BlockCipher.blockSize) {
      plain[index] ^= bytes[index - BlockCipher.blockSize]
    }
    return plain
  }
}
