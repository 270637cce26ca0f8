// SPDX-License-Identifier: Apache-2.0

import Assessment
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

/// 单位页: what is not met comes first, then what got worse, what was not handed in, and the units below.
struct UnitPage {
  private static let shownFindings = 8
  private static let shownPapers = 400

  let site: ReportSite
  let node: Int

  private var voice: ReportVoice { site.voice }
  private var standing: UnitStanding? { site.standings[node] }

  func page() throws -> Page {
    let lines = UnitLines(site: site, node: node)
    let path = site.plan.page(of: node)
    var summary: [PageBlock] = []
    let notices = site.notices.all(unit: node, choosesRoot: false, site.calculator)
    if !notices.isEmpty { summary.append(.notices(notices.prefix(4).map { Phrase($0) })) }
    if let verdicts = lines.verdicts(on: "") { summary.append(.verdicts(verdicts)) }
    summary.append(.figures(lines.figures))
    if let papers = PaperLinks(site: site, node: node).line { summary.append(.paragraphs([papers])) }
    var sections = [PageSection(id: "summary", title: "", blocks: summary)]
    sections += TaskSections(site: site, node: node).sections
    sections.append(PageSection(id: "worse", title: voice.text("unit.worse"), blocks: worse))
    sections += ReturnedSections(site: site, node: node).sections
    sections += DueGrid(site: site, node: node).sections
    let rows = site.plan.rows(below: node)
    if !rows.isEmpty {
      let note =
        rows.count > UnitGrid.shownRows
        ? voice.text("grid.cut", ["shown": String(UnitGrid.shownRows), "count": String(rows.count)]) : ""
      sections.append(
        PageSection(
          id: "units", title: voice.text("unit.below"), note: note,
          blocks: [.grid(UnitGrid(site: site, rows: rows, node: node).grid)]))
    }
    sections += try submissions()
    var page = site.page(
      path, title: site.tree.nodes[node].name,
      under: site.tree.nodes[node].parent.flatMap { node == site.unit ? nil : $0 },
      sections: sections)
    page.subtitle += " · " + site.tree.nodes[node].code
    return page
  }

  // MARK: What got worse

  private var worse: [PageBlock] {
    let rows = site.pack.indicators.compactMap { indicator -> (points: Int, row: Grid.Row)? in
      let value = site.calculator.value(of: indicator, unit: node)
      guard case .comparable(let former, let points)? = site.changes.standing(of: value, against: .quarter),
        site.changes.tone(points, of: indicator.id) == .worse
      else { return nil }
      let year = site.changes.change(of: value, against: .year)
      let row = Grid.Row(cells: [
        GridCell(text: voice.title(indicator), link: site.plan.indicator(indicator.id)),
        GridCell(text: voice.percent(former.value), note: voice.fraction(former.value)),
        GridCell(
          text: voice.percent(value), link: site.rows(of: indicator, at: node),
          change: site.changes.change(of: value, against: .quarter), note: voice.fraction(value),
          order: value.hundredths),
        year.map { GridCell(text: "", change: $0) } ?? GridCell(text: ""),
        GridCell(text: site.causes?.main(of: indicator, unit: node) ?? ""),
      ])
      return (points, row)
    }.sorted { abs($0.points) > abs($1.points) }
    guard !rows.isEmpty else { return [] }
    return [
      .grid(
        Grid(
          caption: voice.text("unit.worse"),
          columns: [
            .init(title: voice.text("indicator")), .init(title: voice.text("column.former"), isNumber: true),
            .init(title: voice.text("column.now"), isNumber: true),
            .init(title: voice.text("column.year"), isNumber: true),
            .init(title: voice.text("column.cause")),
          ], rows: rows.map(\.row)
        ).withoutEmptyColumns)
    ]
  }

  // MARK: What came in

  private func submissions() throws -> [PageSection] {
    let sheets = try site.run.sheets(below: node)
    let refused = site.refusedFiles(below: node)
    var sections: [PageSection] = []
    let groups = try site.run.findingGroups(below: node, shown: UnitPage.shownFindings, plan: site.plan)
    if !groups.isEmpty {
      sections.append(PageSection(id: "findings", title: voice.text("unit.findings"), blocks: [.findings(groups)]))
    }
    var blocks: [PageBlock] = []
    if !refused.isEmpty {
      blocks.append(.notices(RefusedLines(context: voice.context).lines(refused).map { Phrase($0) }))
    }
    if !sheets.isEmpty {
      blocks.append(.grid(SourcePage.grid(Array(sheets.prefix(UnitPage.shownPapers)), voice, withHashes: false)))
    }
    if sheets.count > UnitPage.shownPapers {
      blocks.append(.paragraphs([Phrase([.link(voice.text("unit.all-files"), path: site.plan.sources)])]))
    }
    sections.append(PageSection(id: "files", title: voice.text("unit.files"), blocks: blocks))
    return sections
  }
}
