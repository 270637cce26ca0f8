// SPDX-License-Identifier: Apache-2.0

import CLibZip
import Tabular

/// A new archive of parts that are in memory: small documents.
package enum ArchiveMaking {
  /// Writes the parts in the order given; the same parts give the same bytes.
  ///
  /// - Parameter path: where the archive goes; what is there is replaced. The folder must be there.
  /// - Throws: `ArchiveCopyFailure`.
  package static func write(_ parts: [(name: String, bytes: [UInt8])], to path: String) throws {
    var code: Int32 = 0
    guard let archive = zip_open(NativePath.terminated(path), ZIP_CREATE | ZIP_TRUNCATE, &code) else {
      throw ArchiveCopyFailure()
    }
    // libzip reads the parts when it closes the archive.
    let buffers = parts.map { part -> UnsafeMutableRawBufferPointer in
      let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: max(1, part.bytes.count), alignment: 1)
      buffer.copyBytes(from: part.bytes)
      return buffer
    }
    defer { buffers.forEach { $0.deallocate() } }
    let isWhole = zip(parts, buffers).allSatisfy { add($0.name, $1, count: $0.bytes.count, to: archive) }
    guard isWhole, zip_close(archive) == 0 else {
      zip_discard(archive)
      throw ArchiveCopyFailure()
    }
  }

  /// Parts bear no time of their own.
  private static func add(
    _ name: String, _ buffer: UnsafeMutableRawBufferPointer, count: Int, to archive: OpaquePointer
  ) -> Bool {
    guard let source = zip_source_buffer(archive, buffer.baseAddress, UInt64(count), 0) else { return false }
    let index = zip_file_add(archive, name, source, UInt32(ZIP_FL_ENC_UTF_8))
    guard index >= 0 else {
      zip_source_free(source)
      return false
    }
    return zip_file_set_dostime(archive, UInt64(index), 0, 1 << 5 | 1, 0) == 0
  }
}
