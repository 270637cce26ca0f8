// SPDX-License-Identifier: Apache-2.0

import CensusModel
import Findings
import Foundation
import GRDB

extension Settlement {
  private struct Stored {
    var id: Int64
    var code: String
    var name: String
    var parent: Int64?
    var district: String?
    var system: String?
  }

  /// On which district and in which system an organisation stands.
  private struct Line {
    var territory: String?
    var system: String?
    /// How many others have its full name.
    var namesakes = 0
  }

  /// The later row of an organisation counts; references are resolved; the tree is numbered in preorder.
  func settleOrganisations() throws {
    try supersedeOrganisations()
    let rows = try Row.fetchAll(
      database,
      sql: """
        SELECT id, code, full_name, parent, short_name, kind, district, system FROM organisation
        WHERE superseded = 0 ORDER BY id
        """)
    let stored = rows.map {
      Stored(id: $0[0], code: $0[1] ?? "", name: $0[2] ?? "", parent: $0[3], district: $0[6], system: $0[7])
    }
    let lookup = OrganisationLookup(stored.map { ($0.code, $0.name) })
    let byRule = NameRuleLookup(
      rules.nameRules, rows.map { NameRuleLookup.Name(full: $0[2] ?? "", short: $0[4], kind: $0[5]) })
    let targets = try resolve(lookup, byRule)
    let tree = TreeBuilder(
      stored.map { entry in
        TreeBuilder.Entry(code: entry.code, name: entry.name, parent: entry.parent.flatMap { targets[$0] })
      })
    for cut in tree.cuts {
      let isOwn = stored[cut].parent.flatMap { targets[$0] } == cut
      try found(
        isOwn ? "organisation-own-parent" : "organisation-cycle",
        at: place(of: stored[cut].id, in: .organisation, field: "parent"),
        facts: ["value": stored[cut].name])
    }
    try write(tree.positions, of: stored, targets: targets)
    try reportParents(stored, targets, tree.positions)
    try reportAmbiguous(lookup)
  }

  private func supersedeOrganisations() throws {
    try database.execute(
      sql: """
        UPDATE organisation SET superseded = 0, node = NULL, last = NULL, territory = NULL, line = NULL, namesakes = NULL
        WHERE superseded = 1 OR node IS NOT NULL
        """)
    // All at once: a look for each code would read the whole table as many times.
    let rows = try Row.fetchAll(
      database,
      sql: """
        SELECT code, id FROM organisation
        WHERE code IN (SELECT code FROM organisation GROUP BY code HAVING COUNT(*) > 1) ORDER BY code, id
        """)
    for (earlier, later) in zip(rows, rows.dropFirst()) where earlier["code"] as String == later["code"] as String {
      try database.execute(sql: "UPDATE organisation SET superseded = 1 WHERE id = ?", arguments: [earlier["id"]])
      try reportTwice(earlier["id"], later["id"], later["code"])
    }
  }

  private func reportTwice(_ earlier: Int64, _ later: Int64, _ code: String) throws {
    let names = RecordKind.organisation.columns.map(\.name)
    let list = names.joined(separator: ", ")
    let rows = try [earlier, later].map {
      try Row.fetchOne(database, sql: "SELECT \(list) FROM organisation WHERE id = ?", arguments: [$0])
    }
    let differing = names.filter { rows[0]?[$0] as DatabaseValue? != rows[1]?[$0] as DatabaseValue? }
    let other = try place(of: later, in: .organisation)
    var facts = ["value": code]
    if !differing.isEmpty { facts["fields"] = differing.joined(separator: "、") }
    try found(
      differing.isEmpty ? "organisation-duplicate" : "organisation-contradiction",
      at: place(of: earlier, in: .organisation), facts: facts, related: [other])
  }

  /// The organisation each reference names, by number of the reference.
  private func resolve(_ lookup: OrganisationLookup, _ byRule: NameRuleLookup) throws -> [Int64: Int] {
    var targets: [Int64: Int] = [:]
    let references = try Row.fetchCursor(database, sql: "SELECT id, text FROM organisation_ref")
    while let row = try references.next() {
      let text: String = row[1]
      if let target = lookup.index(of: text) ?? byRule.index(of: text) { targets[row[0]] = target }
    }
    return targets
  }

  private func write(_ positions: [TreeBuilder.Position], of stored: [Stored], targets: [Int64: Int]) throws {
    let update = try database.makeStatement(
      sql: """
        UPDATE organisation SET node = ?, last = ?, depth = ?, children = ?, territory = ?, line = ?, namesakes = ?
        WHERE id = ?
        """)
    let lines = lines(of: stored, at: positions)
    for ((entry, position), line) in zip(zip(stored, positions), lines) {
      update.setUncheckedArguments([
        position.node, position.last, position.depth, position.children, line.territory, line.system, line.namesakes,
        entry.id,
      ])
      try update.execute()
    }
    try database.execute(sql: "UPDATE organisation_ref SET node = NULL WHERE node IS NOT NULL")
    let point = try database.makeStatement(sql: "UPDATE organisation_ref SET node = ? WHERE id = ?")
    for (reference, target) in targets { try point.execute(arguments: [positions[target].node, reference]) }
  }

