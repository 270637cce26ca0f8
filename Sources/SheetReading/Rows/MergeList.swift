// SPDX-License-Identifier: Apache-2.0

import Tabular

/// The merges of one sheet, and those over several rows that the rows read next may lie in.
struct MergeList {
  /// One a column is all that a sheet can hold without overlaps.
  private static let openLimit = SheetLimits.columns

  /// As the file names them.
  private(set) var all: [MergedRange] = []
  /// Found ahead of the rows, in order of their first row.
  private var coming: ArraySlice<MergedRange> = []
  private var isExpected = false
  /// Those that may reach into rows to come.
  private var open: [MergedRange] = []

  mutating func expect(_ ranges: [MergedRange]) {
    coming = ranges.filter { $0.lastRow > $0.firstRow }.sorted { $0.firstRow < $1.firstRow }[...]
    isExpected = true
  }

  mutating func append(_ range: MergedRange) {
    all.append(range)
    if !isExpected, range.lastRow > range.firstRow { hold(range) }
  }

  private mutating func hold(_ range: MergedRange) {
    if open.count < MergeList.openLimit { open.append(range) }
  }

  /// Those that reach into `rows`; what ends with them is forgotten.
  mutating func reaching(into rows: [Row]) -> [MergedRange] {
    guard !open.isEmpty || !coming.isEmpty, let first = rows.first?.number, let last = rows.last?.number else {
      return []
    }
    let span = Int(min(first, last))...Int(max(first, last))
    while coming.first.map({ $0.firstRow <= span.upperBound }) ?? false { hold(coming.removeFirst()) }
    let found = open.filter { $0.lastRow >= span.lowerBound && $0.firstRow <= span.upperBound }
    open.removeAll { $0.lastRow <= span.upperBound }
    return found
  }
}
