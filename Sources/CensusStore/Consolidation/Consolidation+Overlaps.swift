// SPDX-License-Identifier: Apache-2.0

import CensusModel
import Findings
import GRDB

/// How two sheets share rows: pages that overlap, or two versions of one list.
struct SheetOverlaps {
  struct Pair: Hashable {
    var earlier: Int64
    var later: Int64
  }

  struct Counts {
    var same = 0
    var differing = 0
  }

  var pairs: [Pair: Counts] = [:]
}

extension Consolidation {
  /// Says of a row that does not count because a later one does: the same row on another page is only counted, a row that
  /// differs there is a finding with both places, and any other repetition is `code`.
  func reportTwice(
    _ earlier: Int64, _ later: Int64, in kind: RecordKind, as code: String, _ overlaps: inout SheetOverlaps
  ) throws {
    let schema = schemas[kind]
    // What a settlement wrote says nothing of what was sent, and an earlier one may have written to one row alone.
    let names = schema.columns.filter { !$0.isSettled }.map(\.name)
    let list = (["sheet"] + names).joined(separator: ", ")
    let statement = try database.cachedStatement(sql: "SELECT \(list) FROM \(kind.rawValue) WHERE id = ?")
    guard let first = try Row.fetchOne(statement, arguments: [earlier]),
      let second = try Row.fetchOne(statement, arguments: [later])
    else { return }
    let key = (names.firstIndex(of: "name_key") ?? -1) + 1
    if key > 0, let one = first[key] as Int64?, let other = second[key] as Int64?, one != other {
      return try found(
        "person-two-names", at: place(of: earlier, in: kind, field: "name"),
        related: [place(of: later, in: kind, field: "name")])
    }
    let sheets: (Int64, Int64) = (first[0], second[0])
    let pair = SheetOverlaps.Pair(earlier: min(sheets.0, sheets.1), later: max(sheets.0, sheets.1))
    let organisation = (names.firstIndex(of: schema.organisationColumn) ?? -1) + 1
    let isElsewhere = first[organisation] as DatabaseValue != second[organisation] as DatabaseValue
    guard pair.earlier != pair.later, !isElsewhere else {
      return try found(
        code, at: place(of: earlier, in: kind, field: "name"), related: [place(of: later, in: kind, field: "name")])
    }
    let differing = names.indices.filter { first[$0 + 1] as DatabaseValue != second[$0 + 1] as DatabaseValue }
    if differing.isEmpty {
      overlaps.pairs[pair, default: .init()].same += 1
    } else {
      overlaps.pairs[pair, default: .init()].differing += 1
      try found(
        "record-contradiction", at: place(of: earlier, in: kind, field: names[differing[0]]),
        facts: ["fields": try headings(of: differing.map { names[$0] }, in: [sheets.0, sheets.1])],
        related: [place(of: later, in: kind, field: names[differing[0]])])
    }
  }

  /// The headings of columns as the first of the sheets that has them spells them.
  func headings(of columns: [String], in sheets: [Int64]) throws -> String {
    let headings = try sheets.flatMap { sheet -> [StoredHeading] in
      let text = try String.fetchOne(database, sql: "SELECT headings FROM sheet WHERE id = ?", arguments: [sheet])
      return text.flatMap(StoredFinding.decoded) ?? []
    }
    // Pseudonyms and masked forms of one number come from one column.
    let names = columns.compactMap { column in headings.first { $0.field == column }?.text }
    return names.isEmpty ? columns.joined(separator: "、") : names.joined(separator: "、")
  }

  /// One finding for each two sheets that share rows: pages that overlap where all shared rows agree and are few, two
  /// versions of a list where they make up most of it.
  func report(_ overlaps: SheetOverlaps) throws {
    for (pair, counts) in overlaps.pairs.sorted(by: { ($0.key.earlier, $0.key.later) < ($1.key.earlier, $1.key.later) })
    {
      let records =
        try Int.fetchOne(database, sql: "SELECT records FROM sheet WHERE id = ?", arguments: [pair.earlier]) ?? 0
      let isVersion = (counts.same + counts.differing) * 2 > records && counts.differing > 0
      try found(
        isVersion ? "list-two-versions" : "pages-overlap", at: sheetPlace(pair.earlier),
        facts: ["same": String(counts.same), "differing": String(counts.differing), "records": String(records)],
        related: [sheetPlace(pair.later)])
    }
  }

  private func sheetPlace(_ sheet: Int64) throws -> Place {
    let row = try Row.fetchOne(
      database, sql: "SELECT f.name, s.name FROM sheet AS s JOIN file AS f ON f.id = s.file WHERE s.id = ?",
      arguments: [sheet])
    return Place(file: row?[0] ?? "", sheet: row?[1])
  }
}
