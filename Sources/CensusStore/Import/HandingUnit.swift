// SPDX-License-Identifier: Apache-2.0

import CensusModel
import Findings
import GRDB

/// The unit that hands in, as it was named: by organisation ID, full name, or a short name that only one has;
/// spelled as in the cells of rows.
struct HandingUnit {
  /// A period's connection.
  let database: Database
  /// How names are compared.
  let rules: SettlementRules

  /// The ID of the unit; the name itself while the period holds no organisation to hold it against.
  ///
  /// - Parameter mustBeKnown: whether a period without organisations is no excuse.
  /// - Throws: `WorkspaceError("unit-unknown")` with the nearest names.
  func code(of name: String, mustBeKnown: Bool = false) throws -> String {
    let known = try String.fetchOne(
      database,
      sql: """
        SELECT code FROM (
          SELECT code, 0 AS rank FROM organisation WHERE code = :name
          UNION ALL SELECT code, 1 FROM organisation WHERE full_name = :name
          UNION ALL SELECT MIN(code), 2 FROM organisation WHERE short_name = :name
            HAVING COUNT(DISTINCT code) = 1)
        ORDER BY rank LIMIT 1
        """, arguments: ["name": name])
    if let known = try known ?? spelledOtherwise(name) { return known }
    let isEmpty = try Bool.fetchOne(database, sql: "SELECT NOT EXISTS (SELECT 1 FROM organisation)")
    if isEmpty == true, !mustBeKnown { return name }
    throw WorkspaceError("unit-unknown", facts: ["value": name, "nearest": try nearest(to: name)])
  }

  /// The one whose full or short name is the same but for signs, script, prefix and place, as in the cells of rows.
  private func spelledOtherwise(_ name: String) throws -> String? {
    let comparable = ComparableText(rules.variants)
    let rows = try Row.fetchAll(
      database, sql: "SELECT code, full_name, short_name, district FROM organisation WHERE superseded = 0")
    let sought = comparable.of(name)
    let same = rows.filter { row in
      [row[1], row[2]].contains { ($0 as String?).map(comparable.of) == sought }
    }
    let codes = Set(same.compactMap { $0[0] as String? })
    if let code = codes.first { return codes.count == 1 ? code : nil }
    let spellings = OrganisationSpellings(
      rows.map { comparable.of($0[1] ?? "") }, districts: rows.map { ($0[3] as String?).map(comparable.of) },
      sought: [sought], rules: rules.nameSpellings)
    return spellings.index(of: sought).flatMap { rows[$0][0] }
  }

  private func nearest(to name: String) throws -> String {
    var codes: [String: String] = [:]
    for row in try Row.fetchAll(database, sql: "SELECT code, full_name, short_name FROM organisation") {
      for name in [row[1], row[2]] as [String?] { if let name { codes[name] = row[0] } }
    }
    return Nearest.names(to: name, among: codes.keys).map { "\($0) (\(codes[$0] ?? ""))" }.joined(separator: "; ")
  }
}
