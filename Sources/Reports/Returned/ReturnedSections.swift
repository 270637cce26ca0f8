// SPDX-License-Identifier: Apache-2.0

import Basics
import CensusModel
import Findings
import Pipeline
import Policy
import ReportModel
import ReportWriting
import Results

/// What came back of the papers of a report: corrective actions and spot checks of a unit and those below it.
struct ReturnedSections {
  static let actions = "actions"
  static let spotChecks = "spot-checks"
  private static let shown = 400

  let site: ReportSite
  let node: Int

  private var voice: ReportVoice { site.voice }

  var sections: [PageSection] { [actionSection, spotSection].compactMap(\.self) }

  /// Lines for the first page: what is overdue, and what was looked at.
  var lines: [Phrase] {
    let page = site.plan.page(of: node)
    let overdue = site.run.actions.count(.overdue, below: node, in: site.tree)
    var lines: [Phrase] = []
    if overdue > 0 {
      let text = voice.text("actions.overdue", ["count": String(overdue)])
      lines.append(Phrase([.link(text, path: page + "#" + ReturnedSections.actions)]))
    }
    let checks = site.run.spotChecks.below(node, in: site.tree)
    if !checks.isEmpty { lines.append(Phrase([.link(told(checks), path: page + "#" + ReturnedSections.spotChecks)])) }
    return lines
  }

  // MARK: Corrective actions

  private var actionSection: PageSection? {
    let actions = site.run.actions.below(node, in: site.tree)
    guard !actions.isEmpty else { return nil }
    let counts = CorrectiveAction.Standing.allCases.compactMap { standing -> String? in
      let count = actions.count { $0.standing(on: site.run.actions.day) == standing }
      return count == 0 ? nil : voice.text("actions.\(standing.rawValue)-count", ["count": String(count)])
    }
    let keys = ["task", "unit", "measure", "person", "planned", "done", "state", "place"]
    let grid = Grid(
      caption: voice.text("actions.title"), columns: keys.map { .init(title: voice.text("actions.\($0)")) },
      rows: actions.prefix(ReturnedSections.shown).map(row))
    return PageSection(
      id: ReturnedSections.actions, title: voice.text("actions.title"), note: voice.list(counts),
      blocks: [.grid(grid.withoutEmptyColumns)])
  }

  private func row(_ action: CorrectiveAction) -> Grid.Row {
    let task = site.pack.task(named: action.task)
    let standing = action.standing(on: site.run.actions.day)
    let marks: [CorrectiveAction.Standing: Mark] = [.overdue: .notMet, .done: .met]
    return Grid.Row(cells: [
      GridCell(
        text: task?.title[voice.language] ?? action.task,
        link: task.map { site.plan.tasks + "#" + Anchor.task($0.id) },
        note: action.indicator.flatMap(site.pack.indicator).map { voice.title($0) } ?? ""),
      GridCell(text: site.label(action.node), link: site.plan.address(of: action.node)),
      GridCell(text: action.measure), GridCell(text: action.person),
      GridCell(text: action.planned?.description ?? ""), GridCell(text: action.done?.description ?? ""),
      GridCell(
        text: voice.text("actions.\(standing.rawValue)-one"), mark: marks[standing],
        note: action.isClosed ? voice.text("actions.closed") : ""),
      GridCell(text: action.place, isSoft: true),
    ])
  }

  // MARK: Spot checks

  /// "抽查 40，不符 2（5.00%）"
  private func told(_ checks: [SpotCheck]) -> String {
    let looked = checks.filter { $0.agrees != nil }
    let differing = looked.count { $0.agrees == false }
    let rate = Percent.hundredths(Int64(differing), of: Int64(looked.count)).map { voice.percent($0) } ?? "–"
    let facts = ["count": String(looked.count), "differs": String(differing), "rate": rate]
    let open = checks.count - looked.count
    return voice.list([
      voice.text("spot.line", facts), open > 0 ? voice.text("spot.open", ["count": String(open)]) : "",
    ])
  }

  /// The rows that do not agree; of the others their number says enough.
  private var spotSection: PageSection? {
    let checks = site.run.spotChecks.below(node, in: site.tree)
    guard !checks.isEmpty else { return nil }
    let keys = ["unit", "place", "note", "person", "day"]
    let differing = checks.filter { $0.agrees == false }
    let grid = Grid(
      caption: voice.text("spot.differing"), columns: keys.map { .init(title: voice.text("spot.\($0)")) },
      rows: differing.prefix(ReturnedSections.shown).map { check in
        Grid.Row(cells: [
          GridCell(text: site.label(check.node), link: site.plan.address(of: check.node)),
          GridCell(text: check.place), GridCell(text: check.note), GridCell(text: check.person),
          GridCell(text: check.day?.description ?? ""),
        ])
      })
    return PageSection(
      id: ReturnedSections.spotChecks, title: voice.text("spot.title"), note: told(checks),
      blocks: [differing.isEmpty ? .paragraphs([Phrase(voice.text("spot.none"))]) : .grid(grid.withoutEmptyColumns)])
  }
}
