// SPDX-License-Identifier: Apache-2.0

package import CensusModel
package import Findings

/// Everything a document decides, as data: loaded from a folder of YAML files, one file per thing.
package struct PolicyPack: Sendable {
  /// ID of the pack, which reports, seals and templates name with its version.
  package var id: String
  /// What the pack is called in reports.
  package var title: LocalizedText
  /// Version in the words of its author: `1.0`.
  package var version: String
  /// The first day the pack is meant for; nil only in a pack that failed to load.
  package var effectiveFrom: CalendarDay?
  /// SHA-256 (hex) over the names and bytes of the pack's files in order of name; reports name it.
  package var hash: String
  /// The documents its entries may cite, as `pack.yaml` lists them.
  package var documents: [SourceReference]
  /// The words by which sheets are read, spellings of the workspace among them.
  package var vocabulary: RosterVocabulary { didSet { memo = QueryMemo() } }
  /// Further spellings of single senders, by the name or ID that they hand in under: `senders` of `vocabulary.yaml`.
  package var senderSpellings: [String: [HeadingSpelling]] = [:]
  /// The pack this one extends, nearest first; empty where it stands alone.
  package var extends: [String] = []
  /// The day whose rules apply to every period, where the user asked for that; nil takes each period's census day.
  package var rulesDay: CalendarDay?
  /// Headings of a sheet of published figures, by field: item, numerator, denominator, printed …
  package var publishedFigures: [String: [String]] = [:]
  /// How records of several sheets are settled.
  package var settlement = SettlementRules()
  /// How tables are made fit for publication; nil in a pack that does not say.
  package var publication: PublicationRules?
  /// What the first screen of a report shows.
  package var overview: Overview
  /// Columns it adds to kinds of records, in order of file.
  package var derivedColumns: [DerivedColumn] { didSet { memo = QueryMemo() } }
  /// Checks over single records, those on trial among them, in order of file.
  package var checks: [RecordCheck]
  /// What is counted, in order of file.
  package var measures: [Measure] { didSet { memo = QueryMemo() } }
  /// What is held against what, in order of file.
  package var indicators: [Indicator]
  /// The task list, in order of file; the office's own targets stand in their checks.
  package var tasks: [ReformTask]
  /// Every text a user may see, and the words of every finding.
  package var messages: MessageCatalogue
  /// When the findings of the program itself are raised, by code; the checks of the pack say so themselves.
  package var findingRules: [String: FindingRule] = [:]
  /// Actions, levels of units and what an attestation is worth.
  package var assessment = AssessmentRules()
  /// Of the pack and of the workspace.
  package var waivers: [Waiver] = []
  /// Of the workspace's office; they stand in the checks of `tasks` as well.
  package var targets: [OwnTarget] = []
  /// Files of the workspace that add to the pack.
  package var overlays: [PackOverlay] = []
  /// Census tables, in order of file.
  package var tables: [CensusTable] = []
  /// Transitions as pipelines, in order of file.
  package var transitions: [Transition] = []
  /// Measures that tell what falls due: who counts on the next census day and does not yet.
  package var nextQuarter: [String] = []
  /// What must be explained when it falls.
  package var duties: [ExplanationDuty] = []
  /// From when on a change against a unit's own last quarter wants a second look.
  package var outliers: [OutlierRule] = []
  /// Headings of a list of who owes which sheets, by field: unit, kinds, due.
  package var expectedList: [String: [String]] = [:]
  /// Who owes rosters where no list says so.
  package var reporting = ReportingRules()
  /// The folder it was loaded from.
  package var location = ""
  /// How two periods are compared.
  package var comparison = ComparisonRules()
  /// What its conditions come to.
  private(set) var memo = QueryMemo()

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

  /// The measure of this ID; nil where there is none. A walk through the list: not for every record.
  package func measure(_ id: String) -> Measure? { measures.first { $0.id == id } }
  /// The indicator of this ID; nil where there is none. A walk through the list.
  package func indicator(_ id: String) -> Indicator? { indicators.first { $0.id == id } }
  /// The task of this ID; nil where there is none. A walk through the list.
  package func task(_ id: String) -> ReformTask? { tasks.first { $0.id == id } }
  /// The code list of this ID; nil where there is none.
  package func codeList(_ id: String) -> CodeList? { vocabulary.codeLists[id] }
}

/// Which measures and which indicator a report leads with.
package struct Overview: Sendable, Hashable {
  /// Measure IDs.
  package var members = ""
  /// ID of the measure that counts branches.
  package var branches = ""
  /// ID of the measure that counts cadres.
  package var cadres = ""
  /// Indicator ID.
  package var ratio = ""
  /// Indicator IDs: the columns of a grid of units.
  package var columns: [String] = []
  /// Where units stand on a map of tiles, by organisation ID: column and row, from 1. Empty: no map.
  package var tiles: [String: TilePlace] = [:]

  /// A place on the map of tiles.
  package struct TilePlace: Sendable, Hashable {
    /// From the left, from 1.
    package var column: Int
    /// From the top, from 1.
    package var row: Int
  }

  package init() {}

  package init(members: String, branches: String, cadres: String, ratio: String) {
    self.members = members
    self.branches = branches
    self.cadres = cadres
    self.ratio = ratio
  }
}
