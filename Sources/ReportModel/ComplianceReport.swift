// SPDX-License-Identifier: Apache-2.0

/// A compliance report as a value: what it says, in the language it says it in; how it looks is up to its writer.
package struct ComplianceReport: Sendable, Hashable {
  /// BCP 47: zh-Hans or en.
  package var language: String
  /// Fixed labels by key (`ReportWords.keys`), in the report's language.
  package var words: [String: String]
  package var title: String
  package var subtitle: String
  /// A few sentences that say what matters.
  package var keySentences: [String]
  package var tiles: [Tile]
  package var heatMap: HeatMap
  package var leagues: [LeagueTable]
  package var units: [UnitDetail]
  package var definitions: [Definition]
  package var findings: [FindingGroup]
  /// What somebody looked into and found to be as the sheet has it: in no other count.
  package var accepted: [FindingGroup] = []
  /// Says how many findings are left out because they were known before; empty where none is.
  package var knownFindings = ""
  package var provenance: Provenance
  /// How much of the task list was judged, unit by unit; nil leaves the section out.
  package var coverage: CoverageTable?
  package var waivers: [WaiverLine] = []
  /// The comparison with the baseline, written beside the report.
  package var comparison: Link?

  /// A page beside this one.
  package struct Link: Sendable, Hashable {
    package var title: String
    /// Relative to the report.
    package var path: String

    package init(title: String, path: String) {
      self.title = title
      self.path = path
    }
  }
  package var trials: [TrialCheck] = []
  /// The official table first.
  package var census: [CensusTableView] = []
  package var transitions: [TransitionView] = []

  package init(
    language: String, words: [String: String], title: String, subtitle: String, keySentences: [String], tiles: [Tile],
    heatMap: HeatMap, leagues: [LeagueTable], units: [UnitDetail], definitions: [Definition],
    findings: [FindingGroup], provenance: Provenance
  ) {
    self.language = language
    self.words = words
    self.title = title
    self.subtitle = subtitle
    self.keySentences = keySentences
    self.tiles = tiles
    self.heatMap = heatMap
    self.leagues = leagues
    self.units = units
    self.definitions = definitions
    self.findings = findings
    self.provenance = provenance
  }
}

/// One figure of the summary.
package struct Tile: Sendable, Hashable {
  package var label: String
  package var value: String
  package var note: String

  package init(label: String, value: String, note: String) {
    self.label = label
    self.value = value
    self.note = note
  }
}

/// How a verdict is shown; the raw value is the verdict of the contract.
package enum Mark: String, Sendable, Hashable, CaseIterable {
  case met
  case partlyMet = "partly-met"
  case notMet = "not-met"
  case notApplicable = "not-applicable"
  case notEvaluable = "not-evaluable"
  case error
  /// 参考值: lights of their own beside verdicts, never in their stead.
  case reached = "reference-reached"
  case short = "reference-short"

  /// The verdicts of the contract, without the lights of references.
  package static let verdicts: [Mark] = [.met, .partlyMet, .notMet, .notApplicable, .notEvaluable, .error]
}

/// Units × tasks.
package struct HeatMap: Sendable, Hashable {
  package struct Task: Sendable, Hashable {
    package var id: String
    package var title: String
    /// Number of its action.
    package var action = 0

    package init(id: String, title: String, action: Int = 0) {
      self.id = id
      self.title = title
      self.action = action
    }
  }

  /// A special action: the columns of the map are grouped by it.
  package struct Action: Sendable, Hashable {
    package var number: Int
    package var title: String

    package init(number: Int, title: String) {
      self.number = number
      self.title = title
    }
  }

  package struct Cell: Sendable, Hashable {
    package var mark: Mark
    /// "26.97%", or the state where there is no number.
    package var figure: String
    /// Why it is not a plain verdict, such as 未设目标值; empty when the mark says it all.
    package var note: String
    /// Whether a waiver is in force.
    package var isWaived = false

    package init(mark: Mark, figure: String, note: String, isWaived: Bool = false) {
      self.mark = mark
      self.figure = figure
      self.note = note
      self.isWaived = isWaived
    }
  }

  package struct Row: Sendable, Hashable {
    /// Organisation ID; anchors are made of it.
    package var unit: String
    package var name: String
    /// In the order of the tasks.
    package var cells: [Cell]

    package init(unit: String, name: String, cells: [Cell]) {
      self.unit = unit
      self.name = name
      self.cells = cells
    }
  }

  package var tasks: [Task]
  package var rows: [Row]
  /// In order of number; an action without a task is listed all the same.
  package var actions: [Action]

  package init(tasks: [Task], rows: [Row], actions: [Action] = []) {
    self.tasks = tasks
    self.rows = rows
    self.actions = actions
  }
}

