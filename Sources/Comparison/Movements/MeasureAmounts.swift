// SPDX-License-Identifier: Apache-2.0

package import CensusModel

/// Which measure stands behind which mark and sum of an `IdentityRow`; further marks are questions of the comparison.
package struct MeasureLayout: Sendable, Hashable {
  /// IDs of the measures, in the order of the pack.
  package let measures: [String]
  /// Mark → measure.
  package let ofMarks: [Int]
  /// Sum → measure.
  package let ofSums: [Int]

  /// Counts of rows get marks, all others sums, each in the order of the queries.
  package init(_ queries: [MeasureQuery]) {
    measures = queries.map(\.id)
    ofMarks = queries.indices.filter { queries[$0].amount == .rows }
    ofSums = queries.indices.filter { queries[$0].amount != .rows }
  }

  /// Whether the record adds anything to any measure.
  func counts(_ row: IdentityRow) -> Bool {
    row.node >= 0 && (!row.marks.prefix(ofMarks.count).isEmpty || row.sums.contains { $0 != 0 })
  }

  /// What the record adds to each measure.
  func amounts(of row: IdentityRow) -> [Int64] {
    var amounts = [Int64](repeating: 0, count: measures.count)
    row.marks.prefix(ofMarks.count).forEach { amounts[ofMarks[$0]] = 1 }
    for (index, sum) in row.sums.enumerated() where index < ofSums.count { amounts[ofSums[index]] = sum }
    return amounts
  }
}

/// One record in two periods: where it stood, where it stands, and what that does to each measure.
package struct RowMovement: Sendable {
  /// What the record counts for one measure in both periods.
  package struct Amount: Sendable, Hashable {
    /// Number of the measure in the layout.
    package var measure: Int
    /// What the earlier row counts; 0 without one.
    package var before: Int64
    /// What the later row counts; 0 without one.
    package var after: Int64
    /// What explains the difference where the record stands in one unit in both periods, or in one period only.
    package var cause: MovementCause
  }

  /// How the two rows are known to be of one person.
  package enum Match: String, Sendable, Hashable, CaseIterable {
    /// The identity pseudonym.
    case identity
    /// 发展团员编号 and date of birth, where the ID number does not tell.
    case numberAndBirth = "number-and-birth"
    /// 发展团员编号 and name.
    case numberAndName = "number-and-name"
    /// The digits that a masked ID number shows, and name.
    case maskedNumberAndName = "masked-id-and-name"
    /// Phone and name.
    case phoneAndName = "phone-and-name"
    /// Name, date of birth and organisation, where nothing else is given.
    case nameBirthAndUnit = "name-birth-and-unit"
  }

  /// The person of the earlier row, or of the later where there is no earlier one; nil where nothing tells people
  /// apart.
  package var identity: Pseudonym?
  /// The identity of the later row, where it is another: the same person, known by a fallback.
  package var laterIdentity: Pseudonym?
  /// Number and node of the earlier row.
  package var before: (id: Int64, node: Int)?
  /// Number and node of the later row.
  package var after: (id: Int64, node: Int)?
  /// How the two rows are known to be of one person; `identity` also where there is only one.
  package var match: Match
  /// Why it came or went; for a record with both rows, how it moved or changed, nil when only measures moved.
  package var cause: MovementCause?
  /// What it does to each measure that it counts for in either period.
  package var amounts: [Amount]
  /// Columns that differ, by place in `RosterSchema.columns`.
  package var changed: [Int]
}
