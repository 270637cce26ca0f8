// SPDX-License-Identifier: Apache-2.0

/// What moved the measures of one record kind: amounts by earlier node, later node and cause; the base of every unit's
/// figures, so that no record is read twice.
///
/// Records that count the same in the same place leave no trace here.
package struct MovementLedger: Sendable {
  /// One way from place to place for one reason.
  package struct Key: Sendable, Hashable {
    /// Earlier node, -1 when there is no earlier row.
    package var before: Int32
    /// Later node, -1 when there is no later row.
    package var after: Int32
    /// Number of the cause in `causes`.
    package var cause: Int32
  }

  /// IDs of the measures, in the order of the amounts.
  package let measures: [String]
  private var keys: [Key] = []
  /// Cells in order of earlier, and of later node; empty until the ledger is closed.
  private var byBefore: [Int32] = []
  private var byAfter: [Int32] = []
  /// The causes that occur, by number.
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

  /// Puts the cells in order, for `forEachCell`; called once nothing more is added.
  mutating func close() {
    index = [:]
    let cells = keys.indices.map(Int32.init)
    byBefore = cells.sorted { keys[Int($0)].before < keys[Int($1)].before }
    byAfter = cells.sorted { keys[Int($0)].after < keys[Int($1)].after }
  }

  /// Hands out each cell once whose earlier or later node is in a range; costs a look at those cells only.
  func forEachCell(before: Range<Int>, after: Range<Int>, _ body: (Int, Key) -> Void) {
    func run(_ order: [Int32], _ nodes: Range<Int>, _ node: (Key) -> Int32, _ body: (Int, Key) -> Void) {
      var place = order.firstPlace { node(keys[Int($0)]) >= nodes.lowerBound }
      while place < order.count, node(keys[Int(order[place])]) < nodes.upperBound {
        body(Int(order[place]), keys[Int(order[place])])
        place += 1
      }
    }
    run(byBefore, before, \.before, body)
    run(byAfter, after, \.after) { cell, key in if !before.contains(Int(key.before)) { body(cell, key) } }
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
    let columns = FlowColumns(causes: causes.causes.map { flows.column(of: $0) }, in: &flows)
    for (cell, key) in keys.enumerated() {
      let (before, after) = amounts(of: number, in: cell)
      if before == 0, after == 0 { continue }
      add(key, before, after, pairing, columns, &flows)
    }
    return flows
  }

  /// Where the amounts of each cause stand, looked up once.
  private struct FlowColumns {
    let causes: [Int]
    let unitMovedOut, movedOut, unitMovedIn, movedIn: Int

    init(causes: [Int], in flows: inout UnitFlows) {
      self.causes = causes
      (unitMovedOut, movedOut) = (flows.column(of: .unitMovedOut), flows.column(of: .movedOut))
      (unitMovedIn, movedIn) = (flows.column(of: .unitMovedIn), flows.column(of: .movedIn))
    }
  }

  private func add(
    _ key: Key, _ before: Int64, _ after: Int64, _ pairing: UnitPairing, _ columns: FlowColumns,
    _ flows: inout UnitFlows
  ) {
    let cause = columns.causes[Int(key.cause)]
    let old = key.before >= 0 ? pairing.unitsHolding(before: Int(key.before)) : []
    let new = key.after >= 0 ? pairing.unitsHolding(after: Int(key.after)) : []
    let isSameUnit = key.before >= 0 && pairing.isSame(Int(key.before), Int(key.after))
    for unit in old {
      if new.contains(unit) {
        flows.add(after - before, column: cause, to: unit)
      } else {
        let column = new.isEmpty ? cause : isSameUnit ? columns.unitMovedOut : columns.movedOut
        flows.add(-before, column: column, to: unit)
      }
    }
    for unit in new where !old.contains(unit) {
      flows.add(after, column: old.isEmpty ? cause : isSameUnit ? columns.unitMovedIn : columns.movedIn, to: unit)
    }
  }
}

extension Array {
  /// The first place whose element meets a condition that holds for all after it.
  func firstPlace(where holds: (Element) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if holds(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}

/// The movements of one measure, by unit and cause.
package struct UnitFlows: Sendable {
  /// The causes that occur, by number.
  package private(set) var causes = CauseTable()
  /// Cause → unit → amount; empty until something is added.
  private var amounts: [[Int64]] = []
  /// The causes in the order of a bridge.
  private var order: [(number: Int, cause: MovementCause)] = []
  private let unitCount: Int

  /// Flows without any movement.
  ///
  /// - Parameter unitCount: units of the comparison (`UnitPairing.unitCount`).
  package init(unitCount: Int) { self.unitCount = unitCount }

  /// Adds to what a cause moves at a unit, the units above it not among them.
  ///
  /// - Parameter amount: negative for what went out; 0 leaves no trace.
  package mutating func add(_ amount: Int64, _ cause: MovementCause, to unit: Int) {
    guard amount != 0 else { return }
    add(amount, column: column(of: cause), to: unit)
  }

  /// The number of a cause, for adding many amounts to it.
  mutating func column(of cause: MovementCause) -> Int {
    let number = causes.number(of: cause)
    if number == amounts.count {
      amounts.append([])
      order = causes.ordered
    }
    return number
  }

  mutating func add(_ amount: Int64, column: Int, to unit: Int) {
    guard amount != 0 else { return }
    if amounts[column].isEmpty { amounts[column] = Array(repeating: 0, count: unitCount) }
    amounts[column][unit] += amount
  }

  /// What moved the measure at a unit, in the order of a bridge; nothing that is zero.
  package func movements(at unit: Int) -> [Movement] {
    var movements: [Movement] = []
    for (number, cause) in order where !amounts[number].isEmpty {
      let amount = amounts[number][unit]
      if amount != 0 { movements.append(Movement(cause: cause, amount: amount)) }
    }
    return movements
  }

  /// What all causes together move the measure by at a unit.
  package func total(at unit: Int) -> Int64 { amounts.reduce(0) { $0 + ($1.isEmpty ? 0 : $1[unit]) } }
}

/// One part of a change: how much of it, and why.
package struct Movement: Sendable, Hashable {
  /// Why.
  package var cause: MovementCause
  /// By how much; negative for what went out.
  package var amount: Int64

  package init(cause: MovementCause, amount: Int64) {
    self.cause = cause
    self.amount = amount
  }

  /// What a stock-flow check makes of it.
  package var side: MovementCause.Side { cause.side(of: amount) }
}
