// SPDX-License-Identifier: Apache-2.0

package import CensusModel
import Conditions
package import Policy

/// What a comparison asks of every row of a kind beside the measures: the queries for both cursors and where the answers
/// stand among the marks.
package struct ComparisonQuestions: Sendable {
  /// The kind whose records are compared.
  package let kind: RecordKind
  /// Its columns, as the pack at hand has them.
  package let schema: RosterSchema
  /// Which measure stands behind which mark and sum.
  package let layout: MeasureLayout
  /// What is asked of the earlier records, in the order of marks and sums.
  package let beforeQueries: [MeasureQuery]
  /// What is asked of the later records, in the order of marks and sums.
  package let afterQueries: [MeasureQuery]
  /// Rule IDs; their marks in earlier rows start at `firstExtra + 1`.
  let leavingRules: [String]
  /// State codes; their marks in later rows start at `firstExtra + 2`.
  let states: [String]
  /// Whether records are a stock that people join and leave, rather than a list of the quarter.
  package let isStock: Bool
  /// Whether one person's records may be in several places, one of which can turn into another.
  let canMove: Bool
  /// Columns whose change is a correction.
  let corrected: Set<Int>
  /// Columns that are compared: what was sent, and not references into the period's own tables.
  package let comparedColumns: Set<String>
  /// Follows from the name and the ID number, and is no change of its own.
  let shownKey: Int?
  /// For each measure, the columns its condition looks at.
  let columnsOfMeasure: [Set<Int>]

  /// For each measure, whether its condition looks at what other sheets say of the row.
  let hangsOnOthers: [Bool]

  /// Further marks stand after those of the measures: whether the identity is weak, in both periods.
  private var firstExtra: Int { layout.ofMarks.count }

  /// - Throws: only for a pack that `PackLoader` did not validate.
  package init(kind: RecordKind, pack: PolicyPack, from earlier: Period, to later: Period) throws {
    self.kind = kind
    let schema = pack.vocabulary.schemas[kind]
    self.schema = schema
    let rules = pack.comparison
    let measures = pack.measures.filter { $0.kind == kind && !$0.isReported && $0.amount.readsRecords }
    let ids = Set(measures.map(\.id))
    let before = try pack.queries(on: earlier.censusDay).filter { ids.contains($0.id) }
    let after = try pack.queries(on: later.censusDay).filter { ids.contains($0.id) }
    layout = MeasureLayout(before)
    let stock = rules.stocks[kind]
    isStock = stock != nil
    canMove = stock != nil
    leavingRules = kind == .member ? rules.leaving.map(\.id) : []
    states = stock?.state.map { pack.codesThatDoNotCount(inColumn: $0, of: kind) } ?? []
    func query(_ id: String, _ condition: Expression) -> MeasureQuery {
      MeasureQuery(id: "?" + id, kind: kind, condition: condition, amount: .rows)
    }
    let weak = try query("weak", schema.namesPersons ? ExpressionParser.parse(rules.weakIdentity) : .nothing)
    beforeQueries =
      try before + [weak]
      + leavingRules.map { query($0, try pack.leavingCondition($0, on: later.censusDay)) }
    let joined = stock?.joined.map {
      Expression.binary(.greater, .column($0), .integer(Int64(earlier.censusDay.rawValue)))
    }
    let state = Expression.column(stock?.state ?? "")
    afterQueries =
      after + [weak, query("joined", joined ?? .nothing)] + states.map { query($0, .binary(.equal, state, .text($0))) }
    let columns = schema.columns
    corrected = Set(columns.indices.filter { rules.corrected.contains(columns[$0].name) })
    let keys: Set<String> = ["number_key", "phone_key", "shown_key"]
    shownKey = schema.index(of: "shown_key")
    comparedColumns = Set(
      schema.submittedColumns.filter { ![.organisation, .pseudonym].contains($0.type) }.map(\.name)
    ).union(keys.filter { schema.index(of: $0) != nil })
    let used = try before.map { try pack.columns(ofMeasure: $0.id, on: later.censusDay) }
    hangsOnOthers = used.map { names in names.contains { schema.column($0)?.isSettled == true } }
    columnsOfMeasure = used.map { names in
      Set(names.flatMap(schema.sources).compactMap { schema.index(of: $0) })
    }
  }

  func isWeak(_ row: IdentityRow) -> Bool { row.marks[firstExtra] }

  func joinedSince(_ row: IdentityRow) -> Bool { row.marks[firstExtra + 1] }

  func leavingRule(_ row: IdentityRow) -> String? {
    leavingRules.indices.first { row.marks[firstExtra + 1 + $0] }.map { leavingRules[$0] }
  }

  func state(_ row: IdentityRow) -> String? {
    states.indices.first { row.marks[firstExtra + 2 + $0] }.map { states[$0] }
  }

  /// Why a record that stands in one place in both periods counts differently for a measure.
  func cause(ofMeasure measure: Int, changed: [Int], isReidentified: Bool) -> MovementCause {
    let hits = changed.filter(columnsOfMeasure[measure].contains)
    if hits.isEmpty { return isReidentified ? .corrected : .timePassed }
    return hits.allSatisfy(corrected.contains) ? .corrected : .changed
  }
}
