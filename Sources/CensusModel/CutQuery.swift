// SPDX-License-Identifier: Apache-2.0

package import Conditions

/// How the records of one kind are told apart in a table, and what is counted of each sort of them.
package struct CutQuery: Sendable, Hashable {
  /// ID of the table the cut is for.
  package var table: String
  /// The kind whose records are told apart.
  package var kind: RecordKind
  /// An expression in the portable subset over the columns of `kind`: a text, a whole number or NULL.
  package var value: Expression
  /// Measures of the same kind, counted for each value; empty where only the value of each organisation is asked for.
  package var measures: [MeasureQuery]

  package init(table: String, kind: RecordKind, value: Expression, measures: [MeasureQuery]) {
    self.table = table
    self.kind = kind
    self.value = value
    self.measures = measures
  }
}

/// What a cut gave: for every organisation and every value that occurs there, the count of each measure.
package struct Cut: Sendable, Hashable {
  /// How often one value occurs at one organisation.
  package struct Entry: Sendable, Hashable {
    /// Preorder number of the organisation itself; its subtree is not in it.
    package var node: Int
    /// What `CutQuery.value` gives for these records; `null` for those it says nothing of.
    package var value: RecordValue
    /// In the order of the query's measures.
    package var counts: [Int64]

    package init(node: Int, value: RecordValue, counts: [Int64]) {
      self.node = node
      self.value = value
      self.counts = counts
    }
  }

  /// ID of the table the cut was made for.
  package var table: String
  /// Sorted by node; each pair of node and value stands once.
  package var entries: [Entry]
  /// False when the period holds no record of the kind at all.
  package var hasRecords: Bool

  package init(table: String, entries: [Entry], hasRecords: Bool) {
    self.table = table
    self.entries = entries
    self.hasRecords = hasRecords
  }
}
