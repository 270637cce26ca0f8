// SPDX-License-Identifier: Apache-2.0

import CensusModel

/// A condition of the pack as a tree: the portable subset of SQL that every supported engine runs unchanged.
///
/// Whole numbers, texts, columns, comparison, `AND OR NOT`, `IN`, `BETWEEN`, `IS NULL`, `LIKE` on text without case,
/// `+ - *`. No functions, no sub-queries, no division, no floating point, no dates but whole numbers.
indirect enum Expression: Sendable, Hashable {
  case integer(Int64)
  case text(String)
  case column(String)
  case not(Expression)
  case binary(Operator, Expression, Expression)
  case isNull(Expression, negated: Bool)
  case isIn(Expression, [Expression], negated: Bool)
  case like(Expression, pattern: String, negated: Bool)
  case between(Expression, Expression, Expression)
  /// Comes from derived columns only; a condition as written has no CASE.
  case cases([Case], otherwise: Int64?)

  struct Case: Sendable, Hashable {
    var when: Expression
    var value: Int64
  }

  enum Operator: String, Sendable, Hashable {
    case or = "OR"
    case and = "AND"
    case equal = "="
    case unequal = "<>"
    case less = "<"
    case atMost = "<="
    case greater = ">"
    case atLeast = ">="
    case plus = "+"
    case minus = "-"
    case times = "*"

    var isLogical: Bool { self == .or || self == .and }
    var isArithmetic: Bool { self == .plus || self == .minus || self == .times }
  }

  /// The expressions directly below this one.
  var children: [Expression] {
    switch self {
    case .integer, .text, .column: []
    case .not(let inner), .isNull(let inner, _), .like(let inner, _, _): [inner]
    case .binary(_, let left, let right): [left, right]
    case .isIn(let inner, let values, _): [inner] + values
    case .between(let inner, let low, let high): [inner, low, high]
    case .cases(let cases, _): cases.map(\.when)
    }
  }

  /// Names of all columns used, in order of first use.
  var columns: [String] {
    var seen: [String] = []
    collectColumns(into: &seen)
    return seen
  }

  private func collectColumns(into seen: inout [String]) {
    if case .column(let name) = self, !seen.contains(name) { seen.append(name) }
    for child in children { child.collectColumns(into: &seen) }
  }

  /// The tree with every column that `replacement` knows written out.
  func replacingColumns(_ replacement: (String) -> Expression?) -> Expression {
    func replaced(_ inner: Expression) -> Expression { inner.replacingColumns(replacement) }
    switch self {
    case .integer, .text: return self
    case .column(let name): return replacement(name) ?? self
    case .not(let inner): return .not(replaced(inner))
    case .binary(let sign, let left, let right): return .binary(sign, replaced(left), replaced(right))
    case .isNull(let inner, let negated): return .isNull(replaced(inner), negated: negated)
    case .isIn(let inner, let values, let negated): return .isIn(replaced(inner), values, negated: negated)
    case .like(let inner, let pattern, let negated): return .like(replaced(inner), pattern: pattern, negated: negated)
    case .between(let inner, let low, let high): return .between(replaced(inner), replaced(low), replaced(high))
    case .cases(let cases, let otherwise):
      return .cases(cases.map { Case(when: replaced($0.when), value: $0.value) }, otherwise: otherwise)
    }
  }
}

extension Expression {
  /// The expression as SQL, every part in brackets.
  var sql: String {
    switch self {
    case .integer(let number): return String(number)
    case .text(let text): return Expression.quoted(text)
    case .column(let name): return name
    case .not(let inner): return "(NOT \(inner.sql))"
    case .binary(let sign, let left, let right): return "(\(left.sql) \(sign.rawValue) \(right.sql))"
    case .isNull(let inner, let negated): return "(\(inner.sql) IS \(negated ? "NOT " : "")NULL)"
    case .isIn(let inner, let values, let negated):
      return "(\(inner.sql) \(negated ? "NOT " : "")IN (\(values.map(\.sql).joined(separator: ", "))))"
    case .like(let inner, let pattern, let negated):
      return "(\(inner.sql) \(negated ? "NOT " : "")LIKE \(Expression.quoted(pattern)))"
    case .between(let inner, let low, let high): return "(\(inner.sql) BETWEEN \(low.sql) AND \(high.sql))"
    case .cases(let cases, let otherwise):
      let whens = cases.map { "WHEN \($0.when.sql) THEN \($0.value)" }.joined(separator: " ")
      let end = "ELSE \(otherwise.map(String.init) ?? "NULL") END"
      // A CASE without a WHEN is no SQL: no case is in force on the day.
      return cases.isEmpty ? "(\(otherwise.map(String.init) ?? "NULL"))" : "(CASE \(whens) \(end))"
    }
  }

  private static func quoted(_ text: String) -> String {
    "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''") + "'"
  }
}
