// SPDX-License-Identifier: Apache-2.0

/// What moved the measures of one record kind: amounts by earlier node, later node and cause; the base of every unit's
/// figures, so that no record is read twice.
///
/// Records that count the same in the same place leave no trace here.
package struct MovementLedger: Sendable {
  package struct Key: Sendable, Hashable {
    /// Earlier node, -1 when there is no earlier row.
    package var before: Int32
    /// Later node, -1 when there is no later row.
    package var after: Int32
    package var cause: Int32
  }

  /// IDs of the measures, in the order of the amounts.
  package let measures: [String]
  package private(set) var keys: [Key] = []
  package private(set) var causes = CauseTable()
  private var index: [Key: Int] = [:]
  private var beforeAmounts: [Int64] = []
  private var afterAmounts: [Int64] = []

  package init(measures: [String]) { self.measures = measures }

  /// Adds what one record counts for a measure at its earlier and its later node (nil where it has no row).
  package mutating func add(
    _ amount: RowMovement.Amount, from before: Int?, to after: Int?
  ) {
    let key = Key(
      before: Int32(before ?? -1), after: Int32(after ?? -1), cause: Int32(causes.number(of: amount.cause)))
    let place = cell(of: key) * measures.count + amount.measure
    beforeAmounts[place] += amount.before
    afterAmounts[place] += amount.after
  }

  private mutating func cell(of key: Key) -> Int {
    if let cell = index[key] { return cell }
    let cell = keys.count
    index[key] = cell
    keys.append(key)
    beforeAmounts.append(contentsOf: repeatElement(0, count: measures.count))
    afterAmounts.append(contentsOf: repeatElement(0, count: measures.count))
    return cell
  }

  /// Earlier and later amount of a measure in one cell.
  package func amounts(of measure: Int, in cell: Int) -> (before: Int64, after: Int64) {
    (beforeAmounts[cell * measures.count + measure], afterAmounts[cell * measures.count + measure])
  }

  /// The movements of a measure at every unit.
  ///
  /// Costs one walk to the root for each cell in which the measure moves.
  package func flows(of measure: String, in pairing: UnitPairing) -> UnitFlows? {
    guard let number = measures.firstIndex(of: measure) else { return nil }
    var flows = UnitFlows(unitCount: pairing.unitCount)
    for (cell, key) in keys.enumerated() {
      let (before, after) = amounts(of: number, in: cell)
      if before == 0, after == 0 { continue }
      add(key, before, after, pairing, &flows)
    }
    return flows
  }

  private func add(_ key: Key, _ before: Int64, _ after: Int64, _ pairing: UnitPairing, _ flows: inout UnitFlows) {
    let cause = causes.causes[Int(key.cause)]
    let old = key.before >= 0 ? pairing.unitsHolding(before: Int(key.before)) : []
    let new = key.after >= 0 ? pairing.unitsHolding(after: Int(key.after)) : []
    let isSameUnit = key.before >= 0 && pairing.isSame(Int(key.before), Int(key.after))
    for unit in old {
      if new.contains(unit) {
        flows.add(after - before, cause, to: unit)
      } else {
        flows.add(-before, new.isEmpty ? cause : isSameUnit ? .unitMovedOut : .movedOut, to: unit)
      }
    }
    for unit in new where !old.contains(unit) {
      flows.add(after, old.isEmpty ? cause : isSameUnit ? .unitMovedIn : .movedIn, to: unit)
    }
  }
}

/// The movements of one measure, by unit and cause.
package struct UnitFlows: Sendable {
  package private(set) var causes = CauseTable()
  private var amounts: [[Int64]] = []
  private let unitCount: Int

  package init(unitCount: Int) { self.unitCount = unitCount }

  package mutating func add(_ amount: Int64, _ cause: MovementCause, to unit: Int) {
    guard amount != 0 else { return }
    let number = causes.number(of: cause)
    if number == amounts.count { amounts.append(Array(repeating: 0, count: unitCount)) }
    amounts[number][unit] += amount
  }

  /// What moved the measure at a unit, in the order of a bridge; nothing that is zero.
  package func movements(at unit: Int) -> [Movement] {
    causes.ordered.compactMap { number, cause in
      amounts[number][unit] == 0 ? nil : Movement(cause: cause, amount: amounts[number][unit])
    }
  }

  package func total(at unit: Int) -> Int64 { amounts.reduce(0) { $0 + $1[unit] } }
}

/// One part of a change: how much of it, and why.
package struct Movement: Sendable, Hashable {
  package var cause: MovementCause
  package var amount: Int64

  package init(cause: MovementCause, amount: Int64) {
    self.cause = cause
    self.amount = amount
  }
}
