// SPDX-License-Identifier: Apache-2.0

import SheetReading

/// Markup as its tags and what stands between them, in the order of the file; held in memory piece by piece.
struct MarkupStream {
  enum Event {
    /// Text, comments, instructions, CDATA.
    case text(Range<Int>)
    case tag(Range<Int>)
    case end
  }

  /// A tag, comment or text longer than this was made by nobody.
  private static let pieceLimit = 16 << 20
  private static let chunk = 1 << 17

  private let source: any ByteSource
  /// What events point into; good until the next one.
  private(set) var bytes: [UInt8] = []
  private var place = 0
  private var isAtEnd = false
  private var waiting: Range<Int>?

  init(_ source: any ByteSource) { self.source = source }

  /// - Throws: `MarkingRefusal` for a tag or comment that does not end.
  mutating func next() throws -> Event {
    if let tag = waiting {
      waiting = nil
      return .tag(tag)
    }
    while true {
      let start = place
      switch bytes.withUnsafeBytes({ TagFinder.next(in: $0, from: start) }) {
      case .tag(let tag):
        place = tag.upperBound
        guard tag.lowerBound > start else { return .tag(tag) }
        waiting = tag
        return .text(start..<tag.lowerBound)
      case .none where start < bytes.count:
        place = bytes.count
        return .text(start..<bytes.count)
      case .none where isAtEnd: return .end
      case .unfinished(let begin) where begin > start:
        place = begin
        return .text(start..<begin)
      case .none: try read()
      case .unfinished:
        guard !isAtEnd, bytes.count - start < MarkupStream.pieceLimit else { throw MarkingRefusal() }
        try read()
      }
    }
  }

  private mutating func read() throws {
    bytes.removeFirst(place)
    place = 0
    let piece = try source.take(MarkupStream.chunk)
    isAtEnd = piece.isEmpty
    bytes += piece
  }
}
