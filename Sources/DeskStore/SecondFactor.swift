// SPDX-License-Identifier: Apache-2.0

import Crypto
package import Foundation

/// A secret that a telephone makes six digits of, new ones every half a minute: TOTP (RFC 6238) with SHA-1, as every
/// authenticator knows it.
package struct SecondFactor: Sendable, Hashable {
  private static let step = 30
  private static let digits = 6
  private static let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")

  /// 20 bytes of one's own.
  package let secret: Data

  /// A new one.
  package init() { secret = SymmetricKey(size: .init(bitCount: 160)).withUnsafeBytes { Data($0) } }

  package init(secret: Data) { self.secret = secret }

  /// The secret as authenticators take it: base 32 without padding; nil for a text that is none.
  package init?(text: String) {
    var (value, bits, bytes): (UInt32, Int, [UInt8]) = (0, 0, [])
    for letter in text.uppercased() where letter != " " {
      guard let index = SecondFactor.letters.firstIndex(of: letter) else { return nil }
      (value, bits) = (value << 5 | UInt32(index), bits + 5)
      if bits >= 8 {
        bits -= 8
        bytes.append(UInt8(truncatingIfNeeded: value >> UInt32(bits)))
        value &= (1 << UInt32(bits)) - 1
      }
    }
    guard bytes.count == 20 else { return nil }
    secret = Data(bytes)
  }

  /// As `init(text:)` takes it.
  package var text: String {
    var (value, bits, result): (UInt32, Int, String) = (0, 0, "")
    for byte in secret {
      (value, bits) = (value << 8 | UInt32(byte), bits + 8)
      while bits >= 5 {
        bits -= 5
        result.append(SecondFactor.letters[Int(value >> UInt32(bits) & 31)])
        value &= (1 << UInt32(bits)) - 1
      }
    }
    if bits > 0 { result.append(SecondFactor.letters[Int(value << UInt32(5 - bits) & 31)]) }
    return result
  }

  /// The digits of one half minute.
  ///
  /// - Parameters:
  ///   - counter: half minutes since 1970.
  ///   - digits: how many.
  package func code(_ counter: Int, digits: Int = SecondFactor.digits) -> String {
    let message = withUnsafeBytes(of: UInt64(counter).bigEndian) { Array($0) }
    let mac = Array(HMAC<Insecure.SHA1>.authenticationCode(for: message, using: SymmetricKey(data: secret)))
    let offset = Int(mac[19] & 15)
    let number = mac[offset..<offset + 4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) } & 0x7FFF_FFFF
    let limit = UInt32((0..<digits).reduce(1) { power, _ in power * 10 })
    let text = String(number % limit)
    return String(repeating: "0", count: digits - text.count) + text
  }

  /// The half minute of which the digits are, of the present one and those beside it; nil where they are of none.
  package func counter(of code: String, at seconds: Int) -> Int? {
    let typed = code.filter { $0 != " " }
    let now = seconds / SecondFactor.step
    return (now - 1...now + 1).first { self.code($0) == typed }
  }
}
