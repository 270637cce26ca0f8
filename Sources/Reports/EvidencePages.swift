// SPDX-License-Identifier: Apache-2.0

import CensusModel
import CensusStore
import Findings
import Indicators
import Intake
import Pipeline
import Policy
import ReportModel
import ReportWriting
import Results

/// The rows behind the figures of every unit with a page: once for each unit and kind, with what each row counts in. One
/// pass over the records of a kind writes them all.
struct EvidencePages {
  /// At most so many rows stand on a page, and no more than fit into so many bytes; the list beside it has them all.
  static let shownRows = 2_000
  static let shownBytes = 430_000
  static let shownColumns = 9

  let site: ReportSite
  let target: ReportFolder
  /// Whether pages are written, and the complete lists.
  let hasPages: Bool
  let hasLists: Bool

  /// The kinds with rows, by unit.
  func write() throws -> (files: [String], present: [Int: Set<RecordKind>]) {
    var files: [String] = []
    var present: [Int: Set<RecordKind>] = [:]
    for kind in site.run.census.schemas.kinds {
      let figures = LedgerFigures(kind: kind, queries: site.queries, voice: site.voice)
      guard !figures.queries.isEmpty else { continue }
      let columns = EvidenceRun.columns(of: site.run.census.schemas[kind])
      var writer = LedgerWriter(pages: self, figures: figures, columns: columns)
      try site.run.census.database.ledger(
        of: kind, figures.queries, among: site.queries, nodes: site.tree.subtree(of: site.unit),
        columns: columns.map(\.name)
      ) { row, counts in try writer.add(row, counts) }
      try writer.finish()
      files += writer.files
      for node in writer.units { present[node, default: []].insert(kind) }
    }
    return (files, present)
  }
}

/// The figures that rows of one kind count in: measures by number, and the indicators that a row may be missing from.
struct LedgerFigures {
  struct Gap {
    var indicator: Indicator
    /// Places in `queries`: a row is in the gap when it counts in `within` and not in `without`, or in `within` alone.
    var within: Int
    var without: Int?
  }

  let kind: RecordKind
  let queries: [MeasureQuery]
  let gaps: [Gap]
  let titles: [String]

  init(kind: RecordKind, queries all: [MeasureQuery], voice: ReportVoice) {
    self.kind = kind
    let queries = all.filter { $0.kind == kind && $0.amount.readsRecords }
    self.queries = queries
    titles = queries.map { voice.measure($0.id) }
    let places = Dictionary(queries.enumerated().map { ($1.id, $0) }) { first, _ in first }
    gaps = voice.pack.indicators.compactMap { indicator in
      guard let top = places[indicator.numerator], let below = places[indicator.denominator],
        LedgerFigures.hasGap(indicator, in: voice.pack)
      else { return nil }
      return indicator.direction == .lowerIsBetter
        ? Gap(indicator: indicator, within: top, without: nil)
        : Gap(indicator: indicator, within: below, without: top)
    }
  }

  /// Whether single rows are what an indicator lacks: those of the denominator that are not in the numerator or, where less
  /// is better, those of the numerator, unless a limit lets some of them be.
  static func hasGap(_ indicator: Indicator, in pack: PolicyPack) -> Bool {
    guard indicator.direction != .neutral,
      pack.measure(indicator.numerator)?.kind == pack.measure(indicator.denominator)?.kind
    else { return false }
    let thresholds = pack.tasks.flatMap(\.checks).filter { $0.indicator == indicator.id }.flatMap(\.thresholds)
    return indicator.direction == .higherIsBetter || thresholds.allSatisfy { $0.hundredths == 0 }
  }

  func gaps(of counts: [Bool]) -> [Int] {
    gaps.indices.filter { counts[gaps[$0].within] && !(gaps[$0].without.map { counts[$0] } ?? false) }
  }

  /// "#07": what a figure is called in the rows.
  static func sign(_ index: Int) -> String { "#" + (index < 9 ? "0" : "") + String(index + 1) }
}

