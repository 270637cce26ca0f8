// SPDX-License-Identifier: Apache-2.0

package import CensusModel
import CensusStore
package import Comparison
import Findings
package import Indicators
package import Policy
package import Results

/// `trend`: indicators over all periods of the workspace; where two neighbours are not comparable, that is said.
package struct TrendRun {
  /// One indicator at one unit in one period.
  package struct Point {
    var period: Period
    /// Nil where the unit did not exist.
    package var value: IndicatorValue?
    /// Why it is not comparable with the period before; empty for the first one.
    var breaks: [Incomparability]
  }

  /// The workspace whose periods are laid beside one another, and the pack that counts them.
  package let context: CommandContext
  /// Neighbouring periods held against each other, without their people: oldest first.
  private let pairs: [PeriodComparison]
  private let periods: [PeriodFigures]

  /// Reads the tallies of every period once.
  ///
  /// - Parameters:
  ///   - latest: the period that ends the trend; nil takes the last one.
  ///   - shown: how many periods at most, the latest ones.
  /// - Throws: `PipelineError("periods-few")` when the workspace has none, and what `CompareRun` throws.
  package init(context: CommandContext, mapping: String? = nil, until latest: Period? = nil, shown: Int = .max) throws {
    self.context = context
    let file = try UnitMappingFile.of(context, named: mapping)
    let all = try context.workspace().periods.filter { period in latest.map { period <= $0 } ?? true }
    periods = try all.suffix(shown).map { try PeriodCensus(context: context, period: $0).figures() }
      .filter { !$0.tree.nodes.isEmpty }
    guard !periods.isEmpty else { throw PipelineError("tree-empty") }
    pairs = zip(periods, periods.dropFirst()).map { earlier, later in
      var entries = file.between(earlier.period, later.period)
      // A trend goes over quarters of which an entry speaks of one, also in a file that is named.
      entries = entries.withoutUndatedStrangers(before: earlier.tree.codes, after: later.tree.codes)
      let pairing = UnitPairing(before: earlier.tree, after: later.tree, mapping: entries)
      return PeriodComparison(before: earlier, after: later, pairing: pairing, ledgers: [:])
    }
  }

  /// The periods, oldest first.
  package var periodNames: [String] { periods.map(\.period.description) }

  /// The last of the periods.
  package var latestPeriod: Period { latest.period }

  /// Figures of the last period.
  package var latest: PeriodFigures { periods[periods.count - 1] }

  /// Units of the latest period.
  ///
  /// - Throws: `PipelineError("unit-unknown")`.
  package func units(_ name: String?) throws -> [Int] {
    guard name == "children" else { return try UnitSelection(name).nodes(in: latest.tree) }
    return [0] + latest.tree.children(of: 0)
  }

  /// An indicator at a unit of the latest period, followed back through what the unit was before.
  package func points(of indicator: Indicator, unit: Int) -> [Point] {
    var points: [Point] = []
    var node: Int? = unit
    for index in periods.indices.reversed() {
      let figures = periods[index]
      let value = node.map { figures.calculator.value(of: indicator, unit: $0) }
      let breaks = index == 0 ? [] : node.map { pairs[index - 1].reasons(for: indicator, unit: $0) } ?? []
      points.append(Point(period: figures.period, value: value, breaks: breaks))
      // Of a merger the first source is followed: the break names it.
      if index > 0 { node = node.flatMap { pairs[index - 1].pairing.predecessors[$0].first } }
    }
    return points.reversed()
  }

  /// Why a point does not compare with the one before, in words; none where it does.
  package func reasons(_ point: Point) -> [String] {
    guard let index = periods.firstIndex(where: { $0.period == point.period }), index > 0 else { return [] }
    let words = ComparisonWords(context: context, pairing: pairs[index - 1].pairing)
    return point.breaks.map(words.reason)
  }

  private func state(_ value: IndicatorValue?) -> ResultCell {
    guard let state = value?.state.rawValue else { return .nothing }
    return .code(state, word: context.text("state.\(state)"))
  }

  /// Every chosen unit and indicator in every period, oldest first.
  ///
  /// - Throws: `PipelineError("id-unknown")`.
  package func table(units: [Int], indicator: String? = nil) throws -> ResultTable {
    let columns = [
      "unit", "unit-name", "indicator", "indicator-title", "period", "numerator", "denominator", "value",
      "indicator-state", "break",
    ]
    let indicators = try context.pack.indicators(named: indicator)
    return ResultTable("trend", columns) { add in
      for unit in units {
        let node = latest.tree.nodes[unit]
        for indicator in indicators {
          for point in points(of: indicator, unit: unit) {
            try add([
              .text(node.code), .text(node.name), .text(indicator.id), .text(indicator.title[context.language]),
              .text(point.period.description), .number(point.value?.numerator), .number(point.value?.denominator),
              .hundredths(point.value?.hundredths), state(point.value), .texts(reasons(point)),
            ])
          }
        }
      }
    }
  }
}

extension PolicyPack {
  /// All indicators, or one.
  ///
  /// - Throws: `PipelineError("id-unknown")`.
  package func indicators(named id: String?) throws -> [Indicator] {
    guard let id else { return indicators }
    guard let one = indicator(id) else {
      throw PipelineError.unknownID(id, near: nearest(to: id, among: [.indicator]))
    }
    return [one]
  }
}
