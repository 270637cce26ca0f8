// SPDX-License-Identifier: Apache-2.0

import Basics
import CensusModel
import Comparison
import Findings
import Indicators
import Intake
import Pipeline
import Policy
import ReportModel
import ReportWriting
import Results

/// Builds the page of a comparison for one unit: what changed most and why, first of all.
struct ComparisonPage {
  private static let largest = 10
  /// Longer tables are cut, and say so; the files beside the page have all rows.
  private static let shownRows = 300

  let run: CompareRun
  let unit: Int
  let tables: [ComparisonPart: ResultTable]
  /// Measures whose rows stand on pages of their own.
  let rowFiles: Set<String>
  /// Whether the tables stand beside the page as CSV.
  let hasTables: Bool
  /// Where the report lies that the comparison stands beside.
  let frame: PageFrame
  let programVersion: String

  var context: CommandContext { run.context }
  var voice: ReportVoice { ReportVoice(census: run.after) }

  func page() throws -> Page {
    let facts = [
      "unit": run.words.unitName(unit), "from": voice.quarter(run.before.period), "to": voice.quarter(run.after.period),
    ]
    let moved = IndicatorMoves(page: self)
    var page = Page(
      language: context.language.rawValue, path: run.pageName, title: context.text("compare.title", facts),
      subtitle: "\(context.pack.title[context.language]) · league-census \(programVersion)",
      trail: frame.trail, navigation: frame.navigation, search: frame.search, look: PageLook(in: context.language),
      words: Dictionary(uniqueKeysWithValues: PageWords.keys.map { ($0, voice.text($0)) }),
      sections: try [
        PageSection(id: "summary", title: "", blocks: [.list(moved.sentences + sentences())]),
        PageSection(
          id: "changes", title: voice.text("compare.changes"), blocks: moved.chart(ComparisonPage.largest)),
        PageSection(id: "indicators", title: context.text("compare.part.indicators"), blocks: moved.tables),
        PageSection(
          id: "bridges", title: context.text("compare.part.bridges"), note: voice.text("compare.bridges-note"),
          blocks: moved.waterfalls),
        PageSection(
          id: "units", title: context.text("compare.part.units"),
          blocks: unitBlocks() + tableBlocks([.boundaries])),
        PageSection(
          id: "people", title: context.text("compare.part.people"), blocks: tableBlocks([.people, .stockFlow, .fields])),
        PageSection(id: "mobility", title: context.text("compare.part.mobility"), blocks: mobility()),
        PageSection(id: "findings", title: context.text("compare.part.findings"), blocks: findings()),
        PageSection(id: "structure", title: "", blocks: structure()),
      ].filter { !$0.blocks.isEmpty })
    page.companions = page.sections.filter { !$0.title.isEmpty }.map { PageLink(title: $0.title, path: "#" + $0.id) }
    return page
  }

  /// How the stock moved, and what nobody explains.
  private func sentences() -> [Phrase] {
    let measure = context.pack.overview.members
    let check = run.comparison.stockFlow(of: measure, unit: unit, flows: run.comparison.flows(of: measure))
    let facts = [
      "measure": run.words.measure(measure), "opening": String(check.opening), "in": String(check.into),
      "out": String(check.out), "closing": String(check.closing), "unexplained": String(check.unexplained.magnitude),
    ]
    return ([context.text("compare.sentence.stock", facts)] + openSentences(check)).map { Phrase($0) }
  }

  private func unitBlocks() -> [PageBlock] {
    let sentences = unitSentences()
    return sentences.isEmpty ? [] : [.list(sentences.map { Phrase($0) })]
  }

  /// Tables one below the other, each under its name.
  private func tableBlocks(_ parts: [ComparisonPart]) throws -> [PageBlock] {
    try parts.flatMap { part -> [PageBlock] in
      guard let grid = try tables[part]?.grid(context, caption: context.text("compare.part.\(part.rawValue)")),
        !grid.rows.isEmpty
      else { return [] }
      let blocks = cut(grid)
      return part == parts[0] ? blocks : [.fold(title: "\(grid.caption) · \(grid.rows.count)", blocks: blocks)]
    }
  }

