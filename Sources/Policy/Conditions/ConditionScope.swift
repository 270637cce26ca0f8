// SPDX-License-Identifier: Apache-2.0

import CensusModel
import Conditions
import Findings

/// What the conditions of one record kind may name: its columns, the pack's derived columns and, for organisations,
/// the measures of other kinds; and which codes its code columns can hold.
struct ConditionScope {
  let kind: RecordKind
  private let columns: [String: ValueKind]
  private let derived: [String: DerivedColumn]
  /// Measure IDs by column name.
  private let measures: [String: String]
  private let codeLists: [String: CodeList]

  init(kind: RecordKind, pack: PolicyPack) {
    self.kind = kind
    var columns: [String: ValueKind] = [:]
    for column in pack.vocabulary.schemas[kind].columns {
      columns[column.type == .organisation ? column.name + "_node" : column.name] = ValueKind(of: column.type)
    }
    for name in ["node", "census_day", "census_year"] + (kind == .organisation ? ["children", "depth"] : []) {
      columns[name] = .number
    }
    self.columns = columns
    derived = Dictionary(uniqueKeysWithValues: pack.derivedColumns.filter { $0.kind == kind }.map { ($0.id, $0) })
    let others = kind == .organisation ? pack.measures.filter { $0.kind != .organisation } : []
    measures = Dictionary(uniqueKeysWithValues: others.map { (ConditionScope.column(ofMeasure: $0.id), $0.id) })
    codeLists = ConditionScope.codeLists(of: kind, in: pack.vocabulary)
  }

  /// `counted-members` is the column `counted_members` of organisation conditions.
  static func column(ofMeasure id: String) -> String {
    String(decoding: id.utf8.map { $0 == UInt8(ascii: "-") ? UInt8(ascii: "_") : $0 }, as: UTF8.self)
  }

  private static func codeLists(of kind: RecordKind, in vocabulary: RosterVocabulary) -> [String: CodeList] {
    let fields = vocabulary.sheets.first { $0.kind == kind }?.fields ?? []
    var lists: [String: CodeList] = [:]
    for field in fields where field.type == .code {
      if let list = field.codeList { lists[field.id] = vocabulary.codeLists[list] }
    }
    return lists
  }

  /// Parses and checks a condition as it is written in the pack.
  ///
  /// - Throws: `ExpressionError` naming the unknown column, the unknown code or the forbidden construct.
  func parse(_ source: String, isAmount: Bool = false) throws -> Expression {
    let expression = try ExpressionParser.parse(source)
    for name in expression.columns where !knows(name) {
      let near = Nearest.names(to: name, among: Set(columns.keys).union(derived.keys).union(measures.keys))
      throw ExpressionError("\(kind.rawValue) has no column “\(name)”; near ones: \(near.joined(separator: ", "))")
    }
    try checkCodes(in: expression)
    // Derived columns and measures are whole numbers.
    _ = try expression.valueKind { columns[$0] ?? .number }
    if !isAmount, !expression.isCondition { throw ExpressionError("“\(source)” is a value, not a condition") }
    return expression
  }

  private func knows(_ name: String) -> Bool {
    columns[name] != nil || derived[name] != nil || measures[name] != nil
  }

  /// A code column is compared only with codes of its list: a misspelt code would count nothing, silently.
  private func checkCodes(in expression: Expression) throws {
    switch expression {
    case .binary(_, .column(let name), .text(let code)): try check(code, of: name)
    case .isIn(.column(let name), let values, _):
      for case .text(let code) in values { try check(code, of: name) }
    default: break
    }
    for child in expression.children { try checkCodes(in: child) }
  }

  private func check(_ code: String, of column: String) throws {
    guard let list = codeLists[column], list.entry(code) == nil else { return }
    throw ExpressionError("code list \(list.id) has no code '\(code)'")
  }

  /// The expression with derived columns written out as they hold on `day`.
  func expanded(_ expression: Expression, on day: CalendarDay) throws -> Expression {
    var failure: (any Error)?
    let result = expression.replacingColumns { name in
      guard let column = derived[name] else { return nil }
      do { return try self.expression(of: column, on: day) } catch {
        failure = error
        return nil
      }
    }
    if let failure { throw failure }
    return result
  }

  /// A derived column as CASE; it may use columns that stand before it in no cycle.
  func expression(of column: DerivedColumn, on day: CalendarDay) throws -> Expression {
    let cases = try column.cases.filter { $0.inForce.contains(day) }.map { entry in
      let when = try parse(entry.when)
      guard !when.columns.contains(column.id) else { throw ExpressionError("\(column.id) uses itself") }
      return Expression.Case(when: try expanded(when, on: day), value: Int64(entry.value))
    }
    return .cases(cases, otherwise: column.otherwise.map(Int64.init))
  }

  /// IDs of the measures of other kinds an expression uses as columns.
  func measures(usedBy expression: Expression) -> [String] { expression.columns.compactMap { measures[$0] } }
}

extension Expression {
  /// Whether it gives true or false rather than a value.
  var isCondition: Bool {
    switch self {
    case .integer, .text, .column, .cases, .first: false
    case .not, .isNull, .isIn, .like, .between: true
    case .binary(let sign, _, _): !sign.isArithmetic
    }
  }
}
