// SPDX-License-Identifier: Apache-2.0

import Basics
import CensusModel
import Comparison
import Findings
import Indicators
import Policy
import ReportModel

/// Builds the page of a comparison for one unit.
struct ComparisonPage {
  let run: CompareRun
  let unit: Int
  let tables: [ComparisonPart: ResultTable]
  /// Measures whose rows stand in a file beside the page.
  let rowFiles: Set<String>
  /// Whether the tables stand beside the page as CSV.
  let hasTables: Bool
  /// The report the comparison stands beside; nil where it stands alone.
  let reportPage: String?
  let programVersion: String

  private var desk: Desk { run.desk }

  func report() throws -> ComparisonReport {
    let messages = desk.pack.messages
    let facts = [
      "unit": run.words.unitName(unit), "from": messages.name(of: run.before.period, in: desk.language),
      "to": messages.name(of: run.after.period, in: desk.language),
    ]
    let figures = run.comparison.after
    return ComparisonReport(
      language: desk.language.rawValue, title: desk.text("compare.title", facts),
      subtitle: "\(figures.pack.title[desk.language]) · \(figures.pack.version) · league-census \(programVersion)",
      words: [
        "skip": desk.text("report.skip"), "contents": desk.text("report.contents"), "back": desk.text("compare.back"),
      ], back: reportPage,
      sections: try [
        section(.indicators, [.sentences(sentences())] + tableBlocks([.indicators])),
        section(.units, tableBlocks([.units, .boundaries])), section(.bridges, waterfalls()),
        section(.people, tableBlocks([.people, .stockFlow, .fields])),
        section(.mobility, mobility()),
        section(.findings, findings()), section(.structure, tableBlocks([.structure])),
      ].filter { !$0.blocks.isEmpty })
  }

  private func section(_ part: ComparisonPart, _ blocks: [ComparisonReport.Block]) -> ComparisonReport.Section {
    ComparisonReport.Section(
      id: part.rawValue, title: desk.text("compare.part.\(part.rawValue)"),
      note: desk.pack.messages.texts["compare.note.\(part.rawValue)"] == nil
        ? "" : desk.text("compare.note.\(part.rawValue)"), blocks: blocks)
  }

  /// What matters, in words: how many figures are comparable, how the stock moved, what nobody explains.
  private func sentences() -> [String] {
    let measure = desk.pack.overview.members
    let check = run.comparison.stockFlow(of: measure, unit: unit, flows: run.comparison.flows(of: measure))
    var (comparable, total) = (0, 0)
    run.forEachDelta([unit], desk.pack.indicators) { _, delta in
      total += 1
      if delta.isComparable { comparable += 1 }
    }
    return [
      desk.text("compare.sentence.comparable", ["count": String(comparable), "total": String(total)]),
      desk.text(
        "compare.sentence.stock",
        [
          "measure": run.words.measure(measure), "opening": String(check.opening), "in": String(check.into),
          "out": String(check.out), "closing": String(check.closing), "unexplained": String(check.unexplained),
        ]),
    ] + openSentences(check) + unitSentences()
  }

  private func tableBlocks(_ parts: [ComparisonPart]) throws -> [ComparisonReport.Block] {
    try parts.compactMap { part in
      let title = part == parts[0] ? "" : desk.text("compare.part.\(part.rawValue)")
      guard let table = try tables[part]?.plain(desk, title: title), !table.rows.isEmpty else { return nil }
      return .table(table)
    }
  }

  /// How many findings there are of each kind of life, and those that are not simply still there; where no file holds the
  /// others they stand here as well.
  private func findings() throws -> [ComparisonReport.Block] {
    guard let table = tables[.findings], let state = table.columns.firstIndex(of: "state") else { return [] }
    let rows = try table.rows()
    func life(_ row: [ResultCell]) -> String { row[state].plain }
    let counts = Dictionary(rows.map { (life($0), 1) }, uniquingKeysWith: +)
    let sentences = FindingLife.State.allCases.compactMap { state in
      counts[state.rawValue].map {
        desk.text(
          "compare.sentence.life", ["state": desk.text("compare.life.\(state.rawValue)"), "count": String($0)])
      }
    }
    let looked = table.columns.firstIndex(of: "accepted").map { column in
      rows.count { !$0[column].plain.isEmpty }
    }
    let accepted = (looked ?? 0) == 0 ? [] : [desk.text("compare.sentence.accepted", ["count": String(looked ?? 0)])]
    let persisting = FindingLife.State.persisting.rawValue
    let shown = hasTables ? rows.filter { life($0) != persisting } : rows
    let list = try ResultTable(table.id, table.columns, rows: shown).plain(desk, title: "")
    let rest = rows.count - shown.count
    let hint =
      rest == 0
      ? []
      : [
        desk.text("compare.sentence.in-file", ["count": String(rest), "file": desk.language.fileName("findings.csv")])
      ]
    return rows.isEmpty ? [] : [.sentences(sentences + accepted + hint)] + (shown.isEmpty ? [] : [.table(list)])
  }

