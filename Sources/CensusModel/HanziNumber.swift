// SPDX-License-Identifier: Apache-2.0

/// Whole numbers in hanzi: 十二 is 12, 一百零五 is 105, 二〇一八 is 2018.
package enum HanziNumber {
  /// The digit that a sign stands for, 0–9; nil for any other sign.
  package static func digit(_ scalar: Unicode.Scalar) -> Int? {
    switch scalar {
    case "〇", "零", "○": 0
    case "一": 1
    case "二", "两": 2
    case "三": 3
    case "四": 4
    case "五": 5
    case "六": 6
    case "七": 7
    case "八": 8
    case "九": 9
    default: nil
    }
  }

  private static func unit(_ scalar: Unicode.Scalar) -> Int? {
    switch scalar {
    case "十": 10
    case "百": 100
    default: nil
    }
  }

  /// Whether a sign may stand in a number in hanzi: a digit (〇 to 九, 两) or a power of ten (十, 百 …).
  package static func isSign(_ scalar: Unicode.Scalar) -> Bool { digit(scalar) != nil || unit(scalar) != nil }

  /// - Returns: nil for what is no number, or one of more than four digits.
  package static func value(_ text: some Collection<Unicode.Scalar>) -> Int? {
    guard !text.isEmpty, text.count <= 5, text.allSatisfy(isSign) else { return nil }
    if text.allSatisfy({ digit($0) != nil }) {
      return text.count > 4 ? nil : text.reduce(0) { $0 * 10 + (digit($1) ?? 0) }
    }
    var total = 0
    var open: Int?
    for scalar in text {
      if let unit = unit(scalar) {
        total += (open ?? 1) * unit
        open = nil
      } else {
        // Two digits side by side beside a unit are no number.
        if let open, open != 0 { return nil }
        open = digit(scalar)
      }
    }
    return total + (open ?? 0)
  }
}
