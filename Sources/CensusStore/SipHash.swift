// SPDX-License-Identifier: Apache-2.0

/// SipHash-2-4 (Aumasson and Bernstein): a keyed hash of 64 bits for short texts.
struct SipHash: Sendable {
  private let first: UInt64
  private let second: UInt64

  init(key: (UInt64, UInt64)) { (first, second) = key }

  func hash(_ text: UnsafeRawBufferPointer) -> UInt64 {
    var state = State(first, second)
    let whole = text.count & ~7
    for start in stride(from: 0, to: whole, by: 8) {
      state.take(UInt64(littleEndian: text.loadUnaligned(fromByteOffset: start, as: UInt64.self)))
    }
    var last = UInt64(truncatingIfNeeded: text.count) << 56
    for index in whole..<text.count { last |= UInt64(text[index]) << UInt64(8 * (index - whole)) }
    state.take(last)
    return state.finished()
  }

  private struct State {
    var v0, v1, v2, v3: UInt64

    init(_ first: UInt64, _ second: UInt64) {
      v0 = first ^ 0x736f_6d65_7073_6575
      v1 = second ^ 0x646f_7261_6e64_6f6d
      v2 = first ^ 0x6c79_6765_6e65_7261
      v3 = second ^ 0x7465_6462_7974_6573
    }

    mutating func take(_ word: UInt64) {
      v3 ^= word
      round()
      round()
      v0 ^= word
    }

    mutating func finished() -> UInt64 {
      v2 ^= 0xff
      for _ in 0..<4 { round() }
      return v0 ^ v1 ^ v2 ^ v3
    }

    private mutating func round() {
      v0 &+= v1
      v1 = State.turned(v1, 13) ^ v0
      v0 = State.turned(v0, 32)
      v2 &+= v3
      v3 = State.turned(v3, 16) ^ v2
      v0 &+= v3
      v3 = State.turned(v3, 21) ^ v0
      v2 &+= v1
      v1 = State.turned(v1, 17) ^ v2
      v2 = State.turned(v2, 32)
    }

    @inline(__always) private static func turned(_ word: UInt64, _ bits: UInt64) -> UInt64 {
      word << bits | word >> (64 - bits)
    }
  }
}
