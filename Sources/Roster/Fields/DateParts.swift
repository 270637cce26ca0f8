// SPDX-License-Identifier: Apache-2.0

/// The numbers of a date and the signs behind each of them.
struct DateParts {
  private(set) var numbers: [Int] = []
  private(set) var signs: [[Unicode.Scalar]] = []
  /// How many signs the first number is spelled with.
  private(set) var yearLength = 0
  /// The first number as it is spelled, in digits of any kind.
  private(set) var firstDigits = ""

  /// - Parameters:
  ///   - marks: what may stand between the numbers.
  ///   - number: what a run of other signs says; nil for no number.
  /// - Returns: nil where there is anything else, or more than three numbers.
  init?(_ text: [Unicode.Scalar], marks: Set<Unicode.Scalar>, number: ([Unicode.Scalar]) -> Int?) {
    var rest = text[...]
    while !rest.isEmpty {
      let piece = Array(rest.prefix { !marks.contains($0) })
      guard !piece.isEmpty, let value = number(piece) else { return nil }
      if numbers.isEmpty { (yearLength, firstDigits) = (piece.count, String(value)) }
      rest = rest.dropFirst(piece.count)
      let signs = rest.prefix { marks.contains($0) }
      rest = rest.dropFirst(signs.count)
      numbers.append(value)
      self.signs.append(Array(signs))
    }
    guard (1...3).contains(numbers.count) else { return nil }
  }

  private static let separators: Set<Unicode.Scalar> = ["-", "/", ".", "。", "、", "—", "–", "·", "•", " "]

  /// Whether one date is spelled: 2019.05-06 and 2019-5-6月 may be two months, 2018年5日 lacks its month.
  var isOneDate: Bool {
    let between = signs.dropLast()
    guard between.allSatisfy({ $0.count == 1 }), let first = signs[0].first, let last = signs.last else { return false }
    guard first == "年" || DateParts.separators.contains(first) else { return false }
    if numbers.count == 2 { return last.isEmpty || last == ["月"] || isTail(last, behind: first) }
    guard numbers.count == 3 else { return false }
    let second = signs[1][0]
    let isWhole = second == first && first != "年" || second == "月"
    return isWhole && (last.isEmpty || last == ["日"] || last == ["号"] || isTail(last, behind: second))
  }

  /// A sign that was typed once too often, or ends a sentence.
  private func isTail(_ signs: [Unicode.Scalar], behind sign: Unicode.Scalar) -> Bool {
    guard let last = signs.last, signs.count < 3 else { return false }
    let isTypedTwice = signs.count == 1 && last == sign && DateParts.separators.contains(last)
    let unit: Set<Unicode.Scalar> = numbers.count == 2 ? ["月"] : ["日", "号"]
    let isStopped = (last == "." || last == "。") && (signs.count == 1 || unit.contains(signs[0]))
    return isTypedTwice || isStopped
  }
}
