// SPDX-License-Identifier: Apache-2.0

import Glibc
import SheetReading

/// A changed copy of markup in UTF-8.
protocol MarkupEdit {
  /// The next bytes; none at its end.
  mutating func next() throws -> [UInt8]
}

extension MarkupFile {
  /// Writes a changed copy in the encoding of the file.
  ///
  /// - Throws: what `edit` throws, `WorkbookError`, `MarkedCopyFailure`.
  func write(_ edit: inout some MarkupEdit, to descriptor: Int32) throws {
    try MarkupFile.put(try mark(), to: descriptor)
    let encode = try encoder()
    while case let piece = try edit.next(), !piece.isEmpty { try MarkupFile.put(encode(piece, false), to: descriptor) }
    try MarkupFile.put(encode([], true), to: descriptor)
  }

  private static func put(_ bytes: [UInt8], to descriptor: Int32) throws {
    var start = 0
    while start < bytes.count {
      let written = bytes[start...].withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if written < 0, errno == EINTR { continue }
      guard written > 0 else { throw MarkedCopyFailure() }
      start += written
    }
  }
}
