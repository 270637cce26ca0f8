// SPDX-License-Identifier: Apache-2.0

import Findings
import Foundation
import Pipeline
import ReportModel
import ReportWriting
import Results
import Tabular

/// The one list beside the marked copies of a folder: every finding with its unit, file and cell, the gravest first.
struct FindingsOverview {
  let context: CommandContext
  let directory: String
  /// ID of the unit that a file is of, by the file's name.
  let units: [String: String]

  /// The headings of the list, in order.
  static let keys = [
    "severity", "unit", "file", "sheet", "cell", "heading", "problem", "explanation", "remedy", "code", "status",
  ]

  /// - Returns: the path written.
  /// - Throws: `PipelineError("out-unwritable")`.
  func write(_ findings: [RenderedFinding]) throws -> String {
    let path = FileName.path(directory, [context.text("marked.overview-file") + ".xlsx"])
    try PrivateFiles.makeFolder(directory)
    let overview = MarkedOverview(
      name: context.text("marked.list"),
      title: context.text("marked.overview-title", ["count": String(findings.count)]),
      headings: FindingsOverview.keys.map { context.text("marked.\($0)") }, rows: ordered(findings).map(row))
    do {
      try MarkedOverviewWriter().write(overview, to: path)
    } catch is XLSXFailure {
      throw PipelineError("out-unwritable", facts: ["path": path])
    }
    return path
  }

  /// The gravest first; those of one severity in the order of the files.
  private func ordered(_ findings: [RenderedFinding]) -> [RenderedFinding] {
    findings.enumerated().sorted { left, right in
      left.element.severity == right.element.severity
        ? left.offset < right.offset : left.element.severity > right.element.severity
    }.map(\.element)
  }

  private func row(_ rendered: RenderedFinding) -> MarkedOverview.Row {
    let place = rendered.finding.place
    let cell = place?.row.map { (place?.columnLetters ?? "") + String($0) } ?? ""
    return MarkedOverview.Row(
      level: MarkedFiles.level(of: rendered.severity),
      texts: [
        context.text("marked.\(rendered.severity.rawValue)"), place.flatMap { units[$0.file] } ?? "", place?.file ?? "",
        place?.sheet ?? "", cell, place?.heading ?? "", rendered.title, rendered.message, rendered.remedy,
        rendered.finding.code, "",
      ])
  }
}
