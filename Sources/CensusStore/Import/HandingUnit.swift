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

  /// Up to three units whose ID begins so, else those whose name is near.
  private func nearest(to name: String) throws -> String {
    let rows = try Row.fetchAll(
      database, sql: "SELECT code, full_name, short_name FROM organisation WHERE superseded = 0 ORDER BY code")
    let begun = rows.filter { ($0[0] as String).hasPrefix(name) }.map { row in (row[0] as String, row[1] as String?) }
    if !begun.isEmpty { return spelled(begun.prefix(3).map { (name: $1 ?? "", code: $0) }) }
    var units: [String: (name: String, code: String)] = [:]
    for row in rows {
      for name in [row[1], row[2]] as [String?] { if let name { units[name] = (row[1] ?? name, row[0]) } }
    }
    // A unit may be near by its full and by its short name.
    let near = Nearest.names(around: name, among: units.keys).compactMap { units[$0] }
    let first = near.indices.filter { index in !near[..<index].contains { $0.code == near[index].code } }
    return spelled(first.map { near[$0] })
  }

  private func spelled(_ units: [(name: String, code: String)]) -> String {
    units.map { "\($0.name) (\($0.code))" }.joined(separator: "; ")
  }
}
