// SPDX-License-Identifier: Apache-2.0

package import CensusModel
package import Tabular

/// Turns the rows of one workbook into typed records: finds the table of each sheet, recognises its kind, matches the
/// headings through the vocabulary, types the fields, and reports every problem with its exact cell.
///
/// One reader per file; fed with the batches of its sheets in order.
package struct RosterReader {
  /// - Parameters:
  ///   - file: the file as the user named it, for places.
  ///   - censusDay: fills `age`; nil (as in `check` without a period) leaves it empty.
  package init(
    vocabulary: PreparedVocabulary, pseudonymiser: any Pseudonymiser, names: NameStorage, censusDay: CalendarDay?,
    file: String
  ) {}

  /// Reads the rows of `batch`; records, set-aside rows and findings go to `sink` at once.
  package mutating func read(_ batch: RowBatch, into sink: some RosterSink) throws {}
}

/// A `RosterVocabulary` with its look-up tables built once for all files of a run.
package struct PreparedVocabulary: Sendable {
  package init(_ vocabulary: RosterVocabulary) {}
}
