// SPDX-License-Identifier: Apache-2.0

import CensusModel
import GRDB

/// Finds which earlier sheets a new submission replaces, and notes the pairs.
///
/// - Of the same unit: the lists of a kind that the new submission holds, whatever the files are called, when at least half
///   of the shorter one stands in the other. When that holds of none of them it may be a correction or another page, and the
///   sender is asked.
/// - Where one of the two does not name its unit: a sheet of the same kind with mostly the same rows; in a file of the same
///   name, one that shares half of the shorter list: files of one name may well come from two units.
/// - Files that come again with the same bytes stay: they are a part of what is handed in.
/// - Sheets in which no table was found go with the file they stand in.
struct ReplacementFinder {
  /// A period's connection that sees the catalogue.
  let database: Database
  let schemas: RosterSchemas
  let submission: Int
  /// Files that were handed in with it and were there before.
  let kept: Set<Int64>
  let intent: SubmissionDraft.Intent

  private struct Sheet {
    var id: Int64
    var kind: RecordKind?
    var file: Int64
    var name: String
    var unit: String?
    var submission: Int
    var records: Int
  }

  private struct Pair: Hashable {
    var earlier: Int64
    var later: Int64
  }

  /// - Throws: `WorkspaceError("submission-unclear")` where the sender must say what is meant; `submission-replaces-nothing`
  ///   where the submission to be replaced holds none of the lists.
  func note() throws {
    guard intent != .adds else { return }
    let sheets = try Row.fetchAll(
      database,
      sql: """
        SELECT s.id, s.kind, s.file, f.name, u.unit, f.submission, s.records FROM sheet AS s
        JOIN file AS f ON f.id = s.file JOIN submission AS u ON u.id = f.submission ORDER BY s.id
        """
    ).map(sheet)
    let new = sheets.filter { $0.submission == submission }
    let old = sheets.filter { $0.submission != submission && !kept.contains($0.file) }
    guard !new.isEmpty else { return }
    var pairs: [Pair]
    if case .replaces(let number) = intent {
      pairs = replaced(old.filter { $0.submission == number }, new)
      if pairs.isEmpty { throw WorkspaceError("submission-replaces-nothing", facts: ["value": String(number)]) }
    } else {
      guard !old.isEmpty else { return }
      pairs = try pairsOfUnit(old, new) + pairsOfAnyone(old, new)
    }
    pairs += pairsOfUnknown(old, new, after: pairs)
    for pair in pairs { try note(pair) }
  }

  private func sheet(_ row: Row) -> Sheet {
    Sheet(
      id: row["id"], kind: (row["kind"] as String?).map(RecordKind.init), file: row["file"], name: row["name"],
      unit: row["unit"], submission: row["submission"], records: row["records"])
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

  /// Every earlier sheet whose kind the new submission holds.
  private func replaced(_ old: [Sheet], _ new: [Sheet]) -> [Pair] {
    old.compactMap { earlier in
      guard let kind = earlier.kind, let later = new.first(where: { $0.kind == kind }) else { return nil }
      return Pair(earlier: earlier.id, later: later.id)
    }
  }

  // MARK: Lists of the same unit

  private func pairsOfUnit(_ old: [Sheet], _ new: [Sheet]) throws -> [Pair] {
    guard let own = new[0].unit else { return [] }
    let names = try unitNames()
    let ofUnit = old.filter { sheet in
      sheet.unit.map { names[$0, default: $0] == names[own, default: own] } ?? false
    }
    if intent == .whole { return replaced(ofUnit, new) }
    return try Set(new.compactMap(\.kind)).sorted { $0.rawValue < $1.rawValue }.flatMap { kind in
      try replaced(corrected(ofUnit.filter { $0.kind == kind }, new.filter { $0.kind == kind }, kind), new)
    }
  }

  /// Of the unit's lists of a kind, submission by submission, those that the new one corrects.
  private func corrected(_ old: [Sheet], _ new: [Sheet], _ kind: RecordKind) throws -> [Sheet] {
    var unlike: [(number: Int, counts: ListComparison.Counts)] = []
    var corrected: [Sheet] = []
    for (number, sheets) in Dictionary(grouping: old, by: \.submission).sorted(by: { $0.key < $1.key }) {
      let counts = try ListComparison(
        database: database, schema: schemas[kind], earlier: sheets.map(\.id), later: new.map(\.id)
      ).counts()
      let isLike = counts.earlier == 0 || counts.shared > 0 && counts.shared * 2 >= min(counts.earlier, counts.later)
      if isLike { corrected += sheets } else { unlike.append((number, counts)) }
    }
    if corrected.isEmpty, let (number, counts) = unlike.last {
      throw WorkspaceError(
        "submission-unclear",
        facts: [
          "file": new[0].name, "number": String(number), "shared": String(counts.shared),
          "earlier": String(counts.earlier), "later": String(counts.later),
        ])
    }
    return corrected
  }

  /// Full name → ID, so that a unit is the same however it was named.
  private func unitNames() throws -> [String: String] {
    let rows = try Row.fetchAll(database, sql: "SELECT full_name, code FROM organisation WHERE full_name IS NOT NULL")
    return Dictionary(rows.map { ($0[0], $0[1] ?? "") }) { first, _ in first }
  }

  // MARK: Lists of which one does not name its unit

  private func pairsOfAnyone(_ old: [Sheet], _ new: [Sheet]) throws -> [Pair] {
    try schemas.kinds.flatMap { kind -> [Pair] in
      let later = new.filter { $0.kind == kind }
      let earlier = old.filter { $0.kind == kind && ($0.unit == nil || later.first?.unit == nil) }
      let candidates = earlier.filter { sheet in later.contains { mayBeOne(sheet, $0, of: kind) } }
      guard !later.isEmpty, !candidates.isEmpty else { return [] }
      let shared = try ListComparison(
        database: database, schema: schemas[kind], earlier: candidates.map(\.id), later: later.map(\.id)
      ).sharedBySheet()
      return candidates.compactMap { sheet in
        let match = later.first { other in
          let count = shared[sheet.id]?[other.id] ?? 0
          guard count > 0, mayBeOne(sheet, other, of: kind) else { return false }
          let isNamesake = FileNames.mayBeSame(other.name, sheet.name)
          return count * 2 >= min(sheet.records, other.records) && isNamesake
            || count * 2 > max(sheet.records, other.records)
        }
        return match.map { Pair(earlier: sheet.id, later: $0.id) }
      }
    }
  }

  /// Whether two sheets may be two versions of a list, before their rows are looked at.
  private func mayBeOne(_ earlier: Sheet, _ later: Sheet, of kind: RecordKind) -> Bool {
    if FileNames.mayBeSame(later.name, earlier.name) { return true }
    guard schemas[kind].namesPersons || kind == .organisation else { return false }
    return min(earlier.records, later.records) * 2 > max(earlier.records, later.records)
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
