// SPDX-License-Identifier: Apache-2.0

import Assessment
import Basics
import CensusModel
import CensusStore
import Findings
import Indicators
import Policy
import ReportModel

/// Puts a report together: the unit and its direct children against the task list.
struct ComplianceReportBuilder {
  static let shownFindings = 8

  let run: ReportRun
  /// The unit itself first, then its children.
  let units: [Int]
  let calculator: IndicatorCalculator
  let assessor: Assessor
  let results: [[TaskResult]]
  let findings: [RenderedFinding]
  let accepted: [RenderedAcceptance]
  /// Findings of the last quarter that are only counted.
  let known: Int
  let sheets: [SheetReport]
  let refused: [RefusedFile]
  private let notices: [String]
  let baseline: IndicatorCalculator?
  /// Tables and measures of the report's unit.
  let tables: CensusRun
  let gaps: GapLists

  var pack: PolicyPack { run.census.desk.pack }
  var language: Language { run.census.desk.language }
  var tree: OrganisationTree { calculator.tree }
  var children: ArraySlice<Int> { units.dropFirst() }

  init(run: ReportRun, unit: Int, figures: ReportRun.Figures) throws {
    self.run = run
    let assess = figures.assess
    tables = figures.tables
    gaps = figures.gaps
    let calculator = assess.calculator
    let units = [unit] + calculator.tree.children(of: unit)
    self.calculator = calculator
    self.units = units
    assessor = assess.assessor
    results = units.map { unit in run.census.desk.pack.tasks.map { assess.assessor.result(for: $0, unit: unit) } }
    findings = try run.census.desk.render(run.findings(below: unit))
    accepted = try run.acceptedFindings(below: unit)
    known = try run.knownCount(below: unit)
    sheets = try run.sheets(below: unit)
    let traces =
      try run.census.database.sealedRefusedFiles()
      ?? run.census.desk.workspace().refusedFiles(of: run.census.period)
    refused = RefusedLines.of(unit: unit, traces, in: calculator.tree)
    notices =
      try ReportingNotices(census: run.census).all(unit: unit, choosesRoot: unit == 0, calculator)
      + RefusedLines(desk: run.census.desk).lines(refused)
    baseline = try run.baseline?.calculator()
  }

  func report() throws -> ComplianceReport {
    let root = tree.nodes[units[0]]
    var facts = [
      "period": pack.messages.longName(of: run.census.period, in: language), "pack": pack.title[language],
    ]
    facts["baseline"] = run.baseline.map { pack.messages.name(of: $0.period, in: language) }
    var report = ComplianceReport(
      language: language.rawValue, words: words, title: text("title", ["unit": root.name]),
      subtitle: text(run.baseline == nil ? "subtitle" : "subtitle-baseline", facts), keySentences: keySentences,
      tiles: tiles, heatMap: heatMap, leagues: indicators.map(league), units: units.indices.map(detail),
      definitions: indicators.map(definition), findings: findingGroups, provenance: try provenance())
    (report.coverage, report.waivers, report.trials) = (coverage, waiverLines, try trialChecks())
    (report.accepted, report.knownFindings) = (acceptedGroups, knownFindings)
    report.comparison = run.comparison.map { comparison in
      ComplianceReport.Link(
        title: text("comparison", facts), path: FileName.path(CompareRun.folderName, comparison.pageName))
    }
    report.census = census(tables)
    report.transitions = transitions(tables)
    return report
  }

  func text(_ key: String, _ facts: [String: String] = [:]) -> String {
    pack.messages.text("report." + key, in: language, facts)
  }

  private var words: [String: String] {
    Dictionary(uniqueKeysWithValues: ReportWords.keys.map { ($0, text($0)) })
  }

  /// In the order in which the tasks name them, the others after them.
  private var indicators: [Indicator] {
    let named = pack.tasks.flatMap(\.checks).map(\.indicator)
    let order = Dictionary(named.enumerated().map { ($1, $0) }) { first, _ in first }
    return pack.indicators.sorted { (order[$0.id] ?? Int.max, $0.id) < (order[$1.id] ?? Int.max, $1.id) }
  }

  // MARK: Figures as text

