// SPDX-License-Identifier: Apache-2.0

import Basics
import CensusModel
import Comparison
import Findings
import Indicators
import Policy
import ReportModel
import ReportWriting

extension TrendRun {
  /// Writes the page with its small multiples, and the table as JSON and CSV.
  ///
  /// - Returns: the paths of the files, in order.
  /// - Throws: `PipelineError("out-unwritable")`, `PipelineError("id-unknown")`.
  package func write(
    to folder: String, units: [Int], indicator: String?, programVersion: String
  ) throws -> [String] {
    let table = try table(units: units, indicator: indicator)
    let report = ComparisonReport(
      language: desk.language.rawValue, title: desk.text("compare.trend.title"),
      subtitle: "\(desk.pack.title[desk.language]) · \(desk.pack.version) · league-census \(programVersion)",
      words: ["skip": desk.text("report.skip"), "contents": desk.text("report.contents")],
      sections: try units.map { unit in
        let node = latest.tree.nodes[unit]
        return ComparisonReport.Section(
          id: "u-\(unit)", title: node.name, note: desk.text("compare.trend.note"),
          blocks: [.multiples(try multiples(unit, indicator))]
            + (units.count == 1 ? [.table(try table.plain(desk, title: ""))] : []))
      })
    func name(_ name: String) -> String { desk.language.fileName(name) }
    return try DraftFiles.whole { drafts in
      let target = ReportFolder(path: folder, progress: .silent, drafts: drafts)
      return try [target.stream(name("trend.csv")) { try table.write(as: .csv, desk, to: $0) }]
        + target.write([ReportFile(name: name("trend.html"), bytes: ComparisonPageWriter().write(report))])
        + [target.stream(name("trend.json")) { try table.write(as: .json, desk, to: $0) }]
    }
  }

  private func multiples(_ unit: Int, _ indicator: String?) throws -> SmallMultiples {
    let charts = try desk.pack.indicators(named: indicator).map { indicator in
      let points = points(of: indicator, unit: unit)
      return SmallMultiples.Chart(
        title: indicator.title[desk.language], values: points.map { $0.value?.hundredths.map { Double($0) / 100 } },
        texts: points.map { $0.value?.hundredths.map(Percent.text) ?? "–" },
        breaks: points.map { reasons($0).joined(separator: "; ") })
    }
    return SmallMultiples(
      title: "", periods: periodNames, charts: charts, breakTitle: desk.text("compare.trend.break"))
  }
}
