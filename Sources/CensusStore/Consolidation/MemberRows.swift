// SPDX-License-Identifier: Apache-2.0

import CensusModel
import GRDB
import GRDBSQLite

/// Two walks through the members, of the few columns that tell who counts: the first notes what an earlier settlement decided,
/// who left, and who may stand twice, which nearly nobody does; the second finds who really does.
struct MemberRows {
  struct Row {
    var id: Int64
    var person: Pseudonym
  }

  /// A row that says that somebody left a branch.
  private struct Leaving {
    var id: Int64
    var node: Int32
    var file: Int64
  }

  private let database: Database
  /// Preorder number by number of the reference; -1 where it leads nowhere.
  private let nodes: [Int32]
  private let files: [Int64: Int64]
  /// Rows that an earlier settlement let not count, or noted other rosters at.
  private(set) var decided: [Int64] = []
  /// In known branches, by person, in the order of rows.
  private var leavings: [Pseudonym: [Leaving]] = [:]
  private var repeated: RepeatedKeys

  init(_ database: Database, nodes: [Int32]) throws {
    (self.database, self.nodes) = (database, nodes)
    var files: [Int64: Int64] = [:]
    try RawStatement.each("SELECT id, file FROM sheet", in: database) { row in
      files[sqlite3_column_int64(row, 0)] = sqlite3_column_int64(row, 1)
    }
    self.files = files
    repeated = RepeatedKeys(count: try Int.fetchOne(database, sql: "SELECT MAX(id) FROM member") ?? 0)
  }

  mutating func walk() throws {
    let sql = """
      SELECT id, person_high, person_low, sheet, organisation, counted, superseded <> 0 OR other_rosters IS NOT NULL
      FROM member ORDER BY id
      """
    try RawStatement.each(sql, in: database) { row in
      if sqlite3_column_int(row, 6) != 0 { decided.append(sqlite3_column_int64(row, 0)) }
      guard sqlite3_column_type(row, 1) != SQLITE_NULL, sqlite3_column_type(row, 5) != SQLITE_NULL else { return }
      let node = node(row)
      guard node >= 0 else { return }
      if sqlite3_column_int64(row, 5) != 0 {
        repeated.note(UInt64(bitPattern: sqlite3_column_int64(row, 1)))
      } else if let file = files[sqlite3_column_int64(row, 3)] {
        let leaving = Leaving(id: sqlite3_column_int64(row, 0), node: node, file: file)
        leavings[MemberRows.person(row), default: []].append(leaving)
      }
    }
  }

  /// - Returns: counted rows of one branch with the first row of another file that says that the person left, whichever of
  ///   the two came first; and all other counted rows in known organisations of persons who have two and more.
  func endedAndTwice() throws -> (ended: [(id: Int64, leaving: Int64)], twice: [Row]) {
    var (ended, twice): ([(id: Int64, leaving: Int64)], [Row]) = ([], [])
    guard repeated.hasAny || !leavings.isEmpty else { return (ended, twice) }
    // By person, the first row, and 0 once that is among `twice`.
    var firsts: [Pseudonym: Int64] = [:]
    let sql = """
      SELECT id, person_high, person_low, sheet, organisation FROM member
      WHERE counted = 1 AND person_high IS NOT NULL ORDER BY id
      """
    try RawStatement.each(sql, in: database) { row in
      let id = sqlite3_column_int64(row, 0)
      if !leavings.isEmpty, let leaving = leaving(of: row) {
        ended.append((id, leaving.id))
        return
      }
      guard node(row) >= 0, repeated.mayRepeat(UInt64(bitPattern: sqlite3_column_int64(row, 1))) else { return }
      let person = MemberRows.person(row)
      guard let first = firsts[person] else {
        firsts[person] = id
        return
      }
      if first != 0 { twice.append(Row(id: first, person: person)) }
      firsts[person] = 0
      twice.append(Row(id: id, person: person))
    }
    return (ended, twice)
  }

  private func leaving(of row: OpaquePointer) -> Leaving? {
    guard let own = leavings[MemberRows.person(row)] else { return nil }
    let (node, file) = (node(row), files[sqlite3_column_int64(row, 3)])
    return own.first { $0.node == node && $0.file != file }
  }

  private func node(_ row: OpaquePointer) -> Int32 {
    let reference = Int(sqlite3_column_int64(row, 4))
    return reference > 0 && reference < nodes.count ? nodes[reference] : -1
  }

  private static func person(_ row: OpaquePointer) -> Pseudonym {
    Pseudonym(high: sqlite3_column_int64(row, 1), low: sqlite3_column_int64(row, 2))
  }
}
