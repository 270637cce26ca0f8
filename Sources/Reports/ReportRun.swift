// SPDX-License-Identifier: Apache-2.0

import Assessment
import Basics
package import CensusModel
import CensusStore
import Findings
import Indicators
import Intake
package import Pipeline
import Policy
import ReportModel
import ReportWriting
package import Results

/// A kind of file a report consists of.
package enum ReportOutput: String, Sendable, Hashable, CaseIterable {
  case html, json, csv
  /// NIST's forms of assessments, for other systems.
  case oscal
  /// Workbooks for inspectors and for what is put right.
  case xlsx
  /// Papers that an office sends.
  case docx

  /// What a report consists of unless somebody says otherwise.
  package static let usual: Set<ReportOutput> = [.html, .json, .csv]
}

/// `report`: writes the files of a report; the same data gives the same bytes.
package struct ReportRun {
  /// For which units.
  package enum Scope: Sendable, Hashable {
    case one(UnitSelection)
    /// `children`, or a code of code list `organisation-kind`: units that share the pages of one report of the whole tree.
    case each(String)
  }

  /// The period that is reported on.
  package let census: PeriodCensus
  /// The period whose figures stand beside it; nil writes none.
  package let baseline: PeriodCensus?
  /// Written beside the report of each unit.
  package let comparison: CompareRun?
  /// With the same quarter of the year before, where the workspace holds it; nil without.
  package let yearBefore: CompareRun?
  /// The kinds of files that are written.
  package let outputs: Set<ReportOutput>
  /// Version of the program, which the report names.
  package let programVersion: String
  /// Told which file is written.
  package let progress: Progress
  /// How many levels of units below have pages; nil for the usual ones.
  package let depth: Int?
  /// Whether the rows behind figures are written: pages and lists.
  let hasRows: Bool
  /// Whether the report may say what older periods held.
  let looksBack: Bool
  /// Worked out once for the reports of all units.
  let periodFindings: PeriodFindings
  let trials: PeriodFindings
  let acceptedFindings: PeriodFindings
  let acceptances: [Acceptance]
  /// What came back of the papers of former reports.
  let actions: CorrectiveActions
  let spotChecks: SpotChecks
  let knownFindings: PeriodFindings
  let sheets: [SheetReport]
  /// In order.
  let organisationsOfSheets: [Int64: [Int]]
  /// What the checks on trial would have found in older periods, in the order of the pack.
  package let forecasts: [Forecast]

  /// - Parameters:
  ///   - comparison: of the period with its baseline; nil writes none.
  ///   - yearBefore: of the period with the same quarter of the year before.
  ///   - depth: for how many levels of units there are pages.
  ///   - looksBack: whether it says what checks on trial would have found in older periods of the workspace; without,
  ///     the report depends on nothing but the period, and holds no pages of rows.
  ///   - onlyNew: whether findings that were there in the last quarter are only counted.
  /// - Throws: `WorkspaceError` where period or baseline cannot be read.
  package init(
    census: PeriodCensus, baseline: Period?, comparison: CompareRun? = nil, yearBefore: CompareRun? = nil,
    outputs: Set<ReportOutput>, programVersion: String, depth: Int? = nil, looksBack: Bool = true,
    onlyNew: Bool = false, progress: Progress = .silent
  ) throws {
    var census = census
    census.looksBack = looksBack
    self.census = census
    self.comparison = comparison
    self.yearBefore = yearBefore
    // Both quarters are counted by the definitions of one pack, also where the former was sealed with an older one.
    self.baseline = try baseline.map {
      PeriodCensus(context: census.context, database: try census.context.workspace().period($0))
    }
    self.outputs = outputs
    self.programVersion = programVersion
    self.progress = progress
    self.depth = depth
    self.looksBack = looksBack
    hasRows = looksBack
    let sorted = try census.sortedFindings(onlyNew: onlyNew)
    periodFindings = try PeriodFindings(sorted.open, of: census)
    acceptedFindings = try PeriodFindings(sorted.accepted.map(\.finding), of: census)
    acceptances = sorted.accepted.map(\.acceptance)
    knownFindings = try PeriodFindings(sorted.known, of: census)
    (actions, spotChecks) = (try CorrectiveActions(census: census), try SpotChecks(census: census))
    trials = try PeriodFindings(census.trialFindings(), of: census)
    sheets = outputs.contains(.html) ? try census.database.sheets() : []
    organisationsOfSheets =
      outputs.contains(.html) ? try census.database.organisationsOfSheets().mapValues { $0.sorted() } : [:]
    let trying = outputs.contains(.html) ? census.context.pack.checks.filter(\.isTrial) : []
    forecasts =
      looksBack ? try ForecastRun(context: census.context, before: census.period).forecasts(of: trying) : []
  }

  /// Writes all of it or, where the disk gets full or anything else goes wrong, nothing. What an older run of the same
  /// report left behind goes.
  ///
  /// - Parameter isForced: whether another report that lies in the folder may be written over.
  /// - Returns: the paths of the files written, the one to open first.
  /// - Throws: `PipelineError("out-unwritable")`, `PipelineError("unit-unknown")`, `PipelineError("level-unknown")`,
  ///   `PipelineError("report-other")` where the folder holds another report.
  package func write(to folder: String, units scope: Scope, isForced: Bool = false) throws -> [String] {
    try requireIntact()
    let figures = try figures()
    let tree = figures.assess.calculator.tree
    switch scope {
    case .one(let selection):
      let unit = try selection.nodes(in: tree)[0]
      let mark = try ReportMark(folder: folder, subject: "\(census.period) \(tree.nodes[unit].code)")
      return try mark.around(isForced: isForced, language: census.context.language) { drafts in
        try write(unit: unit, to: folder, with: figures, drafts)
      }
    case .each(let level):
      let units = try nodes(of: level, in: tree)
      let mark = try ReportMark(folder: folder, subject: "\(census.period) each \(level)")
      return try mark.around(isForced: isForced, language: census.context.language) { drafts in
        try write(each: units, to: folder, with: figures, drafts)
      }
    }
  }

  /// What the reports of all units are made of; costs one pass over the records of each kind for every measure and table.
  package struct Figures {
    var assess: AssessRun
    /// Of the quarter before; nil where there is none.
    var former: AssessRun?
    var tables: CensusRun
    var gaps: TransitionGapRows
    /// Over the last quarters; nil where there is but one.
    var trend: TrendRun?
    /// What the trail says of a second count of these figures; nil where there was none.
    var recounted: RecountRecord?
  }

  /// A year: this quarter, those before it, and the same one of the year before.
  private static let shownPeriods = 5

  /// What the pages of all units share, worked out once.
  ///
  /// - Throws: `WorkspaceError` where the period cannot be read.
  package func figures() throws -> Figures {
    let tables = try CensusRun(census: census, tables: census.context.pack.tables, besides: nil)
    let isShown = outputs.contains(.html)
    let recounted = looksBack ? try RecountRun(census: census).record(tables.calculator) : nil
    let tellsChange = isShown || outputs.contains(.xlsx) || outputs.contains(.docx)
    return Figures(
      assess: try AssessRun(census: census, calculator: tables.calculator),
      former: tellsChange ? try baseline.map { try AssessRun(census: $0) } : nil, tables: tables,
      gaps: isShown ? try TransitionGapRows(census: census) : TransitionGapRows(),
      trend: isShown && looksBack ? try trend() : nil, recounted: recounted)
  }

  private func trend() throws -> TrendRun? {
    guard let first = try census.context.workspace().periodsOfOwnKey.min(), first < census.period else { return nil }
    let run = try TrendRun(context: census.context, until: census.period, shown: ReportRun.shownPeriods)
    return run.periodNames.count > 1 && run.latestPeriod == census.period ? run : nil
  }

  /// A report of a sealed period is issued only from the bytes that were sealed.
  ///
  /// - Throws: `WorkspaceError("period-damaged")`.
  func requireIntact() throws {
    guard census.database.isSealed else { return }
    let workspace = try census.context.workspace()
    if let version = try workspace.version(of: census.period) { try workspace.requireIntact(version) }
  }

  /// Hands out pages and documents of a unit's report without the rows behind them, one after the other.
  func forEachFile(of selection: UnitSelection, _ body: (ReportFile) throws -> Void) throws {
    let figures = try figures()
    let unit = try selection.nodes(in: figures.assess.calculator.tree)[0]
    if outputs.contains(.html) {
      let site = try ReportSite(run: self, unit: unit, depth: depth, figures: figures)
      try site.forEachPage(ReportRun.file, body)
      try site.companions.forEach(body)
    }
    try data(of: unit, with: figures).forEach(body)
  }

  /// One unit's report, with figures worked out before; its files get their names with the other drafts.
  ///
  /// - Returns: the paths of the files, the page to open first.
  /// - Throws: `PipelineError("out-unwritable")`, `WorkspaceError`.
  package func write(unit: Int, to folder: String, with figures: Figures, _ drafts: DraftFiles) throws -> [String] {
    let target = ReportFolder(path: folder, progress: progress, drafts: drafts)
    let site = try ReportSite(run: self, unit: unit, depth: depth, figures: figures)
    return try writeSite(site, to: target) + target.write(data(of: unit, with: figures))
      + writeComparison(of: unit, below: target, site.frame(of: unit, folders: 1))
  }

  /// The pages of many units, shared, with an index of them in front; their data in a folder for each.
  private func write(each units: [Int], to folder: String, with figures: Figures, _ drafts: DraftFiles) throws
    -> [String]
  {
    let target = ReportFolder(path: folder, progress: progress, drafts: drafts)
    let site = try ReportSite(run: self, unit: 0, depth: depth, including: units, figures: figures)
    var files = try writeSite(site, to: target)
    if outputs.contains(.html) {
      let page = EachPage(site: site, units: units).page()
      files = try target.write([ReportRun.file(page)]) + files
    }
    for unit in units {
      let name = FileName.path(folder, figures.assess.calculator.tree.nodes[unit].code)
      let own = ReportFolder(path: name, progress: progress, drafts: drafts)
      files += try own.write(data(of: unit, with: figures))
      files += try writeComparison(of: unit, below: own, site.frame(of: unit, folders: 2))
    }
    return try files + writeComparison(of: 0, below: target, site.frame(of: 0, folders: 1))
  }

  /// Pages, and the rows behind them; the page to open comes first.
  private func writeSite(_ site: ReportSite, to target: ReportFolder) throws -> [String] {
    var rows: [String] = []
    if hasRows {
      let evidence = EvidencePages(
        site: site, target: target, hasPages: outputs.contains(.html), hasLists: outputs.contains(.csv))
      if evidence.hasPages || evidence.hasLists { (rows, site.present) = try evidence.write() }
    }
    guard outputs.contains(.html) else { return rows }
    var files: [String] = []
    try site.forEachPage(ReportRun.file) { files += try target.write([$0]) }
    return try files + target.write(site.companions) + rows
  }

  /// A page as it stands in the folder.
  static func file(_ page: Page) -> ReportFile { ReportFile(name: page.path, bytes: PageWriter().write(page)) }

  private func data(of unit: Int, with figures: Figures) throws -> [ReportFile] {
    var files = outputs.contains(.json) ? try documents(unit: unit, with: figures) : []
    if outputs.contains(.oscal) { files += try OSCALReport(run: self, unit: unit, figures: figures).files() }
    if !outputs.isDisjoint(with: [.xlsx, .docx]) {
      files += try ReportPapers(run: self, unit: unit, figures: figures).files()
    }
    if outputs.contains(.csv) {
      let findings = try census.context.render(self.findings(below: unit) + trialFindings(below: unit))
      let name = census.context.language.fileName("findings.csv")
      let accepted = try acceptedFindings(below: unit)
      files.append(
        ReportFile(name: name, text: try FindingLines.csv(findings, accepted: accepted, context: census.context)))
    }
    return files
  }

  private func writeComparison(of unit: Int, below target: ReportFolder, _ frame: PageFrame) throws -> [String] {
    guard let comparison else { return [] }
    return try comparison.write(
      into: ReportFolder(
        path: FileName.path(target.path, CompareRun.folderName), progress: .silent, drafts: target.drafts),
      units: [unit], outputs: outputs, frame: frame, programVersion: programVersion)
  }

  private func nodes(of level: String, in tree: OrganisationTree) throws -> [Int] {
    guard !tree.nodes.isEmpty else { throw PipelineError("tree-empty") }
    let nodes = level == "children" ? tree.children(of: 0) : tree.nodes.indices.filter { tree.nodes[$0].kind == level }
    guard !nodes.isEmpty else { throw PipelineError("level-unknown", facts: ["value": level]) }
    return nodes
  }

  private func documents(unit: Int, with figures: Figures) throws -> [ReportFile] {
    let (assess, tables) = (figures.assess, figures.tables)
    let pack = census.context.pack
    let units = [unit] + assess.calculator.tree.children(of: unit)
    let values = units.flatMap { unit in
      pack.indicators.map { assess.calculator.value(of: $0, unit: unit) }
    }
    let results = units.flatMap { unit in pack.tasks.map { assess.assessor.result(for: $0, unit: unit) } }
    let findings = try census.context.render(self.findings(below: unit) + trialFindings(below: unit))
    var coverage = assess.coverage(of: units.map { unit in (unit: unit, results: results.filter { $0.unit == unit }) })
    coverage.recounted = figures.recounted
    let selection = UnitSelection.named(assess.calculator.tree.nodes[unit].code)
    let transitions = TransitionsRun(
      census: census, transitions: census.context.pack.transitions, tables: tables)
    return [
      ReportFile(name: "coverage.json", text: try coverage.json()),
      ReportFile(name: "census.json", text: try tables.document(units: selection, by: .children).json()),
      ReportFile(
        name: "transitions.json", text: try transitions.document(units: selection, by: .children).json()),
      ReportFile(
        name: "indicators.json",
        text: try IndicatorsRun(census: census, calculator: assess.calculator).document(of: values, against: comparison)
          .json()),
      ReportFile(name: "verdicts.json", text: try assess.document(of: results).json()),
      ReportFile(
        name: "findings.jsonl", text: FindingLines.json(findings, accepted: try acceptedFindings(below: unit))),
    ]
  }
}
