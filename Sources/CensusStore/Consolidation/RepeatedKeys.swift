// SPDX-License-Identifier: Apache-2.0

/// Tells which keys of a first pass may stand more than once, in bits rather than in a table of all of them: a second pass
/// then keeps only those. Says yes now and then where it should not, never no.
struct RepeatedKeys {
  private var once: [UInt64]
  private var twice: [UInt64]
  private let bits: UInt64
  private(set) var hasAny = false

  /// - Parameter count: about how many keys will come; 32 bits are kept for each.
  init(count: Int) {
    let words = max(1024, count / 2)
    once = Array(repeating: 0, count: words)
    twice = once
    bits = UInt64(words * 64)
  }

  mutating func note(_ key: UInt64) {
    let (word, bit) = place(key)
    if once[word] & bit != 0 {
      twice[word] |= bit
      hasAny = true
    }
    once[word] |= bit
  }

  func mayRepeat(_ key: UInt64) -> Bool {
    let (word, bit) = place(key)
    return twice[word] & bit != 0
  }

  private func place(_ key: UInt64) -> (Int, UInt64) {
    let mixed = (key ^ (key >> 31)) &* 0x9E37_79B9_7F4A_7C15
    let index = mixed.multipliedFullWidth(by: bits).high
    return (Int(index >> 6), 1 << (index & 63))
  }
}
