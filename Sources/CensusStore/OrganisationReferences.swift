// SPDX-License-Identifier: Apache-2.0

import GRDB
import GRDBSQLite

/// What the texts that name organisations lead to, for walks in which a join would look each row's up in a tree.
enum OrganisationReferences {
  /// Preorder number by number of the reference; -1 where it leads nowhere.
  static func nodes(in database: Database) throws -> [Int32] {
    let size = try Int.fetchOne(database, sql: "SELECT MAX(id) FROM organisation_ref") ?? 0
    var nodes = [Int32](repeating: -1, count: size + 1)
    try RawStatement.each("SELECT id, node FROM organisation_ref WHERE node IS NOT NULL", in: database) { row in
      nodes[Int(sqlite3_column_int64(row, 0))] = sqlite3_column_int(row, 1)
    }
    return nodes
  }
}
