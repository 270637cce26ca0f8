// SPDX-License-Identifier: Apache-2.0

import Basics
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

  /// What forms show to prove that they come from a page of the one who holds the token; says nothing of it. Masked anew each
  /// time: no two pages hold the same, so that the lengths of compressed pages tell nothing of it.
  package var formProof: String {
    let mask = (0..<Token.proofBytes).map { _ in UInt8.random(in: .min ... .max) }
    return HexText.of(mask + zip(mask, proof).map { $0 ^ $1 })
  }

  /// Whether a form shows a proof; takes as long for every wrong one.
  package func isProved(by shown: String) -> Bool {
    let (own, digits) = (proof, Array(shown.utf8))
    guard digits.count == 4 * Token.proofBytes else { return false }
    let bytes = stride(from: 0, to: digits.count, by: 2).map {
      UInt8(String(decoding: digits[$0..<$0 + 2], as: UTF8.self), radix: 16) ?? 0
    }
    return own.indices.reduce(UInt8(0)) { $0 | (own[$1] ^ bytes[$1] ^ bytes[$1 + Token.proofBytes]) } == 0
  }

  private static let proofBytes = 16

  private var proof: [UInt8] { Array(SHA256.hash(data: Array("desk form:\(text)".utf8)).prefix(Token.proofBytes)) }
}
