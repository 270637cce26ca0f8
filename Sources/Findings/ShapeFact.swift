// SPDX-License-Identifier: Apache-2.0

/// A fact of a finding that says what a text looked like and not what it said; spelled by the catalogue of the reader.
package enum ShapeFact {
  /// What the signs of the text were; every kind has its own text `shape.KIND` in the catalogue.
  package enum Kind: String, Sendable, CaseIterable { case hanzi, digits, signs }

  private static let prefix = "shape:"

  /// The fact that stands for `count` signs of a kind.
  package static func make(_ kind: Kind, _ count: Int) -> String { "\(prefix)\(kind.rawValue):\(count)" }

  /// The fact of a text that may be the name of a person; nil for any other.
  package static func ofName(_ text: String) -> String? {
    isNameLike(text) ? make(.hanzi, text.filter { $0.isLetter }.count) : nil
  }

  /// Two to four hanzi, or more with a dot between, as names of persons are.
  package static func isNameLike(_ text: String) -> Bool {
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

  /// Whether a fact tells a shape, so that nobody takes it for the value that stood in the cell.
  package static func isOne(_ fact: String) -> Bool { read(fact) != nil }

  /// The key of the text that spells it, and its count; nil for every other fact.
  static func read(_ fact: String) -> (key: String, count: String)? {
    guard fact.hasPrefix(prefix) else { return nil }
    let parts = fact.split(separator: ":")
    guard parts.count == 3, let kind = Kind(rawValue: String(parts[1])), Int(parts[2]) != nil else { return nil }
    return ("shape." + kind.rawValue, String(parts[2]))
  }
}
