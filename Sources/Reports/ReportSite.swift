// SPDX-License-Identifier: Apache-2.0

import Assessment
import CensusModel
import CensusStore
import Findings
import Indicators
import Pipeline
import Policy
import ReportModel
import ReportWriting
import Results
import Synchronization

/// The pages of one report: what they share, and in which order they come.
///
/// A class because every page holds it, and nothing of it is worth copying. Pages are made side by side: what it keeps is
/// only read by then, or guarded.
final class ReportSite {
  let run: ReportRun
  let unit: Int
  let plan: ReportPlan
  let voice: ReportVoice
  let calculator: IndicatorCalculator
  let assessor: Assessor
  let standings: UnitStandings
  let changes: FigureChanges
  let causes: ChangeCauses?
  let tables: CensusRun
  let gaps: TransitionGapRows
  let queries: [MeasureQuery]
  let findings: FindingCounts
  let due: NextQuarter
  let ranks: UnitRanks
  let notices: ReportingNotices
  let trend: TrendRun?
  /// What the trail says of a second count of the figures; nil where there was none.
  let recounted: RecountRecord?
  /// The papers that lie beside the pages.
  let papers: ReportPapers
  /// Files that could not be read, of all units.
  private let refused: [RefusedFile]
  /// Short names of more than one organisation.
  private let sharedNames: Set<String>
  /// Indicators that single rows can be missing from.
  private let lacking: Set<String>
  /// The kinds whose rows stand on pages, by unit; filled before the other pages are made.
  var present: [Int: Set<RecordKind>] = [:]

  var tree: OrganisationTree { calculator.tree }
  var pack: PolicyPack { voice.pack }

  /// - Parameters:
  ///   - depth: how many levels of units below have pages; nil for the usual ones.
  ///   - more: units with pages besides.
  init(run: ReportRun, unit: Int, depth: Int?, including more: [Int] = [], figures: ReportRun.Figures) throws {
    self.run = run
    self.unit = unit
    voice = ReportVoice(census: run.census)
    calculator = figures.assess.calculator
    assessor = figures.assess.assessor
    tables = figures.tables
    gaps = figures.gaps
    trend = figures.trend
    recounted = figures.recounted
    let tree = calculator.tree
    let pack = run.census.context.pack
    let plan = ReportPlan(
      tree: tree, root: unit, depth: depth, including: more, pack: pack, language: run.census.context.language)
    self.plan = plan
    var (seen, shared): (Set<String>, Set<String>) = ([], [])
    for name in tree.nodes.lazy.compactMap(\.shortName) where !seen.insert(name).inserted { shared.insert(name) }
    sharedNames = shared
    queries = try run.census.queries()
    standings = UnitStandings(
      of: unit, keeping: Set(plan.nodes + tree.children(of: unit)), now: figures.assess, former: figures.former)
    papers = ReportPapers(run: run, unit: unit, figures: figures, standings: standings)
    changes = FigureChanges(quarter: run.comparison, year: run.yearBefore, voice: voice)
    causes = run.comparison.map { [voice] in ChangeCauses(run: $0, voice: voice) }
    findings = try run.findingCounts(in: tree)
    due = try NextQuarter(run: run, assessor: assessor, calculator: calculator, unit: unit)
    ranks = UnitRanks(calculator: calculator)
    notices = try ReportingNotices(census: run.census)
    refused =
      try run.census.database.sealedRefusedFiles()
      ?? run.census.context.workspace().refusedFiles(of: run.census.period)
    lacking = Set(pack.indicators.filter { LedgerFigures.hasGap($0, in: pack) }.map(\.id))
  }

  /// Files that could not be read and were handed in by a unit, or by one below it.
  func refusedFiles(below node: Int) -> [RefusedFile] { RefusedLines.of(unit: node, refused, in: tree) }

  // MARK: What pages share

  /// The short name of a unit, for axes and tables.
  func label(_ node: Int) -> String {
    let unit = tree.nodes[node]
    // Two classes of two schools may have one short name.
    guard let short = unit.shortName, !sharedNames.contains(short) else { return unit.name }
    return short
  }

  /// A page below another unit's page, with the way back.
  func page(
    _ path: String, title: String, under node: Int? = nil, sections: [PageSection]
  ) -> Page {
    return Page(
      language: voice.language.rawValue, path: path, title: title,
      subtitle: voice.text("subtitle", ["quarter": voice.quarter(run.census.period), "day": voice.asOf]),
      trail: trail(above: node),
      navigation: navigation, search: plan.search, look: plan.look, words: words,
      sections: sections.filter { !$0.blocks.isEmpty })
  }

