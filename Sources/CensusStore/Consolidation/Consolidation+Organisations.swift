// SPDX-License-Identifier: Apache-2.0

import CensusModel
import Findings
import Foundation
import GRDB
import GRDBSQLite

extension Consolidation {
  /// One row of an organisation counts; references are resolved; the tree is numbered in preorder.
  ///
  /// - Returns: what is to be said of references that lead nowhere.
  func settleOrganisations() throws -> LostReferences {
    try reinstate(.organisation)
    try setAsideOrganisationsOfOthers()
    try supersedeOrganisations()
    let (table, references, tree, respelling) = try plantedTree()
    try report("organisation-respelled", ofReferences: respelling.told)
    let parents = references.parents(of: table)
    let lost = LostReferences(ambiguous: references.ambiguous, near: respelling.near)
    for cut in tree.cuts {
      let id = table.ids[Int(cut)]
      try found(
        parents[Int(cut)] == cut ? "organisation-own-parent" : "organisation-cycle",
        at: place(of: id, in: .organisation, field: "parent"), facts: ["value": fullName(of: id)])
    }
    try write(tree.positions, of: table, targets: references.targets)
    try reportParents(table, references, tree.positions, lost)
    return lost
  }

  /// The organisations that count so far, who stands below whom, and which names were taken for others.
  func plantedTree() throws -> (
    table: OrganisationTable, references: OrganisationLookup, tree: TreeBuilder, respelling: Respelling
  ) {
    let comparable = ComparableText(rules.variants)
    var byRule = NameRuleLookup(rules.nameRules, comparable: comparable)
    let table = try OrganisationTable(database, comparable: comparable) { byRule.add($0) }
    var references = try OrganisationLookup(table, byRule, in: database)
    let respelling = try respell(table, &references)
    var tree = TreeBuilder(
      parents: references.parents(of: table), order: table.order, likelihood: table.likelihood)
    // A name that several share may name a superior: then the tree changes.
    while references.place(in: tree) {
      tree = TreeBuilder(parents: references.parents(of: table), order: table.order, likelihood: table.likelihood)
    }
    return (table, references, tree, respelling)
  }

  private func fullName(of organisation: Int64) throws -> String {
    try String.fetchOne(
      database, sql: "SELECT full_name FROM organisation WHERE id = ?", arguments: [organisation]) ?? ""
  }

  private func supersedeOrganisations() throws {
    // All at once: a look for each code would read the whole table as many times.
    let rows = try Row.fetchAll(
      database,
      sql: """
        SELECT t.code, t.id FROM organisation AS t WHERE t.superseded = 0 AND t.code IN (
          SELECT code FROM organisation WHERE superseded = 0 GROUP BY code HAVING COUNT(*) > 1)
        ORDER BY t.code, \(RowPrecedence(schemas[.organisation]).descending())
        """)
    var kept: (code: String, id: Int64)?
    for row in rows {
      let (code, id): (String, Int64) = (row[0], row[1])
      guard let first = kept, first.code == code else {
        kept = (code, id)
        continue
      }
      try database.execute(sql: "UPDATE organisation SET superseded = 1 WHERE id = ?", arguments: [id])
      try reportTwice(id, first.id, code)
    }
  }

  private func reportTwice(_ earlier: Int64, _ later: Int64, _ code: String) throws {
    // The tree of an earlier settlement is still written there.
    let names = schemas[.organisation].columns.filter { !$0.isSettled }.map(\.name)
    let list = names.joined(separator: ", ")
    let rows = try [earlier, later].map {
      try Row.fetchOne(database, sql: "SELECT \(list), sheet FROM organisation WHERE id = ?", arguments: [$0])
    }
    let differing = names.filter { rows[0]?[$0] as DatabaseValue? != rows[1]?[$0] as DatabaseValue? }
    let other = try place(of: later, in: .organisation)
    var facts = ["value": code]
    let sheets = rows.compactMap { $0?["sheet"] as Int64? }
    if !differing.isEmpty { facts["fields"] = try headings(of: differing, in: sheets) }
    try found(
      differing.isEmpty ? "organisation-duplicate" : "organisation-contradiction",
      at: place(of: earlier, in: .organisation), facts: facts, related: [other])
  }

  /// Writes the tree where it is another than that of the settlement before.
  private func write(_ positions: [TreeBuilder.Position], of table: OrganisationTable, targets: [Int32]) throws {
    try database.execute(
      sql: """
        UPDATE organisation SET node = NULL, last = NULL, depth = NULL, children = NULL, territory = NULL, line = NULL,
          namesakes = NULL
        WHERE superseded = 1 AND node IS NOT NULL
        """)
    let (territories, systems) = inherited(table, positions)
    let update = try RawStatement.prepare(
      """
      UPDATE organisation SET node = ?, last = ?, depth = ?, children = ?, namesakes = ?, territory = ?, line = ?
      WHERE id = ?
      """, in: database)
    defer { sqlite3_finalize(update) }
    func numbers(_ index: Int) -> [Int64] {
      let position = positions[index]
      return [position.node, position.last, position.depth, position.children].map(Int64.init) + [
        Int64(table.namesakes(of: index))
      ]
    }
    for index in try differing(from: table, numbers, territories, systems) {
      for (column, number) in numbers(index).enumerated() { sqlite3_bind_int64(update, Int32(column + 1), number) }
      RawStatement.bind(table.line(territories[index]), to: 6, of: update)
      RawStatement.bind(table.line(systems[index]), to: 7, of: update)
      sqlite3_bind_int64(update, 8, table.ids[index])
      try RawStatement.run(update, in: database)
    }
    try point(targets.map { $0 < 0 ? -1 : positions[Int($0)].node })
  }

