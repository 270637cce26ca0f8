// SPDX-License-Identifier: Apache-2.0

package import CensusModel
package import Policy

/// Measures → ratios with states, at any unit and by group, from tallies and the preorder tree only.
package struct IndicatorCalculator: Sendable {
  /// The definitions by which it counts.
  package let pack: PolicyPack
  /// The organisations of the period; units are preorder numbers in it.
  package let tree: OrganisationTree
  let figures: [String: MeasureFigures]
  let sheets: [RecordKind: SheetCoverage]
  /// By indicator, looked up once: figures are asked for at every unit.
  private let indicators: [String: IndicatorFigures]
  /// Every kind of sheet, in order.
  package let kinds: [RecordKind]

  /// Builds prefix sums; costs one pass over the tallies.
  package init(
    pack: PolicyPack, tree: OrganisationTree, tallies: [Tally], reporting: PeriodReporting = .everything
  ) {
    self.pack = pack
    self.tree = tree
    kinds = pack.vocabulary.schemas.kinds
    let isBranch = SheetCoverage.branches(of: tree, pack.reporting)
    let covered = kinds.compactMap { kind in
      SheetCoverage(kind, tree: tree, isBranch: isBranch, reporting: reporting, rules: pack.reporting).map {
        (kind, $0)
      }
    }
    let sheets = Dictionary(uniqueKeysWithValues: covered)
    self.sheets = sheets
    let byMeasure = Dictionary(uniqueKeysWithValues: tallies.map { ($0.measure, $0) })
    let used = IndicatorCalculator.kinds(of: pack)
    var figures: [String: MeasureFigures] = [:]
    for measure in pack.measures {
      guard let tally = byMeasure[measure.id] else { continue }
      if measure.isReported {
        let fallback = measure.fallback.flatMap { byMeasure[$0] }
        figures[measure.id] = .reported(ReportedFigures(tally: tally, fallback: fallback, tree: tree))
      } else {
        figures[measure.id] = .counted(
          CountedFigures(
            tally: tally, isSum: measure.amount.isSum, tree: tree,
            sheets: (used[measure.id] ?? []).compactMap { sheets[$0] }, hangsOnRows: measure.kind != .organisation))
      }
    }
    self.figures = figures
    let (known, kinds) = (figures, kinds)
    indicators = Dictionary(
      pack.indicators.map { ($0.id, IndicatorFigures($0, tree: tree, figures: known, sheets: sheets, kinds: kinds)) }
    ) { first, _ in first }
  }

  /// The value of an indicator for a unit with its descendants, or for one group of them.
  package func value(of indicator: Indicator, unit: Int, group: IndicatorGroup? = nil) -> IndicatorValue {
    self.figures(of: indicator).value(at: IndicatorFigures.Place(unit: unit, group: group))
  }

  /// `value` of one indicator, for those who ask at many units: it is looked up once.
  package func valuer(of indicator: Indicator) -> (_ unit: Int) -> IndicatorValue {
    let figures = figures(of: indicator)
    return { figures.value(at: IndicatorFigures.Place(unit: $0)) }
  }

  private func figures(of indicator: Indicator) -> IndicatorFigures {
    if let known = indicators[indicator.id], known.isOf(indicator) { return known }
    return IndicatorFigures(indicator, tree: tree, figures: figures, sheets: sheets, kinds: kinds)
  }

  /// The kinds of sheets that the counts of a measure hang on, in order.
  private static func kinds(of pack: PolicyPack) -> [String: [RecordKind]] {
    let kinds = pack.vocabulary.schemas.kinds
    let byID = Dictionary(pack.measures.map { ($0.id, $0) }) { first, _ in first }
    return byID.mapValues { measure in
      guard measure.kind == .organisation else { return measure.amount.readsRecords ? [measure.kind] : [] }
      let used = pack.measures(usedBy: measure).compactMap { byID[$0] }.filter(\.amount.readsRecords).map(\.kind)
      return kinds.filter(used.contains)
    }
  }

  /// The count of a measure in a unit's subtree (for reported figures: by the own-figure-wins rule); nil when unknown.
  package func count(of measure: String, unit: Int, group: IndicatorGroup? = nil) -> Int64? {
    figures[measure]?.count(unit: unit, group: group)
  }

  /// Whether a sheet of a kind speaks for anybody in a unit, be it by having no row of it.
  package func isReported(_ kind: RecordKind, unit: Int) -> Bool { sheets[kind]?.isReported(unit, nil) ?? true }

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
}

/// The counts of one measure, rolled up over the tree.
enum MeasureFigures: Sendable {
  case counted(CountedFigures)
  case reported(ReportedFigures)

  /// The count over the unit's subtree.
  func count(unit: Int, group: IndicatorGroup?) -> Int64? {
    switch self {
    case .counted(let figures): figures.count(unit: unit, group: group)
    case .reported(let figures): figures.count(unit: unit, group: group)
    }
  }

  /// The count of one organisation alone (for reported figures, with its descendants).
  func ownCount(node: Int) -> Int64? {
    switch self {
    case .counted(let figures): figures.ownCount(node: node)
    case .reported(let figures): figures.ownCount(node: node)
    }
  }

  var counted: CountedFigures? { if case .counted(let figures) = self { figures } else { nil } }
  var reported: ReportedFigures? { if case .reported(let figures) = self { figures } else { nil } }
}
