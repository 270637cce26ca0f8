// SPDX-License-Identifier: Apache-2.0

import GRDB
import GRDBSQLite

/// The tree of a period as arrays by preorder number.
struct ConsolidatedOrganisations {
  private(set) var ids: [Int64] = []
  private(set) var last: [Int32] = []
  /// -1 for a root.
  private(set) var parents: [Int32] = []
  /// -1 where no figure is given.
  private(set) var reportedMembers: [Int] = []
  /// Keys of the names of their secretaries; 0 where none is named.
  private(set) var secretaries: [Int64] = []
  private var kindNumbers: [Int16] = []
  private var sectorNumbers: [Int16] = []
  private var numbers: [String: Int16] = [:]

  var count: Int { ids.count }

  init(_ database: Database) throws {
    let counts = "SELECT COUNT(*) FROM organisation WHERE superseded = 0 AND node IS NOT NULL"
    let count = try Int.fetchOne(database, sql: counts) ?? 0
    ids = Array(repeating: 0, count: count)
    last = Array(repeating: 0, count: count)
    reportedMembers = Array(repeating: -1, count: count)
    secretaries = ids
    kindNumbers = Array(repeating: 0, count: count)
    sectorNumbers = kindNumbers
    // Each is put where it belongs: sorting them would cost more than reading them.
    try RawStatement.each(
      """
      SELECT node, id, last, kind, sector, reported_members, secretary_key FROM organisation
      WHERE superseded = 0 AND node IS NOT NULL
      """, in: database
    ) { row in
      let node = Int(sqlite3_column_int64(row, 0))
      ids[node] = sqlite3_column_int64(row, 1)
      last[node] = sqlite3_column_int(row, 2)
      kindNumbers[node] = entered(RawStatement.text(row, 3) ?? "")
      sectorNumbers[node] = entered(RawStatement.text(row, 4) ?? "")
      if sqlite3_column_type(row, 5) != SQLITE_NULL { reportedMembers[node] = Int(sqlite3_column_int64(row, 5)) }
      secretaries[node] = sqlite3_column_int64(row, 6)
    }
    findParents()
  }

  private mutating func findParents() {
    parents.reserveCapacity(count)
    // Those that are open while the tree is walked.
    var open: [Int32] = []
    for node in 0..<Int32(count) {
      while let unit = open.last, last[Int(unit)] < node { open.removeLast() }
      parents.append(open.last ?? -1)
      open.append(node)
    }
  }

  private mutating func entered(_ text: String) -> Int16 {
    let number = numbers[text] ?? Int16(numbers.count)
    numbers[text] = number
    return number
  }

  /// By number of the organisation whether it is of one of some kinds.
  func areOfKind(_ kinds: Set<String>) -> [Bool] {
    let wanted = Set(kinds.compactMap { numbers[$0] })
    let isWanted = (0..<Int16(numbers.count)).map(wanted.contains)
    return kindNumbers.map { isWanted[Int($0)] }
  }

  /// Entry n is the sum of the values before node n, of all organisations or those of a sector.
  func prefixSums(_ values: [Int], sector: String? = nil) -> [Int] {
    var sums = [0]
    sums.reserveCapacity(count + 1)
    guard let sector else {
      for node in 0..<count { sums.append(sums[node] + values[node]) }
      return sums
    }
    let wanted = numbers[sector] ?? -1
    for node in 0..<count { sums.append(sums[node] + (sectorNumbers[node] == wanted ? values[node] : 0)) }
    return sums
  }

  /// The sum over a unit with its descendants.
  func sum(_ prefixSums: [Int], _ unit: Int) -> Int { prefixSums[Int(last[unit]) + 1] - prefixSums[unit] }
}