  /// Organisations of which something else is written than holds, in the order of the table.
  private func differing(
    from table: OrganisationTable, _ numbers: (Int) -> [Int64], _ territories: [Int32], _ systems: [Int32]
  ) throws -> [Int] {
    var differing: [Int] = []
    var index = 0
    let sql = """
      SELECT node, last, depth, children, namesakes, territory, line FROM organisation WHERE superseded = 0 ORDER BY id
      """
    try RawStatement.each(sql, in: database) { row in
      let isSame =
        sqlite3_column_type(row, 0) != SQLITE_NULL
        && numbers(index).enumerated().allSatisfy { sqlite3_column_int64(row, Int32($0)) == $1 }
        && RawStatement.text(row, 5) == table.line(territories[index])
        && RawStatement.text(row, 6) == table.line(systems[index])
      if !isSame { differing.append(index) }
      index += 1
    }
    return differing
  }

  /// Leads references to organisations, where they led elsewhere before.
  ///
  /// - Parameter nodes: by number of the reference; -1 for none.
  private func point(_ nodes: [Int32]) throws {
    var differing: [Int64] = []
    try RawStatement.each("SELECT id, node FROM organisation_ref", in: database) { row in
      let (id, isNull) = (sqlite3_column_int64(row, 0), sqlite3_column_type(row, 1) == SQLITE_NULL)
      if nodes[Int(id)] != (isNull ? -1 : sqlite3_column_int(row, 1)) { differing.append(id) }
    }
    let update = try RawStatement.prepare("UPDATE organisation_ref SET node = ? WHERE id = ?", in: database)
    defer { sqlite3_finalize(update) }
    for reference in differing {
      let node = nodes[Int(reference)]
      if node < 0 { sqlite3_bind_null(update, 1) } else { sqlite3_bind_int(update, 1, node) }
      sqlite3_bind_int64(update, 2, reference)
      try RawStatement.run(update, in: database)
    }
  }

  /// 属地 and 条线: an organisation that names no district (no system) has that of its nearest superior.
  private func inherited(
    _ table: OrganisationTable, _ positions: [TreeBuilder.Position]
  ) -> (territories: [Int32], systems: [Int32]) {
    var byNode = [Int32](repeating: 0, count: table.count)
    for (index, position) in positions.enumerated() { byNode[Int(position.node)] = Int32(index) }
    var (territories, systems) = (table.districts, table.systems)
    var above: [Int] = []
    for index in byNode.lazy.map({ Int($0) }) {
      above.removeLast(max(0, above.count - Int(positions[index].depth)))
      if let superior = above.last {
        if territories[index] < 0 { territories[index] = territories[superior] }
        if systems[index] < 0 { systems[index] = systems[superior] }
      }
      above.append(index)
    }
    return (territories, systems)
  }

  /// A root may well name a superior outside the city, or none; any other organisation without one belongs to no unit.
  private func reportParents(
    _ table: OrganisationTable, _ references: OrganisationLookup, _ positions: [TreeBuilder.Position],
    _ lost: LostReferences
  ) throws {
    for (index, position) in positions.enumerated() where position.node != 0 && position.depth == 0 {
      let (id, parent) = (table.ids[index], table.parents[index])
      guard parent != 0 else {
        try found("organisation-parent-missing", at: place(of: id, in: .organisation, field: "full_name"))
        continue
      }
      guard references.targets[Int(parent)] < 0 else { continue }
      let text = try String.fetchOne(
        database, sql: "SELECT text FROM organisation_ref WHERE id = ?", arguments: [parent])
      try found(
        lost.code(of: Int64(parent), unless: "organisation-parent-unknown"),
        at: place(of: id, in: .organisation, field: "parent"),
        facts: lost.facts(of: Int64(parent), named: text ?? ""))
    }
  }

  /// A finding at the first record of each kind and column that names a reference.
  func report(_ code: String, ofReferences references: [(id: Int64, facts: [String: String])]) throws {
    guard !references.isEmpty else { return }
    let firsts = try firstRows(naming: references.map(\.id))
    for reference in references {
      for schema in schemas.all {
        let kind = schema.kind
        for column in schema.columns where column.type == .organisation {
          guard let first = firsts[kind]?[column.name]?[reference.id] else { continue }
          try found(code, at: place(of: first, in: kind, field: column.name), facts: reference.facts)
        }
      }
    }
  }

  /// Kind → column → reference → the first record that names it; one pass for each column.
  private func firstRows(naming references: [Int64]) throws -> [RecordKind: [String: [Int64: Int64]]] {
    let list = references.map { String($0) }.joined(separator: ", ")
    var firsts: [RecordKind: [String: [Int64: Int64]]] = [:]
    for schema in schemas.all {
      let kind = schema.kind
      for column in schema.columns where column.type == .organisation {
        let (name, table) = (column.name, kind.rawValue)
        let rows = try Row.fetchAll(
          database, sql: "SELECT \(name), MIN(id) FROM \(table) WHERE \(name) IN (\(list)) GROUP BY \(name)")
        firsts[kind, default: [:]][name] = Dictionary(rows.map { ($0[0], $0[1]) }) { first, _ in first }
      }
    }
    return firsts
  }
}
