// SPDX-License-Identifier: Apache-2.0

/// Attributes by their name without its prefix, for formats in which each of them may have one.
extension MarkupTag {
  struct Attribute {
    /// With its prefix.
    var name: Range<Int>
    /// Without the quotes.
    var value: Range<Int>
    /// With the blank before it.
    var whole: Range<Int>
  }

  /// Each attribute in the order in which they stand.
  var attributes: [Attribute] {
    var found: [Attribute] = []
    var index = name.endIndex
    while index < bytes.count {
      let start = index
      while index < bytes.count, bytes[index] <= 0x20 { index += 1 }
      let from = index
      while index < bytes.count, bytes[index] != UInt8(ascii: "="), !MarkupTag.endsName(bytes[index]) { index += 1 }
      let name = from..<index
      while index < bytes.count, bytes[index] != UInt8(ascii: "\""), bytes[index] != UInt8(ascii: "'") {
        if bytes[index] == UInt8(ascii: ">") { return found }
        index += 1
      }
      guard index < bytes.count, let end = bytes[(index + 1)...].firstIndex(of: bytes[index]) else { return found }
      found.append(Attribute(name: name, value: (index + 1)..<end, whole: start..<(end + 1)))
      index = end + 1
    }
    return found
  }

  /// What stands before the colon of a name, without it.
  func prefix(of name: Range<Int>) -> ArraySlice<UInt8> {
    bytes[name].firstIndex(of: UInt8(ascii: ":")).map { bytes[name.lowerBound..<$0] } ?? []
  }

  /// The name without its prefix.
  func local(of name: Range<Int>) -> ArraySlice<UInt8> {
    bytes[name].firstIndex(of: UInt8(ascii: ":")).map { bytes[($0 + 1)..<name.upperBound] } ?? bytes[name]
  }

  /// The first attribute of a local name, whatever its prefix is.
  func attribute(_ local: StaticString) -> Attribute? {
    let sought = UnsafeBufferPointer(start: local.utf8Start, count: local.utf8CodeUnitCount)
    return attributes.first {
      self.local(of: $0.name).elementsEqual(sought) && !prefix(of: $0.name).elementsEqual("xmlns".utf8)
    }
  }

  func spelled(_ attribute: Attribute) -> String { String(decoding: bytes[attribute.value], as: UTF8.self) }

  mutating func replace(_ attribute: Attribute, with value: String) {
    replace(attribute.value, with: value)
  }

  mutating func remove(_ attribute: Attribute) { replace(attribute.whole, with: "") }

  /// Puts text behind the last attribute.
  mutating func append(_ text: String) {
    let place = bytes.count - (isEmpty ? 2 : 1)
    replace(place..<place, with: text)
  }

  var text: String { String(decoding: bytes, as: UTF8.self) }
  /// `</row>` of `<row r="7">`.
  var endTag: String { "</\(String(decoding: name, as: UTF8.self))>" }
}
