// SPDX-License-Identifier: Apache-2.0

import Foundation

/// What a randomised test starts from: fixed, so that the same commit passes or fails everywhere, unless `RANDOM_SEED` names
/// another number or asks for any (`RANDOM_SEED=any`).
package enum RandomSeed {
  private static let wanted: String? = {
    let environment = ProcessInfo.processInfo.environment
    return environment["RANDOM_SEED"] ?? environment["LEAGUE_CENSUS_SEED"]
  }()

  /// The seed of a test; it is printed, so that a failure can be repeated.
  ///
  /// - Parameters:
  ///   - name: what is printed before the number.
  ///   - fixed: the seed where nobody asks for another.
  package static func of(_ name: String, fixed: UInt64 = 20_190_522) -> UInt64 {
    let seed: UInt64
    switch wanted {
    case nil: seed = fixed
    case let text?: seed = UInt64(text) ?? .random(in: 0...UInt64.max)
    }
    print("\(name) seed: \(seed)")
    return seed
  }

  /// As `of`, and a generator that starts there.
  package static func dice(_ name: String, fixed: UInt64 = 20_190_522) -> SeededDice {
    SeededDice(state: of(name, fixed: fixed))
  }
}

/// SplitMix64: the same numbers for the same seed, everywhere.
package struct SeededDice: RandomNumberGenerator {
  package var state: UInt64

  package init(state: UInt64) { self.state = state }

  package mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
