// SPDX-License-Identifier: Apache-2.0

import Assessment
import CensusModel
import Findings
import Intake
import Pipeline
import Policy
import ReportModel
import ReportWriting
import Results

/// 任务页: the whole list, action by action, with the units that do not meet each task; what changed; waivers; checks on
/// trial.
struct TaskPage {
  private static let namedUnits = 6

  let site: ReportSite

  private var voice: ReportVoice { site.voice }

  func page() throws -> Page {
    site.page(
      site.plan.tasks, title: voice.text("nav.tasks"),
      sections: [PageSection(id: "changed", title: voice.text("tasks.changed"), blocks: changed)]
        + site.pack.assessment.actions.map(section) + [waivers, try trials])
  }

  /// Units below that owe tasks, and the report's own first.
  private var units: [Int] { site.tree.children(of: site.unit).filter { site.standings[$0] != nil } }

  private func section(_ action: ReformAction) -> PageSection {
    let indices = site.pack.tasks.indices.filter { site.pack.tasks[$0].action == action.number }
    let title = voice.text("tasks.action", ["number": String(action.number), "title": action.title[voice.language]])
    guard !indices.isEmpty else {
      return PageSection(
        id: "a-\(action.number)", title: title, blocks: [.paragraphs([Phrase(voice.context.text("report.no-tasks"))])])
    }
    let grid = Grid(
      caption: title,
      columns: [
        .init(title: voice.text("task")), .init(title: site.label(site.unit)),
        .init(title: voice.text("tasks.met"), isNumber: true),
        .init(title: voice.text("tasks.failing")), .init(title: voice.text("paper.responsible")),
        .init(title: voice.text("column.source")),
      ], rows: indices.map { row($0, withSource: sharedSource(indices) == nil) })
    let source = sharedSource(indices)
    return PageSection(
      id: "a-\(action.number)", title: title,
      note: source.map { voice.text("table.source", ["source": $0]) } ?? "", blocks: [.grid(grid.withoutEmptyColumns)])
  }

  /// The source of all tasks of an action; nil where they have several.
  private func sharedSource(_ indices: [Int]) -> String? {
    let sources = Set(indices.map { site.pack.cite(site.pack.tasks[$0].source, in: voice.language) })
    return sources.count == 1 ? sources.first : nil
  }

  private func row(_ index: Int, withSource: Bool) -> Grid.Row {
    let task = site.pack.tasks[index]
    let own = site.standings[site.unit]?.results[index]
    let owing = units.filter { site.standings[$0]?.results[index].verdict != .notApplicable }
    let met = owing.count { site.standings[$0]?.results[index].verdict == .met }
    return Grid.Row(
      id: Anchor.task(task.id),
      cells: [
        GridCell(text: task.title[voice.language], note: task.requirement[voice.language]),
        own.map { result in
          GridCell(
            text: voice.label(of: voice.mark(result.verdict)),
            link: result.verdict == .notApplicable
              ? nil : site.plan.page(of: site.unit) + "#" + Anchor.task(task.id), mark: voice.mark(result.verdict),
            note: CheckWords(pack: site.pack, language: voice.language).reason(of: result) ?? "")
        } ?? GridCell(text: ""),
        GridCell(text: owing.isEmpty ? "" : "\(met)/\(owing.count)", order: met), failing(index, owing),
        GridCell(text: task.responsible[voice.language], isSoft: true),
        GridCell(text: withSource ? site.pack.cite(task.source, in: voice.language) : "", isSoft: true),
      ])
  }

  /// The units that do not meet a task, by name.
  private func failing(_ index: Int, _ owing: [Int]) -> GridCell {
    let nodes = owing.filter { [.notMet, .partlyMet].contains(site.standings[$0]?.results[index].verdict) }
    let anchor = "#" + Anchor.task(site.pack.tasks[index].id)
    let rest = nodes.count - min(nodes.count, TaskPage.namedUnits)
    return GridCell(
      text: nodes.isEmpty ? "" : voice.text("tasks.failing-count", ["count": String(nodes.count)]),
      note: rest > 0 ? voice.text("steps.more", ["count": String(rest), "total": String(nodes.count)]) : "",
      order: nodes.count,
      links: nodes.prefix(TaskPage.namedUnits).map {
        PageLink(title: site.label($0), path: site.plan.address(of: $0) + (site.plan.hasPage($0) ? anchor : ""))
      })
  }

  // MARK: What changed

  private var changed: [PageBlock] {
    guard let standing = site.standings[site.unit], standing.former != nil else { return [] }
    let moved: [(String, [Int], Change.Tone)] = [
      ("newly-unmet", standing.newlyUnmet, .worse), ("newly-met", standing.newlyMet, .better),
    ]
    let lines = moved.flatMap { key, indices, tone in
      indices.map { index -> Phrase in
        let task = site.pack.tasks[index]
        let change = Change(text: voice.text("verdicts." + key), isUp: tone == .better, tone: tone, explanation: "")
        return Phrase([
          .change(change), .text(" "), .link(task.title[voice.language], path: "#" + Anchor.task(task.id)),
        ])
      }
    }
    return lines.isEmpty ? [] : [.list(lines)]
  }

  // MARK: Waivers and trials

  private var waivers: PageSection {
    let judged = site.assessor.waivers.waivers(within: site.unit)
    let keys = ["task", "unit", "standing", "from", "until", "approver", "reason"]
    let grid = Grid(
      caption: voice.context.text("report.waivers"),
      columns: keys.map { .init(title: voice.context.text("report.\($0)")) },
      rows: judged.map { judged in
        let waiver = judged.waiver
        let unit = judged.node.map(site.label) ?? waiver.unit
        let isPast = judged.standing != .inForce
        return Grid.Row(
          cells: [
            site.pack.task(waiver.task)?.title[voice.language] ?? waiver.task,
            unit + (waiver.isForSubtree ? voice.context.text("waiver.and-below") : ""),
            voice.context.text("waiver.standing.\(judged.standing.rawValue)"), waiver.from.description,
            waiver.until.description, waiver.approver, waiver.reason,
          ].map { GridCell(text: $0, isSoft: isPast) })
      })
    return PageSection(
      id: "waivers", title: voice.context.text("report.waivers"), note: voice.context.text("report.waivers-note"),
      blocks: judged.isEmpty ? [] : [.grid(grid)])
  }

  private var trials: PageSection {
    get throws {
      let groups = try site.run.trialGroups(below: site.unit)
      return PageSection(
        id: "trials", title: voice.context.text("report.trials"), note: voice.context.text("report.trials-note"),
        blocks: groups.isEmpty ? [] : [.findings(groups)])
    }
  }
}
