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

/// 底数统计表: the census tables of the report's unit.
struct TablePage {
  let site: ReportSite

  func page() -> Page {
    let own = Set(site.pack.censusTables.map(\.id))
    let tables = site.tables.tables.filter { own.contains($0.table.id) }
    return site.page(
      site.plan.tables, title: site.voice.text("nav.tables"),
      sections: tables.map { table in
        let block = CensusDocument.Block(
          unit: site.unit, group: nil, table: table, counts: table.counts(unit: site.unit))
        return TableView(site: site, block: block).section
      })
  }
}

/// One census table as a grid, its columns linked to the rows behind them.
struct TableView {
  let site: ReportSite
  let block: CensusDocument.Block

  var section: PageSection {
    let table = block.table.table
    let source = table.source.map { site.pack.cite($0, in: site.voice.language) } ?? ""
    let told = source.isEmpty ? [] : [Phrase([.soft(site.voice.text("table.source", ["source": source]))])]
    return PageSection(
      id: "table-" + table.id, title: TableFormatter(block: block, census: site.run.census).title,
      note: table.meaning[site.voice.language], blocks: [.grid(grid)] + (told.isEmpty ? [] : [.paragraphs(told)]))
  }

  var grid: Grid {
    let spelling = TableFormatter(block: block, census: site.run.census)
    let columns =
      [Grid.Column(title: block.table.table.rowTitle[site.voice.language])]
      + spelling.columns.map {
        .init(title: $0.title, isNumber: true, link: site.rows(of: $0.id, at: site.unit))
      } + (spelling.hasShare ? [.init(title: spelling.headings.last ?? "", isNumber: true)] : [])
    return Grid(
      caption: spelling.title, columns: columns,
      rows: spelling.rows.map { row in
        Grid.Row(
          cells: [GridCell(text: row.label)]
            + spelling.cells(row).dropFirst().map { GridCell(text: $0, isSoft: $0 == "0") },
          isTotal: row.code == CensusTable.total)
      })
  }
}

/// 三个衔接: the way of people from one body to the next, and the lists of those who got lost.
struct TransitionPage {
  private static let shownPersons = 60

  let site: ReportSite

  private var voice: ReportVoice { site.voice }

  func page() -> Page {
    let run = TransitionsRun(census: site.run.census, transitions: site.pack.transitions, tables: site.tables)
    return site.page(
      site.plan.transitions, title: voice.text("nav.transitions"),
      sections: site.pack.transitions.flatMap { sections(run.block(of: $0, unit: site.unit), $0) })
  }

  private func sections(_ block: TransitionsDocument.Block, _ transition: Transition) -> [PageSection] {
    let source = transition.source.map { site.pack.cite($0, in: voice.language) } ?? ""
    let note = transition.meaning[voice.language]
    var blocks: [PageBlock] = []
    if !source.isEmpty { blocks.append(.paragraphs([Phrase([.soft(voice.text("table.source", ["source": source]))])])) }
    let stages = block.figures(.stage)
    if let base = stages.first?.count, base > 0 { blocks.append(.bars(funnel(stages, block, transition))) }
    let beside = block.figures(.beside) + block.figures(.clock)
    if !beside.isEmpty { blocks.append(.grid(self.beside(beside, transition))) }
    let gaps = block.figures(.gap).filter { ($0.count ?? 0) > 0 }
    blocks += gaps.map(gap)
    let main = PageSection(
      id: "way-" + transition.id, title: transition.title[voice.language], note: note, blocks: blocks)
    return [main] + block.tables.map { TableView(site: site, block: $0).section }
  }

  private func title(_ measure: String) -> String { voice.measure(measure) }

  private func funnel(
    _ stages: [TransitionsDocument.Figure], _ block: TransitionsDocument.Block, _ transition: Transition
  ) -> BarChart {
    BarChart(
      title: voice.text("way.stages"),
      bars: stages.map { stage in
        let share = block.share(of: stage).map { "  \(voice.percent($0))" } ?? ""
        return BarChart.Bar(
          label: title(stage.measure), link: site.rows(of: stage.measure, at: site.unit), value: Int(stage.count ?? 0),
          text: voice.number(stage.count) + share)
      })
  }

