// SPDX-License-Identifier: Apache-2.0

import CensusModel
import Conditions
import Findings

/// What cannot be seen in one file alone: references between files, conditions, and the examples of conditions.
struct PackValidation {
  let pack: PolicyPack
  let origins: PackAssembly.Origins

  /// In order of file and line.
  func errors(withExamples: Bool) -> [PackError] {
    var errors =
      vocabularyErrors() + codeListErrors() + roleErrors() + engineErrors() + referenceErrors() + assessmentErrors()
    for column in pack.derivedColumns {
      let scope = ConditionScope(kind: column.kind, pack: pack)
      errors += attempt("columns/" + column.id, "cases") {
        for day in days(of: column) { _ = try scope.expression(of: column, on: day) }
      }
      if withExamples {
        errors += check(column.examples, of: "columns/" + column.id, with: .column(column.id), in: scope)
      }
    }
    for check in pack.checks { errors += self.errors(of: check, withExamples) }
    for measure in pack.measures { errors += self.errors(of: measure, withExamples) }
    for table in pack.tables {
      errors += attempt("tables/" + table.id) { try TableValidation(pack: pack).validate(table, withExamples) }
    }
    for transition in pack.transitions {
      errors += attempt("transitions/" + transition.id) { try TableValidation(pack: pack).validate(transition) }
    }
    errors += attempt("comparison") { try pack.comparison.validate(in: pack) }
    return errors.sorted { ($0.file, $0.line ?? 0) < ($1.file, $1.line ?? 0) }
  }

  func attempt(_ key: String, _ path: PackNode.Step..., body: () throws -> Void) -> [PackError] {
    do {
      try body()
      return []
    } catch {
      return [origins.error(key, path, (error as? ExpressionError)?.message ?? "\(error)")]
    }
  }

  private func errors(of check: RecordCheck, _ withExamples: Bool) -> [PackError] {
    let key = "checks/" + check.id
    let scope = ConditionScope(kind: check.kind, pack: pack)
    var condition: Expression?
    var errors = attempt(key, "condition") { condition = try scope.parse(check.condition) }
    for (index, fact) in check.facts.enumerated() where pack.vocabulary.schemas[check.kind].index(of: fact) == nil {
      errors.append(
        origins.error(key, ["facts", .index(index)], "facts: \(check.kind.rawValue) has no column “\(fact)”"))
    }
    if let field = check.field, !knows(field, check.kind) {
      errors.append(
        origins.error(key, ["field"], "field: the vocabulary of \(check.kind.rawValue) has no “\(field)”"))
    }
    guard withExamples, let condition else { return errors }
    return errors + self.check(check.examples, of: key, with: condition, in: scope)
  }

  private func knows(_ field: String, _ kind: RecordKind) -> Bool {
    pack.vocabulary.sheets.contains { $0.kind == kind && $0.fields.contains { $0.id == field } }
  }

  private func errors(of measure: Measure, _ withExamples: Bool) -> [PackError] {
    let key = "measures/" + measure.id
    let scope = ConditionScope(kind: measure.kind, pack: pack)
    var condition: Expression?
    var errors = attempt(key, "condition") { condition = try scope.parse(measure.condition) }
    if case .sum(let amount) = measure.amount {
      errors += attempt(key, "sum") { _ = try scope.parse(amount, isAmount: true) }
    }
    if let fallback = measure.fallback, pack.measure(fallback)?.isReported != true || !measure.isReported {
      let message = "fallback: both measures must be reported ones, “\(fallback)” is not"
      errors.append(origins.error(key, ["fallback"], message))
    }
    guard withExamples, let condition else { return errors }
    return errors + check(measure.examples, of: key, with: condition, in: scope)
  }

  /// Works the examples out; `census_day` may be set in the row and is the pack's first effective day otherwise.
  private func check(
    _ examples: [ConditionExample], of key: String, with condition: Expression, in scope: ConditionScope
  ) -> [PackError] {
    examples.enumerated().flatMap { number, example in
      attempt(key, "examples", .index(number)) {
        guard let (row, day) = dated(example.row) else { return }
        for column in row.keys.sorted() { _ = try scope.parse("\(column) IS NULL") }
        let value = try scope.expanded(condition, on: day).value(in: row)
        guard value == example.expected else {
          throw ExpressionError("example \(number + 1) gives \(value.spelled), not \(example.expected.spelled)")
        }
      }
    }
  }

  /// The row with its census day; nil in a pack that has no first day and so has failed already.
  private func dated(_ row: [String: RecordValue]) -> (row: [String: RecordValue], day: CalendarDay)? {
    var row = row
    let given: CalendarDay? =
      if case .integer(let number)? = row["census_day"] { CalendarDay(rawValue: Int(number)) } else { nil }
    guard let day = given ?? pack.effectiveFrom else { return nil }
    row["census_day"] = .integer(Int64(day.rawValue))
    row["census_year"] = .integer(Int64(day.year))
    return (row, day)
  }