  // MARK: Charts

  private func waterfalls() -> [ComparisonReport.Block] {
    var blocks: [ComparisonReport.Block] = []
    run.forEachDelta([unit], desk.pack.indicators) { indicator, delta in
      guard let bridge = delta.bridge, !bridge.parts.isEmpty, bridge.parts.contains(where: { $0.value != .zero }) else {
        return
      }
      blocks.append(.waterfall(waterfall(of: bridge, indicator, delta)))
    }
    return blocks
  }

  private func waterfall(of bridge: Bridge, _ indicator: Indicator, _ delta: IndicatorDelta) -> Waterfall {
    var height = Fraction.zero
    var spelling = BridgeSteps(run: run, indicator: indicator, isDrawn: true)
    let steps = spelling.steps(of: bridge).map { step in
      let isTotal = step.key == "start" || step.key == "end"
      let from = isTotal ? Fraction.zero : height
      height = isTotal ? step.value : height + step.value
      let kind: Waterfall.Kind =
        isTotal ? .total : step.value == .zero ? .flat : step.value < .zero ? .down : .up
      let points = Percent.text(step.value.hundredths)
      let measure = step.key == "denominator" ? indicator.denominator : indicator.numerator
      let hasRows = !isTotal && step.key != "unexplained" && rowFiles.contains(measure)
      var bar = Waterfall.Step(
        label: step.title, value: isTotal ? points + "%" : (step.value > .zero ? "+" : "") + points,
        count: step.count.map { ($0 > 0 ? "+" : "") + String($0) } ?? "", exact: step.value.description,
        from: from.percent, to: height.percent, kind: kind, rows: hasRows ? run.rowsName(measure) : nil)
      bar.shortLabel = step.shortTitle
      return bar
    }
    let reasons = delta.reasons.map(run.words.reason).joined(separator: desk.language == .chinese ? "；" : "; ")
    return Waterfall(
      title: run.words.indicator(indicator.id),
      note: delta.isComparable
        ? desk.text("compare.comparable") : desk.text("compare.not-comparable", ["reasons": reasons]),
      isComparable: delta.isComparable, steps: steps,
      headings: ["part-title", "count", "exact", "points"].map { desk.text("compare.column.\($0)") })
  }

  private func mobility() throws -> [ComparisonReport.Block] {
    var blocks: [ComparisonReport.Block] = []
    for (by, flows) in [("district", run.districtMobility(of: unit)), ("sector", run.sectorMobility(of: unit))] {
      guard let flows else { continue }
      blocks.append(
        .flows(
          FlowChart(
            title: desk.text("compare.mobility.\(by)"),
            fromTitle: desk.pack.messages.name(of: run.before.period, in: desk.language),
            toTitle: desk.pack.messages.name(of: run.after.period, in: desk.language), groups: flows.names,
            counts: flows.matrix.counts.map { $0.map { Int($0) } })))
    }
    // The list of flows is the matrix again; below the pictures stand only those the pack names.
    return try blocks + tableBlocks([.flows])
  }
}

extension Fraction {
  /// For drawing only; figures are printed from the exact value.
  var percent: Double { Double(numerator) / Double(denominator) * 100 }
}

extension ResultTable {
  /// Columns of IDs are for machines; a page shows the names beside them.
  private static let machineColumns: Set<String> = [
    "unit", "indicator", "cause", "part", "flow", "state", "code", "before-unit", "after-unit", "from", "to",
    "field",
  ]

  func plain(_ desk: Desk, title: String) throws -> PlainTable {
    let rows = try rows()
    let shown = columns.indices.filter { column in
      let name = columns[column]
      let beside =
        [name + "-title", name + "-name"] + (name == "code" ? ["title"] : name == "field" ? ["meaning"] : [])
      let isBeside = beside.contains(where: columns.contains)
      if ResultTable.machineColumns.contains(name), isBeside { return false }
      if name == "accepted" { return rows.contains { !$0[column].plain.isEmpty } }
      // On the page of one unit its name on every row says nothing.
      return name != "unit-name" || Set(rows.map { $0[column].plain }).count > 1
    }
    let numbers = Set(shown.indices.filter { index in rows.contains { $0[shown[index]].isNumber } })
    return PlainTable(
      title: title, headings: shown.map { desk.text("compare.column.\(columns[$0])") }, numbers: numbers,
      rows: rows.map { row in shown.map { row[$0].shown(desk) } })
  }
}
