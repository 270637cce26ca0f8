// SPDX-License-Identifier: Apache-2.0

/// How many persons are in both periods, and what changed in their rows, by the organisation they belong to later.
package struct PeopleChanges: Sendable {
  /// Records in both periods by later node.
  package private(set) var kept: [Int64]
  /// Records with a column that changed, and those where only corrections were made, by later node.
  package private(set) var changed: [Int64]
  /// Records with corrections only, by later node; they are not among `changed`.
  package private(set) var corrected: [Int64]
  /// Column → later node → records in which it differs.
  package private(set) var fields: [[Int: Int64]]
  /// How many persons have more than one row that counts: 0 when nobody is counted twice.
  package private(set) var repeatedBefore = 0
  /// The same of the later period.
  package private(set) var repeatedAfter = 0
  /// How many were matched by which fallback.
  package internal(set) var fallbacks: [RowMovement.Match: Int] = [:]

  init(columnCount: Int, nodeCount: Int) {
    kept = Array(repeating: 0, count: nodeCount)
    changed = kept
    corrected = kept
    fields = Array(repeating: [:], count: columnCount)
  }

  mutating func addRepeats(_ before: Int, _ after: Int) {
    if before > 1 { repeatedBefore += 1 }
    if after > 1 { repeatedAfter += 1 }
  }

  mutating func add(kept node: Int, changed columns: [Int], areCorrections: Bool) {
    kept[node] += 1
    guard !columns.isEmpty else { return }
    if areCorrections { corrected[node] += 1 } else { changed[node] += 1 }
    for column in columns { fields[column][node, default: 0] += 1 }
  }
}
