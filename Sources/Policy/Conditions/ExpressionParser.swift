// SPDX-License-Identifier: Apache-2.0

/// Reads a condition: OR below AND below NOT below comparison below + - below *.
struct ExpressionParser {
  private var tokens: ArraySlice<ExpressionLexer.Token>

  /// - Throws: `ExpressionError` for whatever stands outside the portable subset.
  static func parse(_ source: String) throws -> Expression {
    var parser = ExpressionParser(tokens: try ExpressionLexer.tokens(of: source)[...])
    guard !parser.tokens.isEmpty else { throw ExpressionError("the condition is empty") }
    let expression = try parser.disjunction()
    if let left = parser.tokens.first { throw ExpressionError("\(describe(left)) is not expected here") }
    return expression
  }

  private mutating func disjunction() throws -> Expression {
    var left = try conjunction()
    while take(.keyword("OR")) { left = .binary(.or, left, try conjunction()) }
    return left
  }

  private mutating func conjunction() throws -> Expression {
    var left = try negation()
    while take(.keyword("AND")) { left = .binary(.and, left, try negation()) }
    return left
  }

  private mutating func negation() throws -> Expression {
    take(.keyword("NOT")) ? .not(try negation()) : try comparison()
  }

  private mutating func comparison() throws -> Expression {
    let left = try sum()
    if case .sign(let sign) = tokens.first, let comparison = Expression.Operator(rawValue: sign),
      !comparison.isArithmetic
    {
      tokens.removeFirst()
      return .binary(comparison, left, try sum())
    }
    if take(.keyword("IS")) {
      let negated = take(.keyword("NOT"))
      try expect(.keyword("NULL"))
      return .isNull(left, negated: negated)
    }
    if take(.keyword("BETWEEN")) {
      let low = try sum()
      try expect(.keyword("AND"))
      return .between(left, low, try sum())
    }
    return try membership(of: left)
  }

  private mutating func membership(of left: Expression) throws -> Expression {
    let negated = take(.keyword("NOT"))
    if take(.keyword("IN")) {
      try expect(.sign("("))
      var values = [try literal()]
      while take(.sign(",")) { values.append(try literal()) }
      try expect(.sign(")"))
      return .isIn(left, values, negated: negated)
    }
    if take(.keyword("LIKE")) {
      guard case .text(let pattern) = try literal() else { throw ExpressionError("LIKE needs a text") }
      guard !pattern.contains(where: { $0.isASCII && $0.isLetter }) else {
        throw ExpressionError("LIKE '\(pattern)' depends on case, which engines treat differently")
      }
      return .like(left, pattern: pattern, negated: negated)
    }
    if negated { throw ExpressionError("NOT must stand before IN, LIKE or a condition") }
    return left
  }

  private mutating func sum() throws -> Expression {
    var left = try product()
    while true {
      if take(.sign("+")) {
        left = .binary(.plus, left, try product())
      } else if take(.sign("-")) {
        left = .binary(.minus, left, try product())
      } else {
        return left
      }
    }
  }

  private mutating func product() throws -> Expression {
    var left = try primary()
    while take(.sign("*")) { left = .binary(.times, left, try primary()) }
    return left
  }

  private mutating func primary() throws -> Expression {
    if take(.sign("(")) {
      let inner = try disjunction()
      try expect(.sign(")"))
      return inner
    }
    if case .name(let name) = tokens.first {
      tokens.removeFirst()
      if tokens.first == .sign("(") { throw ExpressionError("functions such as \(name)() are not portable") }
      return .column(name)
    }
    return try literal()
  }

  private mutating func literal() throws -> Expression {
    let isNegative = take(.sign("-"))
    switch tokens.popFirst() {
    case .integer(let number): return .integer(isNegative ? -number : number)
    case .text(let text) where !isNegative: return .text(text)
    case let token: throw ExpressionError("\(ExpressionParser.describe(token)) stands where a value is expected")
    }
  }

  private mutating func take(_ token: ExpressionLexer.Token) -> Bool {
    guard tokens.first == token else { return false }
    tokens.removeFirst()
    return true
  }

  private mutating func expect(_ token: ExpressionLexer.Token) throws {
    guard take(token) else {
      throw ExpressionError(
        "\(ExpressionParser.describe(tokens.first)) stands where \(ExpressionParser.describe(token)) is expected")
    }
  }

  private static func describe(_ token: ExpressionLexer.Token?) -> String {
    switch token {
    case nil: "the end"
    case .keyword(let word), .name(let word), .sign(let word): "“\(word)”"
    case .integer(let number): "“\(number)”"
    case .text(let text): "'\(text)'"
    }
  }
}
