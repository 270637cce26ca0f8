// SPDX-License-Identifier: Apache-2.0

import CensusModel
package import Indicators
package import Policy
import Results

/// `transitions`: how far people have come on their way from one body to the next, who holds them, and who got lost.
package struct TransitionsRun {
  /// The period that is looked at.
  package let census: PeriodCensus
  /// The transitions that were asked for, in the order of the pack.
  package let transitions: [Transition]
  let tables: CensusRun

  /// - Parameter which: ID of a transition; nil takes them all.
  /// - Throws: `PipelineError("id-unknown")`.
  package init(census: PeriodCensus, which: String? = nil) throws {
    let pack = census.context.pack
    let chosen = try which.map { [try pack.transition($0).orThrow(census.unknown($0))] } ?? pack.transitions
    let tables = chosen.flatMap(\.tables).compactMap { pack.table($0) }
    let run = try CensusRun(census: census, tables: tables, besides: Set(chosen.flatMap(\.measures)))
    self.init(census: census, transitions: chosen, tables: run)
  }

  /// - Parameter tables: has counted the measures and the tables of the transitions.
  package init(census: PeriodCensus, transitions: [Transition], tables: CensusRun) {
    self.census = census
    self.transitions = transitions
    self.tables = tables
  }

  /// - Throws: `PipelineError("unit-unknown")`.
  package func document(
    units selection: UnitSelection, by breakdown: IndicatorsRun.Breakdown? = nil
  ) throws -> TransitionsDocument {
    let cuts = try selection.cuts(tables.calculator, by: breakdown)
    return TransitionsDocument(
      blocks: cuts.flatMap { unit, group in transitions.map { block(of: $0, unit: unit, group: group) } },
      tree: tables.calculator.tree, census: census)
  }

  /// The figures of one transition at a unit, of all its people or of one group.
  package func block(of transition: Transition, unit: Int, group: IndicatorGroup? = nil) -> TransitionsDocument.Block {
    func figures(_ part: TransitionsDocument.Part, _ ids: [String]) -> [TransitionsDocument.Figure] {
      ids.map { id in
        TransitionsDocument.Figure(
          part: part, measure: id, count: tables.calculator.count(of: id, unit: unit, group: group))
      }
    }
    let shown = transition.tables.compactMap { id in self.tables.tables.first { $0.table.id == id } }
    return TransitionsDocument.Block(
      unit: unit, group: group, transition: transition,
      figures: figures(.stage, transition.stages) + figures(.beside, transition.beside)
        + figures(.clock, transition.clocks) + figures(.gap, transition.gaps),
      tables: shown.map {
        CensusDocument.Block(unit: unit, group: group, table: $0, counts: $0.counts(unit: unit, group: group))
      })
  }

  /// The rows behind a gap, a clock or a stage.
  ///
  /// - Throws: `PipelineError("id-unknown")` for what no chosen transition counts.
  package func parts(ofList id: String, in run: EvidenceRun) throws -> [EvidenceRun.Part] {
    guard transitions.contains(where: { $0.measures.contains(id) }) else { throw census.unknown(id) }
    return try run.parts(of: id)
  }
}
