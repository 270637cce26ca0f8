// SPDX-License-Identifier: Apache-2.0

import Glibc

/// Start tags as they were read last time: a sheet repeats a few of them, letter for letter, in every cell.
///
/// Holds memory of its own, which `free` gives back; what it knows holds within one namespace scope.
struct RepeatedTags {
  typealias Text = UnsafePointer<UInt8>

  struct Tag {
    fileprivate(set) var length = 0
    fileprivate(set) var attributeCount = 0
    fileprivate(set) var nameLength = 0
    fileprivate(set) var local: Text
    fileprivate(set) var uri: Text?
    /// A copy of the tag, into which the attributes point.
    fileprivate let bytes: UnsafeMutablePointer<UInt8>
    /// As `SAXElement` wants them.
    let values: UnsafeMutablePointer<Text?>
  }

  /// As many bytes must follow the place where a tag is looked for.
  static let longest = 64
  private static let mostAttributes = 4
  private static let bits = 5
  private static let count = 1 << bits

  private let bytes = UnsafeMutablePointer<UInt8>.allocate(capacity: count * longest)
  private let values = UnsafeMutablePointer<Text?>.allocate(capacity: count * mostAttributes * 5)
  private let tags = UnsafeMutablePointer<Tag>.allocate(capacity: count)

  init() {
    for index in 0..<RepeatedTags.count {
      let bytes = bytes + index * RepeatedTags.longest
      let values = values + index * RepeatedTags.mostAttributes * 5
      (tags + index).initialize(to: Tag(local: bytes, uri: nil, bytes: bytes, values: values))
    }
  }

  func free() {
    bytes.deallocate()
    values.deallocate()
    tags.deallocate()
  }

  func forget() {
    for index in 0..<RepeatedTags.count { tags[index].length = 0 }
  }

  /// The tag that stands at `start`, should it be known; at least `longest` bytes must stand there.
  @inline(__always) func tag(at start: Text) -> UnsafeMutablePointer<Tag>? {
    let found = tags + RepeatedTags.index(of: start)
    let length = found.pointee.length
    return length > 0 && RepeatedTags.areEqual(start, found.pointee.bytes, length) ? found : nil
  }

  /// Keeps a tag; its values point into itself.
  func keep(_ start: Text, _ length: Int, nameLength: Int, _ element: SAXElement) {
    guard length <= RepeatedTags.longest, element.attributeCount <= RepeatedTags.mostAttributes,
      let values = element.values
    else { return }
    let place = tags + RepeatedTags.index(of: start)
    memcpy(place.pointee.bytes, start, length)
    for index in 0..<element.attributeCount * 5 { place.pointee.values[index] = values[index] }
    for index in 0..<element.attributeCount {
      for end in index * 5 + 3...index * 5 + 4 {
        place.pointee.values[end] = values[end].map { UnsafePointer(place.pointee.bytes) + ($0 - start) }
      }
    }
    (place.pointee.length, place.pointee.nameLength) = (length, nameLength)
    place.pointee.attributeCount = element.attributeCount
    (place.pointee.local, place.pointee.uri) = (element.local, element.uri)
  }

  /// By the first eight bytes, whatever they are.
  @inline(__always) private static func index(of start: Text) -> Int {
    Int(truncatingIfNeeded: (word(start) &* 0x9E37_79B9_7F4A_7C15) >> UInt64(64 - bits))
  }

  @inline(__always) private static func word(_ start: Text) -> UInt64 {
    UnsafeRawPointer(start).loadUnaligned(as: UInt64.self)
  }

  /// Eight bytes at a time; both have room for `longest`.
  @inline(__always) static func areEqual(_ one: Text, _ other: Text, _ length: Int) -> Bool {
    var index = 0
    while length - index >= 8 {
      if word(one + index) != word(other + index) { return false }
      index += 8
    }
    guard index < length else { return true }
    return (word(one + index) ^ word(other + index)) << UInt64(64 - 8 * (length - index)) == 0
  }
}
