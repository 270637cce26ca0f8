// SPDX-License-Identifier: Apache-2.0

package import CensusModel
import Conditions

extension PolicyPack {
  /// The day whose rules judge a period: its census day, unless the user asked for another.
  package func ruleDay(of censusDay: CalendarDay) -> CalendarDay { rulesDay ?? censusDay }

  /// All measures as queries for a census day: derived columns written out, the measures they use named; measures of
  /// organisations stand last, because they may use the counts of the others.
  ///
  /// - Throws: only for a pack that `PackLoader` did not validate.
  package func queries(on censusDay: CalendarDay) throws -> [MeasureQuery] {
    let day = ruleDay(of: censusDay)
    return try memo.measures(on: day) { try measureQueries(on: day) }
  }

  private func measureQueries(on day: CalendarDay) throws -> [MeasureQuery] {
    let ordered = measures.filter { $0.kind != .organisation } + measures.filter { $0.kind == .organisation }
    return try ordered.map { measure in
      let scope = scope(of: measure.kind)
      let condition = try scope.expanded(scope.parse(measure.condition), on: day)
      var used = scope.measures(usedBy: condition)
      let amount = try measure.amount.map { source in
        try scope.expanded(scope.parse(source, isAmount: true), on: day)
      }
      if case .sum(let sum) = amount { used += scope.measures(usedBy: sum).filter { !used.contains($0) } }
      return MeasureQuery(
        id: measure.id, kind: measure.kind, condition: condition, amount: amount, isReported: measure.isReported,
        uses: used)
    }
  }

  /// The condition of a check, derived columns written out.
  ///
  /// - Throws: only for a pack that `PackLoader` did not validate.
  package func query(for check: RecordCheck, on censusDay: CalendarDay) throws -> MeasureQuery {
    let (scope, day) = (scope(of: check.kind), ruleDay(of: censusDay))
    let condition = try memo.check(QueryMemo.Condition(kind: check.kind, source: check.condition), on: day) {
      try scope.expanded(scope.parse(check.condition), on: day)
    }
    return MeasureQuery(
      id: check.id, kind: check.kind, condition: condition, uses: scope.measures(usedBy: condition))
  }

  /// Whether a record meets a condition of the pack, worked out without any engine; for examples and recounts.
  ///
  /// - Throws: `ExpressionError` for a condition that does not hold water or names a column the kind has not.
  package func holds(
    _ condition: String, of kind: RecordKind, in row: [String: RecordValue], on censusDay: CalendarDay
  ) throws -> Bool {
    let scope = scope(of: kind)
    var row = row
    row["census_day"] = .integer(Int64(censusDay.rawValue))
    row["census_year"] = .integer(Int64(censusDay.year))
    return try scope.expanded(scope.parse(condition), on: censusDay).value(in: row) == .integer(1)
  }
}

extension PolicyPack {
  /// What tells the rows of a table apart on a census day; nil where rows are measures.
  ///
  /// Only tables over records carry measures: tables over organisations read their tallies.
  ///
  /// - Throws: only for a pack that `PackLoader` did not validate.
  package func cut(for table: CensusTable, on censusDay: CalendarDay) throws -> CutQuery? {
    guard let kind = table.kind else { return nil }
    if case .measures = table.rows { return nil }
    let isOverRecords = kind != .organisation
    let all = isOverRecords ? try queries(on: censusDay) : []
    let measures = table.columns.compactMap { id in all.first { $0.id == id } }
    return CutQuery(
      table: table.id, kind: kind, value: try rows(of: table, on: censusDay).value,
      measures: isOverRecords ? measures : [])
  }

  /// The measures of `ids` and all they use, as queries; nil means every measure.
  ///
  /// - Throws: only for a pack that `PackLoader` did not validate.
  package func queries(on censusDay: CalendarDay, for ids: Set<String>?) throws -> [MeasureQuery] {
    let all = try queries(on: censusDay)
    guard let ids else { return all }
    let fallbacks = measures.filter { ids.contains($0.id) }.compactMap(\.fallback)
    let used = all.filter { ids.contains($0.id) }.flatMap(\.uses)
    let needed = ids.union(fallbacks).union(used)
    return all.filter { needed.contains($0.id) }
  }

  /// The measures of the indicators, with those of what they are about, and of all of whom only a part is known.
  package var indicatorMeasures: Set<String> {
    let floors = tasks.flatMap(\.checks).compactMap { check -> String? in
      if case .among(let measure) = check.known?.share { measure } else { nil }
    }
    return Set(indicators.flatMap { [$0.numerator, $0.denominator] + [$0.exists].compactMap(\.self) } + floors)
  }

  /// Measures of other kinds that a measure of organisations uses as columns.
  package func measures(usedBy measure: Measure) -> [String] {
    let scope = scope(of: measure.kind)
    var sources = [measure.condition]
    if case .sum(let amount) = measure.amount { sources.append(amount) }
    return sources.flatMap { source in
      memo.used(by: QueryMemo.Condition(kind: measure.kind, source: source)) {
        (try? scope.parse(source, isAmount: true)).map { scope.measures(usedBy: $0) } ?? []
      }
    }
  }

  private func scope(of kind: RecordKind) -> ConditionScope {
    memo.scope(of: kind) { ConditionScope(kind: kind, pack: self) }
  }
}
