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

/// The tasks of a unit in the order in which they matter.
struct TaskSections {
  let site: ReportSite
  let node: Int

  private var voice: ReportVoice { site.voice }
  private var words: CheckWords { CheckWords(pack: site.pack, language: voice.language) }

  var sections: [PageSection] {
    guard let standing = site.standings[node], standing.coverage.owed > 0 else { return [] }
    func section(_ group: UnitStanding.Group, isFolded: Bool, _ blocks: ([Int]) -> [PageBlock]) -> PageSection? {
      let indices = standing.indices(of: group)
      guard !indices.isEmpty else { return nil }
      let title = voice.text("section.\(group)", ["count": String(indices.count)])
      return PageSection(
        id: "\(group)", title: isFolded ? "" : title,
        blocks: isFolded ? [.fold(title: title, blocks: blocks(indices))] : blocks(indices))
    }
    return [
      section(.unmet, isFolded: false) { judged($0, standing) },
      section(.papers, isFolded: false) { [.grid(papers($0, standing))] },
      section(.unaccepted, isFolded: false) { [.grid(papers($0, standing))] },
      section(.data, isFolded: false) { judged($0, standing) },
      section(.met, isFolded: true) { judged($0, standing, isBrief: true) },
      section(.open, isFolded: true) { judged($0, standing, isBrief: true) },
    ].compactMap(\.self)
  }

  /// Tasks with figures, then those judged by papers.
  ///
  /// - Parameter isBrief: without what to do and the source, which stand on the page of the tasks.
  private func judged(_ indices: [Int], _ standing: UnitStanding, isBrief: Bool = false) -> [PageBlock] {
    if isBrief, isSmall { return [.list(indices.map { line($0, standing) })] }
    let attested = indices.filter { standing.results[$0].method != .computed }
    let computed = indices.filter { standing.results[$0].method == .computed }
    var blocks: [PageBlock] = computed.isEmpty ? [] : [.grid(checks(computed, standing, isBrief: isBrief))]
    guard !attested.isEmpty else { return blocks }
    let advice = isBrief ? "" : voice.text("advice.papers")
    blocks.append(
      .paragraphs([
        Phrase([.strong(voice.text("section.unmet-papers")), .text(advice.isEmpty ? "" : voice.text("colon") + advice)])
      ]))
    blocks.append(.grid(self.attested(attested, standing)))
    return blocks
  }

  /// A table of its own name for each group, so that who cannot see them can tell them apart.
  private func caption(_ indices: [Int], _ standing: UnitStanding) -> String {
    guard let first = indices.first else { return voice.text("task.grid") }
    return voice.text("section.\(standing.group(of: first))", ["count": String(indices.count)])
  }

  /// Below the first level a page is short: there are hundreds of them.
  private var isSmall: Bool { site.tree.nodes[node].depth > site.tree.nodes[site.unit].depth + 1 }

  /// A task in a line: what it comes to, each figure with its rows.
  private func line(_ index: Int, _ standing: UnitStanding) -> Phrase {
    let (task, result) = (site.pack.tasks[index], standing.results[index])
    var pieces: [Phrase.Piece] = [.text(task.title[voice.language])]
    for check in result.checks where check.value.hundredths != nil {
      guard let indicator = site.pack.indicator(check.indicator) else { continue }
      pieces += [
        .text(voice.text("separator") + voice.title(indicator) + " "),
        .link(voice.percent(check.value), path: site.rows(of: indicator, at: node)),
        .text(" \(voice.fraction(check.value)) \(voice.bound(check.threshold, check.bound))"),
      ]
    }
    return Phrase(pieces)
  }

  // MARK: Tasks with figures

