// SPDX-License-Identifier: Apache-2.0

package import Conditions

/// What is counted: a measure of the pack says it with its source, a query with the expression that was read.
package enum MeasureAmount<Term: Sendable & Hashable>: Sendable, Hashable {
  /// Rows that meet the condition.
  case rows
  /// The sum of a whole-number value over the rows that meet the condition and have it.
  case sum(of: Term)
  /// 1 for every organisation that a sheet of the kind speaks for.
  case covered
  /// Rows of the kind that count for nobody in the tree, at the unit they should belong to.
  case outside
  /// Organisations outside the tree, likewise.
  case outsideOrganisations

  /// Whether records are read for it.
  package var readsRecords: Bool {
    switch self {
    case .rows, .sum: true
    case .covered, .outside, .outsideOrganisations: false
    }
  }

  /// Whether figures that records give are added up, so that one that nobody gave is unknown.
  package var isSum: Bool { if case .sum = self { true } else { false } }

  /// The same of another term.
  package func map<Other>(_ transform: (Term) throws -> Other) rethrows -> MeasureAmount<Other> {
    switch self {
    case .rows: .rows
    case .sum(let term): .sum(of: try transform(term))
    case .covered: .covered
    case .outside: .outside
    case .outsideOrganisations: .outsideOrganisations
    }
  }
}

/// A count over the records of one kind, in the portable subset: what a measure of the pack compiles to.
package struct MeasureQuery: Sendable, Hashable {
  /// What is added up for each organisation.
  package typealias Amount = MeasureAmount<Expression>

  /// Measure ID, kebab-case. A measure of another kind is a column of `organisation` conditions under its name with
  /// underscores: the count of that organisation alone, 0 when there is none.
  package var id: String
  /// The kind whose records it counts; others are counted by measures of their own, which `uses` names.
  package var kind: RecordKind
  /// A boolean expression over the columns of `kind`, already validated, derived columns already written out.
  package var condition: Expression
  /// What is added up; records that do not meet `condition` add nothing.
  package var amount: Amount
  /// Figures that hold for a unit *with* its descendants (own figure wins, else the sum over its children).
  package var isReported: Bool
  /// Measures this one uses as columns.
  package var uses: [String]

  package init(
    id: String, kind: RecordKind, condition: Expression, amount: Amount = .rows, isReported: Bool = false,
    uses: [String] = []
  ) {
    self.id = id
    self.kind = kind
    self.condition = condition
    self.amount = amount
    self.isReported = isReported
    self.uses = uses
  }
}

/// The counts of one measure, one entry per organisation (and sector, where the record names one of its own).
package struct Tally: Sendable, Hashable {
  /// Sixteen bytes: a city has millions of them.
  package struct Entry: Sendable, Hashable {
    private let number: Int32
    /// The figure of this organisation alone, without its subtree: rows, or the unit of the column summed up.
    package let count: Int64

    ///
    /// - Parameter node: preorder number, which must fit into 32 bits.
    package init(node: Int, count: Int64) {
      number = Int32(node)
      self.count = count
    }

    /// Preorder number of the organisation.
    package var node: Int { Int(number) }
  }

  /// ID of the measure it counts (`MeasureQuery.id`).
  package var measure: String
  /// Sorted by node: of the records whose organisation decides on the sector. An organisation without an entry has no
  /// figure: 0 for counts of rows, unknown for reported figures and sums.
  package var entries: [Entry]
  /// Of kinds whose rows carry their own sector (youth): by sector, sorted by node.
  package var bySector: [String: [Entry]]
  /// Whether a sheet of the kind was handed in, be it one without rows: else a count is unknown, not 0. Of figures that
  /// sheets report: whether there is any.
  package var hasRecords: Bool
  /// Organisations, ascending, of which nobody can tell whether they count: sheets that decide it did not come in.
  package var undecided: [Int] = []

  package init(measure: String, entries: [Entry], bySector: [String: [Entry]] = [:], hasRecords: Bool) {
    self.measure = measure
    self.entries = entries
    self.bySector = bySector
    self.hasRecords = hasRecords
  }

  /// Hands out every entry, whatever its sector.
  package func forEachEntry(_ body: (Entry) throws -> Void) rethrows {
    try entries.forEach(body)
    for entries in bySector.values { try entries.forEach(body) }
  }
}

/// One row behind a figure: where it stands in the sender's file and what the store keeps of it (masked).
package struct EvidenceRow: Sendable, Hashable {
  /// Preorder number of the organisation that the row counts for.
  package var node: Int
  /// The sender's file, as it was named at import.
  package var file: String
  /// The sheet within that file.
  package var sheet: String
  /// Row number in the sheet, from 1, as Excel shows it.
  package var row: Int
  /// Values in the order of `columns` of the evidence call.
  package var values: [RecordValue]

  package init(node: Int, file: String, sheet: String, row: Int, values: [RecordValue]) {
    self.node = node
    self.file = file
    self.sheet = sheet
    self.row = row
    self.values = values
  }
}

/// Whatever can count the records of one period: the embedded SQLite store, later others; all equal to the last digit.
package protocol CensusEngine {
  /// The quarter whose records it counts.
  var period: Period { get }
  /// SHA-256 (hex) over the accepted content of the period; independent of import order, time and key.
  ///
  /// - Throws: where the records cannot be read; the store's `WorkspaceError`, as all of these.
  var snapshotHash: String { get throws }
  /// The organisations that count, in preorder.
  ///
  /// - Throws: where the records cannot be read.
  func organisationTree() throws -> OrganisationTree
  /// What the sheets of the period speak for.
  ///
  /// - Throws: where the records cannot be read.
  func coverage() throws -> ReportingCoverage
  /// One tally per query, in the order of `queries`; measures of other kinds are counted before those of organisations.
  ///
  /// - Throws: where the records cannot be read.
  func tallies(_ queries: [MeasureQuery]) throws -> [Tally]
  /// One cut per query, in the order of `queries`; one pass per record kind counts all cuts of it.
  ///
  /// - Throws: where the records cannot be read.
  func cuts(_ queries: [CutQuery]) throws -> [Cut]
  /// Every row that meets the query's condition in the subtree `nodes`, ordered by node, file, sheet, row; never capped.
  ///
  /// - Throws: where the records cannot be read, and what `body` throws, which ends the pass.
  func evidence(
    _ query: MeasureQuery, among queries: [MeasureQuery], nodes: ClosedRange<Int>, columns: [String],
    _ body: (EvidenceRow) throws -> Void
  ) throws
}
