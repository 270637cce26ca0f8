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
    if let verdicts = lines.verdicts(on: path) { summary.append(.verdicts(verdicts)) }
    summary.append(.figures(lines.figures))
    var sections = [PageSection(id: "summary", title: "", blocks: summary)]
    sections += TaskSections(site: site, node: node).sections
    sections.append(PageSection(id: "worse", title: voice.text("unit.worse"), blocks: worse))
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

/// The tasks of a unit in the order in which they matter.
struct TaskSections {
  let site: ReportSite
  let node: Int

  private var voice: ReportVoice { site.voice }
  private var words: CheckWords { CheckWords(pack: site.pack, language: voice.language) }

  var sections: [PageSection] {
    guard let standing = site.standings[node], standing.coverage.owed > 0 else { return [] }
    func section(_ group: UnitStanding.Group, isFolded: Bool, _ block: ([Int]) -> PageBlock?) -> PageSection? {
      let indices = standing.indices(of: group)
      guard !indices.isEmpty, let block = block(indices) else { return nil }
      let title = voice.text("section.\(group)", ["count": String(indices.count)])
      return PageSection(
        id: "\(group)", title: isFolded ? "" : title,
        blocks: isFolded ? [.fold(title: title, blocks: [block])] : [block])
    }
    return [
      section(.unmet, isFolded: false) { .grid(checks($0, standing)) },
      section(.papers, isFolded: false) { .grid(papers($0, standing)) },
      section(.data, isFolded: false) { .grid(checks($0, standing)) },
      section(.met, isFolded: true) { .grid(checks($0, standing)) },
      section(.open, isFolded: true) { .grid(checks($0, standing)) },
    ].compactMap(\.self)
  }

  // MARK: Tasks with figures

  private func checks(_ indices: [Int], _ standing: UnitStanding) -> Grid {
    // Figures before papers.
    let ordered =
      indices.filter { standing.results[$0].method == .computed }
      + indices.filter { standing.results[$0].method != .computed }
    let rows = ordered.flatMap { index -> [Grid.Row] in
      let (task, result) = (site.pack.tasks[index], standing.results[index])
      let judged = result.checks.filter { $0.verdict != .notApplicable }
      guard result.method == .computed, !judged.isEmpty else { return [attested(task, result)] }
      return judged.enumerated().map { place, check in row(task, result, check, isFirst: place == 0) }
    }
    return Grid(
      caption: voice.text("task.grid"),
      columns: [
        .init(title: voice.text("task")), .init(title: voice.text("column.now"), isNumber: true),
        .init(title: voice.text("column.target"), isNumber: true), .init(title: voice.text("column.gap")),
        .init(title: voice.text("column.change"), isNumber: true),
        .init(title: voice.text("column.year"), isNumber: true),
        .init(title: voice.text("column.rank"), isNumber: true), .init(title: voice.text("column.advice")),
        .init(title: voice.text("column.source")),
      ], rows: rows
    ).withoutEmptyColumns
  }

  private func row(_ task: ReformTask, _ result: TaskResult, _ check: CheckResult, isFirst: Bool) -> Grid.Row {
    let indicator = site.pack.indicator(check.indicator)
    let quarter = site.changes.change(of: check.value, against: .quarter)
    let year = site.changes.change(of: check.value, against: .year)
    let rank = indicator.flatMap { site.ranks.rank(of: node, $0) }
    let state = check.value.state == .value ? "" : voice.state(check.value)
    return Grid.Row(
      id: isFirst ? Anchor.task(task.id) : "",
      cells: [
        GridCell(
          text: isFirst ? task.title[voice.language] : voice.text("again"),
          link: site.plan.tasks + "#" + Anchor.task(task.id), note: indicator.map { voice.title($0) } ?? "",
          isSoft: !isFirst),
        GridCell(
          text: voice.percent(check.value), link: indicator.map { site.rows(of: $0, at: node) },
          mark: voice.mark(of: check),
          note: [voice.fraction(check.value), state].filter { !$0.isEmpty }.joined(separator: " "),
          order: check.value.hundredths),
        GridCell(text: voice.bound(check.threshold, check.bound)),
        GridCell(text: words.note(on: check), note: note(on: result)),
        quarter.map { GridCell(text: "", change: $0) } ?? GridCell(text: ""),
        year.map { GridCell(text: "", change: $0) } ?? GridCell(text: ""),
        GridCell(text: rank.map { voice.text("rank", ["rank": String($0.rank), "of": String($0.of)]) } ?? ""),
        GridCell(text: check.verdict == .met ? "" : voice.advice(on: task, indicator)),
        GridCell(text: check.threshold.map { site.pack.cite($0, in: voice.language) } ?? "", isSoft: true),
      ])
  }

