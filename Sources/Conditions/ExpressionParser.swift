// SPDX-License-Identifier: Apache-2.0

/// Reads a condition: OR below AND below NOT below comparison below + - below *.
package struct ExpressionParser {
  /// Far more than anybody reads; the tree is walked call within call.
  private static let depthLimit = 100
  private static let operatorLimit = 500
  private static let tokenLimit = 10_000

  private var tokens: ArraySlice<ExpressionLexer.Token>
  /// Open brackets and NOTs.
  private var depth = 0
  private var operators = 0

  private init(tokens: ArraySlice<ExpressionLexer.Token>) { self.tokens = tokens }

  /// - Throws: `ExpressionError` for whatever stands outside the portable subset.
  package static func parse(_ source: String) throws -> Expression {
    let tokens = try ExpressionLexer.tokens(of: source, limit: tokenLimit)
    var parser = ExpressionParser(tokens: tokens[...])
    guard !parser.tokens.isEmpty else { throw ExpressionError("the condition is empty") }
    let expression = try parser.disjunction()
    if let left = parser.tokens.first { throw ExpressionError("\(describe(left)) is not expected here") }
    return expression
  }

  private mutating func disjunction() throws -> Expression {
    var left = try conjunction()
    while take(.keyword("OR")) { left = try joined(.or, left, try conjunction()) }
    return left
  }

  private mutating func conjunction() throws -> Expression {
    var left = try negation()
    while take(.keyword("AND")) { left = try joined(.and, left, try negation()) }
    return left
  }

  private mutating func negation() throws -> Expression {
    guard take(.keyword("NOT")) else { return try comparison() }
    return .not(try nested { try $0.negation() })
  }

  /// Reads what stands one level deeper.
  private mutating func nested(_ read: (inout ExpressionParser) throws -> Expression) throws -> Expression {
    depth += 1
    defer { depth -= 1 }
    guard depth <= ExpressionParser.depthLimit else {
      throw ExpressionError("brackets and NOTs are nested more than \(ExpressionParser.depthLimit) deep")
    }
    return try read(&self)
  }

  /// A chain of operators is a tree as deep as it is long.
  private mutating func joined(
    _ sign: Expression.Operator, _ left: Expression, _ right: Expression
  ) throws -> Expression {
    operators += 1
    guard operators <= ExpressionParser.operatorLimit else {
      throw ExpressionError(
        "the condition has more than \(ExpressionParser.operatorLimit) operators; IN (…) is shorter")
    }
    return .binary(sign, left, right)
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
        left = try joined(.plus, left, try product())
      } else if take(.sign("-")) {
        left = try joined(.minus, left, try product())
      } else {
        return left
      }
    }
  }

  private mutating func product() throws -> Expression {
    var left = try primary()
    while take(.sign("*")) { left = try joined(.times, left, try primary()) }
    return left
  }

  private mutating func primary() throws -> Expression {
    if take(.sign("(")) {
      let inner = try nested { try $0.disjunction() }
      try expect(.sign(")"))
      return inner
    }
    if take(.keyword("COALESCE")) { return try nested { .first(try $0.list()) } }
    if case .name(let name) = tokens.first {
      tokens.removeFirst()
      if tokens.first == .sign("(") { throw ExpressionError("functions such as \(name)() are not portable") }
      return .column(name)
    }
    return try literal()
  }

  /// Values in brackets of which the first that is known counts: one at least.
  private mutating func list() throws -> [Expression] {
    try expect(.sign("("))
    var values = [try disjunction()]
    while take(.sign(",")) { values.append(try disjunction()) }
    try expect(.sign(")"))
    return values
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
