// SPDX-License-Identifier: Apache-2.0

/// A syntax error in a condition; `message` is shown to the author of the pack.
package struct ExpressionError: Error, Hashable {
  /// In English, with the word it stumbled over.
  package var message: String

  /// Takes the sentence.
  package init(_ message: String) { self.message = message }
}

/// Cuts a condition into words, numbers, texts and signs.
struct ExpressionLexer {
  enum Token: Hashable {
    /// A word that is a keyword, in capitals.
    case keyword(String)
    case name(String)
    case integer(Int64)
    case text(String)
    case sign(String)
  }

  private static let keywords: Set<String> = ["AND", "OR", "NOT", "IN", "IS", "NULL", "LIKE", "BETWEEN", "COALESCE"]
  private static let signs = ["<=", ">=", "<>", "(", ")", ",", "=", "<", ">", "+", "-", "*"]

  /// - Parameter limit: how many there may be.
  static func tokens(of source: String, limit: Int) throws -> [Token] {
    var rest = Substring(source)
    var tokens: [Token] = []
    while let first = rest.first {
      guard tokens.count <= limit else { throw ExpressionError("the condition has more than \(limit) words and signs") }
      if first.isWhitespace {
        rest = rest.dropFirst()
      } else if first == "'" {
        tokens.append(.text(try text(&rest)))
      } else if let sign = signs.first(where: { rest.hasPrefix($0) }) {
        tokens.append(.sign(sign))
        rest = rest.dropFirst(sign.count)
      } else {
        tokens.append(try word(&rest))
      }
    }
    return tokens
  }

  private static func text(_ rest: inout Substring) throws -> String {
    rest = rest.dropFirst()
    var text = ""
    while let character = rest.first {
      rest = rest.dropFirst()
      guard character == "'" else {
        text.append(character)
        continue
      }
      guard rest.first == "'" else { return text }
      text.append("'")
      rest = rest.dropFirst()
    }
    throw ExpressionError("a text is not closed by '")
  }

  private static func word(_ rest: inout Substring) throws -> Token {
    let word = rest.prefix { $0 == "_" || ($0.isASCII && ($0.isLetter || $0.isNumber)) }
    guard let first = word.first else {
      throw ExpressionError("“\(rest.first.map(String.init) ?? "")” has no place in a condition")
    }
    rest = rest.dropFirst(word.count)
    if first.isNumber {
      guard let number = Int64(word) else { throw ExpressionError("“\(word)” is no whole number") }
      return .integer(number)
    }
    let upper = word.uppercased()
    return keywords.contains(upper) ? .keyword(upper) : .name(String(word))
  }
}