  /// Days on which each set of cases of a column is in force.
  private func days(of column: DerivedColumn) -> [CalendarDay] {
    let edges = column.cases.flatMap { [$0.inForce.from, $0.inForce.until] }.compactMap(\.self)
    return edges + [pack.effectiveFrom].compactMap(\.self)
  }

  private func vocabularyErrors() -> [PackError] {
    pack.vocabulary.sheets.flatMap { sheet in
      sheet.fields.compactMap { field in
        guard let list = field.codeList, pack.codeList(list) == nil else { return nil }
        let path: [PackNode.Step] = ["fields", .key(field.id), "codes"]
        return origins.error(
          key(of: field, in: sheet), path, "field \(field.id): there is no code list “\(list)”")
      }
        + schemaErrors(of: sheet)
    }
  }

  /// The file that brought a field: that of the kind, or one that adds to it.
  private func key(of field: VocabularyField, in sheet: SheetVocabulary) -> String {
    let own = "vocabulary/" + sheet.kind.rawValue
    let additions = origins.keys.filter { $0.hasPrefix(own + " + ") }.sorted()
    return additions.first { key in
      let fields = try? origins[key]?.root.node(at: ["fields"]).mapping()
      return fields?.contains { $0.key == field.id } == true
    } ?? own
  }

  /// Code lists of columns and findings of rows and repetitions are there.
  private func schemaErrors(of sheet: SheetVocabulary) -> [PackError] {
    let key = "vocabulary/" + sheet.kind.rawValue
    let lists = sheet.schema.columns.compactMap { column -> PackError? in
      guard let list = column.codeList, pack.codeList(list) == nil,
        !sheet.fields.contains(where: { $0.id == column.name })
      else { return nil }
      return origins.error(key, ["columns", .key(column.name), "codes"], "there is no code list “\(list)”")
    }
    let isNamed = pack.messages.texts["kind.\(sheet.kind)"] != nil
    let names = isNamed ? [] : [origins.error(key, [], "name: what its records are called in tables is missing")]
    let codes =
      sheet.schema.requirements.map { ("requires", $0.reason) }
      + [sheet.schema.once?.finding].compactMap { $0 }.map { ("once", $0) }
    return lists + names
      + codes.compactMap { step, code in
        guard pack.messages.findings[code] == nil else { return nil }
        return origins.error(key, [.key(step)], "\(step): there is no finding “\(code)”")
      }
  }

  /// Groups lead into a list that is there, and no spelling of a list means two codes.
  private func codeListErrors() -> [PackError] {
    pack.vocabulary.codeLists.values.sorted { $0.id < $1.id }.flatMap { list in
      attempt("codelists/" + list.id) {
        let coarser = list.groups.flatMap(pack.codeList)
        for entry in list.entries {
          if let group = entry.group, coarser?.entry(group) == nil {
            throw ExpressionError("code \(entry.code): “\(group)” is no code of the list “\(list.groups ?? "–")”")
          }
        }
        var meanings: [String: String] = [:]
        for (spelling, code) in list.entries.flatMap({ entry in
          ([entry.label.chinese, entry.number].compactMap(\.self) + entry.synonyms).map { ($0, entry.code) }
        }) {
          if let other = meanings.updateValue(code, forKey: spelling), other != code {
            throw ExpressionError("“\(spelling)” means both \(other) and \(code)")
          }
        }
      }
    }
  }

  /// The engine finds the codes it must know by their roles: each is there, once, and in no other list.
  private func roleErrors() -> [PackError] {
    var errors: [PackError] = []
    for (id, roles) in CodeRole.ofLists {
      guard let list = pack.codeList(id) else {
        errors.append(lacking("pack.yaml", [], "there is no code list “\(id)”, which the engine needs", id))
        continue
      }
      for role in roles {
        let codes = list.entries.filter { $0.role == role }.map(\.code)
        let key = "codelists/" + id
        if codes.isEmpty {
          let message = "codes: no code has the role “\(role.rawValue)”, which the engine needs"
          errors.append(lacking(key, ["codes"], message, role.rawValue))
        } else if codes.count > 1, !role.mayRepeat {
          errors.append(
            origins.error(key, ["codes", .key(codes[1])], "\(codes[0]) has the role “\(role.rawValue)” already"))
        }
      }
    }
    let known = Dictionary(CodeRole.ofLists.map { ($0.list, $0.roles) }) { first, _ in first }
    for list in pack.vocabulary.codeLists.values.sorted(by: { $0.id < $1.id }) {
      for entry in list.entries {
        guard let role = entry.role, known[list.id]?.contains(role) != true else { continue }
        let message = "role: the engine looks for “\(role.rawValue)” in another list"
        errors.append(origins.error("codelists/" + list.id, ["codes", .key(entry.code), "role"], message))
      }
    }
    return errors
  }

