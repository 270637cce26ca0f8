// SPDX-License-Identifier: Apache-2.0

package import CensusModel
package import Findings

/// Everything a document decides, as data: loaded from a folder of YAML files, one file per thing.
package struct PolicyPack: Sendable {
  package var id: String
  package var title: LocalizedText
  package var version: String
  /// The first day the pack is meant for; nil only in a pack that failed to load.
  package var effectiveFrom: CalendarDay?
  /// SHA-256 (hex) over the names and bytes of the pack's files in order of name; reports name it.
  package var hash: String
  package var documents: [SourceReference]
  package var vocabulary: RosterVocabulary
  /// The pack this one extends, nearest first; empty where it stands alone.
  package var extends: [String] = []
  /// The day whose rules apply to every period, where the user asked for that; nil takes each period's census day.
  package var rulesDay: CalendarDay?
  /// Headings of a sheet of published figures, by field: item, numerator, denominator, printed …
  package var publishedFigures: [String: [String]] = [:]
  /// How records of several sheets are settled.
  package var settlement = SettlementRules()
  /// What the first screen of a report shows.
  package var overview: Overview
  package var derivedColumns: [DerivedColumn]
  package var checks: [RecordCheck]
  package var measures: [Measure]
  package var indicators: [Indicator]
  package var tasks: [ReformTask]
  package var messages: MessageCatalogue
  /// When the findings of the program itself are raised, by code; the checks of the pack say so themselves.
  package var findingRules: [String: FindingRule] = [:]
  /// Actions, levels of units and what an attestation is worth.
  package var assessment = AssessmentRules()
  /// Of the pack and of the workspace.
  package var waivers: [Waiver] = []
  /// Files of the workspace that add to the pack.
  package var overlays: [PackOverlay] = []
  /// Census tables, in order of file.
  package var tables: [CensusTable] = []
  /// Transitions as pipelines, in order of file.
  package var transitions: [Transition] = []
  /// What must be explained when it falls.
  package var duties: [ExplanationDuty] = []
  /// Headings of a list of who owes which sheets, by field: unit, kinds, due.
  package var expectedList: [String: [String]] = [:]
  /// The folder it was loaded from.
  package var location = ""
  /// How two periods are compared.
  package var comparison = ComparisonRules()

  package init(
    id: String, title: LocalizedText, version: String, effectiveFrom: CalendarDay?, hash: String,
    documents: [SourceReference], vocabulary: RosterVocabulary, overview: Overview,
    derivedColumns: [DerivedColumn], checks: [RecordCheck],
    measures: [Measure],
    indicators: [Indicator], tasks: [ReformTask], messages: MessageCatalogue
  ) {
    self.id = id
    self.title = title
    self.version = version
    self.effectiveFrom = effectiveFrom
    self.hash = hash
    self.documents = documents
    self.vocabulary = vocabulary
    self.overview = overview
    self.derivedColumns = derivedColumns
    self.checks = checks
    self.measures = measures
    self.indicators = indicators
    self.tasks = tasks
    self.messages = messages
  }

  package func measure(_ id: String) -> Measure? { measures.first { $0.id == id } }
  package func indicator(_ id: String) -> Indicator? { indicators.first { $0.id == id } }
  package func task(_ id: String) -> ReformTask? { tasks.first { $0.id == id } }
  package func codeList(_ id: String) -> CodeList? { vocabulary.codeLists[id] }
}

/// Which measures and which indicator a report leads with.
package struct Overview: Sendable, Hashable {
  /// Measure IDs.
  package var members = ""
  package var branches = ""
  package var cadres = ""
  /// Indicator ID.
  package var ratio = ""

  package init() {}

  package init(members: String, branches: String, cadres: String, ratio: String) {
    self.members = members
    self.branches = branches
    self.cadres = cadres
    self.ratio = ratio
  }
}

/// A column the pack adds to a record kind: the value of the first case that holds and is in force on the census day.
///
/// Written out as a CASE expression wherever a condition names it, so it costs no storage.
package struct DerivedColumn: Sendable, Hashable {
  package struct Case: Sendable, Hashable {
    package var when: String
    package var value: Int
    package var inForce: DateRange
    package var source: SourceReference?

    package init(when: String, value: Int, inForce: DateRange = .always, source: SourceReference? = nil) {
      self.when = when
      self.value = value
      self.inForce = inForce
      self.source = source
    }
  }

  /// The column's name, snake_case.
  package var id: String
  package var kind: RecordKind
  package var meaning: LocalizedText
  package var cases: [Case]
  /// The value when no case holds; nil is NULL.
  package var otherwise: Int?
  /// Why the pack sets the column itself, where no document does.
  package var derivation: LocalizedText?
  package var examples: [ConditionExample]

  package init(
    id: String, kind: RecordKind, meaning: LocalizedText, cases: [Case], otherwise: Int?,
    derivation: LocalizedText? = nil, examples: [ConditionExample] = []
  ) {
    self.id = id
    self.kind = kind
    self.meaning = meaning
    self.cases = cases
    self.otherwise = otherwise
    self.derivation = derivation
    self.examples = examples
  }
}

