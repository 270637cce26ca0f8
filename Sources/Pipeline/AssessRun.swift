// SPDX-License-Identifier: Apache-2.0

package import Assessment
import CensusModel
package import Indicators
import Policy
package import Results

/// `assess`: verdicts of chosen units on the task list.
package struct AssessRun {
  /// The period that is judged, with its pack.
  package let census: PeriodCensus
  /// Every measure that indicators need, counted once for all units.
  package let calculator: IndicatorCalculator
  /// What judges; holds the waivers in force.
  package let assessor: Assessor

  /// Counts what every indicator of the pack needs, in one pass over each kind.
  ///
  /// - Throws: `WorkspaceError` where the period cannot be read: `period-damaged`, `workspace-busy` …
  package init(census: PeriodCensus) throws {
    try self.init(census: census, calculator: census.calculator(measures: census.context.pack.indicatorMeasures))
  }

  /// - Parameter calculator: knows the measures of all indicators at least.
  /// - Throws: `WorkspaceError` where the period cannot be read.
  package init(census: PeriodCensus, calculator: IndicatorCalculator) throws {
    self.census = census
    self.calculator = calculator
    assessor = try census.assessor(calculator)
  }

  /// - Throws: `PipelineError("unit-unknown")`, `PipelineError("id-unknown")`.
  package func document(units selection: UnitSelection, task: String? = nil) throws -> VerdictsDocument {
    let pack = census.context.pack
    var tasks = pack.tasks
    if let task {
      guard let named = pack.task(named: task) else {
        throw PipelineError.unknownID(task, near: pack.nearest(to: task, among: [.task]))
      }
      tasks = [named]
    }
    let units = try selection.nodes(in: calculator.tree)
    return document(of: units) { unit in tasks.map { assessor.result(for: $0, unit: unit) } }
  }

  /// The results as they are printed, by unit and task, in whatever order they come.
  package func document(of results: [TaskResult]) -> VerdictsDocument {
    let byUnit = Dictionary(grouping: results, by: \.unit)
    return document(of: Array(byUnit.keys)) { byUnit[$0] ?? [] }
  }

  private func document(of units: [Int], results: @escaping (_ unit: Int) -> [TaskResult]) -> VerdictsDocument {
    VerdictsDocument(
      units: units, tree: calculator.tree, context: census.context, period: census.period, results: results)
  }

  /// How much of the list was judged for each chosen unit, by what means, and its scores.
  ///
  /// - Throws: `PipelineError("unit-unknown")`.
  package func coverage(units selection: UnitSelection) throws -> CoverageDocument {
    let units = try selection.nodes(in: calculator.tree)
    return coverage(
      of: units.map { unit in (unit, census.context.pack.tasks.map { assessor.result(for: $0, unit: unit) }) })
  }

  /// How much of the task list was judged for each unit, with the waivers, as it is printed.
  package func coverage(of results: [(unit: Int, results: [TaskResult])]) -> CoverageDocument {
    CoverageDocument(
      rows: results.map { CoverageDocument.Row(unit: $0.unit, coverage: TaskCoverage($0.results)) },
      waivers: assessor.waivers, tree: calculator.tree, context: census.context, period: census.period)
  }
}
