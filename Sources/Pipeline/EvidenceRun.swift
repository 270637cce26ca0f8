// SPDX-License-Identifier: Apache-2.0

package import CensusModel
import CensusStore
package import Conditions
import Indicators
package import Policy
import Results

/// `evidence`: every row behind a figure, never capped, streamed.
package struct EvidenceRun {
  /// One measure in the part it plays for an indicator.
  package struct Part: Sendable, Hashable {
    /// What the measure is to the figure asked for.
    package enum Role: String, Sendable { case measure, numerator, denominator }
    /// Which part it plays.
    package var role: Role
    /// ID of the indicator that it is a part of; nil for a measure asked for by itself.
    package var indicator: String?
    /// The measure whose rows are handed out.
    package var measure: Measure
    /// A further condition on the rows: those of one row of a table.
    package var condition: Expression?
    /// Only rows of these organisations.
    package var nodes: Set<Int>?
  }

  /// The period whose rows are handed out.
  package let census: PeriodCensus
  private let queries: [MeasureQuery]
  /// The organisations of the period.
  package let tree: OrganisationTree
  /// Of measures whose rows are asked for more than once, where they stand; one pass over each kind found them all.
  private var indexes: [RecordKind: EvidenceIndex] = [:]

  /// Reads the tree and writes the pack's measures out for the period; no record is read.
  ///
  /// - Throws: `WorkspaceError` where the period cannot be read: `period-damaged`, `workspace-busy` …
  package init(census: PeriodCensus) throws {
    self.census = census
    queries = try census.queries()
    tree = try census.database.organisationTree()
  }

  /// - Parameter measures: those whose rows are to be found in one pass over each kind.
  /// - Throws: `WorkspaceError` where the period cannot be read.
  package init(census: PeriodCensus, readingAtOnce measures: Set<String>) throws {
    try self.init(census: census)
    let everything = 0...max(0, tree.nodes.count - 1)
    let wanted = queries.filter { measures.contains($0.id) && $0.amount.readsRecords }
    for (kind, own) in Dictionary(grouping: wanted, by: \.kind) {
      indexes[kind] = try census.database.evidenceIndex(
        Array(own.prefix(MeasureBitset.capacity)), among: queries, nodes: everything)
    }
  }

  /// The parts behind a measure, an indicator or a task, in the order of the pack.
  ///
  /// - Throws: `PipelineError("id-unknown")` with the nearest known IDs.
  package func parts(of id: String) throws -> [Part] {
    let pack = census.context.pack
    if let measure = pack.measure(id) { return [Part(role: .measure, indicator: nil, measure: measure)] }
    if let indicator = pack.indicator(id) { return parts(of: indicator) }
    if let task = pack.task(id) {
      let attested =
        task.method == .computed ? [] : [Part(role: .measure, indicator: nil, measure: .progress(of: task))]
      return attested + task.checks.compactMap { pack.indicator($0.indicator) }.flatMap(parts)
    }
    throw census.unknown(id)
  }

  private func parts(of indicator: Indicator) -> [Part] {
    let pack = census.context.pack
    return [(Part.Role.numerator, indicator.numerator), (.denominator, indicator.denominator)].compactMap {
      role, measure in
      pack.measure(measure).map { Part(role: role, indicator: indicator.id, measure: $0) }
    }
  }

  /// The columns an evidence row shows: where it stands, whose it is, then what the kind keeps (masked).
  package static func columns(of schema: RosterSchema) -> [RecordColumn] {
    schema.columns.filter { $0.type != .pseudonym && $0.type != .organisation }
  }

  /// Names of the cells of `cells(of:in:)`, the same in every language.
  package static func keys(of schema: RosterSchema) -> [String] {
    ["role", "indicator", "measure", "unit", "unitName", "file", "sheet", "row"] + columns(of: schema).map(\.name)
  }

  /// Hands `body` each row of a part in a unit's subtree, ordered by organisation, file, sheet and row.
  ///
  /// - Throws: `WorkspaceError` where the period cannot be read, and what `body` throws.
  package func rows(of part: Part, unit: Int, _ body: (EvidenceRow) throws -> Void) throws {
    let measure = part.measure
    var query =
      try queries.first { $0.id == measure.id }
      ?? MeasureQuery(
        id: measure.id, kind: measure.kind, condition: ExpressionParser.parse(measure.condition))
    if let condition = part.condition { query.condition = .binary(.and, query.condition, condition) }
    let columns = EvidenceRun.columns(of: census.schemas[part.measure.kind]).map(\.name)
    if query.amount == .outside || query.amount == .outsideOrganisations {
      return try rowsOutside(query, unit: unit, columns: columns, body)
    }
    if part.condition == nil, part.nodes == nil, let index = indexes[measure.kind], index.holds(query.id) {
      return try index.rows(meeting: query.id, nodes: tree.subtree(of: unit), columns: columns, body)
    }
    try census.database.evidence(query, among: queries, nodes: tree.subtree(of: unit), columns: columns) { row in
      if part.nodes?.contains(row.node) ?? true { try body(row) }
    }
  }

  /// Rows of organisations that should belong to a unit and hang together with none.
  private func rowsOutside(
    _ query: MeasureQuery, unit: Int, columns: [String], _ body: (EvidenceRow) throws -> Void
  ) throws {
    var query = query
    if query.kind == .member, query.amount == .outside {
      query.condition = .binary(.equal, .column("counted"), .integer(1))
    }
    query.amount = .rows
    let nodes = tree.subtree(of: unit)
    for stray in try census.database.coverage().strays where stray.unit.map(nodes.contains) ?? false {
      try census.database.evidence(
        query, among: queries, nodes: tree.subtree(of: stray.root), columns: columns, body)
    }
  }

  /// The titles of the cells, for people: standard headings in the reader's language.
  package func header(of part: Part) -> [String] {
    let text = census.context.text
    let words = census.words(of: part.measure.kind)
    return ["role", "indicator", "measure", "unit-code", "unit-name", "file", "sheet", "row"].map {
      text("evidence.\($0)", [:])
    } + EvidenceRun.columns(of: census.schemas[part.measure.kind]).map { words.title($0.name) }
  }

  /// The cells of a row with its codes as they are stored, for programs.
  package func cells(of row: EvidenceRow, in part: Part) -> [String] {
    cells(of: row, in: part, EvidenceRun.spelled)
  }

  /// The cells of a row with the labels of its codes, for people.
  package func labels(of row: EvidenceRow, in part: Part) -> [String] {
    cells(of: row, in: part, census.words(of: part.measure.kind).spelled)
  }

  private func cells(
    of row: EvidenceRow, in part: Part, _ spelled: (RecordValue, RecordColumn) -> String
  ) -> [String] {
    let node = tree.nodes[row.node]
    let place = [
      census.context.text("evidence.role.\(part.role.rawValue)"), part.indicator ?? "", part.measure.id, node.code,
      node.name, row.file, row.sheet, String(row.row),
    ]
    return place
      + zip(EvidenceRun.columns(of: census.schemas[part.measure.kind]), row.values).map { spelled($1, $0) }
  }

  /// A value as it leaves: a day as a whole, or its month alone.
  package static func spelled(_ value: RecordValue, _ column: RecordColumn) -> String {
    switch value {
    case .null: return ""
    case .text(let text): return text
    case .integer(let number):
      if column.type == .day, let day = CalendarDay(rawValue: Int(number)) {
        return column.leaving == .month ? day.monthDescription : day.description
      }
      return String(number)
    }
  }
}

extension Measure {
  /// The rows of the progress sheet about a task that is attested; the pack counts them nowhere.
  fileprivate static func progress(of task: ReformTask) -> Measure {
    Measure(
      id: "progress-" + task.id, title: task.title, meaning: task.requirement, kind: .progress,
      condition: "task = '\(task.id.replacing("'", with: "''"))'")
  }
}
