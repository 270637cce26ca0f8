// SPDX-License-Identifier: Apache-2.0

import CensusModel
import Findings
import GRDB

/// Works out what needs all files of a period together: the tree, the references, what counts twice, and the findings of it.
///
/// Runs at the end of every import, inside its transaction, and depends only on what the period holds.
struct Consolidation {
  let database: Database
  let period: Period
  /// True at the first import of a period.
  let isFirst: Bool
  let rules: SettlementRules
  /// What the kinds of the period are.
  let schemas: RosterSchemas
  private let headings = SheetHeadings()
  /// The tree as it was settled, read once for all steps that ask for it.
  private let settled = SettledTree()

  init(_ database: Database, _ period: Period, isFirst: Bool, rules: SettlementRules) throws {
    (self.database, self.period, self.isFirst, self.rules) = (database, period, isFirst, rules)
    schemas = try StoredSchemas.read(database)
  }

  /// Every step walks what it depends on and writes only what is another than before: rows that stay as they are cost no page.
  func settle() throws {
    try database.execute(sql: "DELETE FROM finding WHERE computed = 1")
    try takeBackRecordsOfOthers()
    let lost = try settleOrganisations()
    try setAsideRecordsOfOthers()
    try settlePeople()
    let destinations = try settleGraduates()
    try settleWaiting()
    try settleFigures()
    try settleClaimedUnits()
    try settleRolls(destinations)
    try reportUnknownOrganisations(lost)
    try settleCoverage()
  }

  /// The organisations in preorder; asked for after the tree was written.
  func tree() throws -> ConsolidatedOrganisations {
    if let known = settled.organisations { return known }
    let read = try ConsolidatedOrganisations(database)
    settled.organisations = read
    return read
  }

  /// See `OrganisationReferences`; asked for after the tree was written.
  func nodes() throws -> [Int32] {
    if let known = settled.nodes { return known }
    let read = try OrganisationReferences.nodes(in: database)
    settled.nodes = read
    return read
  }

  /// After a reference was added.
  func forgetNodes() { settled.nodes = nil }

  func found(_ code: String, at place: Place, facts: [String: String] = [:], related: [Place] = []) throws {
    try StoredFinding.insert(Finding(code, at: place, facts: facts, related: related), computed: true, into: database)
  }

  /// Where a record stands, with the column of a field when one is named.
  func place(of id: Int64, in kind: RecordKind, field: String? = nil) throws -> Place {
    let row = try Row.fetchOne(
      database,
      sql: """
        SELECT f.name AS file, s.name AS sheet, t.row AS row, s.headings AS headings FROM \(kind.rawValue) AS t
        JOIN sheet AS s ON s.id = t.sheet JOIN file AS f ON f.id = s.file WHERE t.id = ?
        """, arguments: [id])
    guard let row else { return Place(file: "") }
    return Consolidation.place(row, field: field, headings)
  }

  static func place(_ row: Row, field: String?, _ headings: SheetHeadings) -> Place {
    var place = Place(file: row["file"], sheet: row["sheet"], row: row["row"])
    if let field {
      let heading = headings.decoded(row["headings"]).first { $0.field == field }
      place.column = heading?.column
      place.heading = heading?.text
    }
    return place
  }

  /// Records that name an organisation which no sheet holds, or one of several: they stay, are not counted, and each is a
  /// finding.
  private func reportUnknownOrganisations(_ lost: LostReferences) throws {
    guard try Consolidation.hasUnknownOrganisations(database) else { return }
    for schema in schemas.all where schema.kind != .organisation {
      for column in schema.columns where column.type == .organisation {
        let code = column.name == schema.organisationColumn ? "organisation-unknown" : "reference-unknown"
        try reportUnknown(column.name, of: schema.kind, as: code, lost)
      }
    }
  }

  static func hasUnknownOrganisations(_ database: Database) throws -> Bool {
    let found = try Bool.fetchOne(
      database, sql: "SELECT EXISTS (SELECT 1 FROM organisation_ref WHERE node IS NULL)")
    return found == true
  }

  /// Takes back what an earlier settlement decided; a new period has nothing of it.
  ///
  /// Where nothing was decided nothing is written.
  func reinstate(_ kind: RecordKind) throws {
    if !isFirst { try database.execute(sql: "UPDATE \(kind.rawValue) SET superseded = 0 WHERE superseded = 1") }
  }

  private func reportUnknown(
    _ column: String, of kind: RecordKind, as code: String, _ lost: LostReferences
  ) throws {
    let rows = try Row.fetchCursor(
      database,
      sql: """
        SELECT r.id AS reference, r.text AS value, f.name AS file, s.name AS sheet, t.row AS row, s.headings AS headings
        FROM \(kind.rawValue) AS t JOIN organisation_ref AS r ON r.id = t.\(column)
        JOIN sheet AS s ON s.id = t.sheet JOIN file AS f ON f.id = s.file
        WHERE r.node IS NULL AND r.text <> '' ORDER BY t.id
        """)
    while let row = try rows.next() {
      let reference: Int64 = row["reference"]
      let value: String = row["value"]
      var facts = lost.facts(of: reference, named: value)
      // Like no organisation, and like the name of a person in the column beside: it may be one that slipped.
      if schemas[kind].isOfPeople, facts["nearest"]?.isEmpty ?? true, let shape = ShapeFact.ofName(value) {
        facts["value"] = shape
      }
      try found(
        lost.code(of: reference, unless: code), at: Consolidation.place(row, field: column, headings), facts: facts)
    }
  }
}

/// What a settlement knows of its tree; a class because all steps share it.
private final class SettledTree {
  var organisations: ConsolidatedOrganisations?
  var nodes: [Int32]?
}