  /// The first page, then the pages of the units down to one.
  func trail(above node: Int?) -> [PageLink] {
    var above: [Int] = []
    var next = node
    while let current = next, current != unit {
      if plan.hasPage(current) { above.append(current) }
      next = tree.nodes[current].parent
    }
    return [PageLink(title: label(unit), path: plan.cover)]
      + above.reversed().map { PageLink(title: label($0), path: plan.page(of: $0)) }
  }

  var words: [String: String] {
    Dictionary(uniqueKeysWithValues: PageWords.keys.map { ($0, voice.text($0)) })
  }

  /// The pages every page leads to, in order.
  var navigation: [PageLink] {
    let pages: [(key: String, path: String, isThere: Bool)] = [
      ("cover", plan.cover, true), ("own", plan.page(of: unit), true), ("tasks", plan.tasks, true),
      ("indicators", plan.indicators, true), ("tables", plan.tables, !pack.censusTables.isEmpty),
      ("transitions", plan.transitions, !pack.transitions.isEmpty), ("findings", plan.findings, true),
      ("sources", plan.sources, true),
    ]
    return pages.filter(\.isThere).map { PageLink(title: voice.text("nav." + $0.key), path: $0.path) } + comparisonLink
  }

  var comparisonLink: [PageLink] {
    guard let comparison = run.comparison else { return [] }
    let period = voice.quarter(comparison.before.period)
    return [
      PageLink(
        title: voice.text("nav.comparison", ["period": period]),
        path: FileName.path(CompareRun.folderName, comparison.pageName))
    ]
  }

  /// Where the rows behind an indicator of a unit stand; the page of the indicator where no rows are shown.
  func rows(of indicator: Indicator, at node: Int) -> String {
    let holder = plan.holder(of: node)
    guard holder == node, let kind = pack.measure(indicator.numerator)?.kind, present[node]?.contains(kind) == true
    else {
      let anchor = isListed(node, indicator) ? "#" + Anchor.unit(tree.nodes[node].code) : ""
      return plan.indicator(indicator.id) + anchor
    }
    let hasGap = lacking.contains(indicator.id)
    return plan.rows(of: node, kind) + "#" + (hasGap ? Anchor.indicator(indicator.id) : "m-" + indicator.numerator)
  }

  /// Whether a unit has a row on the page of an indicator, as far as that is certain.
  private func isListed(_ node: Int, _ indicator: Indicator) -> Bool {
    if node == unit || tree.nodes[node].parent == unit { return true }
    return plan.hasPage(node) && plan.nodes.count <= IndicatorPage.shownUnits
      && calculator.value(of: indicator, unit: node).hundredths != nil
  }

  /// Where the rows a measure counts stand; nil where no rows are shown.
  func rows(of measure: String, at node: Int) -> String? {
    guard plan.hasPage(node), let kind = pack.measure(measure)?.kind, present[node]?.contains(kind) == true,
      queries.contains(where: { $0.id == measure && $0.amount.readsRecords })
    else { return nil }
    return plan.rows(of: node, kind) + "#m-" + measure
  }

  // MARK: The pages

  /// How many pages wait for one another, so that all processors have some and few are in memory.
  private static let pagesAtOnce = 32

  /// Makes every page but those of rows, several at a time, and hands them out one by one, the cover first.
  ///
  /// - Parameter spell: what is made of a page beside the others.
  func forEachPage<Made>(_ spell: (Page) -> Made, _ body: (Made) throws -> Void) throws {
    let pages = makers
    for start in stride(from: 0, to: pages.count, by: Self.pagesAtOnce) {
      let some = Array(pages[start..<min(start + Self.pagesAtOnce, pages.count)])
      try concurrently(some) { spell(try $0()) }.forEach(body)
    }
  }

  private var makers: [() throws -> Page] {
    let units = plan.nodes.map { node in { try UnitPage(site: self, node: node).page() } }
    let indicators = pack.indicators.map { indicator in { IndicatorPage(site: self, indicator: indicator).page() } }
    var makers: [() throws -> Page] = [{ try CoverPage(site: self).page() }] + units + indicators
    makers.append { IndicatorList(site: self).page() }
    makers.append { try TaskPage(site: self).page() }
    if !pack.censusTables.isEmpty { makers.append { TablePage(site: self).page() } }
    if !pack.transitions.isEmpty { makers.append { TransitionPage(site: self).page() } }
    makers.append { try FindingPage(site: self).page() }
    makers.append { try SourcePage(site: self).page() }
    return makers
  }

