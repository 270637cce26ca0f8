// SPDX-License-Identifier: Apache-2.0

import Basics
import CensusModel
import Comparison
import Findings
import Indicators
import Pipeline
import Policy
import ReportModel
import ReportWriting
import Results

extension TrendRun {
  /// Writes the page with its small multiples, and the table as JSON and CSV.
  ///
  /// - Returns: the paths of the files, in order.
  /// - Throws: `PipelineError("out-unwritable")`, `PipelineError("id-unknown")`.
  package func write(
    to folder: String, units: [Int], indicator: String?, programVersion: String
  ) throws -> [String] {
    let table = try table(units: units, indicator: indicator)
    func name(_ name: String) -> String { context.language.fileName(name) }
    let page = Page(
      language: context.language.rawValue, path: name("trend.html"), title: context.text("compare.trend.title"),
      subtitle: "\(context.pack.title[context.language]) · league-census \(programVersion)",
      words: Dictionary(uniqueKeysWithValues: PageWords.keys.map { ($0, context.text("page." + $0)) }),
      sections: try units.map { unit in
        let node = latest.tree.nodes[unit]
        let grid = units.count == 1 ? [PageBlock.grid(try table.grid(context, caption: node.name))] : []
        return PageSection(
          id: "u-\(unit)", title: node.name, note: context.text("compare.trend.note"),
          blocks: [.multiples(try multiples(unit, indicator))] + grid)
      })
    return try DraftFiles.whole { drafts in
      let target = ReportFolder(path: folder, progress: .silent, drafts: drafts)
      return try [target.stream(name("trend.csv")) { try table.write(as: .csv, context, to: $0) }]
        + target.write([ReportFile(name: name("trend.html"), bytes: PageWriter().write(page))])
        + [target.stream(name("trend.json")) { try table.write(as: .json, context, to: $0) }]
    }
  }

  private func multiples(_ unit: Int, _ indicator: String?) throws -> SmallMultiples {
    let charts = try context.pack.indicators(named: indicator).map { indicator in
      let points = points(of: indicator, unit: unit)
      return SmallMultiples.Chart(
        title: indicator.title[context.language], values: points.map { $0.value?.hundredths.map { Double($0) / 100 } },
        texts: points.map { $0.value?.hundredths.map(Percent.text) ?? "–" },
        breaks: points.map { reasons($0).joined(separator: "; ") })
    }
    return SmallMultiples(
      title: "", periods: periodNames, charts: charts, breakTitle: context.text("compare.trend.break"))
  }
}
