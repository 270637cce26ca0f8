// SPDX-License-Identifier: Apache-2.0

import CensusModel
import GRDB

/// Finds which earlier sheets a new submission replaces, and notes the pairs.
///
/// - Of the same unit: every sheet of a kind that the new submission holds, whatever the files are called.
/// - Where one of the two does not name its unit: a sheet of the same kind in a file of the same name, when at least half of
///   the shorter list stands in the other: files of one name may well come from two units.
/// - Files that come again with the same bytes stay: they are a part of what is handed in.
/// - Sheets in which no table was found go with the file they stand in.
struct ReplacementFinder {
  /// A period's connection that sees the catalogue.
  let database: Database
  let submission: Int
  /// Files that were handed in with it and were there before.
  let kept: Set<Int64>

  private struct Sheet {
    var id: Int64
    var kind: RecordKind?
    var file: Int64
    var name: String
    var unit: String?
  }

  private struct Pair: Hashable {
    var earlier: Int64
    var later: Int64
  }

  func note() throws {
    let sheets = try Row.fetchAll(
      database,
      sql: """
        SELECT s.id, s.kind, s.file, f.name, u.unit, f.submission = ? AS is_new FROM sheet AS s
        JOIN file AS f ON f.id = s.file JOIN submission AS u ON u.id = f.submission ORDER BY s.id
        """, arguments: [submission])
    let new = sheets.filter { $0["is_new"] }.map(sheet)
    let old = sheets.filter { !($0["is_new"] as Bool) }.map(sheet).filter { !kept.contains($0.file) }
    guard !old.isEmpty, !new.isEmpty else { return }
    var pairs = try pairs(old, new)
    pairs += pairsOfUnknown(old, new, after: pairs)
    for pair in pairs { try note(pair) }
  }

  private func sheet(_ row: Row) -> Sheet {
    Sheet(
      id: row["id"], kind: (row["kind"] as String?).flatMap(RecordKind.init), file: row["file"], name: row["name"],
      unit: row["unit"])
  }

  /// What the earlier one replaced is replaced by the later one too, should the one between be withdrawn.
  private func note(_ pair: Pair) throws {
    try database.execute(
      sql: """
        INSERT OR IGNORE INTO replacement SELECT earlier, ? FROM replacement WHERE later = ?;
        """, arguments: [pair.later, pair.earlier])
    try database.execute(
      sql: "INSERT OR IGNORE INTO replacement VALUES (?, ?)", arguments: [pair.earlier, pair.later])
  }

  private func pairs(_ old: [Sheet], _ new: [Sheet]) throws -> [Pair] {
    let units = try new[0].unit.map { _ in try unitNames() } ?? [:]
    let byKind = Dictionary(grouping: new.filter { $0.kind != nil }) { $0.kind }
    return try old.compactMap { earlier -> Pair? in
      guard let kind = earlier.kind, let candidates = byKind[kind] else { return nil }
      if let unit = earlier.unit, let own = new[0].unit {
        return units[unit, default: unit] == units[own, default: own]
          ? Pair(earlier: earlier.id, later: candidates[0].id) : nil
      }
      let namesake = try candidates.first { candidate in
        guard FileNames.mayBeSame(candidate.name, earlier.name) else { return false }
        return try isSameList(earlier, candidate, kind)
      }
      return namesake.map { Pair(earlier: earlier.id, later: $0.id) }
    }
  }

  private func isSameList(_ earlier: Sheet, _ later: Sheet, _ kind: RecordKind) throws -> Bool {
    let counts = try ListComparison(database: database, kind: kind, earlier: [earlier.id], later: [later.id]).counts()
    return counts.shared > 0 && counts.shared * 2 >= min(counts.earlier, counts.later)
  }

  /// Full name → ID, so that a unit is the same however it was named.
  private func unitNames() throws -> [String: String] {
    let rows = try Row.fetchAll(database, sql: "SELECT full_name, code FROM organisation WHERE full_name IS NOT NULL")
    return Dictionary(rows.map { ($0[0], $0[1] ?? "") }) { first, _ in first }
  }

  /// Unrecognised sheets of files of which everything else is replaced, or which hold nothing else and come again.
  private func pairsOfUnknown(_ old: [Sheet], _ new: [Sheet], after pairs: [Pair]) -> [Pair] {
    let later = Dictionary(pairs.map { ($0.earlier, $0.later) }) { first, _ in first }
    return Dictionary(grouping: old, by: \.file).values.flatMap { sheets -> [Pair] in
      let known = sheets.filter { $0.kind != nil }
      let unknown = sheets.filter { $0.kind == nil }
      guard !unknown.isEmpty, known.allSatisfy({ later[$0.id] != nil }) else { return [] }
      let target =
        known.first.flatMap { later[$0.id] } ?? new.first { FileNames.mayBeSame($0.name, sheets[0].name) }?.id
      return target.map { target in unknown.map { Pair(earlier: $0.id, later: target) } } ?? []
    }
  }
}

/// Names of files as they are shown: the folder that was named first, then the path below it.
enum FileNames {
  /// Whether two names may be the same file sent again: equal below the folder each was sent in, or one ends with the other.
  static func mayBeSame(_ first: String, _ second: String) -> Bool {
    let (one, two) = (first.split(separator: "/"), second.split(separator: "/"))
    let (short, long) = one.count <= two.count ? (one, two) : (two, one)
    if long.suffix(short.count) == short { return true }
    return one.count > 1 && two.count > 1 && one.dropFirst() == two.dropFirst()
  }
}