  private func cut(_ grid: Grid) -> [PageBlock] {
    guard grid.rows.count > ComparisonPage.shownRows else { return [.grid(grid)] }
    var shown = grid
    shown.rows = Array(grid.rows.prefix(ComparisonPage.shownRows))
    let facts = ["shown": String(shown.rows.count), "count": String(grid.rows.count)]
    return [.paragraphs([Phrase([.soft(voice.text("grid.cut", facts))])]), .grid(shown)]
  }

  /// New, persisting and resolved findings of each unit below.
  private func findingsByUnit() throws -> [PageBlock] {
    let units = try run.findingLives(below: unit)
    guard !units.isEmpty else { return [] }
    let states = FindingLife.State.allCases.filter { state in units.contains { ($0.counts[state] ?? 0) > 0 } }
    let grid = Grid(
      caption: voice.text("compare.findings-unit"),
      columns: [.init(title: voice.text("unit"))]
        + states.map { .init(title: context.text("compare.life.\($0.rawValue)"), isNumber: true) },
      rows: units.map { unit, counts in
        Grid.Row(
          cells: [GridCell(text: run.words.unitName(unit))]
            + states.map { GridCell(text: counts[$0].map { String($0) } ?? "") })
      }, isSortable: true)
    return [.grid(grid)]
  }

  private func structure() throws -> [PageBlock] {
    guard let grid = try tables[.structure]?.grid(context, caption: context.text("compare.part.structure")) else {
      return []
    }
    return [.fold(title: grid.caption, blocks: cut(grid))]
  }

  /// How many findings there are of each kind of life, whose they are, and those that are not simply still there.
  private func findings() throws -> [PageBlock] {
    guard let table = tables[.findings], let state = table.columns.firstIndex(of: "state") else { return [] }
    let rows = try table.rows()
    func life(_ row: [ResultCell]) -> String { row[state].plain }
    let counts = Dictionary(rows.map { (life($0), 1) }, uniquingKeysWith: +)
    let lives = FindingLife.State.allCases.compactMap { state in
      counts[state.rawValue].map { "\(context.text("compare.life.\(state.rawValue)")) \($0)" }
    }
    let persisting = FindingLife.State.persisting.rawValue
    let shown = rows.filter { life($0) != persisting }
    let grid = try ResultTable(table.id, table.columns, rows: shown).grid(
      context, caption: context.text("compare.part.findings"))
    let looked =
      table.columns.firstIndex(of: "accepted").map { column in rows.count { !$0[column].plain.isEmpty } } ?? 0
    let accepted = looked == 0 ? [] : [Phrase(context.text("compare.sentence.accepted", ["count": String(looked)]))]
    let rest = rows.count - shown.count
    let file = context.language.fileName("findings.csv")
    let hint = context.text("compare.sentence.in-file", ["count": String(rest), "file": file])
    let persist = rest == 0 || !hasTables ? [] : [Phrase([.link(hint, path: file)])]
    let head = [Phrase(lives.joined(separator: " · "))] + accepted + persist
    return try rows.isEmpty ? [] : [.list(head)] + findingsByUnit() + (shown.isEmpty ? [] : cut(grid))
  }

  private func mobility() throws -> [PageBlock] {
    var blocks: [PageBlock] = []
    for (by, flows) in [("district", run.districtMobility(of: unit)), ("sector", run.sectorMobility(of: unit))] {
      guard let flows else { continue }
      blocks.append(
        .flows(
          FlowChart(
            title: context.text("compare.mobility.\(by)"), fromTitle: voice.quarter(run.before.period),
            toTitle: voice.quarter(run.after.period), groups: flows.names,
            counts: flows.matrix.counts.map { $0.map { Int($0) } })))
    }
    // The list of flows is the matrix again; below the pictures stand only those the pack names.
    return try blocks + tableBlocks([.flows])
  }
}

extension ResultTable {
  /// Columns of IDs are for machines; a page shows the names beside them.
  private static let machineColumns: Set<String> = [
    "unit", "indicator", "cause", "part", "flow", "state", "code", "before-unit", "after-unit", "from", "to",
    "field",
  ]

  func grid(_ context: CommandContext, caption: String) throws -> Grid {
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
    return Grid(
      caption: caption,
      columns: shown.map { index in
        .init(
          title: context.text("compare.column.\(columns[index])"), isNumber: rows.contains { $0[index].isNumber })
      }, rows: rows.map { row in Grid.Row(cells: shown.map { GridCell(text: row[$0].shown(context)) }) },
      isSortable: true)
  }
}
