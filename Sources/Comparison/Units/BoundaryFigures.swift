// SPDX-License-Identifier: Apache-2.0

package import CensusModel
package import Indicators

extension UnitPairing {
  /// Earlier tallies on the later boundary: what organisations count goes with them, and so does what was reported for them,
  /// in and out of the figures that their superiors gave themselves.
  ///
  /// - Parameter reported: measures whose figures hold for a unit with its descendants.
  package func earlierFigures(
    _ tallies: [Tally], of calculator: IndicatorCalculator, reported: Set<String>
  ) -> [Tally] {
    let moves = before.nodes.indices.compactMap { node -> FigureMove? in
      guard let target = successor[node], hasMoved(node, to: target) else { return nil }
      let (old, new) = (Set(unitsHolding(before: node)), Set(unitsHolding(after: target)))
      return FigureMove(
        organisation: node, into: new.subtracting(old).compactMap(afterNode),
        outOf: old.subtracting(new).compactMap(afterNode))
    }
    return adjusted(ontoLater().moved(tallies, reported: reported), moves, calculator, reported)
  }

  /// Later tallies on the earlier boundary, likewise.
  package func laterFigures(
    _ tallies: [Tally], of calculator: IndicatorCalculator, reported: Set<String>
  ) -> [Tally] {
    func sources(_ units: Set<Int>) -> [Int] { units.compactMap { beforeNodes(of: $0).first } }
    let moves = before.nodes.indices.compactMap { node -> FigureMove? in
      guard let target = successor[node], predecessors[target].count == 1, hasMoved(node, to: target) else {
        return nil
      }
      let (old, new) = (Set(unitsHolding(before: node)), Set(unitsHolding(after: target)))
      return FigureMove(
        organisation: target, into: sources(old.subtracting(new)), outOf: sources(new.subtracting(old)))
    }
    return adjusted(ontoEarlier().moved(tallies, reported: reported), moves, calculator, reported)
  }

  private func adjusted(
    _ tallies: [Tally], _ moves: [FigureMove], _ calculator: IndicatorCalculator, _ reported: Set<String>
  ) -> [Tally] {
    guard !moves.isEmpty else { return tallies }
    return tallies.map { tally in
      guard reported.contains(tally.measure) else { return tally }
      var tally = tally
      var own = Dictionary(tally.entries.map { ($0.node, $0.count) }) { first, _ in first }
      for move in moves { move.apply(to: &own, calculator.count(of: tally.measure, unit: move.organisation)) }
      tally.entries = own.sorted { $0.key < $1.key }.map { Tally.Entry(node: $0.key, count: $0.value) }
      return tally
    }
  }
}

/// An organisation that has another superior on the other boundary.
private struct FigureMove {
  /// In the tree of the figures.
  var organisation: Int
  /// Units of the other tree that hold it there only, and those that held it only here.
  var into: [Int]
  var outOf: [Int]

  /// Adds the organisation's figure to the units' own figures; one that nobody knows leaves no own figure standing.
  func apply(to own: inout [Int: Int64], _ amount: Int64?) {
    for (units, sign) in [(into, Int64(1)), (outOf, -1)] {
      for unit in units {
        guard let figure = own[unit] else { continue }
        own[unit] = amount.map { max(0, figure + sign * $0) }
      }
    }
  }
}
