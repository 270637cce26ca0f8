// SPDX-License-Identifier: Apache-2.0

package import CensusModel
import Conditions
import Crypto
import GRDB
import GRDBSQLite

/// A rule on records of one kind, and the columns that are told of each row that meets it.
package struct RowCheck: Sendable {
  /// The condition that a wrong row meets.
  package var query: MeasureQuery
  /// Columns whose values the finding tells, in the order of `EvidenceRow.values`.
  package var columns: [String]

  package init(query: MeasureQuery, columns: [String]) {
    self.query = query
    self.columns = columns
  }
}

extension PeriodDatabase {
  /// Gives every row that meets one of `checks` with the index of that check: one pass for all checks of a kind, and none
  /// where an earlier command found out which records meet them.
  ///
  /// Of a kind rows come in order of organisation, file, sheet and row.
  ///
  /// - Throws: `WorkspaceError` where the period's file cannot be read: `workspace-busy`, `workspace-damaged` … What
  ///   `body` throws ends the pass and is thrown on.
  package func rows(
    meeting checks: [RowCheck], among queries: [MeasureQuery], _ body: (Int, EvidenceRow) throws -> Void
  ) throws {
    let records = try records(meeting: checks.map(\.query), among: queries)
    for kind in askedKinds {
      let own = checks.indices.filter { checks[$0].query.kind == kind && !records[$0].isEmpty }
      for first in stride(from: 0, to: own.count, by: MeasureBitset.capacity) {
        let part = own.dropFirst(first).prefix(MeasureBitset.capacity)
        try rows(meeting: part.map { ($0, checks[$0], records[$0]) }, among: queries, body)
      }
    }
  }

  /// How many rows meet each of some checks.
  ///
  /// - Throws: `WorkspaceError` where the period's file cannot be read.
  package func counts(meeting checks: [MeasureQuery], among queries: [MeasureQuery]) throws -> [Int] {
    try records(meeting: checks, among: queries).map(\.count)
  }

  private func rows(
    meeting checks: [(index: Int, check: RowCheck, records: [Int64])], among queries: [MeasureQuery],
    _ body: (Int, EvidenceRow) throws -> Void
  ) throws {
    var marks: [Int64: MeasureBitset] = [:]
    for (position, entry) in checks.enumerated() {
      for record in entry.records { marks[record, default: MeasureBitset()][position] = true }
    }
    let wanted = checks.map(\.check.query)
    let columns = Set(checks.flatMap(\.check.columns)).sorted()
    let positions = checks.map { entry in entry.check.columns.compactMap { columns.firstIndex(of: $0) } }
    let kind = wanted[0].kind
    // Counts stand in a table of their own, which is filled where they are told.
    let isPlain = columns.allSatisfy { schemas[kind].index(of: $0) != nil || expected[kind].index(of: $0) != nil }
    if !isPlain, kind == .organisation { try fillMeasured(for: wanted, among: queries) }
    let source = isPlain || kind != .organisation ? source(of: kind) : MeasuredOrganisations.source(of: self)
    let index = try readAtOnce { try EvidenceIndex(wanted, of: self, source: source, records: marks, in: $0) }
    try index.rows(columns: columns) { row, marks in
      for (position, entry) in checks.enumerated() where marks[position] {
        var one = row
        one.values = positions[position].map { row.values[$0] }
        try body(entry.index, one)
      }
    }
  }

  /// By query the numbers of the records of known organisations that meet it, ascending.
  private func records(meeting queries: [MeasureQuery], among all: [MeasureQuery]) throws -> [[Int64]] {
    let state = cache == nil ? nil : try? state()
    let byID = Dictionary((queries + all).map { ($0.id, $0) }) { first, _ in first }
    let definitions = queries.map { PeriodDatabase.recordsHash($0, among: byID) }
    let known = state.flatMap { state in cache?.tallies(Set(definitions), state: state) } ?? [:]
    let missing = queries.indices.filter { known[definitions[$0]] == nil }
    let found = try found(missing.map { queries[$0] }, among: all)
    if let cache, let state, !missing.isEmpty, try self.state() == state {
      let fresh = zip(missing, found).map { (definitions[$0], Tally(records: $1)) }
      cache.keep(Dictionary(fresh) { first, _ in first }, state: state)
    }
    var records = definitions.map { known[$0]?.records ?? [] }
    for (query, ids) in zip(missing, found) { records[query] = ids }
    return records
  }

  /// A list of records is kept beside counts, under another hash.
  private static func recordsHash(_ query: MeasureQuery, among queries: [String: MeasureQuery]) -> [UInt8] {
    Array(SHA256.hash(data: Array("records:".utf8) + query.definitionHash(among: queries)))
  }

  /// The same, found in one pass for each kind.
  private func found(_ queries: [MeasureQuery], among all: [MeasureQuery]) throws -> [[Int64]] {
    var records = [[Int64]](repeating: [], count: queries.count)
    for kind in askedKinds {
      let own = queries.indices.filter { queries[$0].kind == kind }
      guard !own.isEmpty else { continue }
      let isMeasured = own.contains { !queries[$0].uses.isEmpty }
      if isMeasured { try fillMeasured(for: own.map { queries[$0] }, among: all) }
      let source = isMeasured ? MeasuredOrganisations.source(of: self) : source(of: kind)
      let shared = SharedCases(own.map { queries[$0].condition })
      let words = ConditionBits.packedPredicates(of: shared.conditions)
      let list = words.map { ", " + $0 }.joined()
      try read { db in
        try RawStatement.each("SELECT id\(list) FROM \(shared.source(source))", in: db) { row in
          let id = sqlite3_column_int64(row, 0)
          for word in words.indices {
            var bits = UInt64(bitPattern: sqlite3_column_int64(row, Int32(word) + 1))
            while bits != 0 {
              records[own[word * MeasureBitset.bitsPerWord + bits.trailingZeroBitCount]].append(id)
              bits &= bits - 1
            }
          }
        }
      }
    }
    return records.map { $0.sorted() }
  }

  /// Fills the table of counts for conditions on organisations.
  func fillMeasured(for wanted: [MeasureQuery], among queries: [MeasureQuery]) throws {
    let names = Set(wanted.flatMap(\.uses))
    let used = queries.filter { names.contains($0.id) && $0.kind != .organisation }
    let counted = used.isEmpty ? [] : try remembered(used)
    let measured = MeasuredOrganisations(
      tallies: counted, of: used, coverage: used.isEmpty ? .everything : try coverage())
    try read { try measured.fill($0, for: wanted) }
  }
}

extension Tally {
  /// Numbers of records in the place of those of organisations.
  fileprivate init(records: [Int64]) {
    self.init(measure: "", entries: records.map { Entry(node: Int($0), count: 1) }, hasRecords: true)
  }

  fileprivate var records: [Int64] { entries.map { Int64($0.node) } }
}
