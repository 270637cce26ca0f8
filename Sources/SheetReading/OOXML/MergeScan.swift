// SPDX-License-Identifier: Apache-2.0

import Tabular

/// Finds the merges of a worksheet part before its rows are read: they stand behind them.
///
/// Looks for the tags as bytes, many times faster than they are parsed; the parser meets them again later.
enum MergeScan {
  /// A longer part is not looked through: it would take a third of the time of reading it, and no hand merged its cells.
  static let sizeLimit = 16 << 20
  private static let needle = Array("mergeCell ".utf8)
  private static let reference = Array("ref=".utf8)

  /// - Returns: nil for a part that is longer than `sizeLimit`, or none.
  static func merges(of part: String, in archive: ZipArchive) throws -> [MergedRange]? {
    guard let stream = try archive.part(part), stream.statedSize <= sizeLimit else { return nil }
    var merges: [MergedRange] = []
    var buffer: [UInt8] = []
    var size = 0
    while case let piece = try stream.take(1 << 17), !piece.isEmpty {
      size += piece.count
      // What states a size that is not its own tells nothing ahead.
      guard size <= sizeLimit, merges.count <= ReadingLimits.merges else { return nil }
      buffer += piece
      let used = buffer.withUnsafeBytes { collect($0, &merges) }
      buffer.removeFirst(used)
    }
    return merges
  }

  /// Gives how many bytes are done with.
  private static func collect(_ bytes: UnsafeRawBufferPointer, _ merges: inout [MergedRange]) -> Int {
    var index = 0
    while let place = ByteSearch.find(needle, in: bytes, from: index) {
      guard let end = bytes[place...].firstIndex(of: UInt8(ascii: ">")) else {
        // A tag is short; one that does not end is none.
        return bytes.count - place < 4096 ? max(0, place - 1) : bytes.count
      }
      let sign = place > 0 ? bytes[place - 1] : 0
      if sign == UInt8(ascii: "<") || sign == UInt8(ascii: ":"), let range = range(bytes[place..<end]) {
        merges.append(range)
      }
      index = end + 1
    }
    return max(index, bytes.count - needle.count)
  }

  /// The rectangle in `mergeCell ref="A1:B2"`.
  private static func range(_ tag: Slice<UnsafeRawBufferPointer>) -> MergedRange? {
    let bytes = UnsafeRawBufferPointer(rebasing: tag)
    guard let key = ByteSearch.find(reference, in: bytes, from: 0) else { return nil }
    let value = bytes[(key + reference.count)...].dropFirst()
    let name = Array(value.prefix { $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "'") })
    return name.withUnsafeBufferPointer(CellName.range)
  }
}
