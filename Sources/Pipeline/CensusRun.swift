// SPDX-License-Identifier: Apache-2.0

import CensusModel
import CensusStore
package import Indicators
package import Policy
import Results

/// `census`: the tables of the pack, at any unit, whole or broken down.
package struct CensusRun {
  /// The period whose records are counted.
  package let census: PeriodCensus
  /// The measures of the tables, counted once for all units.
  package let calculator: IndicatorCalculator
  /// The tables that were asked for, in the order of the pack.
  package let tables: [TableCalculator]

  /// Counts what the tables need: one pass per record kind for the tallies, one for the cuts.
  ///
  /// - Parameter ids: which tables; nil takes those that belong to no transition.
  /// - Throws: `PipelineError("id-unknown")`.
  package init(census: PeriodCensus, tables ids: [String]? = nil) throws {
    let pack = census.context.pack
    let chosen =
      try ids.map { try $0.map { id in try pack.table(id).orThrow(census.unknown(id)) } } ?? pack.censusTables
    try self.init(census: census, tables: chosen, besides: [])
  }

  /// - Parameter measures: further measures to count.
  /// - Throws: `WorkspaceError` where the period cannot be read.
  package init(census: PeriodCensus, tables chosen: [CensusTable], besides measures: Set<String>?) throws {
    let pack = census.context.pack
    let day = census.period.censusDay
    let ids = measures.map { $0.union(chosen.flatMap(\.measures)) }
    let tallies = try census.database.tallies(pack.queries(on: day, for: ids))
    let calculator = IndicatorCalculator(
      pack: pack, tree: try census.database.organisationTree(), tallies: tallies, reporting: try census.reporting())
    let cuts = try census.database.cuts(chosen.compactMap { try pack.cut(for: $0, on: day) })
    self.census = census
    self.calculator = calculator
    tables = try chosen.map { table in
      TableCalculator(
        table: table, rows: try pack.rows(of: table, on: day), calculator: calculator, tallies: tallies,
        cut: cuts.first { $0.table == table.id })
    }
  }

  /// - Parameter isPublished: leaves out small counts of persons and what would give them back.
  /// - Throws: `PipelineError("unit-unknown")`; `PipelineError("publication-undefined")` when the pack has no rule for it.
  package func document(
    units selection: UnitSelection, by breakdown: IndicatorsRun.Breakdown? = nil, isPublished: Bool = false
  ) throws -> CensusDocument {
    var blocks: [CensusDocument.Block] = []
    for (unit, group) in try selection.cuts(calculator, by: breakdown) {
      for table in tables {
        blocks.append(
          CensusDocument.Block(unit: unit, group: group, table: table, counts: table.counts(unit: unit, group: group)))
      }
    }
    let document = CensusDocument(blocks: blocks, tree: calculator.tree, census: census)
    guard isPublished else { return document }
    return document.publishing(try census.context.pack.publication.orThrow(PipelineError("publication-undefined")))
  }
}

extension UnitSelection {
  /// The chosen units, each whole, by group, or with its children.
  func cuts(
    _ calculator: IndicatorCalculator, by breakdown: IndicatorsRun.Breakdown?
  ) throws -> [(unit: Int, group: IndicatorGroup?)] {
    try nodes(in: calculator.tree).flatMap { unit -> [(unit: Int, group: IndicatorGroup?)] in
      switch breakdown {
      case nil: [(unit, nil)]
      case .children: ([unit] + calculator.tree.children(of: unit)).map { ($0, nil) }
      case .sector: calculator.groups(.sector, unit: unit).map { (unit, $0) }
      case .stage: calculator.groups(.stage, unit: unit).map { (unit, $0) }
      }
    }
  }
}

extension PolicyPack {
  /// Tables that belong to no transition, in order of file.
  package var censusTables: [CensusTable] {
    let others = Set(transitions.flatMap(\.tables))
    return tables.filter { !others.contains($0.id) }
  }
}

extension Optional {
  func orThrow(_ error: @autoclosure () -> some Error) throws -> Wrapped {
    guard let self else { throw error() }
    return self
  }
}
