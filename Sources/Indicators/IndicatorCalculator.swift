// SPDX-License-Identifier: Apache-2.0

package import CensusModel
package import Policy

/// Measures → ratios with states, at any unit and by group, from tallies and the preorder tree only.
package struct IndicatorCalculator: Sendable {
  package let pack: PolicyPack
  package let tree: OrganisationTree
  let figures: [String: any MeasureFigures]

  /// Builds prefix sums; costs one pass over the tallies.
  package init(pack: PolicyPack, tree: OrganisationTree, tallies: [Tally]) {
    self.pack = pack
    self.tree = tree
    let byMeasure = Dictionary(uniqueKeysWithValues: tallies.map { ($0.measure, $0) })
    var figures: [String: any MeasureFigures] = [:]
    for measure in pack.measures {
      guard let tally = byMeasure[measure.id] else { continue }
      if measure.isReported {
        let fallback = measure.fallback.flatMap { byMeasure[$0] }
        figures[measure.id] = ReportedFigures(tally: tally, fallback: fallback, tree: tree)
      } else {
        figures[measure.id] = CountedFigures(tally: tally, isSum: measure.amount != .rows, tree: tree)
      }
    }
    self.figures = figures
  }

  /// The value of an indicator for a unit with its descendants, or for one group of them.
  package func value(of indicator: Indicator, unit: Int, group: IndicatorGroup? = nil) -> IndicatorValue {
    let numerator = count(of: indicator.numerator, unit: unit, group: group)
    let denominator = count(of: indicator.denominator, unit: unit, group: group)
    func value(_ state: IndicatorState, of denominator: Int64?) -> IndicatorValue {
      IndicatorValue(
        indicator: indicator.id, unit: unit, group: group, state: state, numerator: numerator, denominator: denominator)
    }
    guard let denominator else { return value(.denominatorMissing, of: nil) }
    if let numerator, numerator > denominator, denominator > 0 {
      return value(.numeratorExceedsDenominator, of: denominator)
    }
    let lacksFigure = isIncomplete(indicator, unit: unit, group: group)
    // A figure that somebody did not give is no nought.
    if denominator == 0 { return lacksFigure ? value(.denominatorMissing, of: nil) : value(.denominatorZero, of: 0) }
    return value(lacksFigure || numerator == nil ? .incompleteReporting : .value, of: denominator)
  }

  /// The count of a measure in a unit's subtree (for reported figures: by the own-figure-wins rule); nil when unknown.
  package func count(of measure: String, unit: Int, group: IndicatorGroup? = nil) -> Int64? {
    figures[measure]?.count(unit: unit, group: group)
  }

  /// `count` of one measure, for those who ask at many units: it is looked up once.
  package func counter(of measure: String) -> (_ unit: Int) -> Int64? {
    guard let figures = figures[measure] else { return { _ in nil } }
    return { figures.count(unit: $0, group: nil) }
  }

  /// The groups of a dimension that occur in a unit, in code list order.
  package func groups(_ dimension: IndicatorGroup.Dimension, unit: Int) -> [IndicatorGroup] {
    let nodes = tree.nodes[tree.subtree(of: unit)]
    let codes = Set(nodes.compactMap { dimension == .sector ? $0.sector : $0.stage })
    let list = pack.codeList(dimension.rawValue)?.entries.map(\.code) ?? codes.sorted()
    return list.filter(codes.contains).map { IndicatorGroup(dimension: dimension, code: $0) }
  }

  /// Whether someone below a unit is counted on top but has no figure below the line.
  private func isIncomplete(_ indicator: Indicator, unit: Int, group: IndicatorGroup?) -> Bool {
    guard let numerator = figures[indicator.numerator], let denominator = figures[indicator.denominator] else {
      return true
    }
    // A sum lacks single organisations; a reported figure lacks whole units.
    let isReported = denominator is ReportedFigures
    return denominator.lacksFigure(unit: unit, group: group) { node in
      (isReported ? numerator.count(unit: node, group: group) : numerator.ownCount(node: node)) ?? 0 > 0
    }
  }
}

/// The counts of one measure, rolled up over the tree.
protocol MeasureFigures: Sendable {
  /// The count over the unit's subtree.
  func count(unit: Int, group: IndicatorGroup?) -> Int64?
  /// The count of one organisation alone (for reported figures, with its descendants).
  func ownCount(node: Int) -> Int64?
  /// Whether a part of `unit` without a figure is one for which `matters` holds.
  func lacksFigure(unit: Int, group: IndicatorGroup?, where matters: (Int) -> Bool) -> Bool
}
