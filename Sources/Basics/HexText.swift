// SPDX-License-Identifier: Apache-2.0

/// Bytes as lower-case hexadecimal digits, two a byte: how hashes are written down.
package enum HexText {
  private static let digits = Array("0123456789abcdef".utf8)

  /// The digits of `bytes`, in their order.
  package static func of(_ bytes: some Sequence<UInt8>) -> String {
    var text: [UInt8] = []
    for byte in bytes {
      text.append(digits[Int(byte >> 4)])
      text.append(digits[Int(byte & 15)])
    }
    return String(decoding: text, as: UTF8.self)
  }
}
