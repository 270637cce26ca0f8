// SPDX-License-Identifier: Apache-2.0

/// Where the elements of a small part stand, so that it can be changed in places and stay as it is everywhere else.
struct MarkupOutline {
  struct Element {
    var tag: MarkupTag
    /// The number of elements around it.
    var depth: Int
    /// Index of the element around it; nil for the outermost.
    var parent: Int?
    /// From its first bracket to its last.
    var whole: Range<Int>
    /// What stands within it; empty where it is one tag.
    var content: Range<Int>
  }

  let bytes: [UInt8]
  private(set) var elements: [Element] = []

  /// - Parameter depth: of the deepest elements to keep.
  /// - Throws: `MarkingRefusal` for what is no whole markup in UTF-8.
  init(_ bytes: [UInt8], depth deepest: Int) throws {
    try MarkingRefusal.unlessUTF8(bytes)
    self.bytes = bytes
    var open: [Int?] = []
    var index = 0
    while true {
      switch bytes.withUnsafeBytes({ TagFinder.next(in: $0, from: index) }) {
      case .unfinished: throw MarkingRefusal()
      case .none:
        guard open.isEmpty, !elements.isEmpty else { throw MarkingRefusal() }
        return
      case .tag(let range):
        index = range.upperBound
        try take(MarkupTag(Array(bytes[range])), at: range, &open, deepest)
      }
    }
  }

  private mutating func take(
    _ tag: MarkupTag, at range: Range<Int>, _ open: inout [Int?], _ deepest: Int
  ) throws {
    guard !tag.isEnd else {
      guard let started = open.popLast() else { throw MarkingRefusal() }
      if let started {
        elements[started].whole = elements[started].whole.lowerBound..<range.upperBound
        elements[started].content = elements[started].content.lowerBound..<range.lowerBound
      }
      return
    }
    var kept: Int?
    if open.count <= deepest {
      kept = elements.count
      elements.append(
        Element(
          tag: tag, depth: open.count, parent: open.last ?? nil, whole: range,
          content: range.upperBound..<range.upperBound))
    }
    if !tag.isEmpty { open.append(kept) }
  }

  /// What stands before the names of its elements, with the colon.
  var prefix: String { elements[0].tag.prefix }

  /// The first element of a name at a depth.
  func first(_ name: StaticString, depth: Int) -> Int? {
    elements.firstIndex { $0.depth == depth && $0.tag.isNamed(name) }
  }

  func children(of parent: Int) -> [Element] { elements.filter { $0.parent == parent } }

  /// The text between two offsets as the part spells it.
  func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }
}

/// Changes to bytes, made at once.
struct ByteSplice {
  private var changes: [(range: Range<Int>, text: [UInt8])] = []

  mutating func insert(_ text: String, at place: Int) { replace(place..<place, with: text) }
  mutating func replace(_ range: Range<Int>, with text: String) { replace(range, with: Array(text.utf8)) }
  mutating func replace(_ range: Range<Int>, with bytes: [UInt8]) { changes.append((range, bytes)) }

  /// Changes the first tag of an element.
  mutating func replace(tagOf element: MarkupOutline.Element, with tag: MarkupTag) {
    let start = element.whole.lowerBound
    replace(start..<(start + element.tag.bytes.count), with: tag.bytes)
  }

  /// What is inserted at one place stands in the order of the calls.
  func applied(to bytes: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count + changes.reduce(0) { $0 + $1.text.count })
    var done = 0
    let ordered = changes.enumerated().sorted {
      ($0.element.range.lowerBound, $0.offset) < ($1.element.range.lowerBound, $1.offset)
    }.map(\.element)
    for change in ordered where change.range.lowerBound >= done {
      result += bytes[done..<change.range.lowerBound]
      result += change.text
      done = change.range.upperBound
    }
    return result + bytes[done...]
  }
}
