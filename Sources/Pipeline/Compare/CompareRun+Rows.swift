// SPDX-License-Identifier: Apache-2.0

import CensusModel
import CensusStore
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

extension CompareRun {
  /// Every row behind the movements of a measure at a unit, never capped, ordered by cause and place; their amounts add
  /// up to the movements.
  ///
  /// Reads the measure's kind again; memory holds one small value per row.
  func movementRows(of measure: String, unit: Int) throws -> [MovementRow] {
    guard let kind = desk.pack.measure(measure)?.kind, let ledger = comparison.ledgers[kind],
      let number = ledger.measures.firstIndex(of: measure)
    else { return [] }
    var rows: [MovementRow] = []
    let reading = MovementReading(before: before, after: after, pairing: pairing)
    _ = try reading.read(kind) { movement in
      guard let amount = movement.amounts.first(where: { $0.measure == number }),
        let (cause, count) = self.effect(of: amount, movement, at: unit)
      else { return }
      rows.append(
        MovementRow(
          cause: cause, amount: count, match: movement.match, person: movement.identity, before: movement.before,
          after: movement.after, changed: movement.changed))
    }
    return rows.sorted { left, right in
      (left.cause.rank, left.cause.key, left.after?.id ?? .max, left.before?.id ?? .max)
        < (right.cause.rank, right.cause.key, right.after?.id ?? .max, right.before?.id ?? .max)
    }
  }

  /// What a record does to a measure at one unit; the same rule as `MovementLedger.flows`.
  private func effect(
    of amount: RowMovement.Amount, _ movement: RowMovement, at unit: Int
  ) -> (MovementCause, Int64)? {
    let wasHere = movement.before.map { pairing.unitsHolding(before: $0.node).contains(unit) }
    let isHere = movement.after.map { pairing.unitsHolding(after: $0.node).contains(unit) }
    let isSame = movement.before.flatMap { old in movement.after.map { pairing.isSame(old.node, $0.node) } } ?? false
    let (cause, count): (MovementCause, Int64)
    switch (wasHere, isHere) {
    case (true?, true?): (cause, count) = (amount.cause, amount.after - amount.before)
    case (true?, nil): (cause, count) = (amount.cause, -amount.before)
    case (nil, true?): (cause, count) = (amount.cause, amount.after)
    case (true?, false?): (cause, count) = (isSame ? .unitMovedOut : .movedOut, -amount.before)
    case (false?, true?): (cause, count) = (isSame ? .unitMovedIn : .movedIn, amount.after)
    default: return nil
    }
    return count == 0 ? nil : (cause, count)
  }

  /// The rows as a table: cause, amount, person, and where the row stands in both periods.
  ///
  /// - Throws: `PipelineError("id-unknown")` unless the measure counts records that are followed or organisations.
  package func rowsTable(measure: String, unit: Int, cause wanted: String? = nil) throws -> ComparisonTable {
    guard let definition = desk.pack.measure(measure) else {
      throw PipelineError(
        "id-unknown", facts: ["value": measure, "nearest": desk.pack.nearest(to: measure).joined(separator: ", ")])
    }
    if definition.kind == .organisation || definition.isReported {
      return organisationRows(definition, unit: unit, cause: wanted)
    }
    let rows = try movementRows(of: measure, unit: unit)
    return ComparisonTable("rows", ComparisonColumns.rows) { add in
      for row in rows where wanted == nil || row.cause.key == wanted {
        let old = try row.before.flatMap { try place($0, in: before, pairing.before, definition.kind) }
        let new = try row.after.flatMap { try place($0, in: after, pairing.after, definition.kind) }
        let name = new?.name ?? old?.name ?? ""
        let fields = row.changed.map { definition.kind.columns[$0].name }
        try add(
          [
            .text(row.cause.key), .text(words.cause(row.cause, of: definition.kind)), .number(row.amount),
            .text(row.person?.digits), .text(name),
          ] + (old?.cells ?? Place.nothing) + (new?.cells ?? Place.nothing) + [
            .texts(fields), .text(row.match == .identity ? nil : desk.text("compare.match.\(row.match.rawValue)")),
          ])
      }
    }
  }

  private struct Place {
    static let nothing = [ComparisonTable.Cell](repeating: .nothing, count: 5)
    var name: String
    var cells: [ComparisonTable.Cell]
  }

  private func place(
    _ record: (id: Int64, node: Int), in census: PeriodCensus, _ tree: OrganisationTree, _ kind: RecordKind
  ) throws -> Place? {
    let columns = kind.index(of: "name") == nil ? [] : ["name"]
    guard let row = try census.database.record(record.id, of: kind, columns: columns) else { return nil }
    var name = ""
    if case .text(let text)? = row.values.first { name = text }
    let node = tree.nodes[record.node]
    return Place(
      name: name,
      cells: [.text(node.code), .text(node.name), .text(row.file), .text(row.sheet), .number(Int64(row.row))])
  }

  /// Organisations whose own figure moved a measure: counts and sums over organisations, and reported figures.
  private func organisationRows(_ measure: Measure, unit: Int, cause wanted: String?) -> ComparisonTable {
    let columns = ["cause", "cause-title", "count", "unit", "unit-name", "before", "after"]
    let effects = effects(of: measure, at: unit).filter { wanted == nil || $0.movement.cause.key == wanted }
    return ComparisonTable("rows", columns) { add in
      for (organisation, movement) in effects {
        try add([
          .text(movement.cause.key), .text(words.cause(movement.cause, of: .organisation)), .number(movement.amount),
          .text(words.unitCode(organisation)), .text(words.unitName(organisation)),
          .number(comparison.countBefore(of: measure.id, unit: organisation)),
          .number(comparison.countAfter(of: measure.id, unit: organisation)),
        ])
      }
    }
  }

  private func effects(of measure: Measure, at unit: Int) -> [(unit: Int, movement: Movement)] {
    let (old, new) = (comparison.before, comparison.after)
    let figures = FigureFlows(pairing: pairing)
    if measure.isReported {
      return figures.origins(of: measure.id, unit: unit, before: old.calculator, after: new.calculator)
    }
    guard let earlier = old.tallies[measure.id], let later = new.tallies[measure.id] else { return [] }
    var effects: [(unit: Int, movement: Movement)] = []
    figures.effects(earlier, later) { if $0.unit == unit { effects.append(($0.organisation, $0.movement)) } }
    return effects.sorted { ($0.movement.cause.rank, $0.unit) < ($1.movement.cause.rank, $1.unit) }
  }
}

enum ComparisonColumns {
  static let rows = [
    "cause", "cause-title", "count", "person", "name", "before-unit", "before-unit-name", "before-file",
    "before-sheet", "before-row", "after-unit", "after-unit-name", "after-file", "after-sheet", "after-row", "fields",
    "match",
  ]
}
