// SPDX-License-Identifier: Apache-2.0

import Glibc

/// Finds short texts in bytes by their first byte, which should be a rare one.
package enum ByteSearch {
  /// The offset of the first `needle` from `start` on; nil where there is none, or nothing to look for.
  package static func find(_ needle: [UInt8], in bytes: UnsafeRawBufferPointer, from start: Int) -> Int? {
    guard let base = bytes.baseAddress, let first = needle.first else { return nil }
    let end = bytes.count - needle.count + 1
    var index = start
    while index < end, let found = memchr(base + index, Int32(first), end - index) {
      if memcmp(found, needle, needle.count) == 0 { return UnsafeRawPointer(found) - base }
      index = UnsafeRawPointer(found) - base + 1
    }
    return nil
  }
}
