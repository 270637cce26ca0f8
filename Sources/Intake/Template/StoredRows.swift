// SPDX-License-Identifier: Apache-2.0

import CensusModel
import CensusStore
import Conditions
import Findings
import Pipeline
import Policy
import Results

/// What a period of the workspace holds of a unit and can be corrected: organisations, youth figures, employers, pioneer
/// schools and totals as a whole; of cadres the posts. Persons are kept as pseudonyms alone: nothing of them is written.
struct StoredRows {
  /// What a person is known by, and what is told of one: the store has none of it in clear.
  private static let personal: Set<FieldType> = [
    .personName, .namePresent, .nationalID, .phone, .memberNumber, .documentKind, .departure, .ignored,
  ]
  private static let whole: [RecordKind] = [.organisation, .youth, .workUnit, .pioneerSchool, .reportedTotal]
  private static let postFields: Set<String> = ["organisation", "post", "nature"]

  private let census: PeriodCensus
  private let tree: OrganisationTree
  private let nodes: [ClosedRange<Int>]

  /// - Throws: `PipelineError("unit-unknown")`, `PipelineError("tree-empty")`.
  init(_ census: PeriodCensus, unit: String) throws {
    self.census = census
    tree = try census.database.organisationTree()
    nodes = try UnitSelection(unit).nodes(in: tree).map { [tree] in tree.subtree(of: $0) }
  }

  /// Full names of the unit and of all below it.
  var organisations: [String] { nodes.flatMap { $0 }.map { tree.nodes[$0].name } }

  /// In order of the organisations.
  func rows() throws -> TemplateRows {
    var result = TemplateRows()
    for kind in StoredRows.whole { try add(kind, .everything, to: &result) { _ in true } }
    let isInPost = Expression.binary(
      .and, .isNull(.column("post"), negated: true), .isNull(.column("left_post"), negated: false))
    try add(.cadre, isInPost, to: &result) { StoredRows.postFields.contains($0.id) }
    return result
  }

  private func add(
    _ kind: RecordKind, _ condition: Expression, to result: inout TemplateRows, _ isWanted: (VocabularyField) -> Bool
  ) throws {
    let (sheet, schema) = (census.context.pack.vocabulary.sheets.first { $0.kind == kind }, census.schemas[kind])
    let fields = (sheet?.fields ?? []).filter { field in
      !StoredRows.personal.contains(field.type) && schema.index(of: field.id) != nil && isWanted(field)
    }
    let columns = fields.map { $0.type == .organisation ? other($0, of: kind) ?? "node" : $0.id }
    let query = MeasureQuery(id: "template", kind: kind, condition: condition)
    for range in nodes {
      try census.database.evidence(query, among: [], nodes: range, columns: columns) { row in
        let values = zip(fields, row.values).map { ($0.id, spelled($1, $0, of: kind, node: row.node)) }
        result.add(Dictionary(uniqueKeysWithValues: values.filter { !$0.1.isEmpty }), of: kind)
      }
    }
  }

  /// The column of an organisation that a row names beside its own.
  private func other(_ field: VocabularyField, of kind: RecordKind) -> String? {
    field.id == census.schemas[kind].organisationColumn || kind == .organisation ? nil : field.id + "_node"
  }

  private func spelled(_ value: RecordValue, _ field: VocabularyField, of kind: RecordKind, node: Int) -> String {
    switch field.type {
    case .organisation where kind == .organisation: return tree.nodes[node].parent.map { tree.nodes[$0].name } ?? ""
    case .organisation where other(field, of: kind) == nil: return tree.nodes[node].name
    case .organisation:
      guard case .integer(let number) = value else { return "" }
      return tree.nodes.indices.contains(Int(number)) ? tree.nodes[Int(number)].name : ""
    case .dayFirst, .dayLast:
      guard case .integer(let number) = value, let day = CalendarDay(rawValue: Int(number)) else { return "" }
      return field.isMonthly ? day.description(ofMonth: field.type) : day.description
    default:
      let words = ColumnWords(pack: census.context.pack, language: .chinese, kind: kind)
      return census.schemas[kind].columns.first { $0.name == field.id }.map { words.spelled(value, $0) } ?? ""
    }
  }
}
