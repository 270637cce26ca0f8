// SPDX-License-Identifier: Apache-2.0

import Crypto
import SheetReading

/// SHA-256 of files, read in chunks.
package enum FileDigest {
  /// Lower-case hex.
  ///
  /// - Throws: `WorkbookError("workbook-unreadable")`.
  static func sha256(_ file: InputFile) throws -> String {
    var hasher = SHA256()
    try file.read { hasher.update(bufferPointer: $0) }
    return hex(hasher.finalize())
  }

  /// SHA-256 of bytes in memory, lower-case hex.
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
