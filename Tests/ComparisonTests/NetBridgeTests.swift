// SPDX-License-Identifier: Apache-2.0

import Comparison
import Testing

@Suite struct NetBridgeTests {
  /// 专职比例 68/309 → 68/252: fifty-one who left were no full-time cadres, six others came and went.
  @Test func thoseWhoLeftLiftAShare() throws {
    let bridge = try #require(
      NetBridge(
        numerators: (68, 68), denominators: (309, 252),
        movements: (
          [], [Movement(cause: .transferredOut, amount: -51), Movement(cause: .personMoved, amount: -6)]
        )))
    #expect(bridge.parts.map(\.cause) == [.transferredOut, .personMoved])
    #expect(bridge.parts[0].value.hundredths == 445 && bridge.change.hundredths == 498)
    #expect(bridge.parts.reduce(.zero) { $0 + $1.value } == bridge.change)
  }

  /// Whatever moved, the parts add up exactly; what no movement accounts for is a part of its own.
  @Test(arguments: 1...60) func partsAddUp(seed: Int) throws {
    var state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15
    func next(_ bound: Int64) -> Int64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int64(state >> 33) % bound
    }
    let causes: [MovementCause] = [.joined, .transferredOut, .changed, .vanished, .unitReclassified]
    let (n0, d0) = (next(500), next(900) + 1)
    let moved = (
      causes.map { Movement(cause: $0, amount: next(80) - 40) },
      causes.map { Movement(cause: $0, amount: next(80) - 40) }
    )
    let n1 = n0 + moved.0.reduce(0) { $0 + $1.amount } + next(3)
    let d1 = max(1, d0 + moved.1.reduce(0) { $0 + $1.amount } + next(3))
    let bridge = try #require(NetBridge(numerators: (n0, n1), denominators: (d0, d1), movements: moved))
    #expect(bridge.parts.reduce(.zero) { $0 + $1.value } == Fraction(n1, over: d1) - Fraction(n0, over: d0))
    #expect(bridge.start + bridge.change == bridge.end)
  }

  @Test func aRatioThatDoesNotExistHasNone() {
    #expect(NetBridge(numerators: (1, 1), denominators: (0, 2), movements: ([], [])) == nil)
    #expect(NetBridge(numerators: (nil, 1), denominators: (3, 2), movements: ([], [])) == nil)
  }
}
