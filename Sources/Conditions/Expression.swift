// SPDX-License-Identifier: Apache-2.0

/// A condition of the pack as a tree: the portable subset of SQL that every supported engine runs unchanged.
///
/// Whole numbers, texts, columns, comparison, `AND OR NOT`, `IN`, `BETWEEN`, `IS NULL`, `LIKE` on text without case,
/// `+ - *`. No functions, no sub-queries, no division, no floating point, no dates but whole numbers.
package indirect enum Expression: Sendable, Hashable {
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
  /// The first of some values that is not NULL; no condition is written with it.
  case first([Expression])

  /// Holds of every record.
  package static let everything = Expression.binary(.equal, .integer(1), .integer(1))
  /// Holds of none.
  package static let nothing = Expression.binary(.equal, .integer(1), .integer(0))

  /// One branch of a CASE.
  package struct Case: Sendable, Hashable {
    /// When it is taken, the first that holds.
    package var when: Expression
    /// What the CASE is then.
    package var value: Int64

    /// Takes both as they are.
    package init(when: Expression, value: Int64) { (self.when, self.value) = (when, value) }
  }

  /// What stands between two expressions, spelled as conditions and SQL do.
  package enum Operator: String, Sendable, Hashable {
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

    /// Whether it joins what holds or does not.
    package var isLogical: Bool { self == .or || self == .and }
    /// Whether it makes a number of two.
    package var isArithmetic: Bool { self == .plus || self == .minus || self == .times }
  }

  /// The expressions directly below this one.
  package var children: [Expression] {
    switch self {
    case .integer, .text, .column: []
    case .not(let inner), .isNull(let inner, _), .like(let inner, _, _): [inner]
    case .binary(_, let left, let right): [left, right]
    case .isIn(let inner, let values, _): [inner] + values
    case .between(let inner, let low, let high): [inner, low, high]
    case .cases(let cases, _): cases.map(\.when)
    case .first(let values): values
    }
  }

  /// Names of all columns used, in order of first use.
  package var columns: [String] {
    var seen: [String] = []
    collectColumns(into: &seen)
    return seen
  }

  private func collectColumns(into seen: inout [String]) {
    if case .column(let name) = self, !seen.contains(name) { seen.append(name) }
    for child in children { child.collectColumns(into: &seen) }
  }

  /// The tree with every column that `replacement` knows written out.
  package func replacingColumns(_ replacement: (String) -> Expression?) -> Expression {
    replacing { if case .column(let name) = $0 { replacement(name) } else { nil } }
  }

  /// The tree with every part that `replacement` knows replaced, from the whole down; what stands in its place is left alone.
  package func replacing(_ replacement: (Expression) -> Expression?) -> Expression {
    if let other = replacement(self) { return other }
    func replaced(_ inner: Expression) -> Expression { inner.replacing(replacement) }
    switch self {
    case .integer, .text, .column: return self
    case .not(let inner): return .not(replaced(inner))
    case .binary(let sign, let left, let right): return .binary(sign, replaced(left), replaced(right))
    case .isNull(let inner, let negated): return .isNull(replaced(inner), negated: negated)
    case .isIn(let inner, let values, let negated): return .isIn(replaced(inner), values, negated: negated)
    case .like(let inner, let pattern, let negated): return .like(replaced(inner), pattern: pattern, negated: negated)
    case .between(let inner, let low, let high): return .between(replaced(inner), replaced(low), replaced(high))
    case .cases(let cases, let otherwise):
      return .cases(cases.map { Case(when: replaced($0.when), value: $0.value) }, otherwise: otherwise)
    case .first(let values): return .first(values.map(replaced))
    }
  }
}

extension Expression {
  /// The expression as it is written, every part in brackets; each engine that runs the subset runs it as it stands.
  package var text: String {
    switch self {
    case .integer(let number): return String(number)
    case .text(let text): return Expression.quoted(text)
    case .column(let name): return name
    case .not(let inner): return "(NOT \(inner.text))"
    case .binary(let sign, let left, let right): return "(\(left.text) \(sign.rawValue) \(right.text))"
    case .isNull(let inner, let negated): return "(\(inner.text) IS \(negated ? "NOT " : "")NULL)"
    case .isIn(let inner, let values, let negated):
      return "(\(inner.text) \(negated ? "NOT " : "")IN (\(values.map(\.text).joined(separator: ", "))))"
    case .like(let inner, let pattern, let negated):
      return "(\(inner.text) \(negated ? "NOT " : "")LIKE \(Expression.quoted(pattern)))"
    case .between(let inner, let low, let high): return "(\(inner.text) BETWEEN \(low.text) AND \(high.text))"
    case .cases(let cases, let otherwise):
      let whens = cases.map { "WHEN \($0.when.text) THEN \($0.value)" }.joined(separator: " ")
      let end = "ELSE \(otherwise.map(String.init) ?? "NULL") END"
      // A CASE without a WHEN is none: no case is in force on the day.
      return cases.isEmpty ? "(\(otherwise.map(String.init) ?? "NULL"))" : "(CASE \(whens) \(end))"
    case .first(let values): return "COALESCE(\(values.map(\.text).joined(separator: ", ")))"
    }
  }

  private static func quoted(_ text: String) -> String {
    "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''") + "'"
  }
}
