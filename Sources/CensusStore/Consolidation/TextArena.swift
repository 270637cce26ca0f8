// SPDX-License-Identifier: Apache-2.0

import Glibc

/// Texts as bytes one behind the other, by number: a hundred thousand of them are a few megabytes and not as many objects.
struct TextArena {
  private var bytes: [UInt8] = []
  private var ends: [UInt32] = []

  var count: Int { ends.count }

  mutating func append(_ text: UnsafeRawBufferPointer) {
    bytes.append(contentsOf: text)
    ends.append(UInt32(bytes.count))
  }

  private func range(_ number: Int) -> Range<Int> { (number == 0 ? 0 : Int(ends[number - 1]))..<Int(ends[number]) }

  func with<Result>(_ number: Int, _ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
    try bytes.withUnsafeBytes { try body(UnsafeRawBufferPointer(rebasing: $0[range(number)])) }
  }

  func equals(_ number: Int, _ text: UnsafeRawBufferPointer) -> Bool {
    with(number) { TextArena.order($0, text) == 0 }
  }

  /// Below nought when one text stands before another in the order of their bytes, nought when they are the same.
  func order(_ left: Int, _ right: Int) -> Int {
    with(left) { first in with(right) { TextArena.order(first, $0) } }
  }

  private static func order(_ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer) -> Int {
    let shared = min(left.count, right.count)
    // An empty text has no address.
    let order = shared == 0 ? 0 : Int(memcmp(left.baseAddress!, right.baseAddress!, shared))
    return order == 0 ? left.count - right.count : order
  }
}

/// Finds the number of a text in an arena; of equal texts the first that was entered stands for all, empty ones for none.
struct TextIndex {
  /// Number plus one; 0 is free.
  private var slots: [UInt32]
  /// By number: how many texts it stands for.
  private var standsFor: [UInt32]

  /// - Parameter sequence: the numbers of the arena in the order in which they are entered.
  init(_ arena: TextArena, sequence: some Sequence<Int32>) {
    var size = 16
    while size < arena.count * 2 { size *= 2 }
    slots = Array(repeating: 0, count: size)
    standsFor = Array(repeating: 0, count: arena.count)
    for number in sequence { arena.with(Int(number)) { enter(number, $0, arena) } }
  }

  private mutating func enter(_ number: Int32, _ text: UnsafeRawBufferPointer, _ arena: TextArena) {
    guard !text.isEmpty else { return }
    let slot = slot(of: text, arena)
    if slots[slot] == 0 { slots[slot] = UInt32(number) + 1 }
    standsFor[Int(slots[slot]) - 1] += 1
  }

  /// Which number stands for a text, and how many have it.
  func find(_ text: UnsafeRawBufferPointer, in arena: TextArena) -> (number: Int, count: Int)? {
    let found = slots[slot(of: text, arena)]
    return found == 0 ? nil : (Int(found) - 1, Int(standsFor[Int(found) - 1]))
  }

  /// Where a text stands, or would.
  private func slot(of text: UnsafeRawBufferPointer, _ arena: TextArena) -> Int {
    var slot = Int(truncatingIfNeeded: Fingerprint.of(text) >> 1) & (slots.count - 1)
    while slots[slot] != 0, !arena.equals(Int(slots[slot]) - 1, text) { slot = (slot + 1) & (slots.count - 1) }
    return slot
  }
}