  func figure(_ value: IndicatorValue) -> String {
    guard let hundredths = value.hundredths else { return state(value) }
    let number = Percent.text(hundredths) + "%"
    // A figure that is not of all never stands alone.
    return value.isIncomplete ? number + " " + state(value) : number
  }

  /// The state in words, empty where the value says it all.
  func state(_ value: IndicatorValue) -> String {
    value.state == .value ? "" : run.census.desk.state(of: value)
  }

  /// "≤ 30%", "本级目标 ≥ 95%", "参考值 ≥ 95%"; empty without a threshold.
  func bound(_ threshold: Threshold?, _ exact: Bound? = nil) -> String {
    guard let threshold else { return "" }
    let key = threshold.comparison == .atMost ? "at-most" : "at-least"
    var words = text(key, ["value": Percent.shortest(exact?.hundredths ?? threshold.hundredths)])
    if threshold.aim != .fixed { words = "\(pack.bound(of: threshold, in: language)) \(words)" }
    if threshold.isEach { words = pack.messages.text("bound.each", in: language, ["bound": words]) }
    guard threshold.standing != .rule else { return words }
    return pack.messages.text("standing.\(threshold.standing.rawValue)", in: language) + " " + words
  }

  var checkWords: CheckWords { CheckWords(pack: pack, language: language) }

  /// The bound over a table of units: the first in force with a value of its own that judges one of them.
  func threshold(of indicator: Indicator, among units: some Sequence<Int>) -> Threshold? {
    let checks = pack.tasks.flatMap(\.checks).filter { $0.indicator == indicator.id }
    return checks.flatMap(\.binding).first { threshold in
      threshold.aim == .fixed && threshold.inForce.contains(run.census.ruleDay)
        && units.contains { threshold.binds(tree.nodes[$0], under: pack.assessment) }
    }
  }

  /// The short name of a unit, for axes and tables.
  func label(_ unit: Int) -> String {
    let node = tree.nodes[unit]
    return node.shortName ?? node.name
  }

  // MARK: Overview

  private var tiles: [Tile] {
    let root = units[0]
    let counts = Dictionary(grouping: findings, by: \.severity).mapValues(\.count)
    var tiles = [
      Tile(
        label: text("tile.members"), value: count(pack.overview.members, root),
        note: change(pack.overview.members) ?? text("tile.persons")),
      Tile(
        label: text("tile.organisations"), value: String(tree.subtree(of: root).count),
        note: text("tile.branches", ["count": count(pack.overview.branches, root)])),
      Tile(
        label: text("tile.cadres"), value: count(pack.overview.cadres, root),
        note: change(pack.overview.cadres) ?? text("tile.per-organisation")),
    ]
    if let ratio = pack.indicator(pack.overview.ratio) {
      let value = calculator.value(of: ratio, unit: root)
      let facts = ["numerator": spelled(value.numerator), "denominator": spelled(value.denominator)]
      tiles.append(Tile(label: ratio.title[language], value: figure(value), note: text("tile.fraction", facts)))
    }
    let grave = ["errors": String(counts[.error] ?? 0), "warnings": String(counts[.warning] ?? 0)]
    tiles.append(
      Tile(
        label: text("tile.findings"), value: String((counts[.error] ?? 0) + (counts[.warning] ?? 0)),
        note: text("tile.findings-note", grave)))
    return tiles
  }

  private func count(_ measure: String, _ unit: Int) -> String { spelled(calculator.count(of: measure, unit: unit)) }

  func spelled(_ count: Int64?) -> String { count.map { String($0) } ?? "–" }

  /// "+12 against 2019-Q1", where there is a baseline.
  private func change(_ measure: String) -> String? {
    guard let baseline, let period = run.baseline?.period, let before = baselineNode(units[0]),
      let old = baseline.count(of: measure, unit: before), let new = calculator.count(of: measure, unit: units[0])
    else { return nil }
    let sign = new == old ? "" : new < old ? "−" : "+"
    let name = pack.messages.name(of: period, in: language)
    return text("tile.change", ["baseline": name, "change": sign + String((new - old).magnitude)])
  }

  func baselineNode(_ unit: Int) -> Int? { baseline?.tree.node(named: tree.nodes[unit].code) }

