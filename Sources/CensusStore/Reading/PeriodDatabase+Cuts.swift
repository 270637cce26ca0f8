// SPDX-License-Identifier: Apache-2.0

package import CensusModel
import Conditions
import GRDB

extension PeriodDatabase {
  /// One cut per query, in the order of `queries`; one pass over the records of each kind.
  ///
  /// - Throws: `WorkspaceError` where the period's file cannot be read: `workspace-busy`, `workspace-damaged` …
  package func cuts(_ queries: [CutQuery]) throws -> [Cut] {
    var cuts: [String: Cut] = [:]
    for kind in askedKinds {
      let own = queries.filter { $0.kind == kind }
      for cut in try self.cuts(own, of: kind) { cuts[cut.table] = cut }
    }
    return queries.compactMap { cuts[$0.table] }
  }

  /// One pass over the records of a kind: rows are handed out and counted here. Grouping them in SQL by each value in turn
  /// would sort them once for every table.
  private func cuts(_ queries: [CutQuery], of kind: RecordKind) throws -> [Cut] {
    guard !queries.isEmpty else { return [] }
    let measures = queries.flatMap(\.measures).reduce(into: [MeasureQuery]()) { found, measure in
      if !found.contains(measure) { found.append(measure) }
    }
    let columns = queries.map(\.value.sql) + measures.map(PeriodDatabase.amount)
    var counters = queries.map { query in
      CutCounter(query: query, positions: query.measures.compactMap { measures.firstIndex(of: $0) })
    }
    return try read { db in
      let rows = try Row.fetchCursor(
        db,
        sql: """
          SELECT node, \(columns.joined(separator: ", ")) FROM \(source(of: kind))
          WHERE superseded = 0 AND node IS NOT NULL
          """)
      var amounts = [Int64](repeating: 0, count: measures.count)
      while let row = try rows.next() {
        let node: Int = row[0]
        for index in amounts.indices { amounts[index] = row[1 + queries.count + index] }
        for index in counters.indices { counters[index].add(node, row[1 + index], amounts) }
      }
      let hasRecords = try hasRecords(of: kind, db)
      return counters.map { $0.cut(hasRecords: hasRecords) }
    }
  }

  private static func amount(_ query: MeasureQuery) -> String {
    switch query.amount {
    case .rows: "CASE WHEN \(query.condition.sql) THEN 1 ELSE 0 END"
    case .covered, .outside, .outsideOrganisations: "0"
    case .sum(let amount): "CASE WHEN \(query.condition.sql) THEN COALESCE(\(amount.sql), 0) ELSE 0 END"
    }
  }
}

/// Adds up one cut: values get numbers as they occur, and each pair of organisation and value its own counts.
private struct CutCounter {
  let query: CutQuery
  /// Where the query's measures stand among the amounts of a row.
  let positions: [Int]
  private var texts: [String: Int] = [:]
  private var integers: [Int64: Int] = [:]
  /// Number 0 is NULL.
  private var values: [RecordValue] = [.null]
  private var slots: [Int: Int] = [:]
  private var pairs: [(node: Int, value: Int)] = []
  private var counts: [Int64] = []

  init(query: CutQuery, positions: [Int]) {
    self.query = query
    self.positions = positions
  }

  mutating func add(_ node: Int, _ value: DatabaseValue, _ amounts: [Int64]) {
    let slot = slot(node, number(of: value))
    for (offset, position) in positions.enumerated() { counts[slot + offset] += amounts[position] }
  }

  private mutating func number(of value: DatabaseValue) -> Int {
    switch value.storage {
    case .string(let text):
      if let known = texts[text] { return known }
      texts[text] = values.count
      values.append(.text(text))
    case .int64(let integer):
      if let known = integers[integer] { return known }
      integers[integer] = values.count
      values.append(.integer(integer))
    case .null, .double, .blob: return 0
    }
    return values.count - 1
  }

  /// Where the counts of a pair begin.
  private mutating func slot(_ node: Int, _ value: Int) -> Int {
    let key = node << 20 | value
    if let known = slots[key] { return known }
    slots[key] = counts.count
    pairs.append((node, value))
    counts += repeatElement(0, count: positions.count)
    return counts.count - positions.count
  }

  func cut(hasRecords: Bool) -> Cut {
    let order = pairs.indices.sorted { (pairs[$0].node, pairs[$0].value) < (pairs[$1].node, pairs[$1].value) }
    let entries = order.map { index in
      let start = index * positions.count
      return Cut.Entry(
        node: pairs[index].node, value: values[pairs[index].value],
        counts: Array(counts[start..<start + positions.count]))
    }
    return Cut(table: query.table, entries: entries, hasRecords: hasRecords)
  }
}
