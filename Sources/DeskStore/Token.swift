// SPDX-License-Identifier: Apache-2.0

import Crypto
import Foundation

/// A secret that its holder shows: 256 random bits, of which the database has the hash only.
package struct Token: Sendable, Hashable {
  /// As it stands in a cookie or a link: letters, digits, `-` and `_`.
  package let text: String

  /// A new one.
  package init() {
    let bytes = SymmetricKey(size: .bits256).withUnsafeBytes { Data($0) }
    text = bytes.base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
  }

  /// One that somebody shows; nil for what was never given out.
  package init?(_ text: String) {
    guard text.utf8.count == 43, text.utf8.allSatisfy(Token.isSign) else { return nil }
    self.text = text
  }

  private static func isSign(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
      true
    default: false
    }
  }

  /// What the database has of it.
  var hash: Data { Data(SHA256.hash(data: Array("desk token:\(text)".utf8))) }

  /// What forms show to prove that they come from a page of the one who holds the token; says nothing of it.
  package var formProof: String {
    SHA256.hash(data: Array("desk form:\(text)".utf8)).prefix(16).map { byte in
      let digits = String(byte, radix: 16)
      return digits.count < 2 ? "0" + digits : digits
    }.joined()
  }

  /// Whether a form shows the proof; takes as long for every wrong one.
  package func isProved(by proof: String) -> Bool {
    let (own, other) = (Array(formProof.utf8), Array(proof.utf8))
    guard own.count == other.count else { return false }
    return zip(own, other).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
  }
}
