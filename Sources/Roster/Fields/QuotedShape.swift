// SPDX-License-Identifier: Apache-2.0

import Findings

/// What a finding says of a cell near the column of a person instead of its text: columns that slipped put names and
/// numbers of persons there.
enum QuotedShape {
  /// The shape of a text that may be a name or the number of a person; nil for any other.
  static func of(_ text: String) -> String? {
    if isNameLike(text) { return ShapeFact.make(.hanzi, text.filter { $0.isLetter }.count) }
    guard PersonalNumbers.masked(text, as: .prose) != text else { return nil }
    let digits = text.filter(\.isNumber).count
    return text.contains(where: \.isLetter) ? ShapeFact.make(.signs, text.count) : ShapeFact.make(.digits, digits)
  }

  /// Two to four hanzi, or more with a dot between, as names of persons are.
  static func isNameLike(_ text: String) -> Bool {
    var (hanzi, dots) = (0, 0)
    for scalar in text.unicodeScalars {
      if scalar.properties.isIdeographic {
        hanzi += 1
      } else if ["·", "•", "・", "‧", "．", "."].contains(scalar) {
        dots += 1
      } else if !scalar.properties.isWhitespace {
        return false
      }
    }
    return (2...4).contains(hanzi) || dots > 0 && (2...20).contains(hanzi)
  }
}
