// SPDX-License-Identifier: Apache-2.0

import CensusModel
import CensusStore
import Comparison
import Policy
package import Results

extension CompareRun {
  /// Every row behind the movements of a measure at a unit; reads the measure's kind again unless the run keeps rows.
  func movementRows(of measure: String, unit: Int) throws -> [MovementRow] {
    guard let kind = context.pack.measure(measure)?.kind, let ledger = comparison.ledgers[kind],
      let number = ledger.measures.firstIndex(of: measure)
    else { return [] }
    return try archive(of: kind).rows(of: number, at: unit, in: pairing)
  }

  private func archive(of kind: RecordKind) throws -> MovementArchive {
    if let kept = archives[kind] { return kept }
    var archive = MovementArchive()
    let reading = MovementReading(before: before, after: after, pairing: pairing, departures: departures)
    _ = try reading.read(kind) { archive.add($0) }
    return archive
  }

  /// The rows as a table: cause, amount, person, and where the row stands in both periods.
  ///
  /// - Throws: `PipelineError("id-unknown")` unless the measure counts records that are followed or organisations.
  package func rowsTable(measure: String, unit: Int, cause wanted: String? = nil) throws -> ResultTable {
    guard let definition = context.pack.measure(measure) else {
      throw PipelineError.unknownID(measure, near: context.pack.nearest(to: measure, among: [.measure]))
    }
    if definition.kind == .organisation || definition.isReported {
      return organisationRows(definition, unit: unit, cause: wanted)
    }
    let schema = after.schemas[definition.kind]
    let rows = try movementRows(of: measure, unit: unit)
    return ResultTable("rows", ComparisonColumns.rows) { add in
      for row in rows where wanted == nil || row.cause.key == wanted {
        let old = try row.before.flatMap { try place($0, in: before, pairing.before, definition.kind) }
        let new = try row.after.flatMap { try place($0, in: after, pairing.after, definition.kind) }
        let name = new?.name ?? old?.name ?? ""
        let fields = row.changed.map { schema.columns[$0].name }
        try add(
          [
            .text(row.cause.key), .text(words.cause(row.cause, of: definition.kind)), .number(row.amount),
            .text(row.person?.digits), .text(name),
          ] + (old?.cells ?? Place.nothing) + (new?.cells ?? Place.nothing) + [
            .texts(fields), .text(row.match == .identity ? nil : context.text("compare.match.\(row.match.rawValue)")),
          ])
      }
    }
  }

  private struct Place {
    static let nothing = [ResultCell](repeating: .nothing, count: 5)
    var name: String
    var cells: [ResultCell]
  }

  private func place(
    _ record: (id: Int64, node: Int), in census: PeriodCensus, _ tree: OrganisationTree, _ kind: RecordKind
  ) throws -> Place? {
    let columns = census.schemas[kind].index(of: "name") == nil ? [] : ["name"]
    guard let row = try census.database.record(record.id, of: kind, columns: columns) else { return nil }
    var name = ""
    if case .text(let text)? = row.values.first { name = text }
    let node = tree.nodes[record.node]
    return Place(
      name: name,
      cells: [.text(node.code), .text(node.name), .text(row.file), .text(row.sheet), .number(Int64(row.row))])
  }

  /// Organisations whose own figure moved a measure: counts and sums over organisations, and reported figures.
  private func organisationRows(_ measure: Measure, unit: Int, cause wanted: String?) -> ResultTable {
    let columns = ["cause", "cause-title", "count", "unit", "unit-name", "before", "after"]
    let effects = effects(of: measure, at: unit).filter { wanted == nil || $0.movement.cause.key == wanted }
    return ResultTable("rows", columns) { add in
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
    guard let earlier = old.tally(of: measure.id), let later = new.tally(of: measure.id) else { return [] }
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
