// SPDX-License-Identifier: Apache-2.0

import CensusModel
import Indicators
import Policy

/// How an obligation of every single unit stands below a unit, itself included.
package struct Spread: Sendable, Hashable {
  /// Units that are under the obligation.
  package var units: Int64
  /// Of these, units that do what is asked by what they alone count.
  package var complying: Int64
  /// Units of which nobody can tell, because a sheet that is owed for them did not come in.
  package var open: Int64 = 0
  /// Whether the unit itself is under it and fails.
  package var ownFails: Bool
  /// Records in breach that a waiver excuses.
  package var excused: Int64
}

/// 逐个单位的义务: for each organisation whether it complies by what it alone counts, as prefix sums over the tree.
///
/// An organisation is under the obligation when it counts anything below the line by itself: a branch its members, a
/// committee its own term. Work units are no organisations; each of them is a unit of its own.
struct ObligationTable: Sendable {
  private let isRecordByRecord: Bool
  private let comparison: Threshold.Comparison
  /// Sums up to, and without, each node.
  private var units: [Int32] = [0]
  private var failing: [Int32] = [0]
  private var excused: [Int64] = [0]
  private var open: [Int32] = [0]

  /// - Parameter isWaived: whether a waiver in force excuses a unit from the task.
  init(
    _ threshold: Threshold, of indicator: Indicator, calculator: IndicatorCalculator, isWaived: (Int) -> Bool
  ) {
    comparison = threshold.comparison
    isRecordByRecord = calculator.pack.measure(indicator.denominator)?.kind == .workUnit
    let count = calculator.tree.nodes.count
    for sums in [\ObligationTable.units, \.failing, \.open] { self[keyPath: sums].reserveCapacity(count + 1) }
    let (denominator, numerator) = (
      calculator.ownCounter(of: indicator.denominator), calculator.ownCounter(of: indicator.numerator)
    )
    for node in 0..<count {
      let below = denominator(node) ?? 0
      let top = below > 0 ? numerator(node) ?? 0 : 0
      let isOpen = below > 0 && calculator.isUndecided(indicator.numerator, node: node)
      let breaches = below > 0 && !isOpen ? max(0, comparison == .atMost ? top : below - top) : 0
      let isExcused = breaches > 0 && threshold.sparesWaived && isWaived(node)
      units.append(units[node] + (below > 0 ? 1 : 0))
      failing.append(failing[node] + (breaches > 0 && !isExcused ? 1 : 0))
      excused.append(excused[node] + (isExcused ? breaches : 0))
      open.append(open[node] + (isOpen ? 1 : 0))
    }
  }

  func spread(of unit: Int, value: IndicatorValue, tree: OrganisationTree) -> Spread {
    let nodes = tree.subtree(of: unit)
    func sum<Number: BinaryInteger>(_ sums: [Number]) -> Int64 {
      Int64(sums[nodes.upperBound + 1] - sums[nodes.lowerBound])
    }
    if isRecordByRecord, let top = value.numerator, let below = value.denominator {
      let complying = comparison == .atMost ? below - top : top
      return Spread(units: below, complying: max(0, complying), ownFails: false, excused: 0)
    }
    return Spread(
      units: sum(units), complying: sum(units) - sum(failing) - sum(open), open: sum(open),
      ownFails: failing[unit + 1] > failing[unit], excused: sum(excused))
  }
}

/// The tables of every obligation of the task list in force on the census day.
struct Obligations: Sendable {
  private struct Key: Hashable {
    var task: String
    var indicator: String
    var comparison: Threshold.Comparison
  }

  private var tables: [Key: ObligationTable] = [:]

  init(pack: PolicyPack, calculator: IndicatorCalculator, waivers: WaiverBook, on day: CalendarDay) {
    for task in pack.tasks {
      for check in task.checks {
        guard let indicator = pack.indicator(check.indicator),
          let threshold = check.thresholds.first(where: { $0.isEach && $0.inForce.contains(day) })
        else { continue }
        let key = Key(task: task.id, indicator: check.indicator, comparison: threshold.comparison)
        tables[key] = ObligationTable(threshold, of: indicator, calculator: calculator) {
          waivers.waiver(of: task.id, unit: $0) != nil
        }
      }
    }
  }

  func spread(
    _ threshold: Threshold, of check: TaskCheck, in task: String, value: IndicatorValue, tree: OrganisationTree
  ) -> Spread? {
    let key = Key(task: task, indicator: check.indicator, comparison: threshold.comparison)
    return tables[key]?.spread(of: value.unit, value: value, tree: tree)
  }
}
