// SPDX-License-Identifier: Apache-2.0

import CensusModel

/// A row whose identity stands in one period only, with what else it tells of its person (fingerprints; 0 is nothing).
struct Leftover {
  var row: IdentityRow
  var cause: MovementCause
  var isWeak: Bool
  var name: UInt64 = 0
  var birth: UInt64 = 0
  var number: UInt64 = 0
  var phone: UInt64 = 0
  var shown: UInt64 = 0

  /// - Parameter columns: where to look up what else the row tells; one that is settled is not matched and needs none.
  init(
    _ row: IdentityRow, _ identity: Pseudonym?, cause: MovementCause, _ questions: ComparisonQuestions,
    columns: any RecordColumns
  ) throws {
    self.row = row
    self.cause = cause
    isWeak = identity == nil || questions.isWeak(row)
    if isSettled { return }
    let prints = try columns.fingerprints(ofRecord: row.id)
    func value(_ column: String) -> UInt64 { questions.schema.index(of: column).map { prints[$0] } ?? 0 }
    (name, birth, number) = (value("name"), value("birth"), value("number_key"))
    (phone, shown) = (value("phone_key"), value("shown_key"))
  }

  /// Whether another reason already says where the person came from or went.
  var isSettled: Bool {
    switch cause {
    case .state, .transferredOut, .transferredIn, .readmitted, .listed, .delisted, .unplaced: true
    default: false
    }
  }
}

/// Matches rows of one person whose identities differ, because an ID number is masked, missing or was put right.
///
/// The surest key first; a key must be the only one of its value on both sides. Two rows that both have an ID number
/// that identifies are one person only by member number.
struct FallbackMatching {
  struct Match {
    var before: Int
    var after: Int
    var by: RowMovement.Match
  }

  private(set) var matches: [Match] = []
  private(set) var isMatchedBefore: [Bool]
  private(set) var isMatchedAfter: [Bool]

  private struct Key: Hashable {
    var first: UInt64
    var second: UInt64
    var unit = -1
  }

  init(before: [Leftover], after: [Leftover], pairing: UnitPairing) {
    isMatchedBefore = before.map(\.isSettled)
    isMatchedAfter = after.map(\.isSettled)
    let (settledBefore, settledAfter) = (isMatchedBefore, isMatchedAfter)
    match(before, after, .numberAndBirth) { row, _ in Key(first: row.number, second: row.birth) }
    match(before, after, .numberAndName) { row, _ in Key(first: row.number, second: row.name) }
    match(before, after, .maskedNumberAndName) { row, _ in Key(first: row.shown, second: row.name) }
    match(before, after, .phoneAndName) { row, _ in Key(first: row.phone, second: row.name) }
    match(before, after, .nameBirthAndUnit) { row, isBefore in
      let node = row.row.node
      let unit = isBefore ? pairing.unitOfBefore[node] : node
      return Key(first: row.name, second: row.birth, unit: unit)
    }
    // Settled rows took no part; they still go their own way.
    for index in before.indices where settledBefore[index] { isMatchedBefore[index] = false }
    for index in after.indices where settledAfter[index] { isMatchedAfter[index] = false }
  }

  private mutating func match(
    _ before: [Leftover], _ after: [Leftover], _ by: RowMovement.Match, _ key: (Leftover, _ isBefore: Bool) -> Key
  ) {
    let old = FallbackMatching.unique(before, isMatchedBefore) { key($0, true) }
    let new = FallbackMatching.unique(after, isMatchedAfter) { key($0, false) }
    let needsWeak = by != .numberAndBirth && by != .numberAndName
    let found = old.compactMap { entry -> Match? in
      guard let other = new[entry.key] else { return nil }
      if needsWeak, !before[entry.value].isWeak, !after[other].isWeak { return nil }
      return Match(before: entry.value, after: other, by: by)
    }
    for match in found.sorted(by: { $0.before < $1.before }) {
      isMatchedBefore[match.before] = true
      isMatchedAfter[match.after] = true
      matches.append(match)
    }
  }

  /// Rows by key, without those whose key is empty or stands twice.
  private static func unique(_ rows: [Leftover], _ isMatched: [Bool], _ key: (Leftover) -> Key) -> [Key: Int] {
    var byKey: [Key: Int] = [:]
    var twice: Set<Key> = []
    for index in rows.indices where !isMatched[index] {
      let key = key(rows[index])
      guard key.first != 0, key.second != 0 else { continue }
      if byKey.updateValue(index, forKey: key) != nil { twice.insert(key) }
    }
    for key in twice { byKey[key] = nil }
    return byKey
  }
}
