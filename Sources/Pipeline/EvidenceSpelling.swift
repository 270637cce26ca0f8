// SPDX-License-Identifier: Apache-2.0

import CensusModel
import Policy

/// Spells evidence as CSV, JSON Lines or tab-separated text, row by row, without holding it.
///
/// CSV and text are for people, with headings and labels in their language and the mark by which Excel knows UTF-8; JSON
/// keeps the names of columns and codes.
package struct EvidenceSpelling: Sendable {
  /// The formats of results; evidence knows CSV, JSON Lines and text.
  package typealias Format = ResultFormat

  /// How the rows are spelled.
  package var format: Format

  package init(format: Format) { self.format = format }

  /// Writes every part of `id` for the chosen units; parts of different record kinds get their own header.
  ///
  /// - Throws: `PipelineError("id-unknown")`, `unit-unknown`, `tree-empty`; `WorkspaceError` where the period cannot be
  ///   read.
  package func write(_ run: EvidenceRun, id: String, unit: UnitSelection, _ sink: (String) -> Void) throws {
    try write(run, parts: run.parts(of: id), unit: unit, sink)
  }

  /// Writes the rows behind each of `parts`.
  ///
  /// - Throws: `PipelineError("unit-unknown")`, `tree-empty`; `WorkspaceError` where the period cannot be read.
  package func write(
    _ run: EvidenceRun, parts: [EvidenceRun.Part], unit: UnitSelection, _ sink: (String) -> Void
  ) throws {
    let units = try unit.nodes(in: run.tree)
    // Every unit together is the root with all roots beside it: no row may come twice.
    let roots = unit == .all ? units.filter { run.tree.nodes[$0].parent == nil } : units
    if format == .csv { sink(CSVWriter.byteOrderMark) }
    var lastKind: RecordKind?
    for part in parts {
      if format == .csv || format == .text, part.measure.kind != lastKind { sink(line(run.header(of: part))) }
      lastKind = part.measure.kind
      for root in roots {
        try run.rows(of: part, unit: root) { row in sink(spell(row, part, run)) }
      }
    }
  }

  /// The rows behind each of `parts`, one sheet for each kind of record.
  ///
  /// - Throws: `PipelineError("unit-unknown")`, `tree-empty`. The rows are read later, when the tables hand them out.
  package static func tables(
    _ run: EvidenceRun, parts: [EvidenceRun.Part], unit: UnitSelection
  ) throws -> ResultTables {
    let units = try unit.nodes(in: run.tree)
    let roots = unit == .all ? units.filter { run.tree.nodes[$0].parent == nil } : units
    var kinds: [RecordKind] = []
    for part in parts where !kinds.contains(part.measure.kind) { kinds.append(part.measure.kind) }
    return ResultTables(
      kinds.map { kind in
        let own = parts.filter { $0.measure.kind == kind }
        let columns = zip(EvidenceRun.keys(of: run.census.schemas[kind]), run.header(of: own[0])).enumerated().map {
          index, names in
          ResultColumn<[String]>(names.0, names.1) { .text($0[index]) }
        }
        return ResultTable(kind.rawValue, columns: columns) { body in
          for part in own {
            for root in roots { try run.rows(of: part, unit: root) { try body(run.labels(of: $0, in: part)) } }
          }
        }
      })
  }

  private func spell(_ row: EvidenceRow, _ part: EvidenceRun.Part, _ run: EvidenceRun) -> String {
    guard format == .json || format == .jsonl else { return line(run.labels(of: row, in: part)) }
    let cells = run.cells(of: row, in: part)
    let keys = EvidenceRun.keys(of: run.census.schemas[part.measure.kind])
    let members = zip(keys, cells).map { "\(JSONWriter.quoted($0)):\(JSONWriter.quoted($1))" }
    return "{\(members.joined(separator: ","))}\n"
  }

  private func line(_ cells: [String]) -> String {
    switch format {
    case .csv: CSVWriter.line(cells)
    case .text, .json, .jsonl, .xlsx: cells.joined(separator: "\t") + "\n"
    }
  }
}
