// SPDX-License-Identifier: Apache-2.0

import Crypto
import SheetReading

/// SHA-256 of files, read or written in chunks.
package struct FileDigest {
  private var hasher = SHA256()

  mutating func update(_ bytes: [UInt8]) { hasher.update(data: bytes) }

  /// Lower-case hex over all that was handed in.
  var hex: String { FileDigest.hex(hasher.finalize()) }

  /// Lower-case hex.
  ///
  /// - Throws: `WorkbookError("workbook-unreadable")`.
  static func sha256(_ file: InputFile) throws -> String {
    var hasher = SHA256()
    try file.read { hasher.update(bufferPointer: $0) }
    return hex(hasher.finalize())
  }

  package static func sha256(of bytes: [UInt8]) -> String { hex(SHA256.hash(data: bytes)) }

  private static func hex(_ digest: some Sequence<UInt8>) -> String {
    let digits = Array("0123456789abcdef".utf8)
    var text: [UInt8] = []
    for byte in digest {
      text.append(digits[Int(byte >> 4)])
      text.append(digits[Int(byte & 15)])
    }
    return String(decoding: text, as: UTF8.self)
  }
}
