// SPDX-License-Identifier: Apache-2.0

package import CensusModel
import Policy

extension IndicatorCalculator {
  /// The counts of a measure again, organisation by organisation; nil of a reported figure and of what was not counted.
  package func tally(of measure: String) -> Tally? { figures[measure]?.counted?.tally(of: measure) }

  /// What one organisation alone counts for a measure; nil when unknown.
  package func ownCount(of measure: String, node: Int) -> Int64? { figures[measure]?.ownCount(node: node) }

  /// Whether nobody can tell of an organisation whether a measure counts it, for want of a sheet that is owed for it.
  package func isUndecided(_ measure: String, node: Int) -> Bool {
    figures[measure]?.counted?.isUndecided(node: node) ?? false
  }

  /// `ownCount` of one measure, for those who ask at many organisations: it is looked up once.
  package func ownCounter(of measure: String) -> (_ node: Int) -> Int64? {
    switch figures[measure] {
    case .counted(let figures): { figures.ownCount(node: $0) }
    case .reported(let figures): { figures.ownCount(node: $0) }
    case nil: { _ in nil }
    }
  }

  /// Whether an organisation gave a reported figure of its own, so that the sum of its parts does not count.
  package func hasOwnFigure(of measure: String, node: Int) -> Bool {
    figures[measure]?.reported?.ownCount(node: node) != nil
  }

  /// How many organisations of a unit owe a sheet of the kind that a measure counts and are in none.
  package func unreported(_ measure: String, unit: Int) -> Int {
    guard let kind = pack.measure(measure)?.kind else { return 0 }
    return sheets[kind]?.missing(unit, nil) ?? 0
  }

  /// Whether the period holds any record a measure counts; a reported figure has records when someone gave one.
  package func hasRecords(for measure: String) -> Bool {
    figures[measure]?.count(unit: 0, group: nil) != nil
  }

  /// For how many of a unit's children a kind of sheet came in; nil where it came in for all of it.
  package func reported(_ kind: RecordKind, unit: Int) -> ReportedShare? {
    guard let sheet = sheets[kind], sheet.isIncomplete(unit, nil) else { return nil }
    return ReportedShare(of: [sheet], unit: unit, in: tree)
  }

  /// Whether a kind of sheet that is owed did not come in for all of a unit.
  package func lacks(_ kind: RecordKind, unit: Int) -> Bool {
    guard let sheet = sheets[kind] else { return false }
    return sheet.isOwed && !sheet.isReported(unit, nil) || sheet.missing(unit, nil) > 0
  }

  /// Whether a unit, or a part of it, owes a kind of sheet.
  package func owes(_ kind: RecordKind, unit: Int) -> Bool { sheets[kind]?.owes(unit) ?? false }
}
