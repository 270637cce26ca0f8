// SPDX-License-Identifier: Apache-2.0

import CensusModel
import Findings
import Foundation
import Intake
import Pipeline
import Policy
import ReportModel
import ReportWriting
import Results

extension BatchRun {
  /// `index.html`, which leads to every report, and `summary.json`.
  func writeIndex(_ summary: BatchSummary) throws {
    let page = Page(
      language: context.language.rawValue, path: "index.html", title: context.text("batch.title"),
      subtitle: context.text(
        "batch.subtitle", ["pack": context.pack.title[context.language], "version": programVersion]),
      words: Dictionary(uniqueKeysWithValues: PageWords.keys.map { ($0, context.text("page." + $0)) }),
      sections: notice(of: summary.strays) + summary.periods.reversed().map(section))
    _ = try ReportFolder(path: plan.out, progress: .silent).write([
      ReportFile(name: "index.html", bytes: PageWriter().write(page)),
      ReportFile(name: "summary.json", text: settled(summary).json()),
    ])
  }

  private func notice(of strays: [RenderedFinding]) -> [PageSection] {
    guard !strays.isEmpty else { return [] }
    return [PageSection(id: "strays", title: "", blocks: [.notices(strays.map { Phrase($0.message) })])]
  }

  /// What the files say does not depend on whether the batch was stopped in between: all that is there was written.
  private func settled(_ summary: BatchSummary) -> BatchSummary {
    var summary = summary
    for part in summary.periods.indices {
      for index in summary.periods[part].intakes.indices where summary.periods[part].intakes[index].state == .unchanged
      {
        summary.periods[part].intakes[index].state = .imported
      }
      for index in summary.periods[part].reports.indices where summary.periods[part].reports[index].state == .unchanged
      {
        summary.periods[part].reports[index].state = .written
      }
    }
    return summary
  }

  private func section(_ part: BatchSummary.PeriodPart) -> PageSection {
    let name = context.pack.messages.name(of: part.period, in: context.language)
    var subtitle = context.text("batch.day", context.pack.messages.censusDay(of: part.period))
    if let baseline = part.baseline {
      subtitle += context.text(
        "batch.baseline", ["baseline": context.pack.messages.name(of: baseline, in: context.language)])
    }
    var rows = part.reports.map { row($0, intake: intake(of: $0, in: part), baseline: part.baseline) }
    let known = Set(part.reports.compactMap { intake(of: $0, in: part)?.unit })
    rows += part.intakes.filter { !known.contains($0.unit) && !$0.unit.isEmpty }.map { row($0) }
    if !part.withdrawn.isEmpty {
      let facts = ["files": part.withdrawn.joined(separator: context.text("report.sign.comma"))]
      rows.append(row(name, failure: context.text("batch.withdrawn", facts)))
    }
    if let failure = part.failure { rows.append(row(name, failure: failure.message)) }
    let columns = ["unit", "verdicts", "intake"].map { Grid.Column(title: context.text("batch.heading.\($0)")) }
    let grid = Grid(caption: name, columns: columns, rows: rows, isSortable: true)
    return PageSection(
      id: "p-" + part.period.description, title: name, note: subtitle, blocks: [.grid(grid)])
  }

  private func row(
    _ name: String, link: String? = nil, verdicts: String = "", intake: String = "", failure: String,
    comparison: PageLink? = nil
  ) -> Grid.Row {
    Grid.Row(cells: [
      GridCell(text: name, link: link, links: comparison.map { [$0] } ?? []), GridCell(text: verdicts),
      GridCell(text: intake, mark: failure.isEmpty ? nil : .error, note: failure),
    ])
  }

  /// The files of a unit lie in a folder named by its ID or full name; those of the root beside the folders.
  private func intake(of report: BatchSummary.Report, in part: BatchSummary.PeriodPart) -> BatchSummary.Intake? {
    part.intakes.first { $0.unit == report.unit || $0.unit == report.name }
      ?? (report.unit == part.reports.first?.unit ? part.intakes.first { $0.unit.isEmpty } : nil)
  }

  private func row(
    _ report: BatchSummary.Report, intake: BatchSummary.Intake?, baseline: Period?
  ) -> Grid.Row {
    let verdicts = Mark.verdicts.compactMap { mark -> String? in
      report.verdicts[mark.rawValue].map { "\(context.text("verdict.\(mark.rawValue)")) \($0)" }
    }
    let hasPage = (plan.outputs.isEmpty || plan.outputs.contains("html")) && report.state != .failed
    var comparison: PageLink?
    if let path = report.comparison, let baseline, report.state != .failed {
      comparison = PageLink(
        title: context.text(
          "batch.comparison", ["baseline": context.pack.messages.name(of: baseline, in: context.language)]),
        path: path)
    }
    return row(
      report.name, link: hasPage ? report.path + "/" + pageName : nil, verdicts: verdicts.joined(separator: " · "),
      intake: intake.map(words) ?? context.text("batch.no-files"),
      failure: ([intake?.failure, report.failure].compactMap { $0?.message } + refusals(of: intake))
        .joined(separator: " "), comparison: comparison)
  }

  private func row(_ intake: BatchSummary.Intake) -> Grid.Row {
    row(
      intake.unit, intake: words(intake),
      failure: ([intake.failure?.message].compactMap(\.self) + refusals(of: intake)).joined(separator: " "))
  }

  /// Each file that could not be read, with the reason.
  private func refusals(of intake: BatchSummary.Intake?) -> [String] {
    (intake?.refusals ?? []).map { "\($0.file) — \($0.message)" }
  }

  private var pageName: String {
    let language = plan.languages.first ?? context.language
    return language.fileName("index.html")
  }

  private func words(_ intake: BatchSummary.Intake) -> String { BatchSummary.words(of: intake, in: context) }
}
