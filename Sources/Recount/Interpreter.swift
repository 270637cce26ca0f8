// SPDX-License-Identifier: Apache-2.0

import CensusModel
import Conditions

/// A condition of the pack, worked out by walking its tree: three truths as in SQL, and no engine asked.
indirect enum Interpreter {
  case constant(RecordValue)
  case column(Int)
  case not(Interpreter)
  case and(Interpreter, Interpreter)
  case or(Interpreter, Interpreter)
  case compare(Expression.Operator, Interpreter, Interpreter)
  case reckon(Expression.Operator, Interpreter, Interpreter)
  case isNull(Interpreter, negated: Bool)
  case isIn(Interpreter, [Interpreter], negated: Bool)
  case like(Interpreter, [Unicode.Scalar], negated: Bool)
  case between(Interpreter, Interpreter, Interpreter)
  case cases([(when: Interpreter, value: Int64)], otherwise: Int64?)
  case first([Interpreter])

  /// - Parameter place: where the value of a column stands in a row.
  init(_ expression: Expression, _ place: (String) -> Int) {
    func part(_ inner: Expression) -> Interpreter { Interpreter(inner, place) }
    switch expression {
    case .integer(let number): self = .constant(.integer(number))
    case .text(let text): self = .constant(.text(text))
    case .column(let name): self = .column(place(name))
    case .not(let inner): self = .not(part(inner))
    case .binary(.and, let left, let right): self = .and(part(left), part(right))
    case .binary(.or, let left, let right): self = .or(part(left), part(right))
    case .binary(let sign, let left, let right):
      self = sign.isArithmetic ? .reckon(sign, part(left), part(right)) : .compare(sign, part(left), part(right))
    case .isNull(let inner, let negated): self = .isNull(part(inner), negated: negated)
    case .isIn(let inner, let values, let negated): self = .isIn(part(inner), values.map(part), negated: negated)
    case .like(let inner, let pattern, let negated):
      self = .like(part(inner), Array(pattern.unicodeScalars), negated: negated)
    case .between(let inner, let low, let high): self = .between(part(inner), part(low), part(high))
    case .cases(let cases, let otherwise):
      self = .cases(cases.map { (part($0.when), $0.value) }, otherwise: otherwise)
    case .first(let values): self = .first(values.map(part))
    }
  }

  /// Whether it holds of a row; nil where nobody can tell.
  func holds(_ row: [RecordValue]) -> Bool? {
    switch self {
    case .not(let inner): return inner.holds(row).map { !$0 }
    case .and(let left, let right):
      let first = left.holds(row)
      if first == false { return false }
      let second = right.holds(row)
      return second == false ? false : first.flatMap { _ in second }
    case .or(let left, let right):
      let first = left.holds(row)
      if first == true { return true }
      let second = right.holds(row)
      return second == true ? true : first.flatMap { _ in second }
    case .compare(let sign, let left, let right): return Interpreter.compared(sign, left.value(row), right.value(row))
    case .isNull(let inner, let negated): return (inner.value(row) == .null) != negated
    case .isIn(let inner, let values, let negated):
      let value = inner.value(row)
      if value == .null { return nil }
      return values.contains { Interpreter.compared(.equal, $0.value(row), value) == true } != negated
    case .like(let inner, let pattern, let negated):
      return inner.value(row).text.map { Interpreter.matches(Array($0.unicodeScalars), pattern) != negated }
    case .between(let inner, let low, let high):
      let value = inner.value(row)
      let least = Interpreter.compared(.atLeast, value, low.value(row))
      let most = Interpreter.compared(.atMost, value, high.value(row))
      return least == false || most == false ? false : least.flatMap { _ in most }
    case .constant, .column, .reckon, .cases, .first: return value(row).integer.map { $0 != 0 }
    }
  }

  /// What it gives for a row.
  func value(_ row: [RecordValue]) -> RecordValue {
    switch self {
    case .constant(let value): return value
    case .column(let place): return row[place]
    case .reckon(let sign, let left, let right):
      guard let one = left.value(row).integer, let other = right.value(row).integer else { return .null }
      return .integer(sign == .plus ? one + other : sign == .minus ? one - other : one * other)
    case .cases(let cases, let otherwise):
      return (cases.first { $0.when.holds(row) == true }?.value ?? otherwise).map(RecordValue.integer) ?? .null
    case .first(let values):
      for value in values {
        let found = value.value(row)
        if found != .null { return found }
      }
      return .null
    case .not, .and, .or, .compare, .isNull, .isIn, .like, .between:
      return holds(row).map { .integer($0 ? 1 : 0) } ?? .null
    }
  }

  private static func compared(_ sign: Expression.Operator, _ left: RecordValue, _ right: RecordValue) -> Bool? {
    switch (left, right) {
    case (.integer(let one), .integer(let other)):
      switch sign {
      case .equal: return one == other
      case .unequal: return one != other
      case .less: return one < other
      case .atMost: return one <= other
      case .greater: return one > other
      case .atLeast: return one >= other
      case .and, .or, .plus, .minus, .times: return nil
      }
    case (.text(let one), .text(let other)):
      // Sign by sign: é in one sign is not é in two.
      let isSame = one.utf8.elementsEqual(other.utf8)
      return sign == .equal ? isSame : sign == .unequal ? !isSame : nil
    default: return nil
    }
  }

  /// `%` is any run of signs, `_` one sign: after a run that led nowhere the walk goes on one sign later.
  private static func matches(_ text: [Unicode.Scalar], _ pattern: [Unicode.Scalar]) -> Bool {
    var (place, sign) = (0, 0)
    var retry: (place: Int, sign: Int)?
    while place < text.count {
      if sign < pattern.count, pattern[sign] == "%" {
        retry = (place, sign)
        sign += 1
      } else if sign < pattern.count, pattern[sign] == "_" || pattern[sign] == text[place] {
        (place, sign) = (place + 1, sign + 1)
      } else if let last = retry {
        retry = (last.place + 1, last.sign)
        (place, sign) = (last.place + 1, last.sign + 1)
      } else {
        return false
      }
    }
    return pattern[sign...].allSatisfy { $0 == "%" }
  }
}
