// SPDX-License-Identifier: Apache-2.0

package import CensusModel
import CensusStore
import Findings
import Policy
package import Results
import Roster

/// `history`: where one person stood in every period of the workspace.
package struct HistoryRun {
  /// How a person is named.
  package enum Selection: Sendable {
    /// 32 hexadecimal digits, as `compare --rows` prints them.
    case pseudonym(String)
    /// A row of a roster.
    case row(Period, file: String, row: Int)
  }

  /// The workspace that is searched, and the pack that says what counts.
  package let context: CommandContext

  package init(context: CommandContext) { self.context = context }

  /// Every record of the person, period by period; within a period one member row counts and the others say so.
  ///
  /// - Throws: `PipelineError("person-unknown")`.
  package func table(_ selection: Selection) throws -> ResultTable {
    let person = try person(selection)
    let columns = ["period", "kind", "unit", "unit-name", "name", "status", "counts", "file", "sheet", "row"]
    var rows: [[ResultCell]] = []
    for period in try context.workspace().periods {
      let census = try PeriodCensus(context: context, period: period)
      let tree = try census.database.organisationTree()
      for schema in census.schemas.all where schema.namesPersons {
        rows += try self.rows(of: person, schema, census, tree)
      }
    }
    guard !rows.isEmpty else { throw PipelineError("person-unknown", facts: ["value": person.digits]) }
    return ResultTable("history", columns, rows: rows)
  }

  private func rows(
    of person: Pseudonym, _ schema: RosterSchema, _ census: PeriodCensus, _ tree: OrganisationTree
  ) throws -> [[ResultCell]] {
    let (kind, status) = (schema.kind, schema.precedence.state)
    let columns = ["name"] + (status.map { [$0] } ?? []) + (kind == .member ? ["counted"] : [])
    return try census.database.records(of: person, kind: kind, columns: columns).map { row, isKept in
      let isCounted = kind != .member || row.values.last == .integer(1)
      let node = row.node >= 0 ? tree.nodes[row.node] : nil
      return [
        .text(census.period.description), .text(context.text("kind.\(kind.rawValue)")), .text(node?.code),
        .text(node?.name), text(row.values[0]), status == nil ? .nothing : label(row.values[1], status, kind),
        .flag(isKept && isCounted && node != nil), .text(row.file), .text(row.sheet), .number(Int64(row.row)),
      ]
    }
  }

  private func text(_ value: RecordValue) -> ResultCell {
    if case .text(let text) = value { .text(text) } else { .nothing }
  }

  /// A code by its label.
  private func label(_ value: RecordValue, _ column: String?, _ kind: RecordKind) -> ResultCell {
    guard case .text(let code) = value else { return .nothing }
    let field = context.pack.vocabulary.sheets.first { $0.kind == kind }?.fields.first { $0.id == column }
    return .text(field?.codeList.flatMap(context.pack.codeList)?.entry(code)?.label[context.language] ?? code)
  }

  private func person(_ selection: Selection) throws -> Pseudonym {
    switch selection {
    case .pseudonym(let digits):
      guard let person = Pseudonym(digits: digits) else {
        throw PipelineError("person-unknown", facts: ["value": digits])
      }
      return person
    case .row(let period, let file, let row):
      let database = try PeriodCensus(context: context, period: period).database
      let file = PersonalNumbers.masked(file, as: .naming)
      guard let person = try database.person(inFile: file, sheet: nil, row: row) else {
        throw PipelineError("person-unknown", facts: ["value": "\(file) \(row)"])
      }
      return person
    }
  }
}
