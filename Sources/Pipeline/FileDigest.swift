// SPDX-License-Identifier: Apache-2.0

import Crypto
import Foundation
import Glibc

/// SHA-256 of files, read in chunks.
package enum FileDigest {
  /// Lower-case hex and size in bytes.
  ///
  /// - Throws: `PipelineError("path-unreadable")` when the file cannot be opened or read.
  package static func sha256(path: String) throws -> (hex: String, byteCount: Int) {
    guard let file = FileHandle(forReadingAtPath: path) else {
      throw PipelineError("path-unreadable", facts: ["path": (path as NSString).lastPathComponent])
    }
    defer { try? file.close() }
    var hasher = SHA256()
    var byteCount = 0
    var buffer = [UInt8](repeating: 0, count: 1 << 18)
    let descriptor = file.fileDescriptor
    while case let count = buffer.withUnsafeMutableBytes({ read(descriptor, $0.baseAddress, $0.count) }), count != 0 {
      guard count > 0 else {
        throw PipelineError("path-unreadable", facts: ["path": (path as NSString).lastPathComponent])
      }
      buffer.withUnsafeBytes { hasher.update(bufferPointer: UnsafeRawBufferPointer(rebasing: $0[..<count])) }
      byteCount += count
    }
    return (hex(hasher.finalize()), byteCount)
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
