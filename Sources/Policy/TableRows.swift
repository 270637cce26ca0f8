// SPDX-License-Identifier: Apache-2.0

package import CensusModel
package import Conditions
package import Findings

/// The rows of a table under one pack on one day: which value belongs to which row, and which condition a row stands for.
package struct TableRows: Sendable {
  /// The table's own rows in order; empty where rows are the values that occur.
  package let entries: [(code: String, title: LocalizedText)]
  private let spellings: [String: String]
  private let rows: CensusTable.Rows
  /// What tells the rows apart; the number of the case where rows are cases, -1 for unknown.
  package let value: Expression

  /// - Throws: `ExpressionError` for a value or a condition that does not hold water.
  init(_ table: CensusTable, pack: PolicyPack, on day: CalendarDay) throws {
    rows = table.rows
    var spellings: [String: String] = [:]
    switch table.rows {
    case .codes(let id):
      guard let list = pack.codeList(id) else { throw ExpressionError("there is no code list “\(id)”") }
      entries = list.entries.map { ($0.code, $0.label) }
      for entry in list.entries.reversed() {
        for text in entry.synonyms + [entry.label.english, entry.label.chinese, entry.code] {
          spellings[text] = entry.code
        }
      }
    case .values: entries = []
    case .cases(let cases, _): entries = cases.map { ($0.code, $0.title) }
    case .measures(let ids):
      entries = ids.map { ($0, pack.measure($0)?.title ?? LocalizedText(chinese: $0, english: $0)) }
    }
    self.spellings = spellings
    value = try TableRows.value(of: table, pack: pack, on: day)
  }

  /// The expression whose value tells the rows apart; the number of the case where rows are cases, -1 for unknown.
  private static func value(of table: CensusTable, pack: PolicyPack, on day: CalendarDay) throws -> Expression {
    guard let kind = table.kind else { return .integer(0) }
    let scope = ConditionScope(kind: kind, pack: pack)
    guard case .cases(let cases, let unknownWhen) = table.rows else {
      return try scope.expanded(scope.parse(table.value, isAmount: true), on: day)
    }
    var numbered = try cases.enumerated().map { index, entry in
      Expression.Case(when: try scope.expanded(scope.parse(entry.when), on: day), value: Int64(index))
    }
    if let unknownWhen {
      let when = try scope.expanded(scope.parse(unknownWhen), on: day)
      numbered.insert(Expression.Case(when: when, value: -1), at: 0)
    }
    return .cases(numbered, otherwise: nil)
  }

  /// The row a value of `value` belongs to.
  package func code(of value: RecordValue) -> String {
    switch (rows, value) {
    case (.cases(let cases, _), .integer(let index)):
      return index < 0 ? CensusTable.unknown : cases[Int(index)].code
    case (.cases, _): return CensusTable.unlisted
    case (_, .null): return CensusTable.unknown
    case (.codes, .text(let text)): return spellings[text] ?? CensusTable.unlisted
    case (.codes, .integer(let number)): return spellings[String(number)] ?? CensusTable.unlisted
    case (_, .text(let text)): return text
    case (_, .integer(let number)): return String(number)
    }
  }

  /// The row of a record, worked out without any engine; for examples.
  func code(in row: [String: RecordValue]) -> String { code(of: value.value(in: row)) }

  /// The condition that holds for the records of a row, nil for the total.
  package func condition(of code: String) -> Expression? {
    if code == CensusTable.total { return nil }
    let all = spellings.keys.sorted().map(Expression.text)
    switch (rows, code) {
    case (.measures, _): return nil
    case (.cases, CensusTable.unlisted): return Expression.isNull(value, negated: false)
    case (.cases, CensusTable.unknown): return Expression.binary(.equal, value, .integer(-1))
    case (.cases(let cases, _), _):
      let index = cases.firstIndex { $0.code == code } ?? -2
      return Expression.binary(.equal, value, .integer(Int64(index)))
    case (_, CensusTable.unknown): return Expression.isNull(value, negated: false)
    case (.codes, CensusTable.unlisted): return Expression.isIn(value, all, negated: true)
    case (.codes, _):
      let own = spellings.filter { $0.value == code }.keys.sorted().map(Expression.text)
      return Expression.isIn(value, own, negated: false)
    case (.values, _): return Expression.binary(.equal, value, .text(code))
    }
  }
}

extension PolicyPack {
  /// The rows of a table as they are told apart on a census day.
  ///
  /// - Throws: only for a pack that `PackLoader` did not validate.
  package func rows(of table: CensusTable, on censusDay: CalendarDay) throws -> TableRows {
    try TableRows(table, pack: self, on: censusDay)
  }
}