  /// What the pages lead to besides one another: their look, and the names that the search offers.
  var companions: [ReportFile] { plan.look.files + [ReportFile(name: plan.search, text: searchNames)] }

  /// The names that the search offers: units, those without a page at their row, tasks, indicators.
  var searchNames: String {
    let units = tree.subtree(of: unit).map { (tree.nodes[$0].name, plan.address(of: $0)) }
    let tasks = pack.tasks.map { ($0.title[voice.language], plan.tasks + "#" + Anchor.task($0.id)) }
    let indicators = pack.indicators.map { (voice.title($0), plan.indicator($0.id)) }
    let entries = (units + tasks + indicators).map { name, path in
      "[" + JSONWriter.quoted(VisibleText.spelled(name)) + "," + JSONWriter.quoted(path) + "]"
    }
    return "window.reportNames=[\n" + entries.joined(separator: ",\n") + "\n]\n"
  }
}

/// How many findings each unit has, grave ones and others, worked out once for all units.
struct FindingCounts {
  private let grave: [Int]
  private let all: [Int]
  private let tree: OrganisationTree
  private let total: (grave: Int, all: Int)

  /// - Parameter nodes: the organisation of each finding; nil where it has none.
  init(_ findings: [Finding], nodes: [Int?], in tree: OrganisationTree, by messages: MessageCatalogue) {
    self.tree = tree
    var total = (grave: 0, all: 0)
    var sums = (
      grave: Array(repeating: 0, count: tree.nodes.count + 1), all: Array(repeating: 0, count: tree.nodes.count + 1)
    )
    for (finding, node) in zip(findings, nodes) {
      let severity = messages.severity(of: finding.code)
      guard severity != .info else { continue }
      total.all += finding.count
      if severity == .error { total.grave += finding.count }
      guard let node else { continue }
      sums.all[node + 1] += finding.count
      if severity == .error { sums.grave[node + 1] += finding.count }
    }
    for index in 1..<max(1, sums.all.count) {
      sums.all[index] += sums.all[index - 1]
      sums.grave[index] += sums.grave[index - 1]
    }
    (grave, all, self.total) = (sums.grave, sums.all, total)
  }

  /// Errors, and errors with warnings; of the root all of them, also those of no unit.
  func counts(of node: Int) -> (errors: Int, all: Int) {
    guard node != 0 else { return (total.grave, total.all) }
    let range = tree.subtree(of: node)
    return (grave[range.upperBound + 1] - grave[range.lowerBound], all[range.upperBound + 1] - all[range.lowerBound])
  }
}

/// The rank of units among those of one superior, by indicator; equal figures share one, and who did not report has none.
final class UnitRanks {
  private let calculator: IndicatorCalculator
  private let known = Mutex<[String: [Int: Int]]>([:])

  init(calculator: IndicatorCalculator) { self.calculator = calculator }

  /// Rank and of how many; nil where the figure has none.
  func rank(of node: Int, _ indicator: Indicator) -> (rank: Int, of: Int)? {
    guard let parent = calculator.tree.nodes[node].parent, indicator.direction != .neutral else { return nil }
    let key = "\(parent) \(indicator.id)"
    let places = known.withLock { known in
      let places = known[key] ?? ranks(calculator.tree.children(of: parent), indicator)
      known[key] = places
      return places
    }
    guard let rank = places[node], places.count > 1 else { return nil }
    return (rank, places.count)
  }

  private func ranks(_ nodes: [Int], _ indicator: Indicator) -> [Int: Int] {
    let values = nodes.compactMap { node -> (node: Int, key: Int)? in
      let value = calculator.value(of: indicator, unit: node)
      guard let hundredths = value.hundredths, !value.isIncomplete else { return nil }
      return (node, indicator.direction == .lowerIsBetter ? hundredths : -hundredths)
    }
    let places = Dictionary(values.map(\.key).sorted().enumerated().map { ($1, $0 + 1) }) { first, _ in first }
    return Dictionary(uniqueKeysWithValues: values.map { entry in (entry.node, places[entry.key] ?? 1) })
  }
}
