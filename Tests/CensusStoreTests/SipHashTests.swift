// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

@testable import CensusStore

@Suite struct SipHashTests {
  /// The first vectors of the authors’ reference: key 00 … 0f, input 00, 01, 02 … of growing length.
  @Test(
    arguments: [
      (0, 0x726f_db47_dd0e_0e31), (1, 0x74f8_39c5_93dc_67fd), (8, 0x93f5_f579_9a93_2462), (15, 0xa129_ca61_49be_45e5),
    ] as [(Int, UInt64)])
  func agreesWithTheReference(length: Int, expected: UInt64) {
    let hash = SipHash(key: (0x0706_0504_0302_0100, 0x0f0e_0d0c_0b0a_0908))
    let made = (0..<length).map { UInt8($0) }.withUnsafeBytes { hash.hash($0) }
    #expect(made == expected)
  }

  /// No key that repeats is missed, and few that do not are kept.
  @Test func repeatedKeysAreAllFound() {
    let seed = RandomSeed.of("keys")
    var keys: [UInt64] = []
    var state = seed
    for _ in 0..<20_000 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      keys.append(state)
    }
    keys += keys.prefix(100)
    var repeated = RepeatedKeys(count: keys.count)
    for key in keys { repeated.note(key) }
    #expect(keys.prefix(100).allSatisfy(repeated.mayRepeat))
    #expect(keys.dropFirst(100).dropLast(100).count(where: repeated.mayRepeat) < 3000)
  }
}
