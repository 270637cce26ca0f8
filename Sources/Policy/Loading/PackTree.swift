// SPDX-License-Identifier: Apache-2.0

import Yams

/// The tree of a YAML file in one piece: as it is parsed, and as it is kept, so that what is kept need only be read.
///
/// Each node is its kind (a byte), its line and the length of what follows (four bytes each, the least first), then the text
/// of a scalar, the elements of a list, or the keys and values of a mapping in turn.
struct PackTree: Sendable {
  enum Kind: UInt8 {
    /// A scalar without quotes around it, which may stand for a number or nothing.
    case plain
    case quoted
    case list
    case mapping
    /// What no pack has.
    case other
  }

  private static let head = 9

  private let bytes: [UInt8]
  /// Where the node begins.
  private let start: Int

  private init(_ bytes: [UInt8], at start: Int) { (self.bytes, self.start) = (bytes, start) }

  /// - Parameter node: nowhere deeper than `YAMLLimits.depth`.
  init(_ node: Node) {
    var bytes: [UInt8] = []
    PackTree.append(node, to: &bytes)
    self.init(bytes, at: 0)
  }

  var kind: Kind { Kind(rawValue: bytes[start]) ?? .other }

  var line: Int { number(at: start + 1) }

  /// The text of a scalar; nil of what is none.
  var text: String? {
    guard kind == .plain || kind == .quoted else { return nil }
    return String(decoding: bytes[content], as: UTF8.self)
  }

  /// The elements of a list; of a mapping, its keys and values in turn; none of anything else.
  var children: [PackTree] {
    guard kind == .list || kind == .mapping else { return [] }
    var children: [PackTree] = []
    var place = content.lowerBound
    let end = content.upperBound
    while place < end {
      let child = PackTree(bytes, at: place)
      children.append(child)
      place = child.content.upperBound
    }
    return children
  }

  /// Calls back for the entries of a mapping in the order of the file; for none of anything else.
  func forEachEntry(_ body: (_ key: PackTree, _ value: PackTree) throws -> Void) rethrows {
    guard kind == .mapping else { return }
    var place = content.lowerBound
    let end = content.upperBound
    while place < end {
      let key = PackTree(bytes, at: place)
      let value = PackTree(bytes, at: key.content.upperBound)
      try body(key, value)
      place = value.content.upperBound
    }
  }

  /// The texts of a mapping of just these two keys; nil of anything else.
  func texts(_ first: String, _ second: String) -> (String, String)? {
    var found: (first: String?, second: String?)
    var count = 0
    forEachEntry { key, value in
      count += 1
      guard !value.isNull else { return }
      if key.holds(first) { found.first = value.text } else if key.holds(second) { found.second = value.text }
    }
    guard count == 2, let one = found.first, let other = found.second else { return nil }
    return (one, other)
  }

  private func holds(_ text: String) -> Bool {
    (kind == .plain || kind == .quoted) && bytes[content].elementsEqual(text.utf8)
  }

  /// Whether a scalar stands for nothing: empty, `~` or `null` without quotes around it.
  var isNull: Bool { kind == .plain && (content.isEmpty || holds("~") || holds("null")) }

  /// The entries of a mapping in the order of the file; none of anything else.
  var entries: [(key: PackTree, value: PackTree)] {
    var entries: [(key: PackTree, value: PackTree)] = []
    forEachEntry { entries.append(($0, $1)) }
    return entries
  }

  /// The node with all below it, as it is kept.
  var spelled: ArraySlice<UInt8> { bytes[start..<content.upperBound] }

  private var content: Range<Int> {
    let first = start + PackTree.head
    return first..<first + number(at: start + 5)
  }

  private func number(at place: Int) -> Int { PackTree.number(bytes, at: place) }

  private static func number(_ bytes: [UInt8], at place: Int) -> Int {
    Int(bytes[place]) | Int(bytes[place + 1]) << 8 | Int(bytes[place + 2]) << 16 | Int(bytes[place + 3]) << 24
  }

  // MARK: Kept trees

  /// The tree that is spelled in a part of some bytes; nil where these are none.
  init?(_ bytes: [UInt8], in range: Range<Int>) {
    guard PackTree.end(of: bytes, from: range.lowerBound, to: range.upperBound, depth: 1) == range.upperBound else {
      return nil
    }
    self.init(bytes, at: range.lowerBound)
  }

  /// Where a node ends that is sound with all below it.
  private static func end(of bytes: [UInt8], from start: Int, to limit: Int, depth: Int) -> Int? {
    guard depth <= YAMLLimits.depth, start + head <= limit, let kind = Kind(rawValue: bytes[start]) else { return nil }
    let end = start + head + number(bytes, at: start + 5)
    guard end <= limit else { return nil }
    guard kind == .list || kind == .mapping else { return end }
    var (place, count) = (start + head, 0)
    while place < end {
      guard let next = self.end(of: bytes, from: place, to: end, depth: depth + 1) else { return nil }
      (place, count) = (next, count + 1)
    }
    return kind == .mapping && count % 2 == 1 ? nil : end
  }

  private static func append(_ node: Node, to bytes: inout [UInt8]) {
    let start = bytes.count
    bytes.append(0)
    append(node.mark?.line ?? 0, to: &bytes)
    append(0, to: &bytes)
    let kind: Kind
    switch node {
    case .scalar(let scalar):
      kind = scalar.style == .plain ? .plain : .quoted
      bytes += scalar.string.utf8
    case .sequence(let items):
      kind = .list
      for item in items { append(item, to: &bytes) }
    case .mapping(let entries):
      kind = .mapping
      for (key, value) in entries {
        append(key, to: &bytes)
        append(value, to: &bytes)
      }
    case .alias: kind = .other
    }
    bytes[start] = kind.rawValue
    let length = bytes.count - start - head
    for byte in 0..<4 { bytes[start + 5 + byte] = UInt8(truncatingIfNeeded: length >> (8 * byte)) }
  }

  private static func append(_ number: Int, to bytes: inout [UInt8]) {
    for byte in 0..<4 { bytes.append(UInt8(truncatingIfNeeded: number >> (8 * byte))) }
  }
}