/// The days between which an entry holds; nil means open on that side.
package struct DateRange: Sendable, Hashable {
  package var from: CalendarDay?
  package var until: CalendarDay?

  package static let always = DateRange(from: nil, until: nil)

  package init(from: CalendarDay?, until: CalendarDay?) {
    self.from = from
    self.until = until
  }

  package func overlaps(_ other: DateRange) -> Bool {
    if let until, let start = other.from, until < start { return false }
    if let from, let end = other.until, end < from { return false }
    return true
  }

  package func contains(_ day: CalendarDay) -> Bool {
    if let from, day < from { return false }
    if let until, day > until { return false }
    return true
  }
}

/// One record with some columns set (the others are NULL) and what the condition or column gives for it.
package struct ConditionExample: Sendable, Hashable {
  package var row: [String: RecordValue]
  package var expected: RecordValue
  package var note: String?

  package init(row: [String: RecordValue], expected: RecordValue, note: String? = nil) {
    self.row = row
    self.expected = expected
    self.note = note
  }
}

/// A check over single records: every record that meets the condition is a finding with the check's ID as code.
package struct RecordCheck: Sendable, Hashable {
  /// Also the finding code; its words stand in `PolicyPack.messages.findings`.
  package var id: String
  package var kind: RecordKind
  /// Holds for a record that is wrong.
  package var condition: String
  /// The field whose cell is marked.
  package var field: String?
  /// Columns whose values fill placeholders of the message.
  package var facts: [String]
  package var source: SourceReference?
  /// Why the pack sets the rule itself, where no document does.
  package var derivation: LocalizedText?
  package var examples: [ConditionExample]
  /// The day its trial began; nil for a check in force. A check on trial is told apart and blocks nothing.
  package var trialSince: CalendarDay?

  package var isTrial: Bool { trialSince != nil }

  package init(
    id: String, kind: RecordKind, condition: String, field: String? = nil, facts: [String] = [],
    source: SourceReference? = nil, derivation: LocalizedText? = nil, examples: [ConditionExample] = []
  ) {
    self.id = id
    self.kind = kind
    self.condition = condition
    self.field = field
    self.facts = facts
    self.source = source
    self.derivation = derivation
    self.examples = examples
  }
}

/// 数据项: a count over the records of one kind.
package struct Measure: Sendable, Hashable {
  /// The condition of a measure that writes none.
  package static let everything = "1 = 1"

  package var id: String
  package var title: LocalizedText
  /// What is counted, in words.
  package var meaning: LocalizedText
  package var kind: RecordKind
  package var condition: String
  package var amount: MeasureQuery.Amount
  package var isReported: Bool
  /// A reported measure that stands in for an organisation that has no figure in this one.
  package var fallback: String?
  package var source: SourceReference?
  /// Why the pack sets the definition itself, where no document does.
  package var derivation: LocalizedText?
  package var examples: [ConditionExample]

  package init(
    id: String, title: LocalizedText, meaning: LocalizedText, kind: RecordKind, condition: String,
    amount: MeasureQuery.Amount = .rows, isReported: Bool = false, fallback: String? = nil,
    source: SourceReference? = nil, derivation: LocalizedText? = nil, examples: [ConditionExample] = []
  ) {
    self.id = id
    self.title = title
    self.meaning = meaning
    self.kind = kind
    self.condition = condition
    self.amount = amount
    self.isReported = isReported
    self.fallback = fallback
    self.source = source
    self.derivation = derivation
    self.examples = examples
  }
}

