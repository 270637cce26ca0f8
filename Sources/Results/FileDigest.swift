// SPDX-License-Identifier: Apache-2.0

import Basics
import Crypto
package import SheetReading

/// SHA-256 of files, read or written in chunks.
package struct FileDigest {
  private var hasher = SHA256()

  /// Of no byte yet.
  package init() {}

  /// Takes the next bytes of the file.
  package mutating func update(_ bytes: [UInt8]) { hasher.update(data: bytes) }

  /// Lower-case hex over all that was handed in.
  package var hex: String { HexText.of(hasher.finalize()) }

  /// Lower-case hex.
  ///
  /// - Throws: `WorkbookError("workbook-unreadable")`.
  package static func sha256(_ file: InputFile) throws -> String {
    var hasher = SHA256()
    try file.read { hasher.update(bufferPointer: $0) }
    return HexText.of(hasher.finalize())
  }

  /// SHA-256 of bytes in memory, lower-case hex.
  package static func sha256(of bytes: [UInt8]) -> String { HexText.of(SHA256.hash(data: bytes)) }
}
