// SPDX-License-Identifier: Apache-2.0

import CensusModel
package import Indicators
import Policy
package import Results

/// `indicators`: values of chosen units, whole or broken down.
package struct IndicatorsRun {
  /// How a unit's values are taken apart.
  package enum Breakdown: String, Sendable { case sector, stage, children }

  /// The period whose values are asked for.
  package let census: PeriodCensus
  /// Every measure that indicators need, counted once for all units.
  package let calculator: IndicatorCalculator

  /// Counts what every indicator of the pack needs, in one pass over each kind.
  ///
  /// - Throws: `WorkspaceError` where the period cannot be read: `period-damaged`, `workspace-busy` …
  package init(census: PeriodCensus) throws {
    let measures = census.context.pack.indicatorMeasures
    self.init(census: census, calculator: try census.calculator(measures: measures))
  }

  /// - Parameter calculator: knows the measures of all indicators at least.
  package init(census: PeriodCensus, calculator: IndicatorCalculator) {
    self.census = census
    self.calculator = calculator
  }

  /// - Throws: `PipelineError("unit-unknown")`, `PipelineError("id-unknown")`.
  package func document(
    units selection: UnitSelection, by breakdown: Breakdown? = nil, indicator: String? = nil
  ) throws -> IndicatorsDocument {
    let chosen = try census.context.pack.indicators(named: indicator)
    var units = try selection.nodes(in: calculator.tree)
    if breakdown == .children { units = Set(units.flatMap { [$0] + calculator.tree.children(of: $0) }).sorted() }
    guard breakdown == nil else {
      return document(of: units) { unit in chosen.flatMap { values(of: $0, unit: unit, by: breakdown) } }
    }
    let valuers = chosen.sorted { $0.id < $1.id }.map(calculator.valuer)
    return document(of: units) { unit in valuers.map { $0(unit) } }
  }

  /// - Parameter comparison: with the period that the values are held against.
  package func document(of values: [IndicatorValue], against comparison: CompareRun? = nil) -> IndicatorsDocument {
    let byUnit = Dictionary(grouping: values, by: \.unit)
    return document(of: Array(byUnit.keys), against: comparison) { byUnit[$0] ?? [] }
  }

  private func document(
    of units: [Int], against comparison: CompareRun? = nil, values: @escaping (_ unit: Int) -> [IndicatorValue]
  ) -> IndicatorsDocument {
    IndicatorsDocument(
      units: units, tree: calculator.tree, context: census.context, period: census.period,
      incomparable: { comparison?.incomparability(of: $0) }, values: values)
  }

  /// A unit's value, or its values by group; by children each child is a unit of its own.
  ///
  /// Where the pack says that a breakdown means nothing for an indicator, every value of it is "not applicable".
  private func values(of indicator: Indicator, unit: Int, by breakdown: Breakdown?) -> [IndicatorValue] {
    if let way = breakdown.flatMap({ Indicator.Breakdown(rawValue: $0.rawValue) }), indicator.notBrokenDown[way] != nil
    {
      return plainValues(of: indicator, unit: unit, by: breakdown).map { value in
        var value = value
        (value.state, value.numerator, value.denominator) = (.notApplicable, nil, nil)
        return value
      }
    }
    return plainValues(of: indicator, unit: unit, by: breakdown)
  }

  private func plainValues(of indicator: Indicator, unit: Int, by breakdown: Breakdown?) -> [IndicatorValue] {
    switch breakdown {
    case nil, .children: return [calculator.value(of: indicator, unit: unit)]
    case .sector, .stage:
      let dimension: IndicatorGroup.Dimension = breakdown == .sector ? .sector : .stage
      return calculator.groups(dimension, unit: unit).map {
        calculator.value(of: indicator, unit: unit, group: $0)
      }
    }
  }
}
