// SPDX-License-Identifier: Apache-2.0

import CensusModel
import Conditions
import GRDB

/// Counts several measures of one kind in one walk through its records, in whatever order they are stored.
///
/// SQLite says of each record which conditions it meets, packed into whole numbers; the counting by organisation is done
/// here, because grouping in SQL would first have to sort all records with all their columns.
struct TallyCounter {
  /// What the records of one sector of their own add up to; nil of those without one.
  private struct Sums {
    var sector: String?
    /// By measure, then by node.
    var counts: [Int64]
    /// Whether a sum has any amount: one of nothing is unknown, not 0.
    var isGiven: [Bool]
  }

  private let queries: [MeasureQuery]
  private let nodeCount: Int
  private let isBySector: Bool
  /// Measures that count rows, in the order of their bits, and those that sum a column.
  private let rowMeasures: [Int]
  private let sumMeasures: [Int]
  /// The records without a sector of their own first.
  private var sums: [Sums] = []
  private var places: [String: Int] = [:]

  /// - Parameter isBySector: records carry a sector of their own and are counted by it as well.
  init(_ queries: [MeasureQuery], nodeCount: Int, isBySector: Bool) {
    self.queries = queries
    self.nodeCount = nodeCount
    self.isBySector = isBySector
    rowMeasures = queries.indices.filter { queries[$0].amount == .rows }
    sumMeasures = queries.indices.filter { queries[$0].amount != .rows }
    begin(nil)
  }

  private mutating func begin(_ sector: String?) {
    let size = queries.count * nodeCount
    sums.append(
      Sums(
        sector: sector, counts: Array(repeating: 0, count: size), isGiven: Array(repeating: false, count: size)))
  }

  /// - Parameter source: rows as conditions see them, see `RecordKind.source`.
  mutating func count(_ source: String, in database: Database) throws {
    let shared = SharedCases((rowMeasures + sumMeasures).map { queries[$0].condition } + amounts)
    let words = ConditionBits.packedPredicates(of: Array(shared.conditions.prefix(rowMeasures.count)))
    let sums = shared.conditions.dropFirst(rowMeasures.count)
    let values = zip(sums.prefix(amounts.count), sums.dropFirst(amounts.count)).map { condition, amount in
      "CASE WHEN \(condition.sql) THEN \(amount.sql) END"
    }
    let rows = try Row.fetchCursor(
      database,
      sql: """
        SELECT node, \(isBySector ? "sector" : "NULL")\((words + values).map { ", " + $0 }.joined())
        FROM \(shared.source(source))
        """)
    while let row = try rows.next() {
      add(row, to: isBySector ? place(of: row[1]) : 0)
    }
  }

  private mutating func place(of sector: String?) -> Int {
    guard let sector else { return 0 }
    if let place = places[sector] { return place }
    begin(sector)
    places[sector] = sums.count - 1
    return sums.count - 1
  }

  /// One tally for each query: counts that are not 0, and sums that are known.
  ///
  /// - Parameter hasRecords: says of a query whether anything is known of it.
  func tallies(hasRecords: (MeasureQuery) throws -> Bool) rethrows -> [Tally] {
    try queries.indices.map { measure in
      var bySector: [String: [Tally.Entry]] = [:]
      for sums in sums {
        guard let sector = sums.sector else { continue }
        bySector[sector] = entries(of: measure, in: sums)
      }
      return Tally(
        measure: queries[measure].id, entries: entries(of: measure, in: sums[0]),
        bySector: bySector.filter { !$0.value.isEmpty }, hasRecords: try hasRecords(queries[measure]))
    }
  }

  private func entries(of measure: Int, in sums: Sums) -> [Tally.Entry] {
    let isSum = queries[measure].amount != .rows
    return (0..<nodeCount).compactMap { node in
      let place = measure * nodeCount + node
      guard isSum ? sums.isGiven[place] : sums.counts[place] != 0 else { return nil }
      return Tally.Entry(node: node, count: sums.counts[place])
    }
  }

  /// What is summed up, and nothing for measures that no record is read for.
  private var amounts: [Expression] {
    sumMeasures.map { measure in
      if case .sum(let amount) = queries[measure].amount { amount } else { .cases([], otherwise: nil) }
    }
  }

  private mutating func add(_ row: Row, to place: Int) {
    let node: Int = row[0]
    var column = 2
    for first in stride(from: 0, to: rowMeasures.count, by: MeasureBitset.bitsPerWord) {
      var bits: UInt64 = row[column]
      column += 1
      while bits != 0 {
        sums[place].counts[rowMeasures[first + bits.trailingZeroBitCount] * nodeCount + node] += 1
        bits &= bits - 1
      }
    }
    for measure in sumMeasures {
      if let amount: Int64 = row[column] {
        sums[place].counts[measure * nodeCount + node] += amount
        sums[place].isGiven[measure * nodeCount + node] = true
      }
      column += 1
    }
  }
}