  private func checks(_ indices: [Int], _ standing: UnitStanding, isBrief: Bool) -> Grid {
    let rows = indices.flatMap { index -> [Grid.Row] in
      let (task, result) = (site.pack.tasks[index], standing.results[index])
      let judged = result.checks.filter { $0.verdict != .notApplicable }
      guard !judged.isEmpty else { return [bare(task, result)] }
      return judged.enumerated().map { place, check in row(task, result, check, isFirst: place == 0) }
    }
    var grid = Grid(
      caption: caption(indices, standing),
      columns: [
        .init(title: voice.text("task")), .init(title: voice.text("column.now"), isNumber: true),
        .init(title: voice.text("column.target"), isNumber: true), .init(title: voice.text("column.gap")),
        .init(title: voice.text("column.change"), isNumber: true),
        .init(title: voice.text("column.year"), isNumber: true),
        .init(title: voice.text("column.rank"), isNumber: true), .init(title: voice.text("column.advice")),
        .init(title: voice.text("column.source")),
      ], rows: rows)
    if isBrief {
      grid.columns.removeLast(2)
      for index in grid.rows.indices { grid.rows[index].cells.removeLast(2) }
    }
    return grid.withoutEmptyColumns
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
          note: [check.value.hundredths == nil ? "" : voice.fraction(check.value), state].filter { !$0.isEmpty }.joined(
            separator: " "),
          order: check.value.hundredths),
        GridCell(text: voice.bound(check.threshold, check.bound)),
        GridCell(text: voice.gap(check), note: isFirst ? note(on: result, besides: voice.gap(check)) : ""),
        quarter.map { GridCell(text: "", change: $0) } ?? GridCell(text: ""),
        year.map { GridCell(text: "", change: $0) } ?? GridCell(text: ""),
        GridCell(text: rank.map { voice.text("rank", ["rank": String($0.rank), "of": String($0.of)]) } ?? ""),
        GridCell(text: check.verdict == .met ? "" : voice.advice(on: task, indicator)),
        GridCell(
          text: check.verdict == .met ? "" : check.threshold.map { site.pack.cite($0, in: voice.language) } ?? "",
          isSoft: true),
      ])
  }

  /// A task with no figure to show.
  private func bare(_ task: ReformTask, _ result: TaskResult) -> Grid.Row {
    let name = GridCell(text: task.title[voice.language], link: site.plan.tasks + "#" + Anchor.task(task.id))
    let state = GridCell(text: "–", mark: voice.mark(result.verdict))
    let empty = Array(repeating: GridCell(text: ""), count: 5)
    return Grid.Row(
      id: Anchor.task(task.id), cells: [name, state, empty[0], GridCell(text: note(on: result))] + empty)
  }

  /// - Parameter said: what stands beside it already.
  private func note(on result: TaskResult, besides said: String = "") -> String {
    let told = words.reason(of: result) ?? ""
    let reason = told == said ? "" : told
    guard let waiver = result.waiver else { return reason }
    let facts = ["reason": waiver.reason, "approver": waiver.approver, "until": waiver.until.description]
    return voice.list([reason, voice.context.text("waiver.note", facts)])
  }

  // MARK: Tasks with papers

  /// What units reported on tasks that papers judge.
  private func attested(_ indices: [Int], _ standing: UnitStanding) -> Grid {
    Grid(
      caption: caption(indices, standing) + voice.text("colon") + voice.text("section.unmet-papers"),
      columns: [
        .init(title: voice.text("task")), .init(title: voice.text("paper.state")),
        .init(title: voice.text("paper.proof")), .init(title: voice.text("paper.who")),
        .init(title: voice.text("rows.place")),
      ], rows: indices.map { attested(site.pack.tasks[$0], standing.results[$0]) }
    ).withoutEmptyColumns
  }

  private func attested(_ task: ReformTask, _ result: TaskResult) -> Grid.Row {
    let paper = result.attestation?.attestation
    let state = paper?.state.flatMap { site.pack.codeList("progress-state")?.entry($0)?.label[voice.language] } ?? "–"
    let who = [paper?.person ?? "", paper?.reportedOn?.description ?? ""].filter { !$0.isEmpty }.joined(separator: " ")
    return Grid.Row(
      id: Anchor.task(task.id),
      cells: [
        GridCell(text: task.title[voice.language], link: site.plan.tasks + "#" + Anchor.task(task.id)),
        GridCell(text: state, mark: voice.mark(result.verdict), note: note(on: result)),
        GridCell(text: paper?.evidence ?? ""), GridCell(text: who),
        GridCell(text: paper.map { "\($0.file) ▸ \($0.sheet) ▸ \($0.row)" } ?? "", isSoft: true),
      ])
  }

  /// 未报材料: what is to be handed in, as a list to print.
  private func papers(_ indices: [Int], _ standing: UnitStanding) -> Grid {
    Grid(
      caption: voice.text("paper.grid"),
      columns: [
        .init(title: voice.text("paper.task")), .init(title: voice.text("paper.requirement")),
        .init(title: voice.text("paper.responsible")),
      ],
      rows: indices.map { index in
        let (task, result) = (site.pack.tasks[index], standing.results[index])
        let paper = result.attestation?.attestation
        let reason = note(on: result, besides: voice.context.text("reason.attestation-missing"))
        let why = voice.list([reason, paper.map { "\($0.file) ▸ \($0.sheet) ▸ \($0.row)" } ?? ""])
        return Grid.Row(
          id: Anchor.task(task.id),
          cells: [
            GridCell(
              text: task.title[voice.language], link: site.plan.tasks + "#" + Anchor.task(task.id), note: task.id),
            GridCell(text: task.requirement[voice.language], note: why, isSoft: true),
            GridCell(text: task.responsible[voice.language], isSoft: true),
          ])
      }
    ).withoutEmptyColumns
  }
}
