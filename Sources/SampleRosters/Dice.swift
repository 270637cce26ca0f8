// SPDX-License-Identifier: Apache-2.0

/// SplitMix64: the same numbers for the same seed on every machine.
struct Dice {
  private var state: UInt64

  /// A generator of its own for each thing, so that adding one thing does not change another.
  init(_ seed: UInt64, _ parts: Int...) {
    state = seed
    for part in parts { state = Dice.mixed(state &+ 0x9E37_79B9_7F4A_7C15 &+ UInt64(bitPattern: Int64(part))) }
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    return Dice.mixed(state)
  }

  /// A whole number of `range`.
  mutating func roll(_ range: ClosedRange<Int>) -> Int {
    range.lowerBound + Int(next() % UInt64(range.count))
  }

  /// True in `share` of 1000 cases.
  mutating func chance(_ share: Int) -> Bool { next() % 1000 < UInt64(share) }

  mutating func pick<Element>(_ list: [Element]) -> Element { list[Int(next() % UInt64(list.count))] }

  private static func mixed(_ value: UInt64) -> UInt64 {
    var z = value
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