/// One indicator over units of one level: by rate, and by the absolute number that remains to be done.
package struct LeagueTable: Sendable, Hashable {
  package struct Row: Sendable, Hashable {
    package var unit: String
    package var name: String
    /// Hundredths of a percent; nil where there is no value.
    package var hundredths: Int?
    package var figure: String
    package var numerator: String
    package var denominator: String
    /// How many remain; nil where nothing is to be done either way.
    package var remaining: Int?
    /// Against the baseline in percentage points, "+0.35"; empty without a baseline.
    package var change: String
    /// Equal figures share one; nil where there is no figure, or not of all.
    package var rank: Int?

    package init(
      unit: String, name: String, hundredths: Int?, figure: String, numerator: String, denominator: String,
      remaining: Int?, change: String
    ) {
      self.unit = unit
      self.name = name
      self.hundredths = hundredths
      self.figure = figure
      self.numerator = numerator
      self.denominator = denominator
      self.remaining = remaining
      self.change = change
    }
  }

  /// One way of breaking the whole unit down.
  package struct Part: Sendable, Hashable {
    package var title: String
    /// Why there are no rows; empty where there are.
    package var reason: String
    package var rows: [Row]

    package init(title: String, reason: String, rows: [Row]) {
      self.title = title
      self.reason = reason
      self.rows = rows
    }
  }

  package var indicator: String
  package var title: String
  package var meaning: String
  /// What `remaining` counts, in words.
  package var remainingLabel: String
  /// "≤ 30%", empty when none is set.
  package var threshold: String
  package var thresholdHundredths: Int?
  /// Ordered by rate, the best first.
  package var rows: [Row]
  /// The same indicator of the whole unit by sector and by stage.
  package var parts: [Part] = []

  package init(
    indicator: String, title: String, meaning: String, remainingLabel: String, threshold: String,
    thresholdHundredths: Int?, rows: [Row]
  ) {
    self.indicator = indicator
    self.title = title
    self.meaning = meaning
    self.remainingLabel = remainingLabel
    self.threshold = threshold
    self.thresholdHundredths = thresholdHundredths
    self.rows = rows
  }
}

/// Everything about one unit.
package struct UnitDetail: Sendable, Hashable {
  package struct Check: Sendable, Hashable {
    package var indicator: String
    package var title: String
    package var numerator: String
    package var numeratorLabel: String
    package var denominator: String
    package var denominatorLabel: String
    package var figure: String
    package var state: String
    package var threshold: String
    package var source: String
    package var mark: Mark
    /// How many units comply, what remains, or why there is no verdict; empty where the mark says it all.
    package var note: String

    package init(
      indicator: String, title: String, numerator: String, numeratorLabel: String, denominator: String,
      denominatorLabel: String, figure: String, state: String, threshold: String, source: String, mark: Mark,
      note: String = ""
    ) {
      self.note = note
      self.indicator = indicator
      self.title = title
      self.numerator = numerator
      self.numeratorLabel = numeratorLabel
      self.denominator = denominator
      self.denominatorLabel = denominatorLabel
      self.figure = figure
      self.state = state
      self.threshold = threshold
      self.source = source
      self.mark = mark
    }
  }

  package struct Task: Sendable, Hashable {
    package var id: String
    package var title: String
    package var requirement: String
    package var mark: Mark
    package var reason: String
    package var checks: [Check]
    /// Number of its action.
    package var action = 0
    /// Whether the progress sheet decides it.
    package var isAttested = false
    /// What the progress sheet says, whether it counts or not; nil where it says nothing.
    package var attestation: Attestation?
    /// The waiver in force in words; empty where there is none.
    package var waiver = ""

    package init(id: String, title: String, requirement: String, mark: Mark, reason: String, checks: [Check]) {
      self.id = id
      self.title = title
      self.requirement = requirement
      self.mark = mark
      self.reason = reason
      self.checks = checks
    }
  }

  package struct Attestation: Sendable, Hashable {
    package var state: String
    package var evidence: String
    package var person: String
    package var reportedOn: String
    package var validUntil: String
    /// File, sheet and row.
    package var place: String

    package init(
      state: String, evidence: String, person: String, reportedOn: String, validUntil: String, place: String
    ) {
      self.state = state
      self.evidence = evidence
      self.person = person
      self.reportedOn = reportedOn
      self.validUntil = validUntil
      self.place = place
    }
  }

  package var unit: String
  package var name: String
  package var tasks: [Task]
  /// One indicator by sector.
  package var breakdowns: [LeagueTable]

  package init(unit: String, name: String, tasks: [Task], breakdowns: [LeagueTable]) {
    self.unit = unit
    self.name = name
    self.tasks = tasks
    self.breakdowns = breakdowns
  }
}

/// What an indicator means, so that a figure can be checked by hand.
package struct Definition: Sendable, Hashable {
  package var indicator: String
  package var title: String
  package var meaning: String
  package var numerator: String
  package var numeratorCondition: String
  package var denominator: String
  package var denominatorCondition: String
  package var source: String
  /// Relative path of the list of rows behind it; nil when it was not written.
  package var evidence: String?

  package init(
    indicator: String, title: String, meaning: String, numerator: String, numeratorCondition: String,
    denominator: String, denominatorCondition: String, source: String, evidence: String?
  ) {
    self.indicator = indicator
    self.title = title
    self.meaning = meaning
    self.numerator = numerator
    self.numeratorCondition = numeratorCondition
    self.denominator = denominator
    self.denominatorCondition = denominatorCondition
    self.source = source
    self.evidence = evidence
  }
}

/// All findings of one code.
package struct FindingGroup: Sendable, Hashable {
  package var code: String
  /// error, warning or info.
  package var severity: String
  package var severityLabel: String
  package var title: String
  package var remedy: String
  package var total: Int
  /// The first of them, each with its place.
  package var examples: [String]

  package init(
    code: String, severity: String, severityLabel: String, title: String, remedy: String, total: Int,
    examples: [String]
  ) {
    self.code = code
    self.severity = severity
    self.severityLabel = severityLabel
    self.title = title
    self.remedy = remedy
    self.total = total
    self.examples = examples
  }
}

/// Where the figures come from.
package struct Provenance: Sendable, Hashable {
  package struct File: Sendable, Hashable {
    package var name: String
    package var sha256: String
    package var kind: String
    package var records: Int
    package var setAside: Int

    package init(name: String, sha256: String, kind: String, records: Int, setAside: Int) {
      self.name = name
      self.sha256 = sha256
      self.kind = kind
      self.records = records
      self.setAside = setAside
    }
  }

  /// Label and value: pack, its hash, snapshot hash, program version.
  package var facts: [[String]]
  package var files: [File]

  package init(facts: [[String]], files: [File]) {
    self.facts = facts
    self.files = files
  }
}
