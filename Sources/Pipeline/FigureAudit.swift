// SPDX-License-Identifier: Apache-2.0

/// A number as it is printed: digits and how many of them stand behind the point; exact.
package struct PrintedNumber: Sendable, Hashable {
  /// All its digits as one whole number: 5250 for 52.50.
  package var digits: Int
  /// How many of them stand behind the point.
  package var decimals: Int

  /// - Returns: nil for what is no number of at most 15 digits; thousands separators and % are left out.
  package init?(_ text: String) {
    let plain = text.filter { !", %％，".contains($0) }
    let parts = plain.split(separator: ".", omittingEmptySubsequences: false)
    let all = parts.joined()
    guard (1...2).contains(parts.count), !parts[0].isEmpty, all.count <= 15,
      all.allSatisfy({ $0.isASCII && $0.isNumber }),
      let digits = Int(all)
    else { return nil }
    self.digits = digits
    decimals = parts.count == 2 ? parts[1].count : 0
  }

  /// The number in units of 10 to the power of -`scale`; nil where it has more decimals.
  func scaled(_ scale: Int) -> Int? {
    guard scale >= decimals else { return nil }
    return digits * PrintedNumber.power(scale - decimals)
  }

  /// Ten to the power of an exponent; 1 for a negative one.
  package static func power(_ exponent: Int) -> Int { (0..<max(0, exponent)).reduce(1) { value, _ in value * 10 } }

  /// `digits` with a point before the last `decimals` of them.
  package static func spelled(_ digits: Int, _ decimals: Int) -> String {
    let text = String(digits.magnitude)
    let padded = String(repeating: "0", count: max(0, decimals + 1 - text.count)) + text
    let sign = digits < 0 ? "-" : ""
    return decimals == 0 ? sign + padded : sign + padded.dropLast(decimals) + "." + padded.suffix(decimals)
  }
}

/// One published figure and what a recomputation makes of it.
package struct AuditedFigure: Sendable, Hashable {
  /// What a recomputation makes of the figure.
  package enum Result: String, Sendable, Hashable {
    /// 一致: the printed value is the quotient, rounded half up; a total is the sum of its parts.
    case agrees
    /// 截断: it is the quotient with its further digits cut off.
    case truncated
    /// 不符
    case differs
    /// 口径不明: numerator, denominator or printed value is missing.
    case undefined
  }

  /// Row number in the sheet, from 1.
  package var row: Int
  /// What the figure is of, as the sheet says it.
  package var item: String
  /// The numerator as printed; empty where none is.
  package var numerator: String
  /// The denominator as printed; empty where none is.
  package var denominator: String
  /// The published value as printed; empty where none is.
  package var printed: String
  /// The recomputed value, with as many places as were printed; nil where it cannot be worked out.
  package var computed: String?
  /// Whether the printed value holds.
  package var result: Result
  /// True for a total that was added up.
  package var isSum: Bool
  /// Where the sheet says the figure comes from; empty where it does not.
  package var source: String
}

/// The arithmetic of `audit-figures`: whole numbers only, so that nothing is rounded but what was printed.
enum FigureAudit {
  /// Percent with `places` decimals: half up, and cut off. Nil without a denominator.
  static func percent(_ numerator: PrintedNumber, _ denominator: PrintedNumber, places: Int) -> (
    rounded: Int, cut: Int
  )? {
    let scale = max(numerator.decimals, denominator.decimals)
    guard let top = numerator.scaled(scale), let bottom = denominator.scaled(scale), bottom > 0, places <= 4 else {
      return nil
    }
    let (value, overflow) = top.multipliedReportingOverflow(by: 100 * PrintedNumber.power(places))
    guard !overflow, value < Int.max / 4 else { return nil }
    return ((2 * value + bottom) / (2 * bottom), value / bottom)
  }

  static func judge(
    _ printed: PrintedNumber, against value: (rounded: Int, cut: Int), places: Int
  ) -> AuditedFigure.Result {
    guard let shown = printed.scaled(places) else { return .differs }
    if shown == value.rounded { return .agrees }
    return shown == value.cut ? .truncated : .differs
  }

  /// The sum of numbers with any decimals, spelled with the most of them.
  static func sum(_ numbers: [PrintedNumber]) -> (digits: Int, decimals: Int) {
    let scale = numbers.map(\.decimals).max() ?? 0
    return (numbers.compactMap { $0.scaled(scale) }.reduce(0, +), scale)
  }
}
