// SPDX-License-Identifier: Apache-2.0

import CensusModel
import Indicators
import Policy
import Recount

/// Every figure that is published beside the same one as recounted.
struct FigureComparison {
  /// A figure of which the two say something else.
  struct Difference {
    var unit: Int
    var indicator: Indicator
    /// `sector=rural`; empty for the whole of a unit.
    var part: String
    var published: RecountedFigure
    var recounted: RecountedFigure
  }

  private let calculator: IndicatorCalculator
  private let recount: Recount
  private let pack: PolicyPack
  /// How many figures were compared.
  private(set) var count = 0
  private(set) var differing: [Difference] = []

  init(_ calculator: IndicatorCalculator, _ recount: Recount, _ pack: PolicyPack) {
    (self.calculator, self.recount, self.pack) = (calculator, recount, pack)
  }

  mutating func run() {
    compare(nil)
    let occurring = recount.tree.units.reduce(into: (sectors: Set<String>(), stages: Set<String>())) { codes, unit in
      if let sector = unit.sector { codes.sectors.insert(sector) }
      if let stage = unit.stage { codes.stages.insert(stage) }
    }
    for code in occurring.sectors.sorted() { compare(IndicatorGroup(dimension: .sector, code: code)) }
    for code in occurring.stages.sorted() { compare(IndicatorGroup(dimension: .stage, code: code)) }
    differing.sort { ($0.unit, $0.part) < ($1.unit, $1.part) }
  }

  /// Of a part only the units that have it, and the indicators that are taken apart that way.
  private mutating func compare(_ group: IndicatorGroup?) {
    let figures = recount.figures(of: cut(group))
    let way: Indicator.Breakdown? = group.map { $0.dimension == .sector ? .sector : .stage }
    let indicators = pack.indicators.filter { indicator in way.map { indicator.notBrokenDown[$0] == nil } ?? true }
    for unit in calculator.tree.nodes.indices where group.map({ has($0, unit) }) ?? true {
      for indicator in indicators {
        let published = RecountedFigure(calculator.value(of: indicator, unit: unit, group: group))
        let known = recount.tree.units.indices.contains(unit)
        let recounted = known ? figures.figure(of: indicator, unit: unit) : RecountedFigure(state: "–")
        count += 1
        guard published != recounted else { continue }
        differing.append(
          Difference(
            unit: unit, indicator: indicator, part: group.map { "\($0.dimension.rawValue)=\($0.code)" } ?? "",
            published: published, recounted: recounted))
      }
    }
  }

  private func has(_ group: IndicatorGroup, _ unit: Int) -> Bool {
    calculator.tree.nodes[calculator.tree.subtree(of: unit)].contains { node in
      (group.dimension == .sector ? node.sector : node.stage) == group.code
    }
  }

  private func cut(_ group: IndicatorGroup?) -> Recount.Cut {
    guard let group else { return .whole }
    return group.dimension == .sector ? .sector(group.code) : .stage(group.code)
  }
}