/// Writes the rows of one kind to the lists and pages of all units that hold them.
struct LedgerWriter {
  let pages: EvidencePages
  let figures: LedgerFigures
  let columns: [RecordColumn]
  private(set) var files: [String] = []
  private(set) var units: [Int] = []
  /// From the report's unit down to the one whose rows are being read.
  private var open: [OpenUnit] = []
  private var next = 0
  /// Units whose rows have all been read; their pages are made side by side.
  private var waiting: [OpenUnit] = []
  private let words: ColumnWords

  private struct OpenUnit {
    var node: Int
    var list: PrivateFile?
    var buffer: [UInt8] = []
    var page: LedgerPage
  }

  init(pages: EvidencePages, figures: LedgerFigures, columns: [RecordColumn]) {
    self.pages = pages
    self.figures = figures
    self.columns = columns
    words = pages.site.run.census.words(of: figures.kind)
  }

  private var site: ReportSite { pages.site }

  mutating func add(_ row: EvidenceRow, _ counts: [Bool]) throws {
    while let last = open.last, !site.tree.subtree(of: last.node).contains(row.node) { try close() }
    while next < site.plan.nodes.count, site.plan.nodes[next] <= row.node {
      let node = site.plan.nodes[next]
      next += 1
      if site.tree.subtree(of: node).contains(row.node) { try begin(node) }
    }
    let shown = zip(columns, row.values).map { words.spelled($1, $0) }
    let gaps = figures.gaps(of: counts)
    let line = pages.hasLists ? Array(CSVWriter.line(cells(row, shown, counts, gaps)).utf8) : []
    for index in open.indices {
      if pages.hasLists { try append(line, to: index) }
      if pages.hasPages { open[index].page.add(row, shown, counts, gaps) }
    }
  }

  mutating func finish() throws {
    while !open.isEmpty { try close() }
    try writePages()
  }

  private mutating func begin(_ node: Int) throws {
    var unit = OpenUnit(node: node, page: LedgerPage(figures: figures, columns: columns))
    if pages.hasLists {
      let name = site.plan.rows(of: node, figures.kind, as: "csv")
      unit.list = try pages.target.begin(name)
      unit.buffer = Array((CSVWriter.byteOrderMark + CSVWriter.line(headings)).utf8)
      files.append(FileName.path(pages.target.path, relative: name) ?? name)
    }
    open.append(unit)
    units.append(node)
  }

  private mutating func append(_ line: [UInt8], to index: Int) throws {
    open[index].buffer += line
    guard open[index].buffer.count > 60_000 else { return }
    try open[index].list?.write(open[index].buffer)
    open[index].buffer.removeAll(keepingCapacity: true)
  }

  private mutating func close() throws {
    guard let unit = open.popLast() else { return }
    try unit.list?.write(unit.buffer)
    try unit.list?.close()
    guard pages.hasPages else { return }
    waiting.append(unit)
    if waiting.reduce(0, { $0 + $1.page.size }) > LedgerWriter.waitingRows { try writePages() }
  }

  /// So many rows of pages that are not made yet are kept in memory.
  private static let waitingRows = 8_000

  private mutating func writePages() throws {
    let (site, hasLists) = (site, pages.hasLists)
    let made = concurrently(waiting) { unit in
      ReportRun.file(unit.page.page(of: unit.node, in: site, hasList: hasLists))
    }
    waiting.removeAll()
    files += try pages.target.write(made)
  }

  // MARK: The list

  private var headings: [String] {
    let text = site.run.census.context.text
    return ["unit-code", "unit-name", "file", "sheet", "row"].map { text("evidence.\($0)", [:]) }
      + columns.map { words.title($0.name) } + [site.voice.text("rows.gaps"), site.voice.text("rows.counts")]
  }

  private func cells(_ row: EvidenceRow, _ shown: [String], _ counts: [Bool], _ gaps: [Int]) -> [String] {
    let node = site.tree.nodes[row.node]
    let separator = site.voice.text("rows.separator")
    return [node.code, node.name, row.file, row.sheet, String(row.row)] + shown + [
      gaps.map { site.voice.title(figures.gaps[$0].indicator) }.joined(separator: separator),
      counts.indices.filter { counts[$0] }.map { figures.titles[$0] }.joined(separator: separator),
    ]
  }
}
