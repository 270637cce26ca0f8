// SPDX-License-Identifier: Apache-2.0

package import CensusModel
import CensusStore
import Findings
import Indicators
import Pipeline
import Policy
package import ReportModel
package import Results

/// The pages of one unit's report, worked out anew from the store: the same pages that `report` writes, without those of rows,
/// whose links lead to `rows`.
package struct LiveReport: Sendable {
  /// Rows of one kind of sheet below a unit.
  package struct Rows: Sendable, Hashable {
    /// Organisation ID.
    package var unit: String
    /// The kind of sheet they stand in.
    package var kind: RecordKind
  }

  /// By path below the report's folder.
  package private(set) var pages: [String: Page] = [:]
  /// Path of the first page.
  package let cover: String
  /// Path and text of the script that lists what the search offers.
  package let search: (path: String, text: String)
  /// By the paths that links to rows have.
  package let rows: [String: Rows]
  /// The paths of the pages of units, by organisation ID.
  package let unitPages: [String: String]

  /// Counts every measure that the period needs and makes all pages: seconds, where the period is large.
  ///
  /// - Parameter unit: organisation ID or name; nil for the root of the tree.
  /// - Throws: `WorkspaceError`; `PipelineError("unit-unknown")`, `PipelineError("tree-empty")`.
  package init(context: CommandContext, period: Period, unit: String?, programVersion: String) throws {
    let run = try ReportRun(live: period, context: context, outputs: [.html], programVersion: programVersion)
    try self.init(run: run, figures: run.figures(), unit: unit)
  }

  /// The pages of a unit from figures that were worked out before, for it or for others.
  ///
  /// - Parameter unit: organisation ID or name; nil for the root of the tree.
  /// - Throws: `PipelineError("unit-unknown")`, `PipelineError("tree-empty")`.
  package init(run: ReportRun, figures: ReportRun.Figures, unit: String?) throws {
    let node = try UnitSelection(unit).nodes(in: figures.assess.calculator.tree)[0]
    let site = try ReportSite(run: run, unit: node, depth: nil, figures: figures)
    let kinds = Set(site.queries.filter(\.amount.readsRecords).map(\.kind))
    site.present = Dictionary(uniqueKeysWithValues: site.plan.nodes.map { ($0, kinds) })
    cover = site.plan.cover
    search = (site.plan.search, site.searchNames)
    var rows: [String: Rows] = [:]
    var unitPages: [String: String] = [:]
    for node in site.plan.nodes {
      let code = site.tree.nodes[node].code
      unitPages[code] = site.plan.page(of: node)
      for kind in kinds { rows[site.plan.rows(of: node, kind)] = Rows(unit: code, kind: kind) }
    }
    (self.rows, self.unitPages) = (rows, unitPages)
    var pages: [String: Page] = [:]
    try site.forEachPage({ $0 }) { pages[$0.path] = $0 }
    self.pages = pages
  }

  /// The part of a page's link that names a measure, where it is one to rows: `#m-members`.
  package static let measureAnchor = "m-"
}