  private var keySentences: [String] {
    var sentences = notices + [coverageSentence]
    sentences += pack.tasks.enumerated().compactMap { index, task -> String? in
      guard task.method == .computed else { return nil }
      let verdicts = results.dropFirst().map { $0[index].verdict }
      guard verdicts.contains(where: { $0 == .met || $0 == .partlyMet || $0 == .notMet }) else { return nil }
      func count(_ verdict: Verdict) -> String { String(verdicts.filter { $0 == verdict }.count) }
      return text(
        "sentence.task",
        [
          "task": task.title[language], "met": count(.met), "partly": count(.partlyMet), "unmet": count(.notMet),
          "open": count(.notEvaluable),
        ])
    }
    if let extremes { sentences.append(extremes) }
    let open = pack.tasks.filter { task in
      task.method == .computed
        && task.checks.allSatisfy { check in
          !check.binding.contains { $0.inForce.contains(run.census.ruleDay) }
        }
    }
    if !open.isEmpty { sentences.append(text("sentence.no-threshold", ["count": String(open.count)])) }
    let counts = Dictionary(grouping: findings, by: \.severity).mapValues(\.count)
    let aside = sheets.reduce(0) { $0 + $1.setAside }
    sentences.append(
      text(
        "sentence.findings",
        [
          "errors": String(counts[.error] ?? 0), "warnings": String(counts[.warning] ?? 0), "aside": String(aside),
        ]))
    if !accepted.isEmpty { sentences.append(text("sentence.accepted", ["count": String(accepted.count)])) }
    if known > 0 { sentences.append(knownFindings) }
    return sentences
  }

  /// Which unit stands worst and which best, by the indicator's direction.
  private var extremes: String? {
    guard let ratio = pack.indicator(pack.overview.ratio) else { return nil }
    let values = children.map { calculator.value(of: ratio, unit: $0) }
      .filter { $0.hundredths != nil && !$0.isIncomplete }
      .sorted { ($0.hundredths ?? 0) < ($1.hundredths ?? 0) }
    guard let lowest = values.first, let highest = values.last, lowest.hundredths != highest.hundredths else {
      return nil
    }
    let (worst, best) = ratio.direction == .higherIsBetter ? (lowest, highest) : (highest, lowest)
    return text(
      "sentence.worst",
      [
        "title": ratio.title[language], "unit": label(worst.unit), "figure": figure(worst), "best": label(best.unit),
        "bestFigure": figure(best),
      ])
  }

  private var heatMap: HeatMap {
    HeatMap(
      tasks: pack.tasks.map { HeatMap.Task(id: $0.id, title: $0.title[language], action: $0.action) },
      rows: units.indices.map { index in
        let node = tree.nodes[units[index]]
        return HeatMap.Row(unit: node.code, name: label(units[index]), cells: results[index].map(cell))
      }, actions: actions)
  }

  private func cell(_ result: TaskResult) -> HeatMap.Cell {
    let note = checkWords.reason(of: result) ?? ""
    let first = result.method == .computed ? result.checks.first.map { figure($0.value) } ?? "–" : ""
    return HeatMap.Cell(
      mark: mark(result.verdict), figure: first,
      note: ([note] + standings(of: result)).filter { !$0.isEmpty }.joined(separator: text("sign.comma")),
      isWaived: result.waived)
  }

  /// How many units comply, whether an own target decided, and how a reference stands: told apart from the verdict.
  private func standings(of result: TaskResult) -> [String] {
    let failing = result.checks.first { $0.spread != nil && [.partlyMet, .notMet].contains($0.verdict) }
    let spread = failing?.spread.map { spread in
      pack.messages.text(
        "spread", in: language, ["complying": String(spread.complying), "units": String(spread.units)])
    }
    let isOwn = result.checks.contains { $0.standing == .own && $0.verdict != .notApplicable }
    let references = result.checks.filter { $0.reaches != nil }
    let light = references.isEmpty ? nil : references.allSatisfy { $0.reaches == true }
    return [
      spread, isOwn ? pack.messages.text("standing.own", in: language) : nil,
      light.map { pack.messages.text($0 ? "reference.all-reached" : "reference.some-short", in: language) },
    ].compactMap(\.self)
  }

  func mark(_ verdict: Verdict) -> Mark { Mark(rawValue: verdict.rawValue) ?? .error }
}
