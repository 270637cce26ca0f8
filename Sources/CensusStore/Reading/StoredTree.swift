// SPDX-License-Identifier: Apache-2.0

import CensusModel
import GRDB
import GRDBSQLite

/// Reads the tree of a settled period: every command begins with it.
enum StoredTree {
  /// Each row is put where it belongs, for sorting all of a city would cost more than reading it; who stands above whom
  /// follows from the ends of the subtrees.
  static func nodes(_ database: Database) throws -> [OrganisationNode] {
    let counted = "FROM organisation WHERE superseded = 0 AND node IS NOT NULL"
    let count = try Int.fetchOne(database, sql: "SELECT COUNT(*) \(counted)") ?? 0
    let nothing = OrganisationNode(code: "", name: "", last: 0, depth: 0)
    var nodes = [OrganisationNode](repeating: nothing, count: count)
    var codes = KnownTexts()
    let sql = "SELECT node, last, depth, code, full_name, short_name, kind, sector, stage \(counted)"
    try RawStatement.each(sql, in: database) { row in
      let code = RawStatement.text(row, 3)
      let node = OrganisationNode(
        code: code ?? "", name: RawStatement.text(row, 4) ?? code ?? "", shortName: RawStatement.text(row, 5),
        kind: codes.text(row, 6), sector: codes.text(row, 7), stage: codes.text(row, 8),
        last: Int(sqlite3_column_int64(row, 1)), depth: Int(sqlite3_column_int64(row, 2)))
      nodes[Int(sqlite3_column_int64(row, 0))] = node
    }
    nameParents(of: &nodes)
    return nodes
  }

  private static func nameParents(of nodes: inout [OrganisationNode]) {
    // Those that are open while the tree is walked.
    var open: [Int] = []
    for node in nodes.indices {
      while let unit = open.last, nodes[unit].last < node { open.removeLast() }
      nodes[node].parent = open.last
      open.append(node)
    }
  }
}

/// Codes, of which there are few, as one text each.
private struct KnownTexts {
  private var texts: [UInt64: String] = [:]

  mutating func text(_ statement: OpaquePointer, _ column: Int32) -> String? {
    let print = Fingerprint.ofColumn(column, of: statement)
    guard print != 0 else { return nil }
    if let known = texts[print] { return known }
    let text = RawStatement.text(statement, column)
    texts[print] = text
    return text
  }
}
