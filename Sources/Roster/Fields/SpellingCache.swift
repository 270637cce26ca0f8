// SPDX-License-Identifier: Apache-2.0

import Glibc

/// Remembers what spellings of a column meant, so that each distinct one is normalised once; bounded in size.
struct SpellingCache {
  /// Entry of the code list; -1 when it is in none.
  typealias Meaning = Int32

  private struct Slot {
    var hash: UInt64 = 0
    var start: Int32 = 0
    var length: Int32 = -1
    var meaning: Meaning = 0
  }

  private static let size = 1024
  private var slots = [Slot](repeating: Slot(), count: size)
  private var bytes: [UInt8] = []

  /// What `text` meant, when it was seen lately.
  func known(_ text: ByteText) -> Meaning? {
    let hash = text.fingerprint
    let slot = slots[SpellingCache.index(of: hash)]
    return slot.hash == hash && Int(slot.length) == text.count && matches(slot, text) ? slot.meaning : nil
  }

  mutating func remember(_ text: ByteText, _ meaning: Meaning) {
    let hash = text.fingerprint
    remember(text, hash, meaning, at: SpellingCache.index(of: hash))
  }

  private static func index(of hash: UInt64) -> Int { Int(truncatingIfNeeded: hash & UInt64(size - 1)) }

  private func matches(_ slot: Slot, _ text: ByteText) -> Bool {
    guard let other = text.baseAddress else { return true }
    return bytes.withUnsafeBytes { memcmp($0.baseAddress! + Int(slot.start), other, text.count) == 0 }
  }

  private mutating func remember(_ text: ByteText, _ hash: UInt64, _ meaning: Meaning, at index: Int) {
    // A column of free text could fill it with anything: then it starts afresh.
    if bytes.count > 1 << 20 || text.count > 1 << 16 {
      bytes.removeAll(keepingCapacity: true)
      slots = [Slot](repeating: Slot(), count: SpellingCache.size)
    }
    slots[index] = Slot(hash: hash, start: Int32(bytes.count), length: Int32(text.count), meaning: meaning)
    bytes.append(contentsOf: text)
  }
}
