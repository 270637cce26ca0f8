// SPDX-License-Identifier: Apache-2.0

import CensusModel
import Conditions

/// What an expression gives. Engines order numbers and texts differently, so a condition never mixes them.
enum ValueKind: String {
  case number
  case text
  case truth = "a condition"

  init(of type: ColumnType) {
    self = type == .text || type == .code ? .text : .number
  }
}

extension Expression {
  /// What the expression gives, after its parts have been held against the portable subset: texts are only compared by
  /// `=`, `<>`, `IN` and `LIKE`, order and arithmetic are for whole numbers, AND, OR and NOT for conditions.
  ///
  /// - Throws: `ExpressionError` naming the part that engines would read differently.
  func valueKind(_ column: (String) -> ValueKind) throws -> ValueKind {
    switch self {
    case .integer, .cases: return .number
    case .text: return .text
    case .column(let name): return column(name)
    case .not(let inner): try inner.demand(.truth, column, in: self)
    case .isNull(let inner, _): _ = try inner.valueKind(column)
    case .like(let inner, _, _): try inner.demand(.text, column, in: self)
    case .isIn(let inner, let values, _):
      let kind = try inner.valueKind(column)
      for value in values { try value.demand(kind, column, in: self) }
    case .between(let inner, let low, let high):
      for part in [inner, low, high] { try part.demand(.number, column, in: self) }
    case .binary(let sign, let left, let right): return try kind(of: sign, left, right, column)
    case .first(let values): return try values.first?.valueKind(column) ?? .number
    }
    return .truth
  }

  private func kind(
    of sign: Operator, _ left: Expression, _ right: Expression, _ column: (String) -> ValueKind
  ) throws -> ValueKind {
    let wanted: ValueKind
    switch sign {
    case .and, .or: wanted = .truth
    case .equal, .unequal:
      wanted = try left.valueKind(column)
      if wanted == .truth { throw ExpressionError("“\(text)” compares a condition; write the condition or NOT") }
    case .less, .atMost, .greater, .atLeast, .plus, .minus, .times: wanted = .number
    }
    try left.demand(wanted, column, in: self)
    try right.demand(wanted, column, in: self)
    return sign.isArithmetic ? .number : .truth
  }

  private func demand(_ wanted: ValueKind, _ column: (String) -> ValueKind, in whole: Expression) throws {
    let kind = try valueKind(column)
    guard kind != wanted else { return }
    throw ExpressionError("in “\(whole.text)” “\(text)” is \(kind.rawValue), not \(wanted.rawValue): not portable")
  }
}
