// SPDX-License-Identifier: Apache-2.0

/// One tag as it stands in a part, `<x:row r="7">`, and what can be changed of it.
struct MarkupTag {
  /// With its brackets.
  private(set) var bytes: [UInt8]

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  mutating func assign(_ piece: UnsafeRawBufferPointer) {
    bytes.removeAll(keepingCapacity: true)
    bytes.append(contentsOf: piece)
  }

  /// Nothing of it is to be written any more.
  mutating func drop() { bytes = [] }
  var isGone: Bool { bytes.isEmpty }

  var isEnd: Bool { bytes.count > 1 && bytes[1] == UInt8(ascii: "/") }
  /// `<row/>`
  var isEmpty: Bool { bytes.count > 2 && bytes[bytes.count - 2] == UInt8(ascii: "/") }

  /// With its prefix.
  var name: ArraySlice<UInt8> { bytes[(isEnd ? 2 : 1)...].prefix { !MarkupTag.endsName($0) } }

  /// Without its prefix.
  var localName: ArraySlice<UInt8> {
    let name = name
    return name.lastIndex(of: UInt8(ascii: ":")).map { name[($0 + 1)...] } ?? name
  }

  /// What stands before the local name, with the colon.
  var prefix: String { String(decoding: name.prefix(name.count - localName.count), as: UTF8.self) }

  func isNamed(_ local: StaticString) -> Bool {
    let name = localName
    return name.count == local.utf8CodeUnitCount
      && name.elementsEqual(UnsafeBufferPointer(start: local.utf8Start, count: local.utf8CodeUnitCount))
  }

  static func endsName(_ byte: UInt8) -> Bool { byte <= 0x20 || byte == UInt8(ascii: ">") || byte == UInt8(ascii: "/") }

  // MARK: Attributes

  /// The value of an attribute as it is spelled, entities and all; nil when it has none of that name.
  func value(_ attribute: StaticString) -> ArraySlice<UInt8>? { place(attribute).map { bytes[$0.value] } }

  func text(_ attribute: StaticString) -> String? { value(attribute).map { String(decoding: $0, as: UTF8.self) } }

  /// A whole number; nil for what is none.
  func number(_ attribute: StaticString) -> Int? {
    guard let value = value(attribute), !value.isEmpty, value.count < 10 else { return nil }
    var number = 0
    for byte in value {
      guard byte &- 0x30 <= 9 else { return nil }
      number = number * 10 + Int(byte &- 0x30)
    }
    return number
  }

  func isTrue(_ attribute: StaticString) -> Bool { ["1", "true"].contains(text(attribute) ?? "") }

  mutating func set(_ attribute: StaticString, _ value: String) {
    if let place = place(attribute) {
      bytes.replaceSubrange(place.value, with: value.utf8)
    } else {
      bytes.insert(contentsOf: " \(attribute)=\"\(value)\"".utf8, at: bytes.count - (isEmpty ? 2 : 1))
    }
  }

  mutating func remove(_ attribute: StaticString) {
    if let place = place(attribute) { bytes.removeSubrange(place.whole) }
  }

  /// The relationship it points with, `r:id`, whatever the prefix is.
  var relationship: String? {
    let text = String(decoding: bytes, as: UTF8.self)
    return text.firstMatch(of: /\s[\w.-]+:id\s*=\s*["']([^"']*)["']/).map { String($0.output.1) }
  }

  mutating func replace(_ range: Range<Int>, with text: String) { bytes.replaceSubrange(range, with: text.utf8) }

  /// Makes `<row/>` the beginning of an element.
  mutating func open() {
    if isEmpty { bytes.remove(at: bytes.count - 2) }
  }

  /// Where an attribute stands, with the blank before it, and its value without the quotes.
  private func place(_ attribute: StaticString) -> (whole: Range<Int>, value: Range<Int>)? {
    let sought = UnsafeBufferPointer(start: attribute.utf8Start, count: attribute.utf8CodeUnitCount)
    var index = name.endIndex
    while index < bytes.count {
      let start = index
      while index < bytes.count, bytes[index] <= 0x20 { index += 1 }
      let from = index
      while index < bytes.count, bytes[index] != UInt8(ascii: "="), !MarkupTag.endsName(bytes[index]) { index += 1 }
      let name = from..<index
      while index < bytes.count, bytes[index] != UInt8(ascii: "\""), bytes[index] != UInt8(ascii: "'") {
        if bytes[index] == UInt8(ascii: ">") { return nil }
        index += 1
      }
      guard index < bytes.count, let end = bytes[(index + 1)...].firstIndex(of: bytes[index]) else { return nil }
      if bytes[name].elementsEqual(sought) { return (start..<(end + 1), (index + 1)..<end) }
      index = end + 1
    }
    return nil
  }
}