/// 指标: numerator measure ÷ denominator measure.
package struct Indicator: Sendable, Hashable {
  package enum Unit: String, Sendable, Hashable { case percent }
  package enum Direction: String, Sendable, Hashable {
    case higherIsBetter = "higher-is-better"
    case lowerIsBetter = "lower-is-better"
    case neutral
  }
  package enum Breakdown: String, Sendable, Hashable, CaseIterable { case sector, stage, children }

  package struct Example: Sendable, Hashable {
    package var numerator: Int64?
    package var denominator: Int64?
    /// A state of the contract.
    package var state: String
    /// Percent as printed, two places; nil where the state has no value.
    package var value: String?

    package init(numerator: Int64?, denominator: Int64?, state: String, value: String?) {
      self.numerator = numerator
      self.denominator = denominator
      self.state = state
      self.value = value
    }
  }

  package var id: String
  package var title: LocalizedText
  package var meaning: LocalizedText
  package var numerator: String
  package var denominator: String
  package var unit: Unit
  package var decimals: Int
  package var direction: Direction
  package var breakdowns: [Breakdown]
  /// Why it is not broken down in the other ways.
  package var notBrokenDown: [Breakdown: LocalizedText] = [:]
  /// Clause or source of the definition.
  package var source: SourceReference?
  /// Why the pack sets the definition itself, where no document does.
  package var derivation: LocalizedText?
  /// What a unit can do about a bad value.
  package var advice: LocalizedText?
  package var examples: [Example]

  package init(
    id: String, title: LocalizedText, meaning: LocalizedText, numerator: String, denominator: String,
    unit: Unit = .percent, decimals: Int = 2, direction: Direction, breakdowns: [Breakdown],
    source: SourceReference? = nil, derivation: LocalizedText? = nil, advice: LocalizedText? = nil,
    examples: [Example] = []
  ) {
    self.id = id
    self.title = title
    self.meaning = meaning
    self.numerator = numerator
    self.denominator = denominator
    self.unit = unit
    self.decimals = decimals
    self.direction = direction
    self.breakdowns = breakdowns
    self.source = source
    self.derivation = derivation
    self.advice = advice
    self.examples = examples
  }
}

/// 任务: one requirement of the task list, judged by its checks (考核要点).
package struct ReformTask: Sendable, Hashable {
  package enum Method: String, Sendable, Hashable { case computed, document, interview }

  package struct Example: Sendable, Hashable {
    /// Percent values (as text, exact) by indicator; a missing one is "denominator missing".
    package var values: [String: String]
    /// A verdict of the contract.
    package var verdict: String
    /// The census day the example is judged on, yyyymmdd; nil takes the pack's first effective day.
    package var day: CalendarDay?
    /// What the progress sheet says; nil where it says nothing.
    package var attestation: AttestationExample?

    package init(values: [String: String], verdict: String, day: CalendarDay? = nil) {
      self.values = values
      self.verdict = verdict
      self.day = day
    }
  }

  package var id: String
  /// Number of the special action of the work points, 1 to 16.
  package var action: Int
  package var clause: String
  package var title: LocalizedText
  package var requirement: LocalizedText
  package var method: Method
  package var responsible: LocalizedText
  package var checks: [TaskCheck]
  package var source: SourceReference
  /// What a unit can do where the task is not met.
  package var advice: LocalizedText?
  package var examples: [Example]
  /// Which units owe it.
  package var duty = Duty.everyone

  package init(
    id: String, action: Int, clause: String, title: LocalizedText, requirement: LocalizedText, method: Method,
    responsible: LocalizedText, checks: [TaskCheck], source: SourceReference, advice: LocalizedText? = nil,
    examples: [Example] = []
  ) {
    self.id = id
    self.action = action
    self.clause = clause
    self.title = title
    self.requirement = requirement
    self.method = method
    self.responsible = responsible
    self.checks = checks
    self.source = source
    self.advice = advice
    self.examples = examples
  }
}

/// 考核要点: one indicator held against its thresholds; no threshold in force means "not evaluable: no threshold set".
package struct TaskCheck: Sendable, Hashable {
  package var indicator: String
  package var thresholds: [Threshold]

  package init(indicator: String, thresholds: [Threshold]) {
    self.indicator = indicator
    self.thresholds = thresholds
  }
}

/// 目标值: a bound with its source, its scope and the days between which it is in force.
package struct Threshold: Sendable, Hashable {
  package enum Comparison: String, Sendable, Hashable {
    case atMost = "<="
    case atLeast = ">="
  }

  package var comparison: Comparison
  /// In hundredths of a percent (3000 is 30 %).
  package var hundredths: Int
  package var inForce: DateRange
  /// For whom the source sets it, in words.
  package var scope: LocalizedText
  package var source: SourceReference

  package init(
    comparison: Comparison, hundredths: Int, inForce: DateRange, scope: LocalizedText, source: SourceReference
  ) {
    self.comparison = comparison
    self.hundredths = hundredths
    self.inForce = inForce
    self.scope = scope
    self.source = source
  }
}
