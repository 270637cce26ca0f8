// SPDX-License-Identifier: Apache-2.0

package import CensusModel
package import Indicators

/// Movements of measures that organisations stand for themselves: counts and sums over organisations, and reported
/// figures with their own-figure-wins rule. They come from tallies alone.
package struct FigureFlows {
  /// Which organisation became which.
  package let pairing: UnitPairing

  package init(pairing: UnitPairing) { self.pairing = pairing }

  /// What one organisation does to a measure at one unit that holds it.
  package struct Effect: Sendable, Hashable {
    /// The organisation, as a unit.
    package var organisation: Int
    /// The unit that holds it: itself or a superior.
    package var unit: Int
    /// What it brings in or takes out there, and why.
    package var movement: Movement
  }

  /// One record for each organisation: a branch counts or does not, a class has so many students.
  package func ofOrganisations(_ before: Tally, _ after: Tally) -> UnitFlows {
    var flows = UnitFlows(unitCount: pairing.unitCount)
    effects(before, after) { flows.add($0.movement.amount, $0.movement.cause, to: $0.unit) }
    return flows
  }

  /// Hands out the effect of every organisation on every unit that holds it; they add up to the flows.
  package func effects(_ before: Tally, _ after: Tally, _ body: (Effect) -> Void) {
    func report(_ organisation: Int, _ amount: Int64, _ cause: MovementCause, _ unit: Int) {
      guard amount != 0 else { return }
      body(Effect(organisation: organisation, unit: unit, movement: Movement(cause: cause, amount: amount)))
    }
    let old = FigureFlows.amounts(before)
    let new = FigureFlows.amounts(after)
    for (node, amount) in old.sorted(by: { $0.key < $1.key }) where pairing.successor[node] == nil {
      for unit in pairing.unitsHolding(before: node) {
        report(pairing.unitOfBefore[node], -amount, pairing.splits[node] == nil ? .unitClosed : .unitMovedOut, unit)
      }
    }
    let parts = Set(pairing.splits.values.joined())
    for node in pairing.after.nodes.indices {
      let sources = pairing.predecessors[node]
      let amount = new[node] ?? 0
      if sources.isEmpty {
        let isPart = parts.contains(node)
        for unit in pairing.unitsHolding(after: node) { report(node, amount, isPart ? .unitMovedIn : .unitNew, unit) }
      } else {
        effects(of: sources.map { ($0, old[$0] ?? 0) }, (node, amount), report)
      }
    }
  }

  /// An organisation (or several that became one) in both periods.
  private func effects(
    of sources: [(node: Int, amount: Int64)], _ target: (node: Int, amount: Int64),
    _ report: (Int, Int64, MovementCause, Int) -> Void
  ) {
    let total = sources.reduce(0) { $0 + $1.amount }
    guard total != 0 || target.amount != 0 else { return }
    let new = pairing.unitsHolding(after: target.node)
    // Nearly every organisation stands where it stood and counts what it counted.
    let change = pairing.changeOfUnit(sources.map(\.node), target.node) ?? .changed
    if sources.count == 1, pairing.unitsHolding(before: sources[0].node) == new {
      for unit in new { report(target.node, target.amount - total, change, unit) }
      return
    }
    var held = [Int: Int64](minimumCapacity: new.count)
    for source in sources where source.amount != 0 || sources.count == 1 {
      for unit in pairing.unitsHolding(before: source.node) { held[unit, default: 0] += source.amount }
    }
    for unit in new {
      let stood = held.removeValue(forKey: unit)
      if sources.count == 1, stood == nil {
        report(target.node, target.amount, .unitMovedIn, unit)
      } else {
        // Of a merger, what stood elsewhere before came in with its organisation; the rest is a change.
        report(target.node, total - (stood ?? 0), .unitMovedIn, unit)
        report(target.node, target.amount - total, change, unit)
      }
    }
    for (unit, amount) in held.sorted(by: { $0.key < $1.key }) {
      report(target.node, -amount, .unitMovedOut, unit)
    }
  }

  private static func amounts(_ tally: Tally) -> [Int: Int64] {
    var amounts: [Int: Int64] = [:]
    tally.forEachEntry { amounts[$0.node, default: 0] += $0.count }
    return amounts
  }

  /// Figures that hold for a unit with its descendants.
  ///
  /// Where a unit gave none itself in either period, its movements are those of its parts.
  package func ofReported(
    _ measure: String, before: IndicatorCalculator, after: IndicatorCalculator
  ) -> UnitFlows {
    var parts = [[Movement]](repeating: [], count: pairing.unitCount)
    for unit in (0..<pairing.unitCount).reversed() {
      parts[unit] = reported(unit, measure, before, after, parts)
    }
    var flows = UnitFlows(unitCount: pairing.unitCount)
    for (unit, movements) in parts.enumerated() {
      for movement in movements { flows.add(movement.amount, movement.cause, to: unit) }
    }
    return flows
  }

  private func reported(
    _ unit: Int, _ measure: String, _ before: IndicatorCalculator, _ after: IndicatorCalculator,
    _ parts: [[Movement]]
  ) -> [Movement] {
    let sources = pairing.beforeNodes(of: unit)
    let olds = sources.compactMap { before.count(of: measure, unit: $0) }
    let old = olds.isEmpty ? nil : olds.reduce(0, +)
    guard let node = pairing.afterNode(of: unit) else { return [Movement(cause: .unitClosed, amount: -(old ?? 0))] }
    let new = after.count(of: measure, unit: node)
    if old == nil, new == nil { return [] }
    guard let source = sources.first else { return [Movement(cause: .unitNew, amount: new ?? 0)] }
    guard let new else { return [Movement(cause: .figureMissing, amount: -(old ?? 0))] }
    guard let old else { return [Movement(cause: .figureFirst, amount: new)] }
    guard sources.count == 1 else { return [Movement(cause: .figureChanged, amount: new - old)] }
    let own = (before.hasOwnFigure(of: measure, node: source), after.hasOwnFigure(of: measure, node: node))
    switch own {
    case (true, true): return [Movement(cause: .figureChanged, amount: new - old)]
    case (false, false): return ofParts(source, node, measure, before, after, parts)
    default: return [Movement(cause: .basisChanged, amount: new - old)]
    }
  }

  private func ofParts(
    _ old: Int, _ new: Int, _ measure: String, _ before: IndicatorCalculator, _ after: IndicatorCalculator,
    _ parts: [[Movement]]
  ) -> [Movement] {
    var sums: [MovementCause: Int64] = [:]
    let children = children(of: old, new, measure, before, after)
    for child in children.kept {
      for part in parts[child] { sums[part.cause, default: 0] += part.amount }
    }
    for (_, movement) in children.others { sums[movement.cause, default: 0] += movement.amount }
    return sums.map { Movement(cause: $0.key, amount: $0.value) }.sorted { $0.cause.rank < $1.cause.rank }
  }

  /// Units directly below an organisation in both periods, and what came or went as a whole.
  private func children(
    of old: Int, _ new: Int, _ measure: String, _ before: IndicatorCalculator, _ after: IndicatorCalculator
  ) -> (kept: [Int], others: [(unit: Int, movement: Movement)]) {
    let earlier = pairing.before.children(of: old)
    let later = pairing.after.children(of: new)
    func isKept(_ child: Int) -> Bool {
      let sources = pairing.beforeNodes(of: child)
      return !sources.isEmpty && sources.allSatisfy(earlier.contains)
    }
    let kept = later.filter(isKept)
    var others: [(unit: Int, movement: Movement)] = []
    for child in later where !kept.contains(child) {
      let cause: MovementCause = pairing.predecessors[child].isEmpty ? .unitNew : .unitMovedIn
      others.append((child, Movement(cause: cause, amount: after.count(of: measure, unit: child) ?? 0)))
    }
    for child in earlier {
      if let target = pairing.successor[child], kept.contains(target) { continue }
      let cause: MovementCause = pairing.successor[child] == nil ? .unitClosed : .unitMovedOut
      let amount = before.count(of: measure, unit: child) ?? 0
      others.append((pairing.unitOfBefore[child], Movement(cause: cause, amount: -amount)))
    }
    return (kept, others.filter { $0.movement.amount != 0 })
  }

  /// The figures behind the movements of a reported measure at a unit: those of the units that gave them.
  package func origins(
    of measure: String, unit: Int, before: IndicatorCalculator, after: IndicatorCalculator
  ) -> [(unit: Int, movement: Movement)] {
    let sources = pairing.beforeNodes(of: unit)
    if let node = pairing.afterNode(of: unit), sources.count == 1, before.count(of: measure, unit: sources[0]) != nil,
      after.count(of: measure, unit: node) != nil, !before.hasOwnFigure(of: measure, node: sources[0]),
      !after.hasOwnFigure(of: measure, node: node)
    {
      let children = children(of: sources[0], node, measure, before, after)
      return children.kept.flatMap { origins(of: measure, unit: $0, before: before, after: after) } + children.others
    }
    let movements = reported(unit, measure, before, after, [])
    return movements.filter { $0.amount != 0 }.map { (unit, $0) }
  }
}