  private func beside(_ figures: [TransitionsDocument.Figure], _ transition: Transition) -> Grid {
    Grid(
      caption: transition.title[voice.language] + voice.text("colon") + voice.text("way.beside"),
      columns: [
        .init(title: voice.text("way.beside")), .init(title: voice.context.text("report.count"), isNumber: true),
        .init(title: voice.context.text("report.meaning")),
      ],
      rows: figures.map { figure in
        let isNone = (figure.count ?? 0) == 0
        return Grid.Row(cells: [
          GridCell(text: title(figure.measure)),
          GridCell(
            text: voice.number(figure.count), link: isNone ? nil : site.rows(of: figure.measure, at: site.unit),
            isSoft: isNone),
          GridCell(text: site.pack.measure(figure.measure)?.meaning[voice.language] ?? "", isSoft: true),
        ])
      })
  }

  /// The first rows of a gap in order of organisation, with the columns the transition shows; persons are masked.
  private func gap(_ figure: TransitionsDocument.Figure) -> PageBlock {
    let facts = ["title": title(figure.measure), "count": voice.number(figure.count)]
    let head = voice.text("way.gap", facts)
    guard let list = site.gaps.list(of: figure.measure, nodes: site.tree.subtree(of: site.unit)) else {
      return .paragraphs([Phrase(head)])
    }
    let words = site.run.census.words(of: list.kind)
    let grid = Grid(
      caption: head,
      columns: list.columns.map { .init(title: words.title($0.name)) } + [
        .init(title: voice.text("unit")), .init(title: voice.text("rows.place")),
      ],
      rows: list.rows.prefix(TransitionPage.shownPersons).map { row in
        Grid.Row(
          cells: zip(list.columns, row.values).map { GridCell(text: words.spelled($1, $0)) } + [
            GridCell(text: site.label(row.node), link: site.plan.address(of: row.node)),
            GridCell(text: "\(row.file) ▸ \(row.sheet) ▸ \(row.row)", isSoft: true),
          ])
      }, hasHeadings: false)
    var note = Phrase(site.pack.measure(figure.measure)?.meaning[voice.language] ?? "")
    if list.rows.count > TransitionPage.shownPersons, let path = site.rows(of: figure.measure, at: site.unit) {
      note.pieces += [.text(" "), .link(voice.text("way.all", ["count": String(list.rows.count)]), path: path)]
    }
    return .fold(title: head, blocks: [.paragraphs([note]), .grid(grid)])
  }
}

/// 数据问题: how many each unit has, and every cause with its places.
struct FindingPage {
  private static let shownPlaces = 30

  let site: ReportSite

  func page() throws -> Page {
    let voice = site.voice
    let groups = try site.run.findingGroups(below: site.unit, shown: FindingPage.shownPlaces, plan: site.plan)
    let accepted = try site.run.acceptedGroups(below: site.unit)
    let units = site.tree.children(of: site.unit).map { ($0, site.findings.counts(of: $0)) }.filter { $0.1.all > 0 }
      .sorted { ($1.1.errors, $1.1.all, $0.0) < ($0.1.errors, $0.1.all, $1.0) }
    let grid = Grid(
      caption: voice.text("findings.by-unit"),
      columns: [
        .init(title: voice.text("unit")), .init(title: voice.context.text("severity.error"), isNumber: true),
        .init(title: voice.context.text("severity.warning"), isNumber: true),
      ],
      rows: units.map { node, counts in
        Grid.Row(cells: [
          GridCell(
            text: site.label(node), link: site.plan.hasPage(node) ? site.plan.page(of: node) + "#findings" : nil),
          GridCell(text: counts.errors == 0 ? "" : String(counts.errors)),
          GridCell(text: counts.all == counts.errors ? "" : String(counts.all - counts.errors)),
        ])
      }, isSortable: true)
    return site.page(
      site.plan.findings, title: voice.text("nav.findings"),
      sections: [
        PageSection(
          id: "units", title: voice.text("findings.by-unit"),
          blocks: units.isEmpty ? [] : [.grid(grid.withoutEmptyColumns)]),
        PageSection(
          id: "causes", title: voice.text("findings.by-cause"),
          note: try site.run.knownCount(below: site.unit) > 0
            ? voice.context.text("report.findings-known", ["count": String(try site.run.knownCount(below: site.unit))])
            : "",
          blocks: groups.isEmpty
            ? [.paragraphs([Phrase(voice.context.text("report.no-findings"))])] : [.findings(groups)]),
        PageSection(
          id: "accepted", title: voice.context.text("report.accepted"),
          note: voice.context.text("report.accepted-note"),
          blocks: accepted.isEmpty ? [] : [.findings(accepted)]),
      ])
  }
}

