// SPDX-License-Identifier: Apache-2.0

import CensusModel
import GRDB
import GRDBSQLite

extension Settlement {
  /// A row that says that somebody left a branch.
  private struct Leaving {
    var id: Int64
    var node: Int32
    var file: Int64
  }

  /// Another file of the same branch that says that somebody left ends the membership, whichever of the two came first.
  func endMembershipsOfThoseWhoLeft() throws {
    let nodes = try OrganisationReferences.nodes(in: database)
    let files = try filesOfSheets()
    let leavings = try leavings(nodes, files)
    guard !leavings.isEmpty else { return }
    let update = try database.makeStatement(sql: "UPDATE member SET superseded = 1 WHERE id = ?")
    for (id, leaving) in try ended(by: leavings, nodes, files) {
      try update.execute(arguments: [id])
      try found(
        "membership-ended-later", at: place(of: leaving, in: .member, field: "membership"),
        related: [place(of: id, in: .member)])
    }
  }

  private func filesOfSheets() throws -> [Int64: Int64] {
    var files: [Int64: Int64] = [:]
    try RawStatement.each("SELECT id, file FROM sheet", in: database) { row in
      files[sqlite3_column_int64(row, 0)] = sqlite3_column_int64(row, 1)
    }
    return files
  }

  private static let columns = "id, person_high, person_low, sheet, organisation"

  /// In known branches, by person, in the order of rows.
  private func leavings(_ nodes: [Int32], _ files: [Int64: Int64]) throws -> [Pseudonym: [Leaving]] {
    var leavings: [Pseudonym: [Leaving]] = [:]
    let sql = """
      SELECT \(Settlement.columns) FROM member WHERE counted = 0 AND person_high IS NOT NULL
      AND organisation IS NOT NULL ORDER BY id
      """
    try RawStatement.each(sql, in: database) { row in
      let node = nodes[Int(sqlite3_column_int64(row, 4))]
      guard node >= 0, let file = files[sqlite3_column_int64(row, 3)] else { return }
      let person = Pseudonym(high: sqlite3_column_int64(row, 1), low: sqlite3_column_int64(row, 2))
      leavings[person, default: []].append(Leaving(id: sqlite3_column_int64(row, 0), node: node, file: file))
    }
    return leavings
  }

  /// Counted rows of one branch with the first row of another file that says that the person left; one walk over all.
  private func ended(
    by leavings: [Pseudonym: [Leaving]], _ nodes: [Int32], _ files: [Int64: Int64]
  ) throws -> [(id: Int64, leaving: Int64)] {
    var ended: [(id: Int64, leaving: Int64)] = []
    let sql = """
      SELECT \(Settlement.columns) FROM member WHERE counted = 1 AND person_high IS NOT NULL ORDER BY id
      """
    try RawStatement.each(sql, in: database) { row in
      let person = Pseudonym(high: sqlite3_column_int64(row, 1), low: sqlite3_column_int64(row, 2))
      guard let own = leavings[person] else { return }
      let node = nodes[Int(sqlite3_column_int64(row, 4))]
      let file = files[sqlite3_column_int64(row, 3)]
      guard let leaving = own.first(where: { $0.node == node && $0.file != file }) else { return }
      ended.append((sqlite3_column_int64(row, 0), leaving.id))
    }
    return ended
  }
}