  /// 属地 and 条线: an organisation that names no district (no system) has that of its nearest superior.
  private func lines(of stored: [Stored], at positions: [TreeBuilder.Position]) -> [Line] {
    let names = stored.map { OrganisationLookup.comparable($0.name) }
    var bearers: [String: Int] = [:]
    for name in names { bearers[name, default: 0] += 1 }
    var lines = [Line](repeating: Line(), count: stored.count)
    var above: [Line] = []
    for index in stored.indices.sorted(by: { positions[$0].node < positions[$1].node }) {
      above.removeLast(max(0, above.count - positions[index].depth))
      lines[index] = Line(
        territory: stored[index].district ?? above.last?.territory, system: stored[index].system ?? above.last?.system,
        namesakes: names[index].isEmpty ? 0 : (bearers[names[index]] ?? 1) - 1)
      above.append(lines[index])
    }
    return lines
  }

  /// A root may well name a superior outside the city, or none; any other organisation without one belongs to no unit.
  private func reportParents(_ stored: [Stored], _ targets: [Int64: Int], _ positions: [TreeBuilder.Position]) throws {
    for (entry, position) in zip(stored, positions) where position.node != 0 && position.depth == 0 {
      guard let parent = entry.parent else {
        try found("organisation-parent-missing", at: place(of: entry.id, in: .organisation, field: "full_name"))
        continue
      }
      guard targets[parent] == nil else { continue }
      let text = try String.fetchOne(
        database, sql: "SELECT text FROM organisation_ref WHERE id = ?", arguments: [parent])
      try found(
        "organisation-parent-unknown", at: place(of: entry.id, in: .organisation, field: "parent"),
        facts: ["value": text ?? ""])
    }
  }

  private func reportAmbiguous(_ lookup: OrganisationLookup) throws {
    let rows = try Row.fetchAll(database, sql: "SELECT id, text FROM organisation_ref ORDER BY id")
    let references = rows.compactMap { row -> (id: Int64, text: String, count: Int)? in
      lookup.ambiguity(of: row[1]).map { (row[0], row[1], $0) }
    }
    guard !references.isEmpty else { return }
    let firsts = try firstRows(naming: references.map(\.id))
    for reference in references {
      for kind in RecordKind.allCases {
        for column in kind.columns where column.type == .organisation {
          guard let first = firsts[kind]?[column.name]?[reference.id] else { continue }
          try found(
            "reference-ambiguous", at: place(of: first, in: kind, field: column.name),
            facts: ["value": reference.text, "count": String(reference.count)])
        }
      }
    }
  }

  /// Kind → column → reference → the first record that names it; one pass for each column.
  private func firstRows(naming references: [Int64]) throws -> [RecordKind: [String: [Int64: Int64]]] {
    let list = references.map { String($0) }.joined(separator: ", ")
    var firsts: [RecordKind: [String: [Int64: Int64]]] = [:]
    for kind in RecordKind.allCases {
      for column in kind.columns where column.type == .organisation {
        let (name, table) = (column.name, kind.rawValue)
        let rows = try Row.fetchAll(
          database, sql: "SELECT \(name), MIN(id) FROM \(table) WHERE \(name) IN (\(list)) GROUP BY \(name)")
        firsts[kind, default: [:]][name] = Dictionary(rows.map { ($0[0], $0[1]) }) { first, _ in first }
      }
    }
    return firsts
  }
}

/// Finds organisations by ID, then by full name (blanks and full-width forms do not matter).
struct OrganisationLookup {
  private var byCode: [String: Int] = [:]
  private var byName: [String: [Int]] = [:]

  init(_ organisations: [(code: String, name: String)]) {
    for (index, entry) in organisations.enumerated() {
      byCode[entry.code] = index
      byName[OrganisationLookup.comparable(entry.name), default: []].append(index)
    }
    for (name, indexes) in byName where indexes.count > 1 {
      byName[name] = indexes.sorted { organisations[$0].code < organisations[$1].code }
    }
  }

  func index(of text: String) -> Int? {
    byCode[text] ?? byName[OrganisationLookup.comparable(text)]?.first
  }

  /// How many organisations a full name stands for, where it is more than one.
  func ambiguity(of text: String) -> Int? {
    guard byCode[text] == nil, let count = byName[OrganisationLookup.comparable(text)]?.count, count > 1 else {
      return nil
    }
    return count
  }

  static func comparable(_ name: String) -> String {
    // Common hanzi (U+4000 to U+9FFF) and visible ASCII are their own comparable form.
    let isPlain = name.unicodeScalars.allSatisfy { scalar in
      (0x21...0x7E).contains(scalar.value) || (0x4000...0x9FFF).contains(scalar.value)
    }
    return isPlain ? name : name.precomposedStringWithCompatibilityMapping.filter { !$0.isWhitespace }
  }
}