  private func lacking(_ key: String, _ path: [PackNode.Step], _ message: String, _ value: String) -> PackError {
    var error = origins.error(key, path, message)
    (error.key, error.facts) = ("engine-needs", ["value": value])
    return error
  }

  /// The kinds of sheet that the engine knows by what they are to it, with the columns it reads and writes.
  private func engineErrors() -> [PackError] {
    FormerSchemas.five.all.flatMap { former -> [PackError] in
      let kind = former.kind
      let schema = pack.vocabulary.schemas[kind]
      guard pack.vocabulary.schemas.holds(kind) else {
        return [
          lacking(
            "pack.yaml", [], "the vocabulary has no sheet of the kind “\(kind)”, which the engine needs", kind.rawValue)
        ]
      }
      return EngineColumns.of(kind).compactMap { name in
        let needed = former.column(name)?.type
        guard schema.column(name)?.type != needed else { return nil }
        let message = "columns: the engine needs “\(name)” of type \(needed?.rawValue ?? "")"
        return lacking("vocabulary/" + kind.rawValue, ["columns"], message, name)
      }
    }
  }

  private func referenceErrors() -> [PackError] {
    let indicators = pack.indicators.flatMap { indicator in
      let roles = [("numerator", indicator.numerator), ("denominator", indicator.denominator)]
      return (roles + (indicator.exists.map { [("exists", $0)] } ?? [])).compactMap { role, measure in
        missing(measure: measure, "indicators/" + indicator.id, [.key(role)])
      }
    }
    let tasks = pack.tasks.flatMap { task in
      task.checks.enumerated().compactMap { index, check -> PackError? in
        guard pack.indicator(check.indicator) == nil else { return nil }
        let near = Nearest.names(to: check.indicator, among: pack.indicators.map(\.id)).joined(separator: ", ")
        let path: [PackNode.Step] = ["checks", .index(index), "indicator"]
        return origins.error(
          "tasks/" + task.id, path, "there is no indicator “\(check.indicator)”; near ones: \(near)")
      }
    }
    let duties = pack.duties.flatMap { duty in
      attempt("duties/" + duty.id) {
        if pack.measure(duty.measure) == nil { throw ExpressionError("there is no measure “\(duty.measure)”") }
      }
    }
    let outliers = pack.outliers.flatMap { rule in
      attempt("outliers/" + rule.id) {
        if pack.measure(rule.measure) == nil { throw ExpressionError("there is no measure “\(rule.measure)”") }
      }
    }
    let overview = pack.overview
    let roles = [("members", overview.members), ("branches", overview.branches), ("cadres", overview.cadres)]
    var head = roles.compactMap { missing(measure: $1, "pack.yaml", ["overview", .key($0)]) }
    head += pack.nextQuarter.enumerated().compactMap {
      missing(measure: $1, "pack.yaml", ["next-quarter", .index($0)])
    }
    for (index, id) in overview.columns.enumerated() where pack.indicator(id) == nil {
      let message = "overview: there is no indicator “\(id)”"
      head.append(origins.error("pack.yaml", ["overview", "columns", .index(index)], message))
    }
    if pack.indicator(overview.ratio) == nil {
      let message = "overview: there is no indicator “\(overview.ratio)”"
      head.append(origins.error("pack.yaml", ["overview", "ratio"], message))
    }
    let owed = attempt("pack.yaml", "owed-rosters") {
      for kind in pack.reporting.organisationKinds.sorted()
      where pack.codeList("organisation-kind")?.entry(kind) == nil {
        throw ExpressionError("code list organisation-kind has no code '\(kind)'")
      }
    }
    return indicators + tasks + duties + outliers + head + owed
  }

  private func missing(measure: String, _ key: String, _ path: [PackNode.Step]) -> PackError? {
    guard pack.measure(measure) == nil else { return nil }
    let near = Nearest.names(to: measure, among: pack.measures.map(\.id)).joined(separator: ", ")
    var error = origins.error(key, path, "there is no measure “\(measure)”; near ones: \(near)")
    (error.key, error.facts) = ("measure-unknown", ["value": measure, "near": near])
    return error
  }
}

extension PackAssembly.Origins {
  /// An error at a place below the thing `key`, as near as the file has it.
  func error(_ key: String, _ path: [PackNode.Step], _ message: String) -> PackError {
    guard let root = self[key]?.root else { return PackError(file: key, line: nil, message: message) }
    return root.node(at: path).failure(message)
  }
}

extension RecordValue {
  /// As a condition writes it.
  var spelled: String {
    switch self {
    case .null: "NULL"
    case .integer(let number): String(number)
    case .text(let text): "'\(text)'"
    }
  }
}
