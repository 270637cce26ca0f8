// SPDX-License-Identifier: Apache-2.0

package import CensusModel
package import Findings

/// 统计表: records told apart by rows, measures by columns; every cell is a count that opens to its rows.
package struct CensusTable: Sendable, Hashable {
  /// What tells the rows apart.
  package enum Rows: Sendable, Hashable {
    /// By the codes of a code list; a text is also known by label and synonyms.
    case codes(list: String)
    /// By the values that occur.
    case values
    /// By the first case that holds; whatever none holds for is unlisted.
    case cases([Case], unknownWhen: String?)
    /// One measure per row, with a single column of counts.
    case measures([String])
  }

  /// A row of its own, with the condition by which records belong to it.
  package struct Case: Sendable, Hashable {
    /// Names the row in output and in `evidence`; unique in the table.
    package var code: String
    /// What the row is called.
    package var title: LocalizedText
    /// Over the columns of the table's kind, in the portable subset.
    package var when: String

    package init(code: String, title: LocalizedText, when: String) {
      self.code = code
      self.title = title
      self.when = when
    }
  }

  /// A record and the row it belongs to.
  package struct Example: Sendable, Hashable {
    /// Columns that are set; the others are NULL.
    package var row: [String: RecordValue]
    /// Code of the row the record must fall into.
    package var gives: String
    /// What the example is about; nil where it speaks for itself.
    package var note: String?
  }

  /// Rows every table may have besides its own: nothing stands in the record, or something the table does not list.
  package static let unknown = "unknown"
  /// Code of the row of values that the table does not list.
  package static let unlisted = "unlisted"
  /// Code of the row over all others, in output and in `evidence`.
  package static let total = "total"

  /// ID by which commands and reports name the table.
  package var id: String
  /// What the table is called.
  package var title: LocalizedText
  /// What it counts, and who counts where.
  package var meaning: LocalizedText
  /// Heading over the titles of its rows.
  package var rowTitle: LocalizedText
  /// The kind whose records are told apart. Of organisations: measures of any kind are counted with the organisation
  /// they belong to. Nil where rows are measures.
  package var kind: RecordKind?
  /// A column or a whole-number expression over columns of `kind`; empty where rows are cases or measures.
  package var value: String
  /// What tells its rows apart.
  package var rows: Rows
  /// Measure IDs.
  package var columns: [String]
  /// The column whose share of its total is shown.
  package var share: String?
  /// What the row of records without a value is called, where "not given" is not the word.
  package var unknownTitle: LocalizedText?
  /// Whether rows without any count are left out: long code lists.
  package var skipsEmpty = false
  /// The document that prescribes or prints the table; nil for one of the pack's own.
  package var source: SourceReference?
  /// Records that `pack check` sorts into rows; the results must agree.
  package var examples: [Example]

  /// All measures the table counts.
  package var measures: [String] {
    if case .measures(let measures) = rows { return measures }
    return columns
  }
}

/// 衔接: how people pass from one body to the next, as a pipeline of measures.
package struct Transition: Sendable, Hashable {
  /// ID by which commands and reports name it.
  package var id: String
  /// What the transition is called.
  package var title: LocalizedText
  /// Who passes from where to where.
  package var meaning: LocalizedText
  /// Measure IDs from the base to the end; each is shown as a share of the one before and of the first.
  package var stages: [String]
  /// Measures that stand beside the pipeline.
  package var beside: [String]
  /// Measures of what is late.
  package var clocks: [String]
  /// Table IDs: by destination, by holder.
  package var tables: [String]
  /// Measures whose rows are lists of persons (or schools) to be dealt with.
  package var gaps: [String]
  /// Columns a list of persons shows in a report, of those its record kind has.
  package var shown: [String]
  /// The document that asks for it; nil for one of the pack's own.
  package var source: SourceReference?

  /// IDs of all measures it reads.
  package var measures: [String] { stages + beside + clocks + gaps }
}

extension PolicyPack {
  /// The table of this ID; nil where the pack has none.
  package func table(_ id: String) -> CensusTable? { tables.first { $0.id == id } }
  /// The transition of this ID; nil where the pack has none.
  package func transition(_ id: String) -> Transition? { transitions.first { $0.id == id } }
}
