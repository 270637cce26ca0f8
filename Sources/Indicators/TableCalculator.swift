// SPDX-License-Identifier: Apache-2.0

package import CensusModel
package import Policy

/// The counts of a table for one unit, or for one group of its organisations.
package struct TableCounts: Sendable, Hashable {
  /// One row of a table with its count under each column.
  package struct Row: Sendable, Hashable {
    /// Code of the row, `CensusTable.unknown` or `CensusTable.unlisted`; a value that occurs where the table lists none.
    package var code: String
    /// In the order of the columns; nil where the sheet behind a column was never handed in.
    package var counts: [Int64?]

    package init(code: String, counts: [Int64?]) {
      self.code = code
      self.counts = counts
    }
  }

  /// The table's own rows, then those not listed and those unknown, where there are any.
  package var rows: [Row]
  /// Over all rows. Empty where rows are measures: they are no parts of a whole.
  package var total: [Int64?]
}

/// Tallies and cuts → tables, at any unit and by group.
///
/// Holds what occurs only: a list of organisations with running sums for each cell, so that a subtree is two searches.
package struct TableCalculator: Sendable {
  private enum Source: Sendable {
    /// Rows of cells, in the order of the columns.
    case cells([String: [RunningCounts]])
    case measures([String])
  }

  /// The definition of the table.
  package let table: CensusTable
  /// Its rows as the pack lists them, with their titles.
  package let rows: TableRows
  private let calculator: IndicatorCalculator
  private let source: Source
  /// Per column: whether its sheet was handed in.
  private let isKnown: [Bool]

  /// - Parameter cut: nil only where the table's rows are measures.
  /// - Parameter tallies: of the table's measures at least.
  package init(
    table: CensusTable, rows: TableRows, calculator: IndicatorCalculator, tallies: [Tally], cut: Cut?
  ) {
    self.table = table
    self.rows = rows
    self.calculator = calculator
    let byMeasure = Dictionary(tallies.map { ($0.measure, $0) }) { first, _ in first }
    isKnown = table.measures.map { byMeasure[$0]?.hasRecords ?? false }
    guard let cut else {
      source = .measures(table.measures)
      return
    }
    var cells: [String: [RunningCounts]] = [:]
    func add(_ count: Int64, _ node: Int, _ code: String, _ column: Int) {
      cells[code, default: Array(repeating: RunningCounts(), count: table.columns.count)][column].add(count, at: node)
    }
    if table.kind == .organisation {
      let codes = Dictionary(cut.entries.map { ($0.node, rows.code(of: $0.value)) }) { first, _ in first }
      for (column, measure) in table.columns.enumerated() {
        byMeasure[measure]?.forEachEntry { entry in
          add(entry.count, entry.node, codes[entry.node] ?? CensusTable.unknown, column)
        }
      }
    } else {
      for entry in cut.entries {
        let code = rows.code(of: entry.value)
        for (column, count) in entry.counts.enumerated() where count != 0 { add(count, entry.node, code, column) }
      }
    }
    source = .cells(cells)
  }

  /// The table for a unit with its descendants, or for one group of them.
  package func counts(unit: Int, group: IndicatorGroup? = nil) -> TableCounts {
    switch source {
    case .measures(let ids):
      let rows = ids.map {
        TableCounts.Row(code: $0, counts: [calculator.count(of: $0, unit: unit, group: group)])
      }
      return TableCounts(rows: rows, total: [])
    case .cells(let cells): return counts(cells, unit, group)
    }
  }

  private func counts(_ cells: [String: [RunningCounts]], _ unit: Int, _ group: IndicatorGroup?) -> TableCounts {
    let nodes = calculator.tree.subtree(of: unit)
    func row(_ code: String) -> TableCounts.Row {
      let counts = table.columns.indices.map { column -> Int64? in
        guard isKnown[column] else { return nil }
        guard let figures = cells[code]?[column] else { return 0 }
        guard let group else { return figures.count(in: nodes) }
        return figures.count(in: nodes) { calculator.tree.nodes[$0].belongs(to: group) }
      }
      return TableCounts.Row(code: code, counts: counts)
    }
    var found = rows.entries.isEmpty ? valueRows(cells.keys.map(row)) : rows.entries.map { row($0.code) }
    let others = [CensusTable.unlisted, CensusTable.unknown].map(row)
    found += others.filter(isCounted)
    if table.skipsEmpty { found.removeAll { !isCounted($0) } }
    let total = table.columns.indices.map { column -> Int64? in
      isKnown[column] ? found.reduce(0) { $0 + ($1.counts[column] ?? 0) } : nil
    }
    return TableCounts(rows: found, total: total)
  }

  private func isCounted(_ row: TableCounts.Row) -> Bool { row.counts.contains { ($0 ?? 0) != 0 } }

  /// Values that occur in the unit, the largest first column first, in order of text where that is equal.
  private func valueRows(_ rows: [TableCounts.Row]) -> [TableCounts.Row] {
    let own = rows.filter { row in
      ![CensusTable.unlisted, CensusTable.unknown].contains(row.code) && isCounted(row)
    }
    return own.sorted { ($1.counts[0] ?? 0, $0.code) < ($0.counts[0] ?? 0, $1.code) }
  }

  /// The organisations of a unit that stand in a row of a table over organisations.
  package static func nodes(of code: String, rows: TableRows, cut: Cut, in nodes: ClosedRange<Int>) -> Set<Int> {
    Set(cut.entries.lazy.filter { nodes.contains($0.node) && rows.code(of: $0.value) == code }.map(\.node))
  }
}

/// Counts at organisations in ascending order, with running sums.
private struct RunningCounts: Sendable {
  private var nodes: [Int] = []
  /// `sums[i]` is the count of the first i organisations.
  private var sums: [Int64] = [0]

  /// Nodes come in ascending order; one may come several times.
  mutating func add(_ count: Int64, at node: Int) {
    if nodes.last == node {
      sums[sums.count - 1] += count
    } else {
      nodes.append(node)
      sums.append(sums[sums.count - 1] + count)
    }
  }

  func count(in range: ClosedRange<Int>) -> Int64 {
    sums[first(from: range.upperBound + 1)] - sums[first(from: range.lowerBound)]
  }

  func count(in range: ClosedRange<Int>, where holds: (Int) -> Bool) -> Int64 {
    (first(from: range.lowerBound)..<first(from: range.upperBound + 1)).reduce(0) {
      holds(nodes[$1]) ? $0 + sums[$1 + 1] - sums[$1] : $0
    }
  }

  /// Index of the first organisation from `node` on.
  private func first(from node: Int) -> Int {
    var (low, high) = (0, nodes.count)
    while low < high {
      let middle = (low + high) / 2
      if nodes[middle] < node { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
