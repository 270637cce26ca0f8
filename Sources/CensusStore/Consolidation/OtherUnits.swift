// SPDX-License-Identifier: Apache-2.0

import CensusModel
import GRDB
import GRDBSQLite

/// Who stands below whom, by preorder number.
struct UnitNodes {
  private let last: [Int32]
  /// Nodes of the roots, ascending.
  private let roots: [Int]

  init(last: [Int32], parents: [Int32]) {
    self.last = last
    roots = parents.indices.filter { parents[$0] < 0 }
  }

  init(_ positions: [TreeBuilder.Position]) {
    var last = [Int32](repeating: 0, count: positions.count)
    for position in positions { last[Int(position.node)] = position.last }
    self.last = last
    roots = positions.filter { $0.depth == 0 }.map { Int($0.node) }.sorted()
  }

  /// Whether nothing lies outside a unit.
  func isWhole(_ unit: Int) -> Bool { unit == 0 && Int(last[0]) == last.count - 1 }

  /// Whether an organisation is neither the unit nor below it.
  ///
  /// - Parameter isTaken: asked of one that stands in another tree, where nobody knows its superior.
  func isAnothers(_ node: Int, than unit: Int, _ isTaken: () -> Bool) -> Bool {
    if node >= unit, node <= Int(last[unit]) { return false }
    return root(of: node) == root(of: unit) || isTaken()
  }

  private func root(of node: Int) -> Int { roots.last { $0 <= node } ?? 0 }
}

/// Finds the records of a sheet that are about others than the unit that hands it in.
struct OtherUnits {
  struct Sheet {
    var id: Int64
    var submission: Int64
    var records: ClosedRange<Int64>
  }

  let nodes: UnitNodes
  /// Preorder number by reference; -1 where it leads nowhere.
  let references: [Int32]
  /// Which unit's sheet describes an organisation; -1 for none.
  let describers: [Int32]

  /// - Returns: the records with the organisation that each is about. A transfer concerns both its ends.
  func records(
    of schema: RosterSchema, in sheet: Sheet, unit: Int, _ database: Database
  ) throws -> [(id: Int64, node: Int)] {
    let columns = schema.kind == .transfer ? ["from_organisation", "to_organisation"] : [schema.organisationColumn]
    var records: [(id: Int64, node: Int)] = []
    try RawStatement.each(
      """
      SELECT id, \(columns.joined(separator: ", ")) FROM \(schema.kind)
      WHERE id BETWEEN \(sheet.records.lowerBound) AND \(sheet.records.upperBound) AND sheet = \(sheet.id)
      """, in: database
    ) { row in
      let ends = columns.indices.map { Int(references[Int(sqlite3_column_int64(row, Int32($0 + 1)))]) }
      guard let first = ends.first(where: { $0 >= 0 }) else { return }
      let isOthers = ends.filter { $0 >= 0 }.allSatisfy { node in
        nodes.isAnothers(node, than: unit) { Int(describers[node]) != unit }
      }
      if isOthers { records.append((sqlite3_column_int64(row, 0), first)) }
    }
    return records
  }
}
