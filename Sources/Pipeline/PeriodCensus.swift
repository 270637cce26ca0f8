// SPDX-License-Identifier: Apache-2.0

package import Assessment
package import CensusModel
package import CensusStore
import Conditions
package import Findings
package import Indicators
package import Policy
package import Results

/// One period under one pack: tree, tallies, indicators, verdicts and findings, read from the store.
package struct PeriodCensus {
  /// The pack that the period is judged by, and the language of what is told.
  package let context: CommandContext
  /// Its records.
  package let database: PeriodDatabase
  /// Whether its figures are held against those of the last quarter; without, everything depends on the period alone.
  package var looksBack = true

  package init(context: CommandContext, database: PeriodDatabase) {
    self.context = context
    self.database = database
    database.expected = context.pack.vocabulary.schemas
  }

  /// What the pack says of the kinds of sheet.
  package var schemas: RosterSchemas { context.pack.vocabulary.schemas }

  /// Opens a period of the context's workspace; a sealed one is judged by the state of the pack it was sealed with.
  ///
  /// - Throws: `WorkspaceError` when there is no such period.
  package init(context: CommandContext, period: Period) throws {
    let database = try context.workspace().period(period)
    var context = context
    context.pack = try SealedPack.pack(of: database, asked: context.pack)
    self.init(context: context, database: database)
  }

  /// The quarter.
  package var period: Period { database.period }

  /// The day whose rules judge the period.
  package var ruleDay: CalendarDay { context.pack.ruleDay(of: period.censusDay) }

  /// The measures of the pack as they hold on the census day.
  ///
  /// - Throws: only for a pack that `PackLoader` did not validate.
  package func queries() throws -> [MeasureQuery] { try context.pack.queries(on: period.censusDay) }

  /// Counts the measures of `ids` and those they use; nil counts every measure of the pack, at a greater cost.
  ///
  /// - Throws: `WorkspaceError` where the period cannot be read: `period-damaged`, `workspace-busy` …
  package func calculator(measures ids: Set<String>? = nil) throws -> IndicatorCalculator {
    let queries = try context.pack.queries(on: period.censusDay, for: ids)
    return IndicatorCalculator(
      pack: context.pack, tree: try database.organisationTree(), tallies: try database.tallies(queries),
      reporting: try reporting())
  }

  /// What came in, and of whom a list of the office asked which sheets.
  ///
  /// - Throws: `WorkspaceError` where the period cannot be read: `period-damaged`, `workspace-busy` …
  package func reporting() throws -> PeriodReporting {
    let tree = try database.organisationTree()
    var expected: [RecordKind: Set<Int>] = [:]
    for sheet in try database.sealedExpectedSheets() ?? context.workspace().expectedSheets(of: period) {
      if let node = tree.node(named: sheet.unit) { expected[sheet.kind, default: []].insert(node) }
    }
    return PeriodReporting(coverage: try database.coverage(), expected: expected)
  }

  /// What judges the period: its attestations, waivers and the figures that its targets start from.
  ///
  /// - Parameter calculator: knows the measures of all indicators at least.
  /// - Throws: `WorkspaceError` where the period cannot be read: `period-damaged`, `workspace-busy` …
  package func assessor(_ calculator: IndicatorCalculator) throws -> Assessor {
    let pack = context.pack
    return Assessor(
      pack: pack, calculator: calculator, censusDay: ruleDay,
      attestations: AttestationBook(try attestations(), pack: pack.tasks, tree: calculator.tree),
      baselines: try baselines())
  }

  /// The figures of the earlier quarters that the office's targets start from, as far as the workspace holds them.
  private func baselines() throws -> Baselines {
    let wanted = context.pack.basePeriods(of: period)
    guard !wanted.isEmpty else { return .none }
    let measures = context.pack.indicatorMeasures
    var calculators: [Period: IndicatorCalculator] = [:]
    for base in try context.workspace().periods where wanted.contains(base) {
      calculators[base] = try PeriodCensus(context: context, period: base).calculator(measures: measures)
    }
    return Baselines(of: period, calculators)
  }

  /// What the store kept, what the pack's record checks in force see, progress rows that count for no task, and figures far
  /// from those of the last quarter, in order of place.
  ///
  /// - Throws: `WorkspaceError` where the period cannot be read: `period-damaged`, `workspace-busy` …
  package func findings() throws -> [Finding] {
    try findings(and: findings(of: context.pack.checks.filter { !$0.isTrial }))
  }

  /// The same, and apart from it what the checks on trial see; one pass over the records for both.
  ///
  /// - Throws: `WorkspaceError` where the period cannot be read.
  package func findingsAndTrials() throws -> (findings: [Finding], trials: [Finding]) {
    let onTrial = Set(context.pack.checks.filter(\.isTrial).map(\.id))
    let found = try findings(of: context.pack.checks)
    return (
      try findings(and: found.filter { !onTrial.contains($0.code) }), found.filter { onTrial.contains($0.code) }
    )
  }

  /// How many findings of each code there are, in whatever place: no row is read for it.
  ///
  /// - Throws: `WorkspaceError` where the period cannot be read.
  package func findingCounts() throws -> [String: Int] {
    let checks = context.pack.checks.filter { !$0.isTrial }
    let rules = try checks.map { try context.pack.query(for: $0, on: period.censusDay) }
    var counts: [String: Int] = [:]
    for (check, count) in zip(checks, try database.counts(meeting: rules, among: queries())) {
      counts[check.id, default: 0] += count
    }
    for finding in try findings(and: []) { counts[finding.code, default: 0] += 1 }
    return counts
  }

  private func findings(and found: [Finding]) throws -> [Finding] {
    let stored = try database.findings().map(spelled)
    return try (stored + found + attestationFindings() + (looksBack ? outliers() : [])).sorted(by: Finding.precedes)
  }

  /// What chosen checks see, in order of place.
  ///
  /// - Throws: `WorkspaceError` where the period cannot be read.
  package func findings(of checks: [RecordCheck]) throws -> [Finding] {
    guard !checks.isEmpty else { return [] }
    var findings: [Finding] = []
    let rules = try checks.map {
      RowCheck(query: try context.pack.query(for: $0, on: period.censusDay), columns: $0.facts)
    }
    try database.rows(meeting: rules, among: queries()) { index, row in
      findings.append(try finding(of: checks[index], in: row))
    }
    return findings.sorted(by: Finding.precedes)
  }

  /// The parts of a duplicate score in the words of the pack.
  private func spelled(_ finding: Finding) -> Finding {
    guard let parts = finding.facts["parts"] else { return finding }
    var finding = finding
    let words = parts.split(separator: ",").map { part in
      let words = part.split(separator: " ")
      return words.count == 2 ? "\(context.text("duplicate.part.\(words[0])")) \(words[1])" : String(part)
    }
    finding.facts["parts"] = words.joined(separator: context.language == .chinese ? "，" : ", ")
    return finding
  }

  /// IDs of the checks whose condition depends on the census day.
  ///
  /// - Throws: `WorkspaceError` where the period cannot be read.
  package func datedCheckIDs() throws -> Set<String> {
    let dated = try context.pack.checks.filter { check in
      let condition = try context.pack.query(for: check, on: period.censusDay).condition
      return !["census_day", "census_year", "age"].filter(condition.columns.contains).isEmpty
    }
    return Set(dated.map(\.id))
  }

  private func finding(of check: RecordCheck, in row: EvidenceRow) throws -> Finding {
    let facts = zip(check.facts, row.values).map { column, value in
      (column, display(value, column: column, kind: check.kind))
    }
    let place = try database.place(of: row, field: check.field)
    return Finding(check.id, at: place, facts: Dictionary(uniqueKeysWithValues: facts))
  }

  /// A stored value as a person reads it: a day with dashes, but of what tells of a birth, and of a month that was
  /// given alone, only the month.
  private func display(_ value: RecordValue, column: String, kind: RecordKind) -> String {
    switch value {
    case .null: return ""
    case .text(let text): return text
    case .integer(let number):
      let described = schemas[kind].columns.first { $0.name == column && $0.type == .day }
      guard let described, let day = CalendarDay(rawValue: Int(number)) else { return String(number) }
      if described.leaving == .month { return day.monthDescription }
      let field = context.pack.vocabulary.sheets.first { $0.kind == kind }?.fields.first { $0.id == column }
      return field.map { $0.isMonthly ? day.description(ofMonth: $0.type) : day.description } ?? day.description
    }
  }
}
