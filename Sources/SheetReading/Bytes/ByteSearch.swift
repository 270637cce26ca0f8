// SPDX-License-Identifier: Apache-2.0

import Glibc

/// Finds short texts in bytes by their first byte, which should be a rare one.
enum ByteSearch {
  /// The offset of the first `needle` from `start` on.
  static func find(_ needle: [UInt8], in bytes: UnsafeRawBufferPointer, from start: Int) -> Int? {
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

/// Tells whether a short text stands in bytes that come in pieces.
struct ByteFinder {
  private let needle: [UInt8]
  /// The end of the last piece, too short to hold the needle.
  private var rest: [UInt8] = []

  init(_ needle: [UInt8]) { self.needle = needle }

  mutating func find(in piece: UnsafeRawBufferPointer) -> Bool {
    let seam = rest + piece.prefix(needle.count - 1)
    rest = Array((rest + piece.suffix(needle.count - 1)).suffix(needle.count - 1))
    return seam.withUnsafeBytes(holds) || holds(piece)
  }

  private func holds(_ bytes: UnsafeRawBufferPointer) -> Bool { ByteSearch.find(needle, in: bytes, from: 0) != nil }
}
