// SPDX-License-Identifier: Apache-2.0

/// 变动分解: a ratio's change taken apart, Δ(N/D) = Σ movementsₖ/D₁ + N₀(1/D₁ − 1/D₀), exact.
package struct Bridge: Sendable, Hashable {
  /// One summand of the change.
  package enum Part: Sendable, Hashable {
    /// A movement of the numerator over the later denominator.
    case movement(Movement, Fraction)
    /// What the change of the denominator does to the earlier numerator.
    case denominator(from: Int64, to: Int64, Fraction)
    /// The part of the numerator's change no movement accounts for; never left out silently.
    case unexplained(Int64, Fraction)

    /// What the part adds to the ratio, exact.
    package var value: Fraction {
      switch self {
      case .movement(_, let value), .denominator(_, _, let value), .unexplained(_, let value): value
      }
    }
  }

  /// The earlier ratio.
  package let start: Fraction
  /// The later ratio.
  package let end: Fraction
  /// Movements in the order they were given in, then what none of them accounts for, then the denominator; their values
  /// add up to `change`.
  package let parts: [Part]

  /// - Returns: nil where one of the ratios does not exist.
  package init?(
    numerators: (before: Int64?, after: Int64?), denominators: (before: Int64?, after: Int64?), movements: [Movement]
  ) {
    guard let n0 = numerators.before, let n1 = numerators.after, let d0 = denominators.before,
      let d1 = denominators.after, d0 > 0, d1 > 0
    else { return nil }
    start = Fraction(n0, over: d0)
    end = Fraction(n1, over: d1)
    var parts = movements.map { Part.movement($0, Fraction($0.amount, over: d1)) }
    let rest = n1 - n0 - movements.reduce(0) { $0 + $1.amount }
    if rest != 0 { parts.append(.unexplained(rest, Fraction(rest, over: d1))) }
    if d0 != d1 {
      parts.append(.denominator(from: d0, to: d1, Fraction(n0, over: d1) - start))
    }
    self.parts = parts
  }

  /// The later ratio less the earlier one.
  package var change: Fraction { end - start }

  /// The parts over one common denominator (D₀·D₁), so that their numerators add up before the eyes.
  package var commonDenominator: Int128 {
    ([start, end] + parts.map(\.value)).reduce(1) { Bridge.leastCommonMultiple($0, $1.denominator) }
  }

  private static func leastCommonMultiple(_ first: Int128, _ second: Int128) -> Int128 {
    var (larger, smaller) = (first, second)
    while smaller != 0 { (larger, smaller) = (smaller, larger % smaller) }
    return first / larger * second
  }
}

/// 存量流量核对: opening + in − out = closing; what does not close is named.
package struct StockFlow: Sendable, Hashable {
  /// What there was in the earlier period.
  package let opening: Int64
  /// What came in, zero or more.
  package let into: Int64
  /// What went out, zero or more.
  package let out: Int64
  /// What there is in the later period.
  package let closing: Int64
  /// The causes nobody explains, with their amounts; their sum is `unexplained`.
  package let open: [Movement]

  /// Sums the movements up by `Movement.side`; what neither came in nor went out stays open.
  package init(opening: Int64, closing: Int64, movements: [Movement]) {
    self.opening = opening
    self.closing = closing
    into = movements.filter { $0.side == .into }.reduce(0) { $0 + $1.amount }
    out = -movements.filter { $0.side == .out }.reduce(0) { $0 + $1.amount }
    open = movements.filter { $0.side == .unexplained }
  }

  /// 不明: closing − (opening + in − out).
  package var unexplained: Int64 { closing - (opening + into - out) }

  /// What not even a named cause accounts for; 0 unless the figures themselves disagree.
  package var residue: Int64 { unexplained - open.reduce(0) { $0 + $1.amount } }
}
