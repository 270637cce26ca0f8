// SPDX-License-Identifier: Apache-2.0

import Assessment
package import CensusModel
import CensusStore
import Findings
import Indicators
import Policy
import ReportModel
import ReportWriting

/// A kind of file a report consists of.
package enum ReportOutput: String, Sendable, Hashable, CaseIterable { case html, json, csv }

/// `report`: writes the files of a report; the same data gives the same bytes.
package struct ReportRun {
  /// For which units, each with a report of its own.
  package enum Scope: Sendable, Hashable {
    case one(UnitSelection)
    /// `children`, or a code of code list `organisation-kind`.
    case each(String)
  }

  package let census: PeriodCensus
  package let baseline: PeriodCensus?
  /// Written beside the report of each unit.
  let comparison: CompareRun?
  package let outputs: Set<ReportOutput>
  package let programVersion: String
  package let progress: Progress
  /// Worked out once for the reports of all units.
  private let periodFindings: PeriodFindings
  private let trials: PeriodFindings
  private let acceptedFindings: PeriodFindings
  private let acceptances: [Acceptance]
  private let knownFindings: PeriodFindings
  private let sheets: [SheetReport]
  private let organisationsOfSheets: [Int64: [Int]]
  /// What the checks on trial would have found in older periods, in the order of the pack.
  let forecasts: [Forecast]

  /// - Parameters:
  ///   - comparison: of the period with its baseline; nil writes none.
  ///   - looksBack: whether it says what checks on trial would have found in older periods of the workspace; without,
  ///     the report depends on nothing but the period.
  ///   - onlyNew: whether findings that were there in the last quarter are only counted.
  package init(
    census: PeriodCensus, baseline: Period?, comparison: CompareRun? = nil, outputs: Set<ReportOutput>,
    programVersion: String, looksBack: Bool = true, onlyNew: Bool = false, progress: Progress = .silent
  ) throws {
    var census = census
    census.looksBack = looksBack
    self.census = census
    self.comparison = comparison
    // Both quarters are counted by the definitions of one pack, also where the former was sealed with an older one.
    self.baseline = try baseline.map {
      PeriodCensus(desk: census.desk, database: try census.desk.workspace().period($0))
    }
    self.outputs = outputs
    self.programVersion = programVersion
    self.progress = progress
    let sorted = try census.sortedFindings(onlyNew: onlyNew)
    periodFindings = try PeriodFindings(sorted.open, of: census)
    acceptedFindings = try PeriodFindings(sorted.accepted.map(\.finding), of: census)
    acceptances = sorted.accepted.map(\.acceptance)
    knownFindings = try PeriodFindings(sorted.known, of: census)
    trials = try PeriodFindings(census.trialFindings(), of: census)
    sheets = outputs.contains(.html) ? try census.database.sheets() : []
    organisationsOfSheets = outputs.contains(.html) ? try census.database.organisationsOfSheets() : [:]
    let trying = outputs.contains(.html) ? census.desk.pack.checks.filter(\.isTrial) : []
    forecasts =
      looksBack ? try ForecastRun(desk: census.desk, before: census.period).forecasts(of: trying) : []
  }

  /// Writes all of it or, where the disk gets full or anything else goes wrong, nothing.
  ///
  /// - Returns: the paths of the files written, in order.
  /// - Throws: `PipelineError("out-unwritable")`, `PipelineError("unit-unknown")`, `PipelineError("level-unknown")`.
  package func write(to folder: String, units scope: Scope) throws -> [String] {
    try requireIntact()
    let figures = try figures()
    let tree = figures.assess.calculator.tree
    return try DraftFiles.whole { drafts in
      switch scope {
      case .one(let selection):
        return try write(unit: selection.nodes(in: tree)[0], to: folder, with: figures, drafts)
      case .each(let level):
        return try nodes(of: level, in: tree).flatMap { unit in
          try write(unit: unit, to: FileName.path(folder, tree.nodes[unit].code), with: figures, drafts)
        }
      }
    }
  }

  /// What the reports of all units are made of; costs one pass over the records of each kind for every measure and table.
  struct Figures {
    var assess: AssessRun
    var tables: CensusRun
    var gaps: GapLists
    /// Knows where all rows stand that evidence files hold; nil without such files.
    var evidence: EvidenceRun?
  }

  func figures() throws -> Figures {
    let tables = try CensusRun(census: census, tables: census.desk.pack.tables, besides: nil)
    let isShown = outputs.contains(.html)
    return Figures(
      assess: try AssessRun(census: census, calculator: tables.calculator), tables: tables,
      gaps: isShown ? try GapLists(census: census) : GapLists(),
      evidence: outputs.contains(.csv) ? try EvidenceRun(census: census, readingAtOnce: evidenceMeasures) : nil)
  }

  /// A report of a sealed period is issued only from the bytes that were sealed.
  ///
  /// - Throws: `WorkspaceError("period-damaged")`.
  func requireIntact() throws {
    guard census.database.isSealed else { return }
    let workspace = try census.desk.workspace()
    if let version = try workspace.version(of: census.period) { try workspace.requireIntact(version) }
  }

  func files(for selection: UnitSelection) throws -> [ReportFile] {
    let figures = try figures()
    return try files(for: selection.nodes(in: figures.assess.calculator.tree)[0], with: figures)
  }

  /// One unit's report, with figures worked out before; its files get their names with the other drafts.
  func write(unit: Int, to folder: String, with figures: Figures, _ drafts: DraftFiles) throws -> [String] {
    let target = ReportFolder(path: folder, progress: progress, drafts: drafts)
    let written = try target.write(files(for: unit, with: figures))
    guard let comparison else { return written }
    let compared = try comparison.write(
      into: ReportFolder(path: FileName.path(folder, CompareRun.folderName), progress: .silent, drafts: drafts),
      units: [unit], outputs: outputs, report: outputs.contains(.html) ? "../" + pageName : nil,
      programVersion: programVersion)
    return written + compared
  }

  private func nodes(of level: String, in tree: OrganisationTree) throws -> [Int] {
    guard !tree.nodes.isEmpty else { throw PipelineError("tree-empty") }
    let nodes = level == "children" ? tree.children(of: 0) : tree.nodes.indices.filter { tree.nodes[$0].kind == level }
    guard !nodes.isEmpty else { throw PipelineError("level-unknown", facts: ["value": level]) }
    return nodes
  }

  /// Name and content of every file of a unit's report, in order of name.
  private func files(for unit: Int, with figures: Figures) throws -> [ReportFile] {
    var files: [ReportFile] = []
    if let run = figures.evidence { files += try evidenceFiles(unit: unit, run) }
    if outputs.contains(.html) { files.append(try page(unit: unit, with: figures)) }
    if outputs.contains(.json) { files += try documents(unit: unit, with: figures) }
    return files.sorted { $0.name < $1.name }
  }

  private func documents(unit: Int, with figures: Figures) throws -> [ReportFile] {
    let (assess, tables) = (figures.assess, figures.tables)
    let pack = census.desk.pack
    let units = [unit] + assess.calculator.tree.children(of: unit)
    let values = units.flatMap { unit in
      pack.indicators.map { assess.calculator.value(of: $0, unit: unit) }
    }
    let results = units.flatMap { unit in pack.tasks.map { assess.assessor.result(for: $0, unit: unit) } }
    let findings = try census.desk.render(self.findings(below: unit) + trialFindings(below: unit))
    let perUnit = units.map { unit in (unit: unit, results: results.filter { $0.unit == unit }) }
    let selection = UnitSelection.named(assess.calculator.tree.nodes[unit].code)
    let transitions = TransitionsRun(
      census: census, transitions: census.desk.pack.transitions, tables: tables)
    return [
      ReportFile(name: "coverage.json", text: try assess.coverage(of: perUnit).json()),
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

  /// Rows are read when a file is written: all rows of a city would not fit into memory.
  private func evidenceFiles(unit node: Int, _ run: EvidenceRun) throws -> [ReportFile] {
    let unit = UnitSelection.named(run.tree.nodes[node].code)
    func file(_ path: String, of id: String) -> ReportFile {
      ReportFile(name: path) { try EvidenceSpelling(format: .csv).write(run, id: id, unit: unit, $0) }
    }
    var files = census.desk.pack.indicators.map { file(ReportRun.path(ofIndicator: $0.id), of: $0.id) }
    files += measuresWithFiles.map { file(ReportRun.path(ofMeasure: $0), of: $0) }
    let findings = try census.desk.render(self.findings(below: node) + trialFindings(below: node))
    let accepted = try acceptedFindings(below: node)
    let lines = try FindingLines.csv(findings, accepted: accepted, desk: census.desk)
    files.append(ReportFile(name: "findings.csv", text: lines))
    return files
  }

  /// Measures whose rows stand in evidence files.
  private var evidenceMeasures: Set<String> {
    Set(census.desk.pack.indicators.flatMap { [$0.numerator, $0.denominator] } + measuresWithFiles)
  }

  /// Measures of tables and transitions whose rows stand in no file of an indicator.
  private var measuresWithFiles: [String] {
    let pack = census.desk.pack
    let named = pack.tables.flatMap(\.measures) + pack.transitions.flatMap(\.measures)
    return Set(named).subtracting(pack.indicatorMeasures).sorted()
  }

  static func path(ofIndicator id: String) -> String { FileName.path("evidence", id + ".csv") }

  private static func path(ofMeasure id: String) -> String { FileName.path("evidence", "measures", id + ".csv") }

  /// Where a report holds the rows behind a measure; nil without evidence files and for what is no measure.
  func evidencePath(of measure: String) -> String? {
    let pack = census.desk.pack
    guard outputs.contains(.csv), pack.measure(measure) != nil else { return nil }
    let indicator = pack.indicators.first { [$0.numerator, $0.denominator].contains(measure) }
    return indicator.map { ReportRun.path(ofIndicator: $0.id) } ?? ReportRun.path(ofMeasure: measure)
  }

  /// The findings of a unit: those of its own rows; for the root, all of them.
  func findings(below unit: Int) throws -> [Finding] {
    try periodFindings.findings(of: unit, in: census.database.organisationTree())
  }

  /// The findings of a unit that somebody looked into.
  func acceptedFindings(below unit: Int) throws -> [RenderedAcceptance] {
    let indexes = try acceptedFindings.indexes(of: unit, in: census.database.organisationTree())
    return census.desk.render(
      indexes.map { AcceptedFinding(finding: acceptedFindings.findings[$0], acceptance: acceptances[$0]) })
  }

  /// How many findings of a unit were there in the last quarter and are not told again.
  func knownCount(below unit: Int) throws -> Int {
    try knownFindings.indexes(of: unit, in: census.database.organisationTree()).count
  }

  /// The sheets that hold rows of a unit; for the root, all of them. Rows that a sheet of several units set aside belong to
  /// none of them and are told of the root alone.
  func sheets(below unit: Int) throws -> [SheetReport] {
    let tree = try census.database.organisationTree()
    guard unit != 0 else { return sheets }
    let subtree = tree.subtree(of: unit)
    return sheets.compactMap { sheet in
      let nodes = organisationsOfSheets[sheet.number] ?? []
      guard nodes.contains(where: subtree.contains) else { return nil }
      var own = sheet
      if !nodes.allSatisfy(subtree.contains) { own.setAside = 0 }
      return own
    }
  }

  /// The same for checks on trial.
  func trialFindings(below unit: Int) throws -> [Finding] {
    try trials.findings(of: unit, in: census.database.organisationTree())
  }

  private func page(unit: Int, with figures: Figures) throws -> ReportFile {
    let report = try ComplianceReportBuilder(run: self, unit: unit, figures: figures).report()
    return ReportFile(name: pageName, bytes: HTMLReportWriter().write(report))
  }

  private var pageName: String {
    let language = census.desk.language
    return language.fileName("index.html")
  }
}
