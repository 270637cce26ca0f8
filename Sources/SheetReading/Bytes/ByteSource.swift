// SPDX-License-Identifier: Apache-2.0

/// Bytes read from front to back: a file, or a part of an archive.
package protocol ByteSource: AnyObject {
  /// Fills `buffer` as far as the source goes; 0 at its end.
  ///
  /// - Throws: a `WorkbookError` of a damaged or hostile archive, or of a file that cannot be read.
  func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int
}

extension ByteSource {
  /// The next bytes, at most `count`.
  ///
  /// - Throws: what `read(into:)` throws: a `WorkbookError` of a damaged or hostile archive, or of a file that cannot
  ///   be read.
  package func take(_ count: Int) throws -> [UInt8] {
    var buffer = [UInt8](repeating: 0, count: count)
    let filled = try buffer.withUnsafeMutableBytes { try read(into: $0) }
    return Array(buffer[..<filled])
  }
}
