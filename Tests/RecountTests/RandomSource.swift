// SPDX-License-Identifier: Apache-2.0

/// SplitMix64: the same numbers for the same seed, everywhere.
struct RandomSource: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &self) < percent }

  mutating func pick<Element>(_ items: [Element]) -> Element { items[Int.random(in: 0..<items.count, using: &self)] }

  mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &self) }

  /// Something, or nothing in so many of a hundred cases.
  mutating func maybe<Value>(_ missing: Int, _ value: (inout RandomSource) -> Value) -> Value? {
    chance(missing) ? nil : value(&self)
  }

  /// A date of these years; the day is left out in so many of a hundred cases.
  mutating func date(_ years: ClosedRange<Int>, monthOnly: Int = 0) -> GivenDate {
    let (year, month) = (number(years), number(1...12))
    return GivenDate(year, month, chance(monthOnly) ? nil : number(1...GivenDate.lastDay(year, month)))
  }
}
