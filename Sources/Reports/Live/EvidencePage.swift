// SPDX-License-Identifier: Apache-2.0

package import CensusModel
import CensusStore
import Findings
import Indicators
import Pipeline
import Policy
package import ReportModel
package import Results

/// Some of the rows behind a measure of a unit, masked as `evidence` prints them, and whether there are more.
package struct EvidencePage: Sendable {
  /// The rows, with the headings of `evidence`.
  package let grid: Grid
  /// Whether rows follow.
  package let hasMore: Bool

  private struct Enough: Error {}

  /// Reads on until the page is full.
  ///
  /// - Parameters:
  ///   - unit: organisation ID or name.
  ///   - skipped: how many rows come before the page.
  /// - Throws: `PipelineError("id-unknown")`, `"unit-unknown"`; `WorkspaceError`.
  package init(
    context: CommandContext, period: Period, unit: String, measure: String, skipping skipped: Int, taking shown: Int
  ) throws {
    let run = try EvidenceRun(census: PeriodCensus(context: context, period: period))
    guard let part = try run.parts(of: measure).first, context.pack.measure(measure) != nil else {
      throw run.census.unknown(measure)
    }
    let node = try UnitSelection.named(unit).nodes(in: run.tree)[0]
    var rows: [Grid.Row] = []
    var seen = 0
    do {
      try run.rows(of: part, unit: node) { row in
        seen += 1
        guard seen > skipped else { return }
        guard rows.count < shown else { throw Enough() }
        rows.append(Grid.Row(cells: run.labels(of: row, in: part).dropFirst(3).map { GridCell(text: $0) }))
      }
      hasMore = false
    } catch is Enough {
      hasMore = true
    }
    grid =
      Grid(
        caption: part.measure.title[context.language],
        columns: run.header(of: part).dropFirst(3).map { .init(title: $0) },
        rows: rows
      ).withoutEmptyColumns
  }

  /// The measures that rows of a kind count in, with their titles, in the order of the pack.
  ///
  /// - Throws: only for a pack that `PackLoader` did not validate.
  package static func measures(of kind: RecordKind, context: CommandContext, period: Period) throws -> [(
    id: String, title: String
  )] {
    try context.pack.queries(on: period.censusDay).filter { $0.kind == kind && $0.amount.readsRecords }.compactMap {
      query in context.pack.measure(query.id).map { (query.id, $0.title[context.language]) }
    }
  }
}
