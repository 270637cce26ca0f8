// SPDX-License-Identifier: Apache-2.0

import CensusModel
import GRDB
import GRDBSQLite

/// The organisations that names which lead nowhere look most like.
struct NearOrganisations {
  struct Organisation {
    var name: String
    var code: String
  }

  /// So many of several that are equally near are named.
  fileprivate static let named = 3

  /// By number of the reference: the nearest, or several that are equally near.
  fileprivate(set) var byReference: [Int64: [Organisation]] = [:]

  /// What a finding about a reference says.
  func facts(of reference: Int64, named text: String) -> [String: String] {
    guard let near = byReference[reference], !near.isEmpty else { return ["value": text] }
    let (names, codes) = (near.map(\.name), near.map(\.code))
    return [
      "value": text, "nearest": names.joined(separator: " / "), "nearestID": codes.joined(separator: " / "),
    ]
  }
}

/// Names that differ from a full name only in what people leave out, and what the others are nearest to.
struct Respelling {
  var near = NearOrganisations()
  /// By number of the reference, what it was taken for.
  var told: [(id: Int64, facts: [String: String])] = []
}

/// References that lead to no organisation.
struct LostReferences {
  /// The full name of several organisations, with how many.
  var ambiguous: [Int64: Int]
  var near: NearOrganisations

  /// The finding about a reference: `code`, unless several organisations have the name.
  func code(of reference: Int64, unless code: String) -> String {
    ambiguous[reference] == nil ? code : "reference-ambiguous"
  }

  func facts(of reference: Int64, named text: String) -> [String: String] {
    guard let count = ambiguous[reference] else { return near.facts(of: reference, named: text) }
    return ["value": text, "count": String(count)]
  }
}

/// A text that leads to no organisation, as it is compared.
private struct LostName {
  var id: Int64
  var text: String
  var name: String
  /// The unit that hands in; empty where none is named.
  var unit: String
}

extension OrganisationSpellings {
  /// Whether an organisation stands below a unit, in a tree that may hold circles.
  fileprivate static func isBelow(_ unit: Int, _ organisation: Int, _ parents: [Int32]) -> Bool {
    var place = organisation
    for _ in 0..<64 where place >= 0 {
      if place == unit { return true }
      place = Int(parents[place])
    }
    return false
  }
}

extension Consolidation {
  /// For more names than these that lead nowhere the nearest is not sought: then a whole sheet of organisations is missing.
  private static let mostSought = 200

  /// Gives references that lead nowhere the one organisation whose name differs only in what people leave out; of the others
  /// the nearest is noted.
  func respell(_ table: OrganisationTable, _ references: inout OrganisationLookup) throws -> Respelling {
    var respelling = Respelling()
    let lost = try lostReferences(references, table.comparable)
    guard !lost.isEmpty, table.count > 0 else { return respelling }
    let names = table.comparableNames()
    let districts = table.districts.map { table.line($0).map(table.comparable.of) }
    let parents = references.parents(of: table)
    let spellings = OrganisationSpellings(
      names, districts: districts, parents: parents, sought: lost.map(\.name), rules: rules.nameSpellings)
    var unknown: [(id: Int64, name: String)] = []
    for reference in lost {
      let unit = reference.unit.isEmpty ? nil : table.index(named: reference.unit)
      let below = { index in unit.map { OrganisationSpellings.isBelow($0, index, parents) } ?? true }
      guard let index = spellings.index(of: reference.name) ?? spellings.index(of: reference.name, where: below) else {
        let several = spellings.candidates(for: reference.name, where: below).prefix(NearOrganisations.named)
        respelling.near.byReference[reference.id] = try several.map { try self.organisation(table, $0) }
        if several.isEmpty { unknown.append((reference.id, reference.name)) }
        continue
      }
      references.lead(Int(reference.id), to: Int32(index))
      let organisation = try organisation(table, index)
      respelling.told.append(
        (reference.id, ["value": reference.text, "nearest": organisation.name, "nearestID": organisation.code]))
    }
    guard !unknown.isEmpty, unknown.count <= Consolidation.mostSought else { return respelling }
    let sought = unknown.map { spellings.shortened($0.name) }
    let nearest = NearestNames(names.map(spellings.shortened), sought: sought)
    for (reference, name) in zip(unknown, sought) {
      let indexes = nearest.indexes(to: name).prefix(NearOrganisations.named)
      respelling.near.byReference[reference.id] = try indexes.map { try organisation(table, $0) }
    }
    return respelling
  }

  private func lostReferences(
    _ references: OrganisationLookup, _ comparable: ComparableText
  ) throws -> [LostName] {
    let (targets, ambiguous) = (references.targets, references.ambiguous)
    guard targets.dropFirst().contains(where: { $0 < 0 }) else { return [] }
    var lost: [LostName] = []
    try RawStatement.each("SELECT id, text, unit FROM organisation_ref ORDER BY id", in: database) { row in
      let id = sqlite3_column_int64(row, 0)
      guard targets[Int(id)] < 0, ambiguous[id] == nil, let text = RawStatement.text(row, 1) else { return }
      let name = comparable.of(text)
      // An ID that is none is no name.
      if name.contains(where: { $0.isLetter && !$0.isASCII }) {
        lost.append(LostName(id: id, text: text, name: name, unit: RawStatement.text(row, 2) ?? ""))
      }
    }
    return lost
  }

  private func organisation(_ table: OrganisationTable, _ index: Int) throws -> NearOrganisations.Organisation {
    let row = try Row.fetchOne(
      database, sql: "SELECT full_name, code FROM organisation WHERE id = ?", arguments: [table.ids[index]])
    return NearOrganisations.Organisation(name: row?[0] ?? "", code: row?[1] ?? "")
  }
}
