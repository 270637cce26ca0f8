// SPDX-License-Identifier: Apache-2.0

import CensusModel
import Conditions
import Policy

/// One walk through the records of each kind, in which every measure of it is looked at.
struct RecordPass {
  let sheets: [Int64: SourceSheet]
  private let source: any RecordSource
  private let tree: RecountedTree
  private let queries: [MeasureQuery]
  private let coverage: ReportingCoverage
  private let columns: [RecordKind: SettledColumns]
  /// Records that do not count, by kind.
  private let left: [RecordKind: Set<Int64>]

  init(
    _ source: some RecordSource, tree: RecountedTree, pack: PolicyPack, queries: [MeasureQuery],
    coverage: ReportingCoverage
  ) throws {
    (self.source, self.tree, self.queries, self.coverage) = (source, tree, queries, coverage)
    let (sheets, codes) = (try source.sourceSheets(), pack.settlement.roles)
    self.sheets = sheets
    let kinds = Set(queries.map(\.kind)).union([.transfer])
    var left: [RecordKind: Set<Int64>] = [:]
    for kind in kinds where kind != .organisation {
      left[kind] =
        try kind == .member
        ? CountedMembers(source, tree, codes, sheets).left() : CountedOnce(kind, source, tree)?.left()
    }
    self.left = left
    var columns: [RecordKind: SettledColumns] = [:]
    for kind in kinds {
      columns[kind] = try SettledColumns(kind, source, tree, codes, without: left[.transfer] ?? [])
    }
    self.columns = columns
  }

  /// Measures of organisations come last: they may use the counts of the others.
  func counts() throws -> [String: MeasureCount] {
    var counts: [String: MeasureCount] = [:]
    for query in queries { counts[query.id] = try begun(query) }
    let kinds = queries.map(\.kind).reduce(into: [RecordKind]()) { if !$0.contains($1) { $0.append($1) } }
    for kind in kinds where kind != .organisation { try count(kind, into: &counts) }
    try count(.organisation, into: &counts)
    return counts
  }

  private func count(_ kind: RecordKind, into counts: inout [String: MeasureCount]) throws {
    let own = queries.filter { $0.kind == kind && $0.amount.readsRecords }
    guard !own.isEmpty else { return }
    var found = own.compactMap { counts[$0.id] }
    let used = counts
    try walk(kind, own, used) { row, terms, node, sector, _ in
      for (index, terms) in terms.enumerated() {
        if !found[index].add(row.values, at: node, sector: sector, by: terms), row.lacks(own[index], terms) {
          found[index].undecided[node] = true
        }
      }
    }
    for count in found { counts[count.query.id] = count }
  }

  /// Every record that adds to one of some measures.
  func each(
    of measures: Set<String>, _ counts: [String: MeasureCount],
    _ body: (_ measure: String, _ node: Int, SourceRecord) throws -> Void
  ) throws {
    for kind in Set(queries.filter { measures.contains($0.id) }.map(\.kind)) {
      let own = queries.filter { $0.kind == kind && measures.contains($0.id) && $0.amount.readsRecords }
      try walk(kind, own, counts) { row, terms, node, _, record in
        for (query, terms) in zip(own, terms) where terms.amount(of: row.values) != nil {
          try body(query.id, node, record)
        }
      }
    }
  }

  /// Where the records stand of organisations that count.
  func places(ofOrganisations nodes: Set<Int>) throws -> [RecountedPlace] {
    var places: [RecountedPlace] = []
    try source.records(of: .organisation, columns: [], only: nil) { record in
      guard !record.isSuperseded, let node = record.node, nodes.contains(node), let sheet = sheets[record.sheet]
      else { return }
      places.append(RecountedPlace(node: node, file: sheet.file, sheet: sheet.name, row: record.row))
    }
    return places
  }

  /// A record as conditions see it.
  struct SeenRow {
    var values: [RecordValue]
    /// Places of counts of other sheets that nobody knows here.
    var unknown: Set<String>

    /// Whether it hangs on sheets that did not come in.
    func lacks(_ query: MeasureQuery, _ terms: MeasureTerms) -> Bool {
      guard !unknown.isEmpty, !unknown.isDisjoint(with: query.uses) else { return false }
      let used = Set(query.uses.map(MeasureQuery.column))
      let holds = terms.condition.holds(values)
      return holds == nil && !used.isDisjoint(with: query.condition.columns)
        || holds == true && terms.sum.map { $0.value(values) == .null } ?? false
    }
  }

