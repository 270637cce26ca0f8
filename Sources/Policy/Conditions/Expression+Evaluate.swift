// SPDX-License-Identifier: Apache-2.0

import CensusModel
import Conditions

extension Expression {
  /// What the expression gives for one record, with SQL's three-valued logic; true is 1, false is 0, unknown is NULL.
  ///
  /// Slow and plain on purpose: it checks the pack's examples, and the tests hold the SQL engine against it.
  func value(in row: [String: RecordValue]) -> RecordValue {
    switch self {
    case .integer(let number): return .integer(number)
    case .text(let text): return .text(text)
    case .column(let name): return row[name] ?? .null
    case .not(let inner): return Expression.negated(inner.value(in: row))
    case .binary(.and, let left, let right):
      return Expression.conjunction(left.value(in: row), right.value(in: row))
    case .binary(.or, let left, let right):
      let negations = (Expression.negated(left.value(in: row)), Expression.negated(right.value(in: row)))
      return Expression.negated(Expression.conjunction(negations.0, negations.1))
    case .binary(let sign, let left, let right):
      return Expression.apply(sign, left.value(in: row), right.value(in: row))
    case .isNull(let inner, let negated):
      return .integer((inner.value(in: row) == .null) != negated ? 1 : 0)
    case .isIn(let inner, let values, let negated):
      let value = inner.value(in: row)
      guard value != .null else { return .null }
      return .integer(values.contains { $0.value(in: row) == value } != negated ? 1 : 0)
    case .like(let inner, let pattern, let negated):
      guard case .text(let text) = inner.value(in: row) else { return .null }
      return .integer(Expression.matches(Array(text)[...], Array(pattern)[...]) != negated ? 1 : 0)
    case .between(let inner, let low, let high):
      return Expression.binary(
        .and, .binary(.atLeast, inner, low), .binary(.atMost, inner, high)
      ).value(in: row)
    case .cases(let cases, let otherwise):
      let first = cases.first { $0.when.value(in: row) == .integer(1) }
      return (first?.value ?? otherwise).map(RecordValue.integer) ?? .null
    case .first(let values): return values.lazy.map { $0.value(in: row) }.first { $0 != .null } ?? .null
    }
  }

  private static func negated(_ value: RecordValue) -> RecordValue {
    value == .null ? .null : .integer(value == .integer(0) ? 1 : 0)
  }

  private static func conjunction(_ left: RecordValue, _ right: RecordValue) -> RecordValue {
    if left == .integer(0) || right == .integer(0) { return .integer(0) }
    return left == .null || right == .null ? .null : .integer(1)
  }

  private static func apply(_ sign: Operator, _ left: RecordValue, _ right: RecordValue) -> RecordValue {
    if case .text(let first) = left, case .text(let second) = right {
      switch sign {
      case .equal: return .integer(first == second ? 1 : 0)
      case .unequal: return .integer(first == second ? 0 : 1)
      default: return .null
      }
    }
    guard case .integer(let first) = left, case .integer(let second) = right else { return .null }
    switch sign {
    case .plus: return .integer(first + second)
    case .minus: return .integer(first - second)
    case .times: return .integer(first * second)
    case .equal: return .integer(first == second ? 1 : 0)
    case .unequal: return .integer(first != second ? 1 : 0)
    case .less: return .integer(first < second ? 1 : 0)
    case .atMost: return .integer(first <= second ? 1 : 0)
    case .greater: return .integer(first > second ? 1 : 0)
    case .atLeast: return .integer(first >= second ? 1 : 0)
    case .and, .or: return .null
    }
  }

  /// LIKE: `%` is any run, `_` any one character.
  private static func matches(_ text: ArraySlice<Character>, _ pattern: ArraySlice<Character>) -> Bool {
    guard let first = pattern.first else { return text.isEmpty }
    if first == "%" {
      return (text.startIndex...text.endIndex).contains { matches(text[$0...], pattern.dropFirst()) }
    }
    guard let character = text.first, first == "_" || first == character else { return false }
    return matches(text.dropFirst(), pattern.dropFirst())
  }
}
