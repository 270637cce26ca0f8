// SPDX-License-Identifier: Apache-2.0

package import Assessment
package import CensusModel
import CensusStore
import Findings
import Foundation
import Indicators
package import Policy
package import Results

/// `targets`: the office's own targets, and what they would have meant in the quarters of the workspace.
package struct TargetsRun {
  /// The pack whose indicators are bounded, and the workspace whose quarters are tried.
  package let context: CommandContext

  package init(context: CommandContext) { self.context = context }

  /// The targets of a file, or those of the workspace.
  ///
  /// - Throws: `PackError` with the line of a mistake; `PipelineError("targets-missing")` where there is no such file.
  package func targets(of file: String? = nil) throws -> [OwnTarget] {
    let path = file ?? FileName.path(context.workspaceDirectory, TargetsFile.fileName)
    guard let data = FileManager.default.contents(atPath: path) else {
      throw PipelineError("targets-missing", facts: ["path": path])
    }
    return try TargetsFile.targets(data, for: context.pack)
  }

  /// Each target held against every quarter of the workspace, also those before its first day; nothing is stored.
  ///
  /// - Throws: `PipelineError("unit-unknown")`, `WorkspaceError`.
  package func trial(_ targets: [OwnTarget], units: String?) throws -> TargetTrialDocument {
    var rows: [TargetTrialDocument.Row] = []
    let workspace = try context.workspace()
    for period in try workspace.periods {
      let database = try workspace.period(period)
      let tree = try database.organisationTree()
      guard !tree.nodes.isEmpty else { continue }
      let chosen = try self.units(units, in: tree)
      for (number, target) in targets.enumerated() {
        var context = context
        context.pack = context.pack.trying([target])
        let census = PeriodCensus(context: context, database: database)
        let calculator = try census.calculator(measures: context.pack.indicatorMeasures)
        let assessor = try census.assessor(calculator)
        rows += results(of: target, among: context.pack.tasks, assessor, chosen).map { unit, result in
          TargetTrialDocument.Row(
            number: number + 1, period: period, unit: tree.nodes[unit].code, name: tree.nodes[unit].name, result: result
          )
        }
      }
    }
    return TargetTrialDocument(
      rows: rows.sorted { ($0.number, $0.unit, $0.period) < ($1.number, $1.unit, $1.period) }, context: context)
  }

  /// The units named; without any the root and its direct children.
  private func units(_ text: String?, in tree: OrganisationTree) throws -> [Int] {
    guard let text else { return [0] + tree.children(of: 0) }
    return try UnitSelection(text).nodes(in: tree)
  }

  /// A target for several tasks is tried with the first of them: its figure is the same.
  private func results(
    of target: OwnTarget, among tasks: [ReformTask], _ assessor: Assessor, _ units: [Int]
  ) -> [(Int, CheckResult)] {
    guard
      let task = tasks.first(where: { task in
        task.checks.contains { $0.indicator == target.indicator && !$0.thresholds.isEmpty }
      })
    else { return [] }
    return units.compactMap { unit in
      let checks = assessor.result(for: task, unit: unit).checks
      return checks.first { $0.indicator == target.indicator && $0.standing == .own }.map { (unit, $0) }
    }
  }
}

/// What targets would have meant, by target, unit and quarter.
package struct TargetTrialDocument: ResultDocument {
  /// What one target means for one unit in one quarter.
  package struct Row: Sendable {
    /// Place of the target in its file, from 1.
    package var number: Int
    /// The quarter it is tried in.
    package var period: Period
    /// Organisation ID.
    package var unit: String
    /// Full name of the unit.
    package var name: String
    /// The check under the target alone.
    package var result: CheckResult
  }

  /// By target, unit and quarter.
  package let rows: [Row]
  private let context: CommandContext

  /// Rows in the order in which they are told.
  package init(rows: [Row], context: CommandContext) {
    self.rows = rows
    self.context = context
  }

  /// One row for each target, unit and quarter.
  package var table: ResultTable {
    func title(_ key: String) -> String { context.text("target.\(key)") }
    let (context, words) = (context, words)
    return ResultTable(
      "targets",
      columns: [
        ResultColumn("target", title("number")) { .number($0.number) },
        ResultColumn("indicator", title("indicator")) { row in
          let word = context.pack.indicator(row.result.indicator)?.title[context.language]
          return .term(row.result.indicator, word: word ?? row.result.indicator)
        },
        ResultColumn("unit", context.text("explanations.unit"), for: .data) { .text($0.unit) },
        ResultColumn("unitName", title("unit")) { .text($0.name) },
        ResultColumn("period", title("period")) { .text($0.period.description) },
        ResultColumn("value", title("value")) { .percent($0.result.value.hundredths) },
        ResultColumn("state", title("state"), for: .people) { row in
          .text(row.result.value.hundredths == nil ? context.text("state.\(row.result.value.state.rawValue)") : nil)
        },
        ResultColumn("condition", title("bound"), for: [.programs, .csv]) { .text(words.condition(of: $0.result)) },
        ResultColumn("bound", title("bound"), for: .people) { .text(words.bound(of: $0.result)) },
        ResultColumn("verdict", title("verdict"), for: [.programs, .csv]) { .text($0.result.verdict.rawValue) },
        ResultColumn("verdict-words", title("verdict"), for: .people) { row in
          let reason = words.reason(of: row.result).map { ": " + $0 } ?? ""
          return .text(context.text("verdict.\(row.result.verdict.rawValue)") + reason)
        },
        ResultColumn("remaining", title("remaining")) { .number($0.result.remaining?.count) },
      ], emptyText: context.text("target.none"), rows: rows)
  }

  private var words: CheckWords { CheckWords(pack: context.pack, language: context.language) }
}
