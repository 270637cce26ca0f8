// SPDX-License-Identifier: Apache-2.0

import Crypto
import CryptoExtras
import Foundation

/// What is kept of a password: scrypt (RFC 7914) with a salt of its own.
package struct PasswordHash: Sendable, Hashable {
  /// What a guess costs.
  package struct Cost: Sendable, Hashable {
    /// N: a power of two; 128·N·r bytes of memory.
    package var rounds: Int
    /// p
    package var lanes: Int

    /// 32 MiB and some tenths of a second.
    package static let usual = Cost(rounds: 1 << 15, lanes: 3)
    /// For tests that sign in a thousand times.
    package static let slight = Cost(rounds: 1 << 4, lanes: 1)

    /// Takes N and p.
    package init(rounds: Int, lanes: Int) {
      self.rounds = rounds
      self.lanes = lanes
    }
  }

  private static let blockSize = 8
  private static let length = 32

  /// `scrypt$N$p$salt$key`, the last two in base 64.
  let text: String

  /// Takes some tenths of a second.
  ///
  /// - Throws: what CryptoExtras throws for costs that are none.
  package init(of password: String, cost: Cost) throws {
    let salt = SymmetricKey(size: .bits128).withUnsafeBytes { Data($0) }
    let key = try PasswordHash.key(of: password, salt, cost)
    text = "scrypt$\(cost.rounds)$\(cost.lanes)$\(salt.base64EncodedString())$\(key.base64EncodedString())"
  }

  init?(text: String) {
    guard text.hasPrefix("scrypt$") else { return nil }
    self.text = text
  }

  /// Whether it was made of this password; takes as long for every wrong one.
  package func isOf(_ password: String) -> Bool {
    let parts = text.split(separator: "$")
    guard parts.count == 5, let rounds = Int(parts[1]), let lanes = Int(parts[2]),
      let salt = Data(base64Encoded: String(parts[3])), let kept = Data(base64Encoded: String(parts[4])),
      let key = try? PasswordHash.key(of: password, salt, Cost(rounds: rounds, lanes: lanes)), key.count == kept.count
    else { return false }
    return zip(key, kept).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
  }

  /// The same password in either Unicode spelling is one password (NFKC, as SP 800-63B asks).
  private static func key(of password: String, _ salt: Data, _ cost: Cost) throws -> Data {
    let spelled = Data(password.precomposedStringWithCompatibilityMapping.utf8)
    return try KDF.Scrypt.deriveKey(
      from: spelled, salt: salt, outputByteCount: length, rounds: cost.rounds, blockSize: blockSize,
      parallelism: cost.lanes
    ).withUnsafeBytes { Data($0) }
  }
}