  private func note(on result: TaskResult) -> String {
    let reason = words.reason(of: result) ?? ""
    guard let waiver = result.waiver else { return reason }
    let facts = ["reason": waiver.reason, "approver": waiver.approver, "until": waiver.until.description]
    return voice.list([reason, voice.context.text("waiver.note", facts)])
  }

  // MARK: Tasks with papers

  private func attested(_ task: ReformTask, _ result: TaskResult) -> Grid.Row {
    let paper = result.attestation?.attestation
    let state = paper?.state.flatMap { site.pack.codeList("progress-state")?.entry($0)?.label[voice.language] } ?? "–"
    let who = [paper?.person ?? "", paper?.reportedOn?.description ?? ""].filter { !$0.isEmpty }.joined(separator: " ")
    return Grid.Row(
      id: Anchor.task(task.id),
      cells: [
        GridCell(text: task.title[voice.language], link: site.plan.tasks + "#" + Anchor.task(task.id)),
        GridCell(text: state, mark: voice.mark(result.verdict), note: who), GridCell(text: ""),
        GridCell(
          text: paper?.evidence.map { voice.text("paper.evidence", ["text": $0]) } ?? "", note: note(on: result)),
        GridCell(text: ""), GridCell(text: ""), GridCell(text: ""),
        GridCell(text: result.verdict == .met ? "" : voice.advice(on: task, nil)),
        GridCell(text: paper.map { "\($0.file) ▸ \($0.sheet) ▸ \($0.row)" } ?? "", isSoft: true),
      ])
  }

  /// 未报材料: what is to be handed in, as a list to print.
  private func papers(_ indices: [Int], _ standing: UnitStanding) -> Grid {
    Grid(
      caption: voice.text("paper.grid"),
      columns: [
        .init(title: voice.text("task")), .init(title: voice.text("paper.requirement")),
        .init(title: voice.text("paper.why")), .init(title: voice.text("paper.responsible")),
      ],
      rows: indices.map { index in
        let (task, result) = (site.pack.tasks[index], standing.results[index])
        let paper = result.attestation?.attestation
        return Grid.Row(
          id: Anchor.task(task.id),
          cells: [
            GridCell(
              text: task.title[voice.language], link: site.plan.tasks + "#" + Anchor.task(task.id), note: task.id),
            GridCell(text: task.requirement[voice.language], isSoft: true),
            GridCell(text: note(on: result), note: paper.map { "\($0.file) ▸ \($0.sheet) ▸ \($0.row)" } ?? ""),
            GridCell(text: task.responsible[voice.language], isSoft: true),
          ])
      })
  }
}

/// 下季度: what falls due, kind by kind.
struct DueGrid {
  private static let shown = 200

  let site: ReportSite
  let node: Int

  static func title(of kind: String, _ voice: ReportVoice) -> String {
    voice.pack.messages.texts["page.due.\(kind)"] == nil ? voice.measure(kind) : voice.text("due.\(kind)")
  }

  static func anchor(of kind: String) -> String { "due-" + kind }

  var sections: [PageSection] {
    let voice = site.voice
    return site.due.kinds.enumerated().compactMap { index, kind -> PageSection? in
      let items = site.due.items(of: kind, below: node, in: site.tree)
      guard !items.isEmpty else { return nil }
      let grid = Grid(
        caption: DueGrid.title(of: kind, voice),
        columns: [
          .init(title: voice.text("due.subject")), .init(title: voice.text("unit")),
          .init(title: voice.text("due.day")),
          .init(title: voice.text("rows.place")),
        ],
        rows: items.prefix(DueGrid.shown).map { item in
          Grid.Row(cells: [
            GridCell(text: item.subject), GridCell(text: site.label(item.node), link: site.plan.address(of: item.node)),
            GridCell(text: item.day), GridCell(text: item.place, isSoft: true),
          ])
        }
      ).withoutEmptyColumns
      let facts = ["kind": DueGrid.title(of: kind, voice), "count": String(items.count)]
      let note = voice.pack.measure(kind)?.meaning[voice.language] ?? voice.text("due.\(kind)-note")
      return PageSection(
        id: DueGrid.anchor(of: kind), title: "",
        blocks: [.fold(title: voice.text("due.title", facts), blocks: [.paragraphs([Phrase(note)]), .grid(grid)])])
    }
  }
}
