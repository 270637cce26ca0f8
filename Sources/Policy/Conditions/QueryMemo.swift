// SPDX-License-Identifier: Apache-2.0

import CensusModel
import Conditions
import Synchronization

/// What a pack's conditions come to, once they were parsed and written out: a command asks for the same ones many times.
///
/// Copies of a pack share it; a pack gets a new one whenever something changes that conditions are made of.
final class QueryMemo: Sendable {
  private struct Known {
    var scopes: [RecordKind: ConditionScope] = [:]
    var measures: [CalendarDay: [MeasureQuery]] = [:]
    var checks: [CalendarDay: [Condition: Expression]] = [:]
    var used: [Condition: [String]] = [:]
  }

  /// A condition as it is written.
  struct Condition: Hashable {
    var kind: RecordKind
    var source: String
  }

  /// More days than a server is asked about at once; beyond them it is forgotten.
  private static let days = 16

  private let known = Mutex(Known())

  func scope(of kind: RecordKind, _ make: () -> ConditionScope) -> ConditionScope {
    if let scope = known.withLock({ $0.scopes[kind] }) { return scope }
    let scope = make()
    known.withLock { $0.scopes[kind] = scope }
    return scope
  }

  func measures(on day: CalendarDay, _ make: () throws -> [MeasureQuery]) rethrows -> [MeasureQuery] {
    if let queries = known.withLock({ $0.measures[day] }) { return queries }
    let queries = try make()
    known.withLock {
      if $0.measures.count >= QueryMemo.days { $0.measures = [:] }
      $0.measures[day] = queries
    }
    return queries
  }

  func check(_ condition: Condition, on day: CalendarDay, _ make: () throws -> Expression) rethrows -> Expression {
    if let expression = known.withLock({ $0.checks[day]?[condition] }) { return expression }
    let expression = try make()
    known.withLock {
      if $0.checks.count >= QueryMemo.days, $0.checks[day] == nil { $0.checks = [:] }
      $0.checks[day, default: [:]][condition] = expression
    }
    return expression
  }

  func used(by condition: Condition, _ make: () -> [String]) -> [String] {
    if let names = known.withLock({ $0.used[condition] }) { return names }
    let names = make()
    known.withLock { $0.used[condition] = names }
    return names
  }
}
