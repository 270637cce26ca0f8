// SPDX-License-Identifier: Apache-2.0

import CensusModel
import Policy
package import Results

/// Spells evidence as CSV, JSON Lines or tab-separated text, row by row, without holding it.
///
/// CSV and text are for people, with headings and labels in their language and the mark by which Excel knows UTF-8; JSON
/// keeps the names of columns and codes.
package struct EvidenceFormatter: Sendable {
  /// The formats of results; evidence knows CSV, JSON Lines and text.
  package typealias Format = ResultFormat

  /// How the rows are spelled.
  package var format: Format

  package init(format: Format) { self.format = format }

  /// Writes every part of `id` for the chosen units; parts of different record kinds get their own header.
  ///
  /// - Parameter sink: gets pieces of many lines.
  /// - Throws: `PipelineError("id-unknown")`, `unit-unknown`, `tree-empty`; `WorkspaceError` where the period cannot be
  ///   read.
  package func write(
    _ run: EvidenceRun, id: String, unit: UnitSelection, _ sink: @escaping ([UInt8]) throws -> Void
  ) throws {
    try write(run, parts: run.parts(of: id), unit: unit, sink)
  }

  /// Writes the rows behind each of `parts`.
  ///
  /// - Throws: `PipelineError("unit-unknown")`, `tree-empty`; `WorkspaceError` where the period cannot be read.
  package func write(
    _ run: EvidenceRun, parts: [EvidenceRun.Part], unit: UnitSelection, _ sink: @escaping ([UInt8]) throws -> Void
  ) throws {
    let units = try unit.nodes(in: run.tree)
    // Every unit together is the root with all roots beside it: no row may come twice.
    let roots = unit == .all ? units.filter { run.tree.nodes[$0].parent == nil } : units
    try ByteSink.write(to: sink) { bytes in
      if format == .csv { bytes.append(CSVWriter.byteOrderMark) }
      var lastKind: RecordKind?
      for part in parts {
        if format == .csv || format == .text, part.measure.kind != lastKind {
          for (index, title) in run.header(of: part).enumerated() { append(title, at: index, to: &bytes) }
          endLine(&bytes)
        }
        lastKind = part.measure.kind
        let line = EvidenceLine(part, of: run, isForPeople: !isForPrograms)
        for root in roots {
          try run.rows(of: part, unit: root) { row in
            append(row, line, to: &bytes)
            try bytes.flushIfFull()
          }
        }
      }
    }
  }

  private var isForPrograms: Bool { format == .json || format == .jsonl }

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

  private func append(_ row: EvidenceRow, _ line: EvidenceLine, to bytes: inout ByteSink) {
    if isForPrograms { bytes.append("{") }
    var index = 0
    line.forEachCell(of: row) { text in
      append(text, at: index, keys: line.keys, to: &bytes)
      index += 1
    }
    endLine(&bytes)
  }

  /// - Parameter keys: in quotes.
  @inline(__always)
  private func append(_ text: String, at index: Int, keys: [String] = [], to bytes: inout ByteSink) {
    switch format {
    case .csv:
      if index > 0 { bytes.append(",") }
      bytes.append(cell: text)
    case .json, .jsonl:
      if index > 0 { bytes.append(",") }
      bytes.append(keys[index])
      bytes.append(":")
      bytes.append(quoted: text)
    case .text, .xlsx:
      if index > 0 { bytes.append("\t") }
      bytes.append(text)
    }
  }

  private func endLine(_ bytes: inout ByteSink) {
    switch format {
    case .csv: bytes.append("\r\n")
    case .json, .jsonl: bytes.append("}\n")
    case .text, .xlsx: bytes.append("\n")
    }
  }
}

/// The cells of the rows of one part; what is the same in all of them is worked out once.
private struct EvidenceLine {
  /// In quotes.
  let keys: [String]
  private let first: [String]
  private let words: ValueWords
  private let tree: OrganisationTree

  /// - Parameter isForPeople: with the labels of codes.
  init(_ part: EvidenceRun.Part, of run: EvidenceRun, isForPeople: Bool) {
    let schema = run.census.schemas[part.measure.kind]
    keys = EvidenceRun.keys(of: schema).map { JSONWriter.quoted($0) }
    let role: String = run.census.context.text("evidence.role.\(part.role.rawValue)")
    first = [role, part.indicator ?? "", part.measure.id]
    tree = run.tree
    let labels = run.census.words(of: part.measure.kind)
    words = ValueWords(EvidenceRun.columns(of: schema)) { value, column in
      isForPeople ? labels.spelled(value, column) : EvidenceRun.spelled(value, column)
    }
  }

  func forEachCell(of row: EvidenceRow, _ body: (String) -> Void) {
    for text in first { body(text) }
    body(tree.nodes[row.node].code)
    body(tree.nodes[row.node].name)
    body(row.file)
    body(row.sheet)
    body(String(row.row))
    for (column, value) in row.values.enumerated() { body(words.spelled(value, in: column)) }
  }
}
