// SPDX-License-Identifier: Apache-2.0

import Findings
import GRDB

/// The unit that hands in, as it was named: by organisation ID, full name, or a short name that only one has.
struct HandingUnit {
  /// A period's connection.
  let database: Database

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
    if let known { return known }
    let isEmpty = try Bool.fetchOne(database, sql: "SELECT NOT EXISTS (SELECT 1 FROM organisation)")
    if isEmpty == true, !mustBeKnown { return name }
    throw WorkspaceError("unit-unknown", facts: ["value": name, "nearest": try nearest(to: name)])
  }

  private func nearest(to name: String) throws -> String {
    var codes: [String: String] = [:]
    for row in try Row.fetchAll(database, sql: "SELECT code, full_name, short_name FROM organisation") {
      for name in [row[1], row[2]] as [String?] { if let name { codes[name] = row[0] } }
    }
    return Nearest.names(to: name, among: codes.keys).map { "\($0) (\(codes[$0] ?? ""))" }.joined(separator: "; ")
  }
}
