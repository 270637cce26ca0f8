// SPDX-License-Identifier: Apache-2.0

import Tabular

/// Finds the tags of markup in bytes; comments, instructions and CDATA are text to it.
enum TagFinder {
  enum Found {
    case tag(Range<Int>)
    /// Nothing more up to the end.
    case none
    /// What begins at this offset does not end within the bytes.
    case unfinished(Int)
  }

  private static let silent: [(start: [UInt8], end: [UInt8])] = [
    (Array("<!--".utf8), Array("-->".utf8)), (Array("<![CDATA[".utf8), Array("]]>".utf8)),
    (Array("<?".utf8), Array("?>".utf8)),
  ]
  private static let open = [UInt8(ascii: "<")]

  static func next(in bytes: UnsafeRawBufferPointer, from start: Int) -> Found {
    var index = start
    while let begin = ByteSearch.find(open, in: bytes, from: index) {
      guard begin + 1 < bytes.count else { return .unfinished(begin) }
      let sign = bytes[begin + 1]
      guard sign == UInt8(ascii: "!") || sign == UInt8(ascii: "?") else {
        return end(of: begin, in: bytes).map { .tag(begin..<$0) } ?? .unfinished(begin)
      }
      guard let kind = silent.first(where: { starts(bytes, at: begin, with: $0.start) }),
        let end = ByteSearch.find(kind.end, in: bytes, from: begin + kind.start.count)
      else { return .unfinished(begin) }
      index = end + kind.end.count
    }
    return .none
  }

  /// Behind the bracket that closes a tag; one within quotes closes nothing.
  private static func end(of tag: Int, in bytes: UnsafeRawBufferPointer) -> Int? {
    var quote: UInt8 = 0
    for index in (tag + 1)..<bytes.count {
      let byte = bytes[index]
      if quote != 0 {
        if byte == quote { quote = 0 }
      } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
        quote = byte
      } else if byte == UInt8(ascii: ">") {
        return index + 1
      }
    }
    return nil
  }

  private static func starts(_ bytes: UnsafeRawBufferPointer, at place: Int, with text: [UInt8]) -> Bool {
    place + text.count <= bytes.count && bytes[place..<(place + text.count)].elementsEqual(text)
  }
}
