// SPDX-License-Identifier: Apache-2.0

import CensusModel
import Comparison
import Policy

/// A row behind a part of a bridge: the record in both periods and what it does to the measure at the unit.
struct MovementRow {
  var cause: MovementCause
  var amount: Int64
  var match: RowMovement.Match
  var person: Pseudonym?
  var before: (id: Int64, node: Int)?
  var after: (id: Int64, node: Int)?
  var changed: [Int]
}

/// Every record of a kind that moves a measure, kept small, so that the rows behind any measure at any unit are found
/// without reading the periods again: some 24 bytes for each measure a record moves.
struct MovementArchive {
  private struct Record {
    var person: Pseudonym?
    var before: (id: Int64, node: Int)?
    var after: (id: Int64, node: Int)?
    var match: RowMovement.Match
    var changed: [Int]
    /// Where its amounts start.
    var first: Int
  }

  private struct Amount {
    var measure: Int32
    var cause: Int32
    var before: Int64
    var after: Int64
  }

  private var records: [Record] = []
  private var amounts: [Amount] = []
  private var causes = CauseTable()

  mutating func add(_ movement: RowMovement) {
    guard !movement.amounts.isEmpty else { return }
    records.append(
      Record(
        person: movement.identity, before: movement.before, after: movement.after, match: movement.match,
        changed: movement.changed, first: amounts.count))
    for amount in movement.amounts {
      let cause = Int32(causes.number(of: amount.cause))
      amounts.append(
        Amount(measure: Int32(amount.measure), cause: cause, before: amount.before, after: amount.after))
    }
  }

  /// Every row behind the movements of a measure at a unit, never capped, ordered by cause and place; their amounts add
  /// up to the movements.
  func rows(of measure: Int, at unit: Int, in pairing: UnitPairing) -> [MovementRow] {
    var rows: [MovementRow] = []
    for (index, record) in records.enumerated() {
      let end = index + 1 < records.count ? records[index + 1].first : amounts.count
      guard let amount = amounts[record.first..<end].first(where: { $0.measure == measure }),
        let (cause, count) = effect(of: amount, record, at: unit, in: pairing)
      else { continue }
      rows.append(
        MovementRow(
          cause: cause, amount: count, match: record.match, person: record.person, before: record.before,
          after: record.after, changed: record.changed))
    }
    return rows.sorted { left, right in
      (left.cause.rank, left.cause.key, left.after?.id ?? .max, left.before?.id ?? .max)
        < (right.cause.rank, right.cause.key, right.after?.id ?? .max, right.before?.id ?? .max)
    }
  }

  /// What a record does to a measure at one unit; the same rule as `MovementLedger.flows`.
  private func effect(
    of amount: Amount, _ record: Record, at unit: Int, in pairing: UnitPairing
  ) -> (MovementCause, Int64)? {
    let wasHere = record.before.map { pairing.unitsHolding(before: $0.node).contains(unit) }
    let isHere = record.after.map { pairing.unitsHolding(after: $0.node).contains(unit) }
    let isSame = record.before.flatMap { old in record.after.map { pairing.isSame(old.node, $0.node) } } ?? false
    let own = causes.causes[Int(amount.cause)]
    let (cause, count): (MovementCause, Int64)
    switch (wasHere, isHere) {
    case (true?, true?): (cause, count) = (own, amount.after - amount.before)
    case (true?, nil): (cause, count) = (own, -amount.before)
    case (nil, true?): (cause, count) = (own, amount.after)
    case (true?, false?): (cause, count) = (isSame ? .unitMovedOut : .movedOut, -amount.before)
    case (false?, true?): (cause, count) = (isSame ? .unitMovedIn : .movedIn, amount.after)
    default: return nil
    }
    return count == 0 ? nil : (cause, count)
  }
}
