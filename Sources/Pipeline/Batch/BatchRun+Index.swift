// SPDX-License-Identifier: Apache-2.0

import CensusModel
import Findings
import Foundation
import Policy
import ReportModel
import ReportWriting

extension BatchRun {
  /// `index.html`, which leads to every report, and `summary.json`.
  func writeIndex(_ summary: BatchSummary) throws {
    let index = BatchIndex(
      language: desk.language.rawValue, title: desk.text("batch.title"),
      subtitle: desk.text("batch.subtitle", ["pack": desk.pack.title[desk.language], "version": programVersion]),
      headings: ["unit", "verdicts", "intake"].map { desk.text("batch.heading.\($0)") },
      parts: summary.periods.reversed().map(part))
    _ = try ReportFolder(path: plan.out, progress: .silent).write([
      ReportFile(name: "index.html", bytes: BatchIndexWriter().write(index)),
      ReportFile(name: "summary.json", text: settled(summary).json()),
    ])
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

  private func part(_ part: BatchSummary.PeriodPart) -> BatchIndex.Part {
    let name = desk.pack.messages.name(of: part.period, in: desk.language)
    var subtitle = desk.text("batch.day", desk.pack.messages.censusDay(of: part.period))
    if let baseline = part.baseline {
      subtitle += desk.text("batch.baseline", ["baseline": desk.pack.messages.name(of: baseline, in: desk.language)])
    }
    var rows = part.reports.map { row($0, intake: intake(of: $0, in: part), baseline: part.baseline) }
    let known = Set(part.reports.compactMap { intake(of: $0, in: part)?.unit })
    rows += part.intakes.filter { !known.contains($0.unit) && !$0.unit.isEmpty }.map { row($0) }
    if !part.withdrawn.isEmpty {
      let facts = ["files": part.withdrawn.joined(separator: desk.text("report.sign.comma"))]
      rows.append(
        .init(
          name: name, link: "", verdicts: [], intake: "",
          failure: desk.text("batch.withdrawn", facts))
      )
    }
    if let failure = part.failure {
      rows.append(.init(name: name, link: "", verdicts: [], intake: "", failure: failure.message))
    }
    return BatchIndex.Part(title: name, subtitle: subtitle, rows: rows)
  }

  /// The files of a unit lie in a folder named by its ID or full name; those of the root beside the folders.
  private func intake(of report: BatchSummary.Report, in part: BatchSummary.PeriodPart) -> BatchSummary.Intake? {
    part.intakes.first { $0.unit == report.unit || $0.unit == report.name }
      ?? (report.unit == part.reports.first?.unit ? part.intakes.first { $0.unit.isEmpty } : nil)
  }

  private func row(
    _ report: BatchSummary.Report, intake: BatchSummary.Intake?, baseline: Period?
  ) -> BatchIndex.Row {
    let verdicts = Mark.verdicts.compactMap { mark -> BatchIndex.Verdicts? in
      guard let count = report.verdicts[mark.rawValue] else { return nil }
      return BatchIndex.Verdicts(mark: mark, label: desk.text("verdict.\(mark.rawValue)"), count: count)
    }
    let page = plan.outputs.isEmpty || plan.outputs.contains("html")
    var row = BatchIndex.Row(
      name: report.name, link: page && report.state != .failed ? report.path + "/" + pageName : "", verdicts: verdicts,
      intake: intake.map(words) ?? desk.text("batch.no-files"),
      failure: ([intake?.failure, report.failure].compactMap { $0?.message } + refusals(of: intake))
        .joined(separator: " "))
    if let path = report.comparison, let baseline, report.state != .failed {
      let title = desk.text("batch.comparison", ["baseline": desk.pack.messages.name(of: baseline, in: desk.language)])
      row.comparison = BatchIndex.Link(title: title, path: path)
    }
    return row
  }

  private func row(_ intake: BatchSummary.Intake) -> BatchIndex.Row {
    BatchIndex.Row(
      name: intake.unit, link: "", verdicts: [], intake: words(intake),
      failure: ([intake.failure?.message].compactMap(\.self) + refusals(of: intake)).joined(separator: " "))
  }

  /// Each file that could not be read, with the reason.
  private func refusals(of intake: BatchSummary.Intake?) -> [String] {
    (intake?.refusals ?? []).map { "\($0.file) — \($0.message)" }
  }

  private var pageName: String {
    let language = plan.languages.first ?? desk.language
    return language.fileName("index.html")
  }

  private func words(_ intake: BatchSummary.Intake) -> String { BatchSummary.words(of: intake, in: desk) }
}
