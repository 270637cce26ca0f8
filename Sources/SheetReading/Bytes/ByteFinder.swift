// SPDX-License-Identifier: Apache-2.0

import Tabular

/// Tells whether a short text stands in bytes that come in pieces.
struct ByteFinder {
  private let needle: [UInt8]
  /// The end of the last piece, too short to hold the needle.
  private var rest: [UInt8] = []

  init(_ needle: [UInt8]) { self.needle = needle }

  mutating func find(in piece: UnsafeRawBufferPointer) -> Bool {
    let overlap = min(needle.count - 1, piece.count)
    let seam = rest + Array(piece[..<overlap])
    // Slices, not sequences: a long piece is not to be walked through for its end.
    rest = Array((rest + Array(piece[(piece.count - overlap)...])).suffix(needle.count - 1))
    return seam.withUnsafeBytes(holds) || holds(piece)
  }

  private func holds(_ bytes: UnsafeRawBufferPointer) -> Bool { ByteSearch.find(needle, in: bytes, from: 0) != nil }
}
