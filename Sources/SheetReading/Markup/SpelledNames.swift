// SPDX-License-Identifier: Apache-2.0

import Glibc

/// Names as a document spells them, with the local name and the namespace that libxml2 gave for each.
///
/// All texts are libxml2's interned strings: they live as long as the parser, and so must this table.
struct SpelledNames {
  typealias Text = UnsafePointer<UInt8>

  struct Name {
    /// With its prefix; as long as `length` says.
    var spelled: Text
    var length: Int
    var local: Text
    var uri: Text?
  }

  /// As many as a word has bits: a set of names is a word.
  static let capacity = 64

  /// Memory of its own: a table in place would be copied with whatever holds it. `free` gives it back.
  private let slots = UnsafeMutablePointer<Name?>.allocate(capacity: capacity)
  private var count = 0

  init() { slots.initialize(repeating: nil, count: SpelledNames.capacity) }

  func free() { slots.deallocate() }

  mutating func forget() {
    slots.update(repeating: nil, count: SpelledNames.capacity)
    count = 0
  }

  /// The slot of a name; nil for one that was not learned.
  @inline(__always) func slot(of name: Text, _ length: Int) -> Int? {
    guard length > 0 else { return nil }
    var slot = SpelledNames.home(of: name, length)
    while let found = slots[slot] {
      if found.length == length, SpelledNames.areEqual(found.spelled, name, length) { return slot }
      slot = (slot + 1) & (SpelledNames.capacity - 1)
    }
    return nil
  }

  @inline(__always) subscript(slot: Int) -> Name? { slots[slot] }

  /// Keeps a name; forgets it when too many were learned before, so that a search always ends.
  mutating func learn(_ name: Name) {
    guard name.length > 0, count < SpelledNames.capacity / 2, slot(of: name.spelled, name.length) == nil else { return }
    var slot = SpelledNames.home(of: name.spelled, name.length)
    while slots[slot] != nil { slot = (slot + 1) & (SpelledNames.capacity - 1) }
    slots[slot] = name
    count += 1
  }

  @inline(__always) private static func home(of name: Text, _ length: Int) -> Int {
    (length &* 11 &+ Int(name[0]) &* 5 &+ Int(name[length - 1])) & (capacity - 1)
  }

  /// Names are short: a call of memcmp would cost more than the comparison.
  @inline(__always) static func areEqual(_ one: Text, _ other: Text, _ length: Int) -> Bool {
    for index in 0..<length where one[index] != other[index] { return false }
    return true
  }
}

/// The names that hold between two namespace declarations: what a prefix means changes only there.
struct NameScope {
  var elements = SpelledNames()
  var attributes = SpelledNames()
  let tags = RepeatedTags()
  /// How many elements were open where the scope began.
  var depth = 0

  func free() {
    elements.free()
    attributes.free()
    tags.free()
  }

  mutating func begin(at depth: Int) {
    elements.forget()
    attributes.forget()
    tags.forget()
    self.depth = depth
  }
}
