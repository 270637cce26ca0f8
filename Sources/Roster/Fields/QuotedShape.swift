// SPDX-License-Identifier: Apache-2.0

import Findings

/// What a finding says of a cell near the column of a person instead of its text: columns that slipped put names and
/// numbers of persons there.
enum QuotedShape {
  /// The shape of a text that may be a name or the number of a person; nil for any other.
  static func of(_ text: String) -> String? {
    if let shape = ShapeFact.ofName(text) { return shape }
    guard PersonalNumbers.masked(text, as: .prose) != text else { return nil }
    let digits = text.filter(\.isNumber).count
    return text.contains(where: \.isLetter) ? ShapeFact.make(.signs, text.count) : ShapeFact.make(.digits, digits)
  }
}
