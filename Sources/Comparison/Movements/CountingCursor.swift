// SPDX-License-Identifier: Apache-2.0

package import CensusModel

/// Counts each measure by organisation while the records are handed out, so that they are not read once more for it.
///
/// Only measures that count rows: of a sum it could not tell 0 from nothing.
package struct CountingCursor: IdentityCursor {
  private var cursor: any IdentityCursor
  private let counts: MeasureCounts

  /// A cursor that counts into `counts` whatever it hands out of another one.
  ///
  /// - Parameter counts: made for the tree of the period that the cursor reads.
  package init(_ cursor: any IdentityCursor, into counts: MeasureCounts) {
    self.cursor = cursor
    self.counts = counts
  }

  /// The next record of the cursor it stands before, counted.
  ///
  /// - Throws: what that cursor throws.
  package mutating func next() throws -> IdentityRow? {
    let row = try cursor.next()
    if let row { counts.add(row) }
    return row
  }
}

/// What a `CountingCursor` has counted; a class because the cursor goes into the merge and its counts are read afterwards.
package final class MeasureCounts {
  private let layout: MeasureLayout
  private let nodeCount: Int
  /// By mark, then by node.
  private var counts: [Int32]

  /// Counts that stand at 0.
  ///
  /// - Parameter layout: which mark is which measure.
  /// - Parameter nodeCount: organisations of the period.
  package init(_ layout: MeasureLayout, nodeCount: Int) {
    self.layout = layout
    self.nodeCount = nodeCount
    counts = Array(repeating: 0, count: layout.ofMarks.count * nodeCount)
  }

  fileprivate func add(_ row: IdentityRow) {
    guard row.node >= 0 else { return }
    let marks = row.marks.prefix(layout.ofMarks.count)
    counts.withUnsafeMutableBufferPointer { counts in
      marks.forEach { counts[$0 * nodeCount + row.node] += 1 }
    }
  }

  /// The tallies of the measures; complete once the cursor is at its end.
  package func tallies(hasRecords: Bool) -> [Tally] {
    layout.ofMarks.enumerated().map { mark, measure in
      let entries = (0..<nodeCount).compactMap { node -> Tally.Entry? in
        let count = counts[mark * nodeCount + node]
        return count == 0 ? nil : Tally.Entry(node: node, count: Int64(count))
      }
      return Tally(measure: layout.measures[measure], entries: entries, hasRecords: hasRecords)
    }
  }
}