/// 数据来源: the files, their hashes, the pack.
struct SourcePage {
  private static let shownFiles = 1_500

  let site: ReportSite

  func page() throws -> Page {
    let voice = site.voice
    let sheets = try site.run.sheets(below: site.unit)
    let refused = site.refusedFiles(below: site.unit)
    let lines = RefusedLines(context: voice.context).lines(refused).map { Phrase($0) }
    let notices = site.notices.all(
      unit: site.unit, choosesRoot: site.unit == 0, site.calculator
    ).map { Phrase($0) }
    let shown = Array(sheets.prefix(SourcePage.shownFiles))
    let facts = ["shown": String(shown.count), "count": String(sheets.count)]
    return site.page(
      site.plan.sources, title: voice.text("nav.sources"),
      sections: [
        PageSection(
          id: "reporting", title: voice.text("sources.reporting"), blocks: notices.isEmpty ? [] : [.list(notices)]),
        PageSection(id: "refused", title: voice.text("sources.refused"), blocks: lines.isEmpty ? [] : [.list(lines)]),
        PageSection(
          id: "files", title: voice.text("sources.files"),
          note: shown.count < sheets.count ? voice.text("grid.cut", facts) : "",
          blocks: [.grid(SourcePage.grid(shown, voice, withHashes: true))]),
        PageSection(id: "program", title: voice.text("sources.program"), blocks: [.facts(try self.facts())]),
      ])
  }

  static func grid(_ sheets: [SheetReport], _ voice: ReportVoice, withHashes: Bool) -> Grid {
    Grid(
      caption: voice.text("sources.files"),
      columns: [
        .init(title: voice.context.text("report.file")), .init(title: voice.context.text("report.kind")),
        .init(title: voice.context.text("report.records"), isNumber: true),
        .init(title: voice.context.text("report.set-aside"), isNumber: true),
      ] + (withHashes ? [.init(title: "SHA-256")] : []),
      rows: sheets.map { sheet in
        Grid.Row(
          cells: [
            GridCell(text: sheet.file, note: sheet.name),
            GridCell(text: sheet.kind.map { voice.context.text("kind.\($0.rawValue)") } ?? "–"),
            GridCell(text: String(sheet.records)), GridCell(text: String(sheet.setAside), isSoft: sheet.setAside == 0),
          ] + (withHashes ? [GridCell(text: String(sheet.sha256), isSoft: true)] : []))
      })
  }

  private var recounted: String? {
    site.recounted.map { record in
      let facts = ["figures": record.figures, "units": record.units, "entry": record.entry].mapValues { String($0) }
      return site.voice.context.text("report.recounted", facts)
    }
  }

  private func facts() throws -> [Fact] {
    let (voice, pack, database) = (site.voice, site.pack, site.run.census.database)
    func fact(_ key: String, _ text: String, isCode: Bool = false) -> Fact {
      Fact(label: voice.context.text("report.fact.\(key)"), text: Phrase(text), isCode: isCode)
    }
    return [
      fact("pack", "\(pack.id) \(pack.version) · \(pack.title[voice.language])"),
      fact("pack-hash", pack.hash, isCode: true), fact("snapshot", try database.snapshotHash, isCode: true),
      fact("program", site.run.programVersion),
    ] + (recounted.map { [fact("recount", $0)] } ?? [])
      + pack.overlays.map { overlay in
        Fact(
          label: voice.context.text("report.fact.overlay", ["file": overlay.file]), text: Phrase(overlay.sha256),
          isCode: true)
      } + (database.despite.map { [fact("despite", $0)] } ?? [])
  }
}