  private func walk(
    _ kind: RecordKind, _ own: [MeasureQuery], _ counts: [String: MeasureCount],
    _ body: (SeenRow, [MeasureTerms], Int, String?, SourceRecord) throws -> Void
  ) throws {
    guard !own.isEmpty, let settled = columns[kind] else { return }
    let names = Set(own.flatMap(\.columns)).sorted()
    let uses = Dictionary(own.flatMap(\.uses).map { (MeasureQuery.column($0), $0) }) { first, _ in first }
    let reader = RowReader(
      source.schemas[kind], names: names, others: Set(uses.keys).union(["node", "children", "depth"]),
      day: source.period.censusDay, tree: tree, settled: settled)
    let places = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, $0) })
    let terms = own.map { MeasureTerms($0) { places[$0] ?? 0 } }
    let known = kind == .organisation ? self.known(uses, counts) : [:]
    try source.records(of: kind, columns: reader.stored, only: nil) { record in
      guard isCounted(record, kind), let node = reader.node(of: record), tree.units.indices.contains(node) else {
        return
      }
      var row = SeenRow(values: [], unknown: [])
      row.values = reader.row(record) { name in
        switch name {
        case "node": return .integer(Int64(node))
        case "children": return .integer(Int64(tree.children[node].count))
        case "depth": return .integer(Int64(tree.units[node].depth))
        default: return known[name]?[node].map(RecordValue.integer) ?? .null
        }
      }
      for (name, measure) in uses where known[name]?[node] == nil { row.unknown.insert(measure) }
      try body(row, terms, node, reader.sector(of: record), record)
    }
  }

  private func isCounted(_ record: SourceRecord, _ kind: RecordKind) -> Bool {
    kind == .organisation || source.schemas[kind].once == nil && kind != .member
      ? !record.isSuperseded : left[kind]?.contains(record.id) != true
  }

  /// The counts of other kinds as conditions of organisations see them; nothing where no sheet speaks for the organisation.
  private func known(_ uses: [String: String], _ counts: [String: MeasureCount]) -> [String: [Int64?]] {
    uses.compactMapValues { measure in
      guard let count = counts[measure] else { return nil }
      var known = [Int64?](repeating: nil, count: tree.units.count)
      guard count.isKnown else { return known }
      let spoken = spokenFor(count.query)
      for node in known.indices where spoken[node] || count.given[node] { known[node] = count.total(of: node) }
      return known
    }
  }

  private func spokenFor(_ query: MeasureQuery) -> [Bool] {
    guard query.amount.readsRecords, let ranges = coverage.covered(by: query.kind) else {
      return Array(repeating: true, count: tree.units.count)
    }
    return tree.units.indices.map { node in ranges.contains { $0.contains(node) } }
  }

  /// What is known of a measure before any record is read.
  private func begun(_ query: MeasureQuery) throws -> MeasureCount {
    var count = MeasureCount(query, units: tree.units.count)
    switch query.amount {
    case .rows, .sum: count.isKnown = try isReported(query.kind)
    case .covered:
      let isThere = try isReported(query.kind)
      let ranges = coverage.covered(by: query.kind)
      for node in tree.units.indices {
        count.own[node] = (ranges.map { $0.contains { $0.contains(node) } } ?? isThere) ? 1 : 0
      }
    case .outside, .outsideOrganisations:
      for (unit, rows) in coverage.outside(query.amount == .outside ? query.kind : .organisation)
      where unit < count.own.count { count.own[unit] = Int64(rows) }
    }
    return count
  }

  /// Whether a sheet of the kind says anything: a row, or that there is nobody.
  private func isReported(_ kind: RecordKind) throws -> Bool {
    var hasRows = false
    do { try source.records(of: kind, columns: [], only: nil) { _ in throw Found() } } catch is Found { hasRows = true }
    if hasRows || source.schemas[kind].reportsFigures { return hasRows }
    return sheets.values.contains { $0.kind == kind && !$0.hasRefusedRows }
  }

  /// Ends a walk at its first record.
  private struct Found: Error {}
}
