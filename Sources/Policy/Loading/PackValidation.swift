// SPDX-License-Identifier: Apache-2.0

import CensusModel
import Findings

/// What cannot be seen in one file alone: references between files, conditions, and the examples of conditions.
struct PackValidation {
  let pack: PolicyPack
  let origins: [String: PackAssembly.Origin]

  func errors(withExamples: Bool) -> [PackError] {
    var errors = vocabularyErrors() + referenceErrors() + assessmentErrors()
    for column in pack.derivedColumns {
      errors += attempt("columns/" + column.id) {
        let scope = ConditionScope(kind: column.kind, pack: pack)
        for day in days(of: column) { _ = try scope.expression(of: column, on: day) }
        if withExamples { try check(column.examples, of: .column(column.id), in: scope) }
      }
    }
    for check in pack.checks {
      errors += attempt("checks/" + check.id) { try validate(check, withExamples) }
    }
    for measure in pack.measures {
      errors += attempt("measures/" + measure.id) { try validate(measure, withExamples) }
    }
    for table in pack.tables {
      errors += attempt("tables/" + table.id) { try TableValidation(pack: pack).validate(table, withExamples) }
    }
    for transition in pack.transitions {
      errors += attempt("transitions/" + transition.id) { try TableValidation(pack: pack).validate(transition) }
    }
    return errors.sorted { ($0.file, $0.line ?? 0) < ($1.file, $1.line ?? 0) }
  }

  func attempt(_ key: String, _ body: () throws -> Void) -> [PackError] {
    do {
      try body()
      return []
    } catch {
      let origin = origins[key]
      let message = (error as? ExpressionError)?.message ?? "\(error)"
      return [PackError(file: origin?.file ?? key, line: origin?.line, message: message)]
    }
  }

  private func validate(_ check: RecordCheck, _ withExamples: Bool) throws {
    let scope = ConditionScope(kind: check.kind, pack: pack)
    let condition = try scope.parse(check.condition)
    for fact in check.facts where check.kind.index(of: fact) == nil {
      throw ExpressionError("facts: \(check.kind.rawValue) has no column “\(fact)”")
    }
    if let field = check.field, !knows(field, check.kind) {
      throw ExpressionError("field: the vocabulary of \(check.kind.rawValue) has no “\(field)”")
    }
    if withExamples { try self.check(check.examples, of: condition, in: scope) }
  }

  private func knows(_ field: String, _ kind: RecordKind) -> Bool {
    pack.vocabulary.sheets.contains { $0.kind == kind && $0.fields.contains { $0.id == field } }
  }

  private func validate(_ measure: Measure, _ withExamples: Bool) throws {
    let scope = ConditionScope(kind: measure.kind, pack: pack)
    let condition = try scope.parse(measure.condition)
    if case .sum(let amount) = measure.amount { _ = try scope.parse(amount, isAmount: true) }
    if let fallback = measure.fallback, pack.measure(fallback)?.isReported != true || !measure.isReported {
      throw ExpressionError("fallback: both measures must be reported ones, “\(fallback)” is not")
    }
    if withExamples { try check(measure.examples, of: condition, in: scope) }
  }

  /// Works the examples out; `census_day` may be set in the row and is the pack's first effective day otherwise.
  private func check(_ examples: [ConditionExample], of condition: Expression, in scope: ConditionScope) throws {
    for (number, example) in examples.enumerated() {
      var row = example.row
      let day: CalendarDay
      if case .integer(let given)? = row["census_day"], let named = CalendarDay(rawValue: Int(given)) {
        day = named
      } else if let first = pack.effectiveFrom {
        day = first
        row["census_day"] = .integer(Int64(first.rawValue))
      } else {
        continue
      }
      row["census_year"] = .integer(Int64(day.year))
      for column in row.keys.sorted() { _ = try scope.parse("\(column) IS NULL") }
      let value = try scope.expanded(condition, on: day).value(in: row)
      guard value == example.expected else {
        throw ExpressionError("example \(number + 1) gives \(value), not \(example.expected)")
      }
    }
  }

  /// Days on which each set of cases of a column is in force.
  private func days(of column: DerivedColumn) -> [CalendarDay] {
    let edges = column.cases.flatMap { [$0.inForce.from, $0.inForce.until] }.compactMap(\.self)
    return edges + [pack.effectiveFrom].compactMap(\.self)
  }

  private func vocabularyErrors() -> [PackError] {
    pack.vocabulary.sheets.flatMap { sheet in
      attempt("vocabulary/" + sheet.kind.rawValue) {
        for field in sheet.fields {
          if let list = field.codeList, pack.codeList(list) == nil {
            throw ExpressionError("field \(field.id): there is no code list “\(list)”")
          }
        }
      }
    }
  }

  private func referenceErrors() -> [PackError] {
    let indicators = pack.indicators.flatMap { indicator in
      attempt("indicators/" + indicator.id) {
        for measure in [indicator.numerator, indicator.denominator] where pack.measure(measure) == nil {
          let near = Nearest.names(to: measure, among: pack.measures.map(\.id)).joined(separator: ", ")
          throw ExpressionError("there is no measure “\(measure)”; near ones: \(near)")
        }
      }
    }
    let tasks = pack.tasks.flatMap { task in
      attempt("tasks/" + task.id) {
        for check in task.checks where pack.indicator(check.indicator) == nil {
          throw ExpressionError("there is no indicator “\(check.indicator)”")
        }
      }
    }
    let overview = pack.overview
    let head = attempt("pack.yaml") {
      for measure in [overview.members, overview.branches, overview.cadres] where pack.measure(measure) == nil {
        throw ExpressionError("overview: there is no measure “\(measure)”")
      }
      if pack.indicator(overview.ratio) == nil {
        throw ExpressionError("overview: there is no indicator “\(overview.ratio)”")
      }
    }
    return indicators + tasks + head
  }
}
