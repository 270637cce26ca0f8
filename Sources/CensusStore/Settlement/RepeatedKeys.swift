// SPDX-License-Identifier: Apache-2.0

/// Tells which keys of a first pass may stand more than once, in bits rather than in a table of all of them: a second pass
/// then keeps only those. Says yes now and then where it should not, never no.
struct RepeatedKeys {
  private var once: [UInt64]
  private var twice: [UInt64]
  private let mask: UInt64
  private(set) var hasAny = false

  /// - Parameter count: about how many keys will come; sixteen bits are kept for each.
  init(count: Int) {
    var words = 1024
    while words * 64 < count * 16 { words *= 2 }
    once = Array(repeating: 0, count: words)
    twice = once
    mask = UInt64(words * 64 - 1)
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
    let index = (key ^ (key >> 31)) &* 0x9E37_79B9_7F4A_7C15 >> 17 & mask
    return (Int(index >> 6), 1 << (index & 63))
  }
}
